import { describe, expect, it } from 'vitest'
import { type Edges, meaningPlace } from './meaningPlace.ts'

const edges = (left: number, top: number, right: number, bottom: number): Edges => ({
  left,
  top,
  right,
  bottom,
})
const size = { width: 300, height: 80 }
const window = { width: 1000, height: 600 }
const word = edges(100, 220, 140, 240)
const paragraph = edges(20, 200, 340, 260)

describe('the meaning of a word', () => {
  it('opens right under the paragraph that has it, in its column', () => {
    expect(meaningPlace(size, { word, paragraph, free: [], window })).toEqual({
      left: 20,
      top: 266,
    })
  })

  it('opens above where below it would cover the one button', () => {
    const button = edges(60, 290, 140, 330)
    expect(meaningPlace(size, { word, paragraph, free: [button], window }).top).toBe(114)
    const aside = edges(500, 290, 620, 330)
    expect(meaningPlace(size, { word, paragraph, free: [aside], window }).top).toBe(266)
  })

  it('opens above where the window ends below', () => {
    expect(
      meaningPlace(size, { word, paragraph, free: [], window: { width: 1000, height: 300 } }).top,
    ).toBe(114)
  })

  it('stays in the window, whatever the window is', () => {
    const narrow = { width: 314, height: 170 }
    const place = meaningPlace(size, { word, paragraph, free: [], window: narrow })
    expect(place).toEqual({ left: 8, top: 82 })
  })
})
