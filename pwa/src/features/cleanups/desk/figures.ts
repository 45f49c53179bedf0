/** Numbers to be read: 38,412. */
export const figure = (n: number): string => n.toLocaleString('en', { maximumFractionDigits: 2 })
