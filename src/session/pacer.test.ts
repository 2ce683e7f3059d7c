import { describe, expect, test } from 'vitest'
import { after, type Instant, seconds } from '../cloud/kernel/instant.ts'
import { Pacer } from './pacer.ts'
import { Session } from './session.ts'

function open() {
  const session = new Session({ seed: 'pacer', scenario: 'empty' })
  let ms = 0
  const pacer = new Pacer(session, () => ms)
  const start = session.now
  const at = (s: number): Instant => after(start, seconds(s))
  const pass = (wallMs: number) => {
    ms += wallMs
    pacer.slice()
  }
  return { session, pacer, at, pass }
}

describe('a pace', () => {
  test('is so many cloud seconds a second of wall time', () => {
    const { session, pacer, at, pass } = open()
    pacer.play(10)
    pass(100)
    pass(50)
    expect(session.now).toBe(at(1.5))
    expect(pacer.playing).toBe(true)
  })

  test('ends at its limit, to the tick, and pauses there', () => {
    const { session, pacer, at, pass } = open()
    pacer.play(10, () => false, at(1.2))
    pass(100)
    expect([session.now, pacer.playing]).toEqual([at(1), true])
    pass(100)
    expect([session.now, pacer.playing]).toEqual([at(1.2), false])
    pass(100)
    expect(session.now).toBe(at(1.2))
    pacer.play(10)
    pass(100)
    expect(session.now).toBe(at(2.2))
  })

  test('counts a long silence as one short step', () => {
    const { session, pacer, at, pass } = open()
    pacer.play(1)
    pass(60_000)
    expect(session.now).toBe(at(0.25))
  })
})
