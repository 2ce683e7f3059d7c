import { describe, expect, test } from 'vitest'
import { gateOf } from '../../test/gate.ts'
import { Left } from '../lesson/port.ts'
import { Turns } from './turns.svelte.ts'

const never = new Promise<never>(() => {})

describe('what is asked in turns', () => {
  test('is done in order, and one that failed stops nothing', async () => {
    const turns = new Turns()
    const did: string[] = []
    const gate = gateOf<void>()
    const first = turns.queue(async () => {
      await gate.promise
      did.push('first')
      throw new TypeError('a fault')
    })
    const second = turns.queue(async () => did.push('second'))
    expect([turns.busy, did]).toEqual([true, []])
    gate.resolve()
    await expect(first).rejects.toThrow(TypeError)
    await second
    expect([turns.busy, did]).toEqual([false, ['first', 'second']])
  })

  test('and belongs to an earlier one comes to nothing, whether it waits or is under way', async () => {
    const turns = new Turns()
    const did: string[] = []
    const gate = gateOf<void>()
    const under = turns.queue(async (turn) => {
      await gate.promise
      turn.check()
      did.push('under way')
    })
    const fails = turns.do(async () => {
      await gate.promise
      throw new TypeError('a late fault')
    })
    const waits = turns.queue(async () => did.push('waiting'))
    turns.next()
    gate.resolve()
    expect(await Promise.all([under, fails, waits])).toEqual([null, null, null])
    expect(did).toEqual([])
  })

  test('does not wait for what an earlier turn has under way', async () => {
    const turns = new Turns()
    const begun = gateOf<void>()
    void turns.queue(async () => {
      begun.resolve()
      await never
    })
    await begun.promise
    const turn = turns.next()
    expect(turns.busy).toBe(false)
    expect(await turns.queue(async () => 'done')).toBe('done')
    expect([turns.busy, turn.over]).toEqual([false, false])
    turn.check()
    turns.next()
    expect(() => turn.check()).toThrow(Left)
  })

  test('and ends late does not count against the turn that is', async () => {
    const turns = new Turns()
    const gate = gateOf<void>()
    const late = turns.do(() => gate.promise)
    turns.next()
    void turns.do(() => never)
    gate.resolve()
    await late
    expect(turns.busy).toBe(true)
  })
})
