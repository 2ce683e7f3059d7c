import { describe, expect, it } from 'vitest'
import { Host } from './host.ts'
import type { Incoming } from './messages.ts'

const ORIGIN = 'https://school.example'

function framed(origin: string | null = ORIGIN) {
  const posted: [unknown, string][] = []
  let hear: (event: MessageEvent) => void = () => {}
  const parent = {}
  const target = {
    parent,
    addEventListener: (_: 'message', listener: typeof hear) => {
      hear = listener
    },
  }
  const host = new Host(target, (message, to) => posted.push([message, to]), origin)
  const heard: Incoming[] = []
  host.onmessage = async (message) => void heard.push(message)
  const post = (data: unknown, from: object = {}) =>
    hear({ data, origin: ORIGIN, source: parent, ...from } as unknown as MessageEvent)
  return { host, heard, posted, post }
}

const PLAY = { cloudglass: 1, type: 'play' }

describe('a host page and its widget', () => {
  it('hears its own host', () => {
    const { heard, post } = framed()
    post(PLAY)
    expect(heard).toEqual([{ type: 'play' }])
  })

  it.each([
    ['another origin', { origin: 'https://other.example' }],
    ['another window', { source: {} }],
    ['no window', { source: null }],
  ])('hears nothing from %s, and answers it nothing', (_, from) => {
    const { heard, post, posted } = framed()
    post(PLAY, from)
    post({ cloudglass: 1, type: 'seek', at: 'x' }, from)
    expect(heard).toEqual([])
    expect(posted).toEqual([])
  })

  it('hears and says nothing where the address names no host', () => {
    const { host, heard, post, posted } = framed(null)
    post(PLAY)
    host.say({ type: 'ready', lesson: null, step: null })
    expect([heard, posted]).toEqual([[], []])
  })

  it('answers a malformed message by an error, to its host alone', () => {
    const { heard, post, posted } = framed()
    post({ cloudglass: 1, type: 'seek', at: 'x' })
    expect(heard).toEqual([])
    expect(posted).toEqual([
      [expect.objectContaining({ cloudglass: 1, type: 'error', code: 'malformed' }), ORIGIN],
    ])
  })

  it('passes over what it does not know', () => {
    const { heard, post, posted } = framed()
    for (const data of ['hello', { type: 'play' }, { cloudglass: 1, type: 'dance' }]) post(data)
    expect([heard, posted]).toEqual([[], []])
  })

  it('says what it failed to do', async () => {
    const { host, post, posted } = framed()
    host.onmessage = () => Promise.reject(new Error('no cloud'))
    post(PLAY)
    await expect.poll(() => posted).toHaveLength(1)
    expect(posted[0]?.[0]).toEqual({
      ...{ cloudglass: 1, type: 'error', code: 'failed', message: 'no cloud' },
    })
  })

  it('says which question it has no answer to', async () => {
    const { host, post, posted } = framed()
    host.onmessage = () => Promise.reject(new Error('no cloud'))
    post({ cloudglass: 1, type: 'getState', id: 7 })
    await expect.poll(() => posted).toHaveLength(1)
    expect(posted[0]?.[0]).toMatchObject({ type: 'error', code: 'failed', id: 7 })
  })
})
