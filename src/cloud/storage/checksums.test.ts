import { describe, expect, it } from 'vitest'
import { PLAIN_HASHES } from '../kernel/world.ts'
import { checksum } from './checksums.ts'
import { CHECKSUMS } from './rows.ts'

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const hexOf = (base64: string): string => Buffer.from(base64, 'base64').toString('hex')

const CHECK = ascii('123456789')

describe('checksums', () => {
  it.each([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ] as const)('are written in Base64, big end first: %s', (name, expected) => {
    expect(hexOf(checksum(name, CHECK, PLAIN_HASHES))).toBe(expected)
  })

  it('of nothing are those of the empty text', () => {
    const empty = CHECKSUMS.map((name) => checksum(name, ascii(''), PLAIN_HASHES))
    expect(empty).toEqual([
      'AAAAAA==',
      'AAAAAA==',
      'AAAAAAAAAAA=',
      '2jmj7l5rSw0yVb/vlWAYkK/YBwk=',
      '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
    ])
  })
})
