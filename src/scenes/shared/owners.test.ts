/** Owners' marks: sixteen that differ, the first four as drawn, grey past them. */
import { describe, expect, it } from 'vitest'
import { MARK_COUNT, markFill, markName, ownerMark } from './owners.ts'

describe('the mark of an owner', () => {
  it('is as drawn for the first four', () => {
    expect([0, 1, 2, 3].map((n) => ownerMark(n))).toEqual([
      { colour: 0, texture: 'plain' },
      { colour: 1, texture: 'dots' },
      { colour: 2, texture: 'stripes' },
      { colour: 3, texture: 'lines' },
    ])
  })
  it('differs among sixteen', () => {
    const names = Array.from({ length: MARK_COUNT }, (_, n) => markName(ownerMark(n)))
    expect(new Set(names).size).toBe(MARK_COUNT)
  })
  it('is grey past them, unless selected', () => {
    expect(ownerMark(16)).toEqual({ colour: null, texture: 'plain' })
    expect(ownerMark(17, true)).toEqual(ownerMark(1))
  })
  it('is a colour when plain and a pattern else', () => {
    expect(markFill(ownerMark(0), 'p')).toBe('var(--owner-1)')
    expect(markFill(ownerMark(2), 'p')).toBe('url(#p-3-stripes)')
    expect(markFill(ownerMark(99), 'p')).toBe('var(--owner-other)')
  })
})
