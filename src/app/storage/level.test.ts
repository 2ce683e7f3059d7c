import { expect, test } from 'vitest'
import { s3BucketRef } from '../../cloud/kernel/ref.ts'
import type { BucketLevelView } from '../../cloud/views/types.ts'
import { LabStore } from '../../stage/lab.svelte.ts'
import { FakePort, frameAt } from '../testing.ts'
import { Level } from './level.svelte.ts'

const view = (name: string, prefix: string): BucketLevelView => ({
  ref: s3BucketRef(name),
  name,
  prefix,
  entries: [],
  more: false,
})

function levelOnFake() {
  const port = new FakePort()
  const level = new Level(new LabStore(port))
  const key = () => port.asked.findLast((one) => one.startsWith('watch'))?.slice('watch '.length)
  const show = (shown: BucketLevelView | null) =>
    port.onframe(frameAt(0, { views: { [key() ?? '']: shown } }))
  return { port, level, show }
}

test('what was shown stays until the next level is there', () => {
  const { level, show } = levelOnFake()
  level.open('a')
  expect(level.view).toBeNull()
  show(view('a', ''))
  level.go('2026/')
  expect([level.prefix, level.view?.prefix]).toEqual(['2026/', ''])
  show(view('a', '2026/'))
  expect(level.view?.prefix).toBe('2026/')
  show(null)
  expect(level.view).toBeNull()
})

test('a bucket that one comes back to is where one left it, and another begins at its top', () => {
  const { port, level, show } = levelOnFake()
  level.open('a')
  level.go('2026/', 'last')
  show(view('a', '2026/'))
  level.close()
  expect(port.asked.at(-1)).toMatch(/^unwatch level/)
  level.open('a')
  expect([level.prefix, level.after, level.view?.prefix]).toEqual(['2026/', 'last', '2026/'])
  level.open('b')
  expect([level.prefix, level.after, level.view]).toEqual(['', null, null])
})
