/**
 * The checksums that S3 keeps of an object: CRC32, CRC32C, CRC64NVME, SHA-1 and SHA-256.
 *
 * The CRCs are the reflected ones of ISO 3309 (CRC32), Castagnoli (CRC32C, RFC 3720) and NVM Express
 * (CRC64NVME): the register begins as all ones and is inverted at the end. Eight bytes are taken at a time,
 * each by its own table ("slicing by 8", Kounavis and Berry, 2005): table k holds what a byte becomes when k
 * bytes of zero follow it. A 64-bit register is two words of 32 bits, since BigInt is too slow for each byte.
 */
import { sha1 } from '@noble/hashes/legacy.js'
import { encodeBase64 } from '../kernel/base64.ts'
import type { Hashes } from '../kernel/world.ts'
import type { ChecksumName } from './rows.ts'

/** Table k is at 256 k; `low` alone for 32 bits. */
interface Tables {
  readonly low: Uint32Array
  readonly high: Uint32Array
}

const SLICES = 8

/** Tables of a polynomial in reflected form, given in two words. */
function tablesOf(polynomialHigh: number, polynomialLow: number): Tables {
  const low = new Uint32Array(256 * SLICES)
  const high = new Uint32Array(256 * SLICES)
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

const CRC32 = tablesOf(0, 0xedb88320).low
const CRC32C = tablesOf(0, 0x82f63b78).low
const CRC64NVME = tablesOf(0x9a6c9329, 0xac4bc9b5)

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
export const crc32 = (bytes: Uint8Array): number => crcOf32Bits(CRC32, bytes)

/** CRC-32C, Castagnoli's polynomial, as an unsigned number of 32 bits. */
export const crc32c = (bytes: Uint8Array): number => crcOf32Bits(CRC32C, bytes)

/** CRC-64/NVME as two unsigned words of 32 bits, the high one first. */
export function crc64nvme(bytes: Uint8Array): readonly [high: number, low: number] {
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

/** A checksum as S3 writes it: Base64 of the digest, CRCs in big-endian order. */
export function checksum(name: ChecksumName, bytes: Uint8Array, hashes: Hashes): string {
  switch (name) {
    case 'CRC32':
      return encodeBase64(bigEndian([crc32(bytes)]))
    case 'CRC32C':
      return encodeBase64(bigEndian([crc32c(bytes)]))
    case 'CRC64NVME':
      return encodeBase64(bigEndian(crc64nvme(bytes)))
    case 'SHA1':
      return encodeBase64(sha1(bytes))
    case 'SHA256':
      return encodeBase64(hashes.sha256(bytes))
  }
}

function bigEndian(words: readonly number[]): Uint8Array {
  const out = new DataView(new ArrayBuffer(4 * words.length))
  for (const [at, word] of words.entries()) out.setUint32(4 * at, word)
  return new Uint8Array(out.buffer)
}
