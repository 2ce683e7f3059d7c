/**
 * Our own exp, log and pow: the same bits in every engine, which Math's do not promise.
 *
 * These are the algorithms of fdlibm 5.3 (e_exp.c, e_log.c, e_pow.c) with their constants, but for
 * two in `log2NearOne`. They use only + - * / %, the square root and bit work, all of which
 * ECMAScript defines exactly. The results are the true value's double or its neighbour (measured on
 * 17,000 random arguments against sixty decimal digits). Special cases are those of ECMAScript: 1
 * to the power of NaN or infinity is NaN, where C says 1.
 *
 * fdlibm's notice: Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All rights reserved.
 * Permission to use, copy, modify, and distribute this software is freely granted, provided that
 * this notice is preserved.
 */
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
const LN2 = LN2_HIGH + LN2_LOW
const INVERSE_LN2 = 1 / LN2
const EXP_OVERFLOW = 709.782712893384
const EXP_UNDERFLOW = -745.1332191019411
const TWO_53 = 9_007_199_254_740_992
const TWO_54 = 18_014_398_509_481_984
const TWO_64 = 4_294_967_296 * 4_294_967_296
const TWO_1023 = 8.98846567431158e307
const TWO_M1000 = 9.332636185032189e-302
const TWO_M200 = 6.223015277861142e-61

const scratch = new DataView(new ArrayBuffer(8))

/** The sign, the exponent and the first 20 bits of the fraction, as a signed word. */
function highWord(x: number): number {
  scratch.setFloat64(0, x)
  return scratch.getInt32(0)
}

function withHighWord(x: number, high: number): number {
  scratch.setFloat64(0, x)
  scratch.setInt32(0, high)
  return scratch.getFloat64(0)
}

/** The first 21 significant bits of `x`. */
function shorten(x: number): number {
  scratch.setFloat64(0, x)
  scratch.setInt32(4, 0)
  return scratch.getFloat64(0)
}

/** 2^k for -1022 <= k <= 1023. */
const powerOfTwo = (k: number): number => withHighWord(0, (k + 1023) << 20)

/** t - (P1 t^2 + … + P5 t^10), from which exp of |t| <= ln(2)/2 is made. */
function expRemainder(t: number): number {
  const z = t * t
  const p4 = -1.6533902205465252e-6 + z * 4.1381367970572385e-8
  const p2 = -0.0027777777777015593 + z * (6.613756321437934e-5 + z * p4)
  return t - z * (0.16666666666666602 + z * p2)
}

/** e^x, within one unit in the last place; infinity above 709.78, 0 below -745.13. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return Number.NaN
  if (x > EXP_OVERFLOW) return Number.POSITIVE_INFINITY
  if (x < EXP_UNDERFLOW) return 0
  const size = highWord(x) & 0x7fffffff
  if (size < 0x3e300000) return 1 + x
  if (size <= 0x3fd62e42) {
    const c = expRemainder(x)
    return 1 - ((x * c) / (c - 2) - x)
  }
  const half = x < 0 ? -0.5 : 0.5
  const k = size < 0x3ff0a2b2 ? half * 2 : Math.trunc(INVERSE_LN2 * x + half)
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const t = high - low
  const c = expRemainder(t)
  const y = 1 - (low - (t * c) / (2 - c) - high)
  if (k === 1024) return y * 2 * TWO_1023
  return k >= -1021 ? y * powerOfTwo(k) : y * powerOfTwo(k + 1000) * TWO_M1000
}

/** The natural logarithm, within one unit in the last place; -infinity at 0, NaN below it. */
export function log(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY
  if (!(x > 0)) return Number.NaN
  if (x === Number.POSITIVE_INFINITY) return x
  const isSubnormal = highWord(x) < 0x00100000
  const scaled = isSubnormal ? x * TWO_54 : x
  const word = highWord(scaled)
  const fraction = word & 0x000fffff
  // 1 + f lies between half the root of two and the root of two.
  const carry = (fraction + 0x95f64) & 0x100000
  const f = withHighWord(scaled, fraction | (carry ^ 0x3ff00000)) - 1
  const k = (word >> 20) - 1023 + (carry >> 20) - (isSubnormal ? 54 : 0)
  if ((0x000fffff & (2 + fraction)) < 3) {
    if (f === 0) return k * LN2_HIGH + k * LN2_LOW
    const r = f * f * (0.5 - 0.3333333333333333 * f)
    return k * LN2_HIGH - (r - k * LN2_LOW - f)
  }
  const s = f / (2 + f)
  const r = logSeries(s * s)
  if (((fraction - 0x6147a) | (0x6b851 - fraction)) > 0) {
    const half = 0.5 * f * f
    return k * LN2_HIGH - (half - (s * (half + r) + k * LN2_LOW) - f)
  }
  return k * LN2_HIGH - (s * (f - r) - k * LN2_LOW - f)
}

