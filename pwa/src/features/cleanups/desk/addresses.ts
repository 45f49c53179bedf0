/** Addresses that people without an account open, as they stand in QR codes. */
export const linkAddress = (token: string): string => `${location.origin}/count/${token}`
export const signInAddress = (code: string): string => `${location.origin}/sign-in/${code}`
