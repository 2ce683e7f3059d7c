import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMessage, written } from './messages.ts'

const said = (message: object) => readMessage({ cloudglass: 1, ...message })
const STATE = { lesson: 'a', step: null, at: 5, world: new Uint8Array([1]), progress: null }

describe('messages to a widget', () => {
  it.each([
    [{ type: 'goto', lesson: 'eight-seconds' }, { step: null }],
    [{ type: 'goto', lesson: 'eight-seconds', step: 'choose' }, {}],
    [{ type: 'play' }, {}],
    [{ type: 'pause' }, {}],
    [{ type: 'step' }, { direction: 1 }],
    [{ type: 'step', direction: -1 }, {}],
    [{ type: 'seek', at: 12 }, {}],
    [{ type: 'reset' }, {}],
    [{ type: 'setTheme', theme: 'dark' }, {}],
    [{ type: 'getState' }, { id: 0 }],
    [{ type: 'getState', id: 'q7' }, {}],
    [{ type: 'setState', state: STATE }, {}],
  ])('takes %j', (message, filled) => {
    expect(said(message)).toEqual({ kind: 'taken', message: { ...message, ...filled } })
  })

  it('lets nothing through that it does not know', () => {
    expect(said({ type: 'play', pace: 9 })).toEqual({ kind: 'taken', message: { type: 'play' } })
  })

  it.each([
    ['goto', { type: 'goto' }],
    ['goto', { type: 'goto', lesson: '../x' }],
    ['step', { type: 'step', direction: 2 }],
    ['seek', { type: 'seek', at: -1 }],
    ['seek', { type: 'seek', at: 1.5 }],
    ['seek', { type: 'seek', at: '1' }],
    ['setTheme', { type: 'setTheme', theme: 'pink' }],
    ['getState', { type: 'getState', id: {} }],
    ['setState', { type: 'setState' }],
    ['setState', { type: 'setState', state: { ...STATE, world: 'x' } }],
    ['setState', { type: 'setState', state: { ...STATE, progress: 'x' } }],
  ])('refuses %s that is malformed: %j', (type, message) => {
    const reading = said(message)
    expect(reading).toMatchObject({ kind: 'refused', code: 'malformed' })
    expect('message' in reading && reading.message).toMatch(new RegExp(`^${type}`))
  })

  it('refuses another version by name', () => {
    expect(readMessage({ cloudglass: 2, type: 'play' })).toMatchObject({ code: 'version' })
  })

  it.each([
    null,
    undefined,
    'play',
    7,
    {},
    { type: 'play' },
    { cloudglass: 1 },
    { cloudglass: 1, type: 'dance' },
    { cloudglass: 1, type: 'toString' },
    { cloudglass: 1, type: 'constructor' },
    { cloudglass: 1, type: 4 },
  ])('passes over what is somebody else’s: %j', (data) => {
    expect(readMessage(data)).toEqual({ kind: 'other' })
  })

  it('throws for nothing that can be posted', () => {
    fc.assert(
      fc.property(fc.anything({ withTypedArray: true, withDate: true, withMap: true }), (data) => {
        readMessage(data)
        if (typeof data === 'object' && data !== null) said(data)
      }),
    )
  })
})

describe('messages from a widget', () => {
  it('carry the version', () => {
    expect(written({ type: 'ready', lesson: null, step: null })).toEqual({
      cloudglass: 1,
      type: 'ready',
      lesson: null,
      step: null,
    })
  })
})
