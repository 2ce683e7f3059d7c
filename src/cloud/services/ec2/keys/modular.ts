/** Arithmetic of large numbers modulo another. */

/** `base` to the power `exponent`, modulo `modulus`; none negative. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let product = 1n
  const reduced = base % modulus
  for (const bit of exponent.toString(2)) {
    product = (product * product) % modulus
    if (bit === '1') product = (product * reduced) % modulus
  }
  return product
}

/** The inverse of `value` modulo `modulus`, which have no common factor (extended Euclid). */
export function inverseOf(value: bigint, modulus: bigint): bigint {
  let [rest, before] = [value % modulus, modulus]
  let [factor, factorBefore] = [1n, 0n]
  while (rest !== 0n) {
    const quotient = before / rest
    ;[before, rest] = [rest, before - quotient * rest]
    ;[factorBefore, factor] = [factor, factorBefore - quotient * factor]
  }
  return factorBefore < 0n ? factorBefore + modulus : factorBefore
}
