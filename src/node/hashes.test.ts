import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PLAIN_HASHES } from '../cloud/kernel/world.ts'
import { NODE_HASHES } from './hashes.ts'

it('gives equal digests of any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300, size: 'max' }), (bytes) => {
      expect(NODE_HASHES.sha256(bytes)).toEqual(PLAIN_HASHES.sha256(bytes))
      expect(NODE_HASHES.md5(bytes)).toEqual(PLAIN_HASHES.md5(bytes))
      expect(NODE_HASHES.crc32(bytes)).toBe(PLAIN_HASHES.crc32(bytes))
      expect(NODE_HASHES.crc32c(bytes)).toBe(PLAIN_HASHES.crc32c(bytes))
      expect(NODE_HASHES.crc64nvme(bytes)).toEqual(PLAIN_HASHES.crc64nvme(bytes))
    }),
  )
})
