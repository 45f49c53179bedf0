/**
 * Moments, days and codes as the server writes them are in order as they stand. Compared as words of a language, a few hundred of
 * them held a slow phone up for a tenth of a second.
 */
export const inOrder = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
