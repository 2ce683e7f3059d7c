import { expect, it } from 'vitest'
import { maybeBefore, noteHere, type Storing } from './before.ts'
import { FakeWindow } from './testing.ts'

it('knows whether somebody has been here', () => {
  const page = new FakeWindow()
  expect(maybeBefore(page)).toBe(false)
  noteHere(page, true)
  expect(maybeBefore(page)).toBe(true)
  noteHere(page, false)
  expect(maybeBefore(page)).toBe(false)
})

it('knows of nobody where a browser keeps nothing', () => {
  const denied: Storing = {
    get localStorage(): never {
      throw new DOMException('The document is sandboxed.', 'SecurityError')
    },
  }
  noteHere(denied, true)
  expect(maybeBefore(denied)).toBe(false)
})
