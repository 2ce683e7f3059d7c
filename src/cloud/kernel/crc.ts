/**
 * The CRCs of storage, by tables: for a cloud that is handed no faster ones.
 *
 * They are the reflected ones of ISO 3309 (CRC32), Castagnoli (CRC32C, RFC 3720) and NVM Express (CRC64NVME): the
 * register begins as all ones and is inverted at the end. Eight bytes are taken at a time, each by its own table
 * ("slicing by 8", Kounavis and Berry, 2005): table k holds what a byte becomes when k bytes of zero follow it. A
 * 64-bit register is two words of 32 bits, since BigInt is too slow for each byte.
 */

/** Table k is at 256 k; `high` is all zeros for 32 bits. */
export interface CrcTables {
  readonly low: Uint32Array
  readonly high: Uint32Array
}

/** The three, each of any bytes. */
export interface Crcs {
  /** an unsigned number of 32 bits */
  readonly crc32: (bytes: Uint8Array) => number
  /** an unsigned number of 32 bits */
  readonly crc32c: (bytes: Uint8Array) => number
  /** two unsigned words of 32 bits, the high one first */
  readonly crc64nvme: (bytes: Uint8Array) => readonly [high: number, low: number]
}

/** A polynomial of up to 64 bits in reflected form, as two words. */
export type Polynomial = readonly [high: number, low: number]

export const CRC32_POLYNOMIAL: Polynomial = [0, 0xedb88320]
export const CRC32C_POLYNOMIAL: Polynomial = [0, 0x82f63b78]
export const CRC64NVME_POLYNOMIAL: Polynomial = [0x9a6c9329, 0xac4bc9b5]

const SLICES = 8

/** The first `slices` tables of a polynomial. */
export function crcTables([polynomialHigh, polynomialLow]: Polynomial, slices: number): CrcTables {
  const low = new Uint32Array(256 * slices)
  const high = new Uint32Array(256 * slices)
  for (let byte = 0; byte < 256; byte++) {
    let [h, l] = [0, byte]
    for (let bit = 0; bit < 8; bit++) {
      const out = l & 1
      l = (l >>> 1) | (h << 31)
      h >>>= 1
      if (out === 1) [h, l] = [h ^ polynomialHigh, l ^ polynomialLow]
    }
    low[byte] = l
    high[byte] = h
  }
  for (let at = 256; at < low.length; at++) {
    const [h, l] = [high[at - 256] ?? 0, low[at - 256] ?? 0]
    low[at] = ((l >>> 8) | (h << 24)) ^ (low[l & 255] ?? 0)
    high[at] = (h >>> 8) ^ (high[l & 255] ?? 0)
  }
  return { low, high }
}

const CRC32 = crcTables(CRC32_POLYNOMIAL, SLICES).low
const CRC32C = crcTables(CRC32C_POLYNOMIAL, SLICES).low
const CRC64NVME = crcTables(CRC64NVME_POLYNOMIAL, SLICES)

function crcOf32Bits(table: Uint32Array, bytes: Uint8Array): number {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = bytes.length - (bytes.length % 8)
  let crc = -1
  for (let at = 0; at < whole; at += 8) {
    const a = crc ^ words.getInt32(at, true)
    const b = words.getInt32(at + 4, true)
    crc =
      (table[0x700 | (a & 255)] ?? 0) ^
      (table[0x600 | ((a >>> 8) & 255)] ?? 0) ^
      (table[0x500 | ((a >>> 16) & 255)] ?? 0) ^
      (table[0x400 | (a >>> 24)] ?? 0) ^
      (table[0x300 | (b & 255)] ?? 0) ^
      (table[0x200 | ((b >>> 8) & 255)] ?? 0) ^
      (table[0x100 | ((b >>> 16) & 255)] ?? 0) ^
      (table[b >>> 24] ?? 0)
  }
  for (let at = whole; at < bytes.length; at++) {
    crc = (crc >>> 8) ^ (table[(crc ^ (bytes[at] ?? 0)) & 255] ?? 0)
  }
  return ~crc >>> 0
}

/** CRC-32 of ISO 3309, as an unsigned number of 32 bits. */
const crc32 = (bytes: Uint8Array): number => crcOf32Bits(CRC32, bytes)

/** CRC-32C, Castagnoli's polynomial, as an unsigned number of 32 bits. */
const crc32c = (bytes: Uint8Array): number => crcOf32Bits(CRC32C, bytes)

/** CRC-64/NVME as two unsigned words of 32 bits, the high one first. */
function crc64nvme(bytes: Uint8Array): readonly [high: number, low: number] {
  const { low, high } = CRC64NVME
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = bytes.length - (bytes.length % 8)
  let [h, l] = [-1, -1]
  for (let at = 0; at < whole; at += 8) {
    const a = l ^ words.getInt32(at, true)
    const b = h ^ words.getInt32(at + 4, true)
    const a0 = 0x700 | (a & 255)
    const a1 = 0x600 | ((a >>> 8) & 255)
    const a2 = 0x500 | ((a >>> 16) & 255)
    const a3 = 0x400 | (a >>> 24)
    const b0 = 0x300 | (b & 255)
    const b1 = 0x200 | ((b >>> 8) & 255)
    const b2 = 0x100 | ((b >>> 16) & 255)
    const b3 = b >>> 24
    const lowOfA = (low[a0] ?? 0) ^ (low[a1] ?? 0) ^ (low[a2] ?? 0) ^ (low[a3] ?? 0)
    const lowOfB = (low[b0] ?? 0) ^ (low[b1] ?? 0) ^ (low[b2] ?? 0) ^ (low[b3] ?? 0)
    const highOfA = (high[a0] ?? 0) ^ (high[a1] ?? 0) ^ (high[a2] ?? 0) ^ (high[a3] ?? 0)
    const highOfB = (high[b0] ?? 0) ^ (high[b1] ?? 0) ^ (high[b2] ?? 0) ^ (high[b3] ?? 0)
    l = lowOfA ^ lowOfB
    h = highOfA ^ highOfB
  }
  for (let at = whole; at < bytes.length; at++) {
    const index = (l ^ (bytes[at] ?? 0)) & 255
    l = ((l >>> 8) | (h << 24)) ^ (low[index] ?? 0)
    h = (h >>> 8) ^ (high[index] ?? 0)
  }
  return [~h >>> 0, ~l >>> 0]
}

/** All three by tables. */
export const TABLE_CRCS: Crcs = { crc32, crc32c, crc64nvme }