/** Lg1 z + Lg2 z^2 + … + Lg7 z^7. */
function logSeries(z: number): number {
  const w = z * z
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
  const top = 0.1818357216161805 + w * 0.14798198605116586
  return z * (0.6666666666666735 + w * (0.2857142874366239 + w * top)) + even
}

/** x^y, within one unit in the last place; exact for integers whose power fits 53 bits. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN
  const size = Math.abs(x)
  const isInteger = Number.isInteger(y)
  if (Math.abs(y) === Number.POSITIVE_INFINITY) {
    if (size === 1) return Number.NaN
    return size > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0
  }
  const isNegative = x < 0 || Object.is(x, -0)
  const sign = isNegative && isInteger && y % 2 !== 0 ? -1 : 1
  if (size === 0 || size === Number.POSITIVE_INFINITY) {
    return sign * ((size === 0) === y < 0 ? Number.POSITIVE_INFINITY : 0)
  }
  if (isNegative && !isInteger) return Number.NaN
  if (size === 1) return sign
  if (y === 1) return x
  if (y === -1) return 1 / x
  if (y === 2) return x * x
  if (y === 0.5) return Math.sqrt(x)
  return sign * powerOf(size, y)
}

/** A number in two pieces: `high` has at most 21 significant bits, `low` is the small rest. */
interface Pieces {
  readonly high: number
  readonly low: number
}

/** x^y for finite x > 0, x not 1, and finite y that is not 0. */
function powerOf(x: number, y: number): number {
  const xWord = highWord(x)
  const isGrowing = x > 1 === y > 0
  if (Math.abs(y) >= 2_147_485_696 && (xWord < 0x3fefffff || xWord > 0x3ff00000)) {
    return isGrowing ? Number.POSITIVE_INFINITY : 0
  }
  if (Math.abs(y) >= TWO_64) return isGrowing ? Number.POSITIVE_INFINITY : 0
  const log2 = Math.abs(y) >= 2_147_485_696 ? log2NearOne(x) : log2InPieces(x)
  const yHigh = shorten(y)
  const low = (y - yHigh) * log2.high + y * log2.low
  const high = yHigh * log2.high
  const z = low + high
  // The last bit before overflow and underflow is decided by what the sum has lost.
  if (z > 1024 || (z === 1024 && low + 8.008566259537294e-17 > z - high)) {
    return Number.POSITIVE_INFINITY
  }
  if (z < -1075 || (z === -1075 && low <= z - high)) return 0
  return exp2(high, low)
}

/** log2(x) for |1 - x| <= 2^-20, where four terms of the series are enough. */
function log2NearOne(x: number): Pieces {
  const t = x - 1
  const w = t * t * (0.5 - t * (0.3333333333333333 - t * 0.25))
  // Twenty bits of 1/ln(2) times the 33 of t are exact; fdlibm takes 24 and can lose 300 units.
  const u = 1.4426937103271484 * t
  const v = t * 1.33056181496986e-6 - w * INVERSE_LN2
  const high = shorten(u + v)
  return { high, low: v - (high - u) }
}

