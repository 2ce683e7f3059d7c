/**
 * The fixed worlds in Node, against the committed hashes; src/session/hashes.browser.test.ts compares Chromium.
 */
import { writeFileSync } from 'node:fs'
import { env } from 'node:process'
import { expect, it } from 'vitest'
import { BUILD } from '../src/session/build.ts'
import { FIXED_WORLDS, hashesOf } from './worlds.fixed.ts'
import committed from './worlds.hashes.json' with { type: 'json' }

it('gives the fixed worlds their committed hashes in Node', () => {
  const hashes = hashesOf(FIXED_WORLDS)
  if (env.UPDATE_HASHES === '1') {
    const path = new URL('./worlds.hashes.json', import.meta.url)
    const same = JSON.stringify(hashes) === JSON.stringify(committed.hashes)
    expect(same || BUILD !== committed.build, 'other worlds want another BUILD').toBe(true)
    writeFileSync(path, `${JSON.stringify({ build: BUILD, hashes }, null, 2)}\n`)
  } else expect({ build: BUILD, hashes }).toEqual(committed)
})
