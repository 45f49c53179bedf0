/**
 * Moments, days and codes as the server writes them are in order as they stand. The first comparison as words of a language has its
 * rules loaded, for 12 ms here and several times that on a slow phone.
 */
export const inOrder = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
