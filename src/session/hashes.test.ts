import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hex, PLAIN_HASHES } from '../cloud/kernel/world.ts'
import { readyHashes } from './hashes.ts'

/** FIPS 180-4 example: SHA-256 of "abc". */
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
/** RFC 1321, appendix A.5: MD5 of "abc". */
const MD5_ABC = '900150983cd24fb0d6963f7d28e17f72'

it('gives the published digests of "abc", with and without WebAssembly', async () => {
  const bytes = new TextEncoder().encode('abc')
  const ready = await readyHashes()
  expect(ready).not.toBe(PLAIN_HASHES)
  expect(ready.crc64nvme).not.toBe(PLAIN_HASHES.crc64nvme)
  expect(hex(ready.sha256(bytes))).toBe(ABC)
  expect(hex(PLAIN_HASHES.sha256(bytes))).toBe(ABC)
  expect(hex(ready.md5(bytes))).toBe(MD5_ABC)
  expect(hex(PLAIN_HASHES.md5(bytes))).toBe(MD5_ABC)
})

it('gives equal digests of any bytes', async () => {
  const ready = await readyHashes()
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300, size: 'max' }), (bytes) => {
      expect(hex(ready.sha256(bytes))).toBe(hex(PLAIN_HASHES.sha256(bytes)))
      expect(hex(ready.md5(bytes))).toBe(hex(PLAIN_HASHES.md5(bytes)))
      expect(ready.crc64nvme(bytes)).toEqual(PLAIN_HASHES.crc64nvme(bytes))
    }),
  )
})
