/**
 * The public key of an Ed25519 key (RFC 8032, section 5.1.5), in BigInt and extended coordinates.
 *
 * Only that: nothing is signed or verified here. It is not constant-time, and need not be: the keys
 * of an emulated cloud come from its seed and protect nothing.
 */
import { sha512 } from '@noble/hashes/sha2.js'
import { assert } from '../../../kernel/assert.ts'
import { power } from './modular.ts'

const P = (1n << 255n) - 19n
const D = modulo(-121665n * inverse(121666n))

/** A point as (X, Y, Z, T) with x = X/Z, y = Y/Z, T = XY/Z. */
type Point = readonly [bigint, bigint, bigint, bigint]

const NEUTRAL: Point = [0n, 1n, 1n, 0n]
const BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202n
const BASE_Y = modulo(4n * inverse(5n))
const BASE: Point = [BASE_X, BASE_Y, 1n, modulo(BASE_X * BASE_Y)]

/** The 32 bytes of the public key that belongs to a secret seed of 32 bytes. */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  assert(seed.length === 32, 'a seed of Ed25519 has 32 bytes')
  const digest = sha512(seed).slice(0, 32)
  digest[0] = (digest[0] ?? 0) & 248
  digest[31] = ((digest[31] ?? 0) & 127) | 64
  return encode(multiply(littleEndian(digest), BASE))
}

function modulo(value: bigint): bigint {
  const rest = value % P
  return rest < 0n ? rest + P : rest
}

function inverse(value: bigint): bigint {
  return power(modulo(value), P - 2n, P)
}

/** RFC 8032, section 5.1.4; complete, so it doubles too. */
function add([x1, y1, z1, t1]: Point, [x2, y2, z2, t2]: Point): Point {
  const a = modulo((y1 - x1) * (y2 - x2))
  const b = modulo((y1 + x1) * (y2 + x2))
  const c = modulo(2n * t1 * t2 * D)
  const d = modulo(2n * z1 * z2)
  const [e, f, g, h] = [b - a, d - c, d + c, b + a]
  return [modulo(e * f), modulo(g * h), modulo(f * g), modulo(e * h)]
}

function multiply(scalar: bigint, point: Point): Point {
  let sum = NEUTRAL
  let doubled = point
  for (let left = scalar; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) sum = add(sum, doubled)
    doubled = add(doubled, doubled)
  }
  return sum
}

/** y in 255 bits, little endian, and the lowest bit of x above them. */
function encode([x, y, z]: Point): Uint8Array {
  const scale = inverse(z)
  let value = modulo(y * scale) | ((modulo(x * scale) & 1n) << 255n)
  return Uint8Array.from({ length: 32 }, () => {
    const byte = Number(value & 255n)
    value >>= 8n
    return byte
  })
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n
  for (let at = bytes.length - 1; at >= 0; at--) value = (value << 8n) | BigInt(bytes[at] ?? 0)
  return value
}
