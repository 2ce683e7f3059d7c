import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TABLE_CRCS } from '../cloud/kernel/crc.ts'
import { kernelCrcs } from './crcKernel.ts'

const kernel = kernelCrcs()
const all = ({ crc32, crc32c, crc64nvme }: typeof kernel, bytes: Uint8Array) => [
  crc32(bytes),
  crc32c(bytes),
  ...crc64nvme(bytes),
]

it('gives the check values of the catalogue of CRCs', () => {
  const check = new TextEncoder().encode('123456789')
  expect(all(kernel, check)).toEqual([0xcbf43926, 0xe3069283, 0xae8b1486, 0x0a799888])
})

it('equals the tables, at every length and alignment', () => {
  const sliced = fc
    .tuple(fc.uint8Array({ maxLength: 300, size: 'max' }), fc.nat(15))
    .map(([bytes, at]) => bytes.subarray(at))
  fc.assert(
    fc.property(sliced, (bytes) => {
      expect(all(kernel, bytes)).toEqual(all(TABLE_CRCS, bytes))
    }),
  )
})

it('equals the tables beyond what its memory holds at one time', () => {
  const large = fc.tuple(fc.integer({ min: 98_200, max: 300_000 }), fc.nat(0xffff_ffff))
  fc.assert(
    fc.property(large, ([length, seed]) => {
      const bytes = Uint8Array.from({ length }, (_, at) => Math.imul(at ^ seed, 0x9e3779b1) >>> 24)
      expect(all(kernel, bytes)).toEqual(all(TABLE_CRCS, bytes))
    }),
    { numRuns: 20 },
  )
})
