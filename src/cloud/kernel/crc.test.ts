import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TABLE_CRCS } from './crc.ts'

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const from = (length: number, byte: (at: number) => number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => byte(at))
const hex = (...words: readonly number[]): string =>
  words.map((word) => word.toString(16).padStart(8, '0')).join('')

const { crc32, crc32c, crc64nvme } = TABLE_CRCS

/** The CRC by its definition: one bit at a time, reflected, all ones before and inverted after. */
function bitwise(polynomial: bigint, width: bigint, bytes: Uint8Array): string {
  const ones = (1n << width) - 1n
  let register = ones
  for (const byte of bytes) {
    register ^= BigInt(byte)
    for (let bit = 0; bit < 8; bit++) {
      register = (register >> 1n) ^ ((register & 1n) === 1n ? polynomial : 0n)
    }
  }
  return (register ^ ones).toString(16).padStart(Number(width / 4n), '0')
}

const CHECK = ascii('123456789')

describe('CRCs by tables', () => {
  it('give the check values of the catalogue of CRCs', () => {
    expect(hex(crc32(CHECK))).toBe('cbf43926')
    expect(hex(crc32c(CHECK))).toBe('e3069283')
    expect(hex(...crc64nvme(CHECK))).toBe('ae8b14860a799888')
  })

  it.each([
    ['zeros', from(32, () => 0), '8a9136aa'],
    ['ones', from(32, () => 255), '62a8ab43'],
    ['rising bytes', from(32, (at) => at), '46dd794e'],
    ['falling bytes', from(32, (at) => 31 - at), '113fdb5c'],
  ])('give the CRC32C of 32 %s as RFC 3720 B.4 does', (_name, bytes, expected) => {
    expect(hex(crc32c(bytes))).toBe(expected)
  })

  it.each([
    ['zeros', from(4096, () => 0), '6482d367eb22b64e'],
    ['ones', from(4096, () => 255), 'c0ddba7302eca3ac'],
    ['rising bytes', from(4096, (at) => at & 255), '3e729f5f6750449c'],
    ['falling bytes', from(4096, (at) => 255 - (at & 255)), '9a2df64b8e9e517e'],
  ])('give the CRC64 of 4 KiB of %s as the NVM command set does', (_name, bytes, expected) => {
    expect(hex(...crc64nvme(bytes))).toBe(expected)
  })

  it('equal the definition, at every length and alignment', () => {
    const sliced = fc
      .tuple(fc.uint8Array({ maxLength: 100, size: 'max' }), fc.nat(15))
      .map(([bytes, at]) => bytes.subarray(at))
    fc.assert(
      fc.property(sliced, (bytes) => {
        expect(hex(crc32(bytes))).toBe(bitwise(0xedb88320n, 32n, bytes))
        expect(hex(crc32c(bytes))).toBe(bitwise(0x82f63b78n, 32n, bytes))
        expect(hex(...crc64nvme(bytes))).toBe(bitwise(0x9a6c9329ac4bc9b5n, 64n, bytes))
      }),
    )
  })
})