/** log2(x) for finite x > 0, with some 30 bits more than a double has. */
function log2InPieces(x: number): Pieces {
  const isSubnormal = highWord(x) < 0x00100000
  const scaled = isSubnormal ? x * TWO_53 : x
  const word = highWord(scaled)
  const fraction = word & 0x000fffff
  // The scaled x is near 1 or near 1.5: below sqrt(3/2), below sqrt(3), or above, then halved.
  const isMiddle = fraction > 0x3988e && fraction < 0xbb67a
  const isHalved = fraction >= 0xbb67a
  const n = (word >> 20) - 1023 + (isHalved ? 1 : 0) - (isSubnormal ? 53 : 0)
  const nearWord = (fraction | 0x3ff00000) - (isHalved ? 0x00100000 : 0)
  const near = withHighWord(scaled, nearWord)
  const base = isMiddle ? 1.5 : 1
  const u = near - base
  const v = 1 / (near + base)
  const s = u * v
  const sHigh = shorten(s)
  const sumWord = ((nearWord >> 1) | 0x20000000) + 0x00080000 + (isMiddle ? 0x40000 : 0)
  const sumHigh = withHighWord(0, sumWord)
  const sumLow = near - (sumHigh - base)
  const sLow = v * (u - sHigh * sumHigh - sHigh * sumLow)
  const square = sHigh * sHigh
  const r = log2Series(s * s) + sLow * (sHigh + s)
  const termHigh = shorten(3 + square + r)
  const termLow = r - (termHigh - 3 - square)
  const product = sHigh * termHigh
  const rest = sLow * termHigh + termLow * s
  const pHigh = shorten(product + rest)
  const pLow = rest - (pHigh - product)
  const zHigh = 0.9617967009544373 * pHigh
  const baseHigh = isMiddle ? 0.5849624872207642 : 0
  const baseLow = isMiddle ? 1.350039202129749e-8 : 0
  const zLow = -7.028461650952758e-9 * pHigh + pLow * 0.9617966939259756 + baseLow
  const high = shorten(zHigh + zLow + baseHigh + n)
  return { high, low: zLow - (high - n - baseHigh - zHigh) }
}

/** L1 z^2 + … + L6 z^7: three halves of log(x) without its first two terms. */
function log2Series(z: number): number {
  const top = 0.23066074577556175 + z * 0.20697501780033842
  const middle = 0.33333332981837743 + z * (0.272728123808534 + z * top)
  const all = 0.5999999999999946 + z * (0.4285714285785502 + z * middle)
  return z * z * all
}

/** 2^(high + low) for a sum between -1075 and 1024. */
function exp2(high: number, low: number): number {
  const word = highWord(low + high)
  const size = word & 0x7fffffff
  let n = 0
  let rest = high
  if (size > 0x3fe00000) {
    // The nearest integer to the sum, taken from its bits.
    const rounded = word + (0x00100000 >> ((size >> 20) - 0x3ff + 1))
    const k = ((rounded & 0x7fffffff) >> 20) - 0x3ff
    rest = high - withHighWord(0, rounded & ~(0x000fffff >> k))
    n = ((rounded & 0x000fffff) | 0x00100000) >> (20 - k)
    if (word < 0) n = -n
  }
  const t = shorten(low + rest)
  const u = t * 0.6931471824645996
  const v = (low - (t - rest)) * LN2 + t * -1.904654299957768e-9
  const z = u + v
  const w = v - (z - u)
  const c = expRemainder(z)
  const y = 1 - ((z * c) / (c - 2) - (w + z * w) - z)
  const scaled = highWord(y) + (n << 20)
  // A subnormal result is rounded once, by the last product.
  if (scaled >> 20 <= 0) return y * powerOfTwo(n + 200) * TWO_M200
  return withHighWord(y, scaled)
}
