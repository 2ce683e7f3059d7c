import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Mail, type Message, MOST_HELD, PATIENCE_MS } from './tagMail.ts'

function mail() {
  const sent: Message[] = []
  return { sent, mail: new Mail((message) => sent.push(message)) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  expect(vi.getTimerCount(), 'nothing is waited for').toBe(0)
  vi.useRealTimers()
})

describe('messages to a widget', () => {
  it('wait until it listens, and are sent in order', () => {
    const { mail: to, sent } = mail()
    to.post({ type: 'play' })
    to.post({ type: 'seek', at: 5 })
    expect(sent).toEqual([])
    to.open()
    expect(sent).toEqual([{ type: 'play' }, { type: 'seek', at: 5 }])
    to.post({ type: 'pause' })
    expect(sent.at(-1)).toEqual({ type: 'pause' })
    expect(sent).toHaveLength(3)
  })

  it('are held for the next where it goes, and none is sent twice', () => {
    const { mail: to, sent } = mail()
    to.post({ type: 'play' })
    to.open()
    to.close()
    to.post({ type: 'reset' })
    expect(sent).toEqual([{ type: 'play' }])
    to.open()
    expect(sent).toEqual([{ type: 'play' }, { type: 'reset' }])
  })

  it('are bounded: beyond so many the oldest goes, and a question among them is refused', async () => {
    const { mail: to, sent } = mail()
    const asked = to.ask('getState')
    const told = expect(asked).rejects.toThrow('Too much was asked of a widget not yet there.')
    for (let at = 0; at < MOST_HELD; at += 1) to.post({ type: 'seek', at })
    await told
    to.open()
    expect(sent).toHaveLength(MOST_HELD)
    expect([sent[0], sent.at(-1)]).toEqual([
      { type: 'seek', at: 0 },
      { type: 'seek', at: MOST_HELD - 1 },
    ])
  })
})

describe('a question', () => {
  it('is answered under its own id', async () => {
    const { mail: to, sent } = mail()
    to.open()
    const [first, second] = [to.ask('getState'), to.ask('getState')]
    const [one, two] = sent
    to.take({ type: 'state', id: two?.id, state: 'second' })
    to.take({ type: 'state', id: 99, state: 'nobody’s' })
    to.take({ type: 'step', id: one?.id, state: 'no answer' })
    to.take({ type: 'error', message: 'of something else' })
    to.take({ type: 'state', id: one?.id, state: 'first' })
    expect(await Promise.all([first, second])).toEqual(['first', 'second'])
  })

  it.each([
    [
      'fails',
      'no cloud',
      (to: Mail, id: unknown) => to.take({ type: 'error', id, message: 'no cloud' }),
    ],
    ['goes away', 'The widget was taken away.', (to: Mail) => to.close()],
    ['says nothing', 'The widget did not answer.', () => vi.advanceTimersByTime(PATIENCE_MS)],
  ])('of a widget that %s is refused with a reason', async (_, why, happens) => {
    const { mail: to, sent } = mail()
    to.open()
    const told = expect(to.ask('getState')).rejects.toThrow(new Error(why))
    happens(to, sent[0]?.id)
    await told
  })

  it('is refused where the widget goes before it was there', async () => {
    const { mail: to, sent } = mail()
    const told = expect(to.ask('getState')).rejects.toThrow('The widget was taken away.')
    to.close()
    await told
    to.open()
    expect(sent).toEqual([])
  })
})
