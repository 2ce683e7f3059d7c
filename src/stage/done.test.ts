import { expect, it } from 'vitest'
import { instant } from '../cloud/kernel/instant.ts'
import { Done } from './done.svelte.ts'
import { Futures } from './futures.svelte.ts'

it('is done from its instant on, in its own future, until another step', () => {
  const done = new Done()
  const futures = new Futures()
  done.note('make', futures.note(instant(100)))
  done.note('put', futures.note(instant(200)))
  expect([done.by('make', instant(99)), done.by('make', instant(100))]).toEqual([false, true])
  expect(done.by('put', instant(150))).toBe(false)
  futures.leave({ at: instant(120), position: 0 })
  expect(done.by('put', instant(300))).toBe(false)
  expect(done.by('make', instant(300))).toBe(true)
  futures.change()
  expect(done.by('put', instant(300))).toBe(true)
  done.forget()
  expect(done.by('make', instant(300))).toBe(false)
})
