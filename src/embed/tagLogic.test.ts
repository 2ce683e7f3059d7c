import { describe, expect, it } from 'vitest'
import { readParams } from './params.ts'
import { frameAddress, messagesFor, reflected } from './tagLogic.ts'
import { catalogueOf } from './testing.ts'

const BASE = 'https://lab.example/cloudglass/cloudglass-lab.js'

describe('the address of a frame', () => {
  it('lies beside the tag, and says what the widget reads', () => {
    const attributes = { lesson: 'eight-seconds', step: 'choose', title: 'Ä & b?', theme: null }
    const address = new URL(frameAddress(BASE, attributes, 'https://school.example'))
    expect(address.origin + address.pathname).toBe('https://lab.example/cloudglass/embed.html')
    const { params, warnings } = readParams(address.search, catalogueOf('eight-seconds/choose'))
    expect(warnings).toEqual([])
    expect(params).toMatchObject({
      lesson: 'eight-seconds',
      step: 'choose',
      title: 'Ä & b?',
      theme: 'system',
      host: 'https://school.example',
    })
  })
})

describe('a change of attributes', () => {
  const before = { lesson: 'a', step: 'b', theme: null }
  it.each([
    [{ ...before }, []],
    [{ ...before, step: 'c' }, [{ type: 'goto', lesson: 'a', step: 'c' }]],
    [{ ...before, lesson: 'x', step: null }, [{ type: 'goto', lesson: 'x', step: null }]],
    [{ ...before, lesson: 'x' }, [{ type: 'goto', lesson: 'x', step: null }]],
    [{ ...before, at: '50' }, [{ type: 'seek', at: 50 }]],
    [{ ...before, theme: 'dark' }, [{ type: 'setTheme', theme: 'dark' }]],
    [
      { ...before, step: 'c', theme: 'dark' },
      [
        { type: 'goto', lesson: 'a', step: 'c' },
        { type: 'setTheme', theme: 'dark' },
      ],
    ],
    [{ ...before, lesson: null, step: null }, null],
    [{ ...before, seed: 'other' }, null],
    [{ ...before, controls: 'play', theme: 'dark' }, null],
  ])('to %j is told as %j', (after, messages) => {
    expect(messagesFor(before, after)).toEqual(messages)
  })

  it('takes a theme back to the system’s', () => {
    const dark = { ...before, theme: 'dark' }
    expect(messagesFor(dark, before)).toEqual([{ type: 'setTheme', theme: 'system' }])
  })
})

describe('what the widget says, as attributes', () => {
  const said = { type: 'step', lesson: 'a', step: 'c', at: 70 }

  it('follows lesson and step', () => {
    const now = reflected({ lesson: 'a', step: 'b', theme: 'dark' }, said)
    expect(now).toEqual({ lesson: 'a', step: 'c', theme: 'dark', at: null })
    expect(messagesFor({ lesson: 'a', step: 'c', theme: 'dark' }, now)).toEqual([])
  })

  it('keeps an instant up to date only where there was one', () => {
    expect(reflected({ at: '5' }, said)).toMatchObject({ at: '70' })
    expect(reflected({}, said)).toMatchObject({ at: null })
  })

  it('has no step at a lesson’s end', () => {
    expect(reflected({ lesson: 'a', step: 'b' }, { ...said, step: null })).toMatchObject({
      step: null,
    })
  })

  it('is changed by nothing else that is said', () => {
    const attributes = { lesson: 'a', step: 'b' }
    expect(reflected(attributes, { type: 'complete', lesson: 'a', step: 'z' })).toBe(attributes)
  })
})
