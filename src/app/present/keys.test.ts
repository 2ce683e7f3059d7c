/** Keys of clickers and of hands that count votes. */
import { describe, expect, test } from 'vitest'
import { Echo, isClick, type WallKey, wallActOf } from './keys.ts'

const key = (name: string, more: Partial<WallKey> = {}): WallKey => ({
  ...{ key: name, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false },
  ...more,
})

describe('what a key asks for', () => {
  test.each([
    ['PageDown', 'forward'],
    ['PageUp', 'back'],
    ['.', 'black'],
    ['b', 'black'],
    ['F5', 'begin'],
    ['Escape', 'leave'],
    ['c', 'look'],
    ['Backspace', 'unvote'],
    ['7', { vote: 7 }],
  ] as const)('%s, whatever has the focus', (name, act) => {
    expect(wallActOf(key(name), false)).toEqual(act)
    expect(wallActOf(key(name), true)).toEqual(act)
  })

  test('Shift+F5 is this step again; other keys with Shift, Ctrl, Alt or Meta are the browser’s', () => {
    expect(wallActOf(key('F5', { shiftKey: true }), false)).toBe('again')
    expect(wallActOf(key('PageDown', { shiftKey: true }), false)).toBeNull()
    for (const modifier of ['ctrlKey', 'altKey', 'metaKey'])
      for (const name of ['c', 'F5', '1'])
        expect(wallActOf(key(name, { [modifier]: true }), false)).toBeNull()
  })

  test('arrows, Space and Enter lead on, but belong to a widget that has the focus', () => {
    for (const [name, act] of [
      ['ArrowRight', 'forward'],
      [' ', 'forward'],
      ['Enter', 'forward'],
      ['ArrowLeft', 'back'],
    ] as const) {
      expect(wallActOf(key(name), false)).toBe(act)
      expect(wallActOf(key(name), true)).toBeNull()
    }
    expect(wallActOf(key('0'), false)).toBeNull()
    expect(wallActOf(key('x'), false)).toBeNull()
  })
})

test('a press within 150 ms of the last one is its echo; votes have none', () => {
  const echo = new Echo()
  expect([0, 149, 298, 448, 449].map((ms) => echo.passes(ms))).toEqual([
    ...[true, false, false, true, false],
  ])
  expect(isClick('forward')).toBe(true)
  expect(isClick({ vote: 1 })).toBe(false)
  expect(isClick('unvote')).toBe(false)
})
