/** Beyond it a sum of decimals is noise of the floating point. */
const DECIMALS = 10

/** The sum of two quantities. */
export const exactSum = (one: number, other: number): number => Number((one + other).toFixed(DECIMALS))
