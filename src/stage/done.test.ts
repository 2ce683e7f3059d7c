import { expect, it } from 'vitest'
import { instant } from '../cloud/kernel/instant.ts'
import { Done } from './done.svelte.ts'

it('is done from its instant on, until another future or another step', () => {
  const done = new Done()
  done.note('make', instant(100))
  done.note('put', instant(200))
  expect([done.by('make', instant(99)), done.by('make', instant(100))]).toEqual([false, true])
  expect(done.by('put', instant(150))).toBe(false)
  done.branch(instant(200))
  expect(done.by('put', instant(300))).toBe(true)
  done.branch(instant(120))
  expect(done.by('put', instant(300))).toBe(false)
  expect(done.by('make', instant(300))).toBe(true)
  done.forget()
  expect(done.by('make', instant(300))).toBe(false)
})
