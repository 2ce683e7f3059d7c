/** The same worlds from the same inputs in a browser as in Node: the law that makes a lesson portable. */
import { expect, it } from 'vitest'
import { FIXED_WORLDS, hashesOf } from '../../test/worlds.fixed.ts'
import committed from '../../test/worlds.hashes.json'

it('gives the fixed worlds their committed hashes in this browser', { timeout: 30_000 }, () => {
  expect(hashesOf(FIXED_WORLDS)).toEqual(committed.hashes)
})
