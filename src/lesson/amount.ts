/** How amounts that are predicted are written: wherever they stand, with the same digits. */

const digitsOf = (step: number) => Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9)))

/** An amount with as many digits as a step of its scale has, and `more`; whole ones without. */
export const writtenAmount = (value: number, step: number, more = 0): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(digitsOf(step) + more)
