import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PLAIN_HASHES } from '../cloud/kernel/world.ts'
import { NODE_HASHES } from './hashes.ts'

it('gives equal digests of any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(NODE_HASHES.sha256(bytes)).toEqual(PLAIN_HASHES.sha256(bytes))
      expect(NODE_HASHES.md5(bytes)).toEqual(PLAIN_HASHES.md5(bytes))
    }),
  )
})
