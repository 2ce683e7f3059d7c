import { describe, expect, test, vi } from 'vitest'
import { answered, FakePort, frameAt, happened, lost } from '../app/testing.ts'
import { WorkerLost } from '../bridge/client.ts'
import { consoleCall } from '../cloud/call.ts'
import type { EventRecord } from '../cloud/kernel/events.ts'
import { instant } from '../cloud/kernel/instant.ts'
import { labRef } from '../cloud/kernel/ref.ts'
import { LabStore } from './lab.svelte.ts'

function storeOnFake() {
  const port = new FakePort()
  return { port, lab: new LabStore(port) }
}
const inspect = (id: string) => ({ account: '1', ref: labRef('host', id) })

describe('watched views', () => {
  test('a late frame of an older watch under the same name is not shown', () => {
    const { port, lab } = storeOnFake()
    lab.watch('inspect', 'inspect', inspect('a'))
    lab.watch('inspect', 'inspect', inspect('b'))
    const [older, gone, newer] = port.asked.map((one) => one.split(' '))
    expect([older?.[0], gone?.[0], newer?.[0]]).toEqual(['watch', 'unwatch', 'watch'])
    expect(gone?.[1]).toBe(older?.[1])
    port.onframe(frameAt(1, { views: { [older?.[1] ?? '']: 'a' } }))
    expect(lab.views).toEqual({})
    expect(lab.quiet).toBe(false)
    port.onframe(frameAt(1, { views: { [newer?.[1] ?? '']: 'b' } }))
    expect(lab.views).toEqual({ inspect: 'b' })
    expect(lab.quiet).toBe(true)
  })

  test('a view that was let go does not come back, and is not waited for', () => {
    const { port, lab } = storeOnFake()
    lab.watch('inspect', 'inspect', inspect('a'))
    lab.unwatch('inspect')
    expect(lab.quiet).toBe(true)
    for (const key of ['inspect', 'inspect#1']) port.onframe(frameAt(1, { views: { [key]: 'a' } }))
    expect(lab.views).toEqual({})
  })
})

describe('what is waited for', () => {
  test('of a command that fails no frame is waited for', async () => {
    const { port, lab } = storeOnFake()
    port.steered.push(lost)
    const seek = lab.steer((client) => client.seek(instant(5)))
    expect(lab.quiet).toBe(false)
    await expect(seek).rejects.toThrow(WorkerLost)
    expect(lab.quiet).toBe(true)
    const pause = lab.steer((client) => client.pause())
    await pause
    expect(lab.quiet).toBe(false)
    port.onframe(frameAt(1))
    expect(lab.quiet).toBe(true)
  })

  test('a call in a branch is told only by its own event, not by the one that had its number', async () => {
    const { port, lab } = storeOnFake()
    port.onframe(frameAt(0, { events: [happened(1, 50, 'call.answered')] }))
    port.answer = async () => answered(40, 1, {})
    await lab.call(consoleCall('1', 'ec2', 'StopInstances', {}))
    expect(lab.quiet).toBe(false)
    port.onframe(frameAt(40, { restart: true, events: [happened(1, 40, 'call.answered')] }))
    expect(lab.quiet).toBe(true)
  })
})

describe('the death of the worker', () => {
  const never = new Promise<never>(() => {})
  const notice = { reason: 'it died', recovered: false, droppedInput: null }

  test('ends what waits for frames, and what waits for all to be shown', async () => {
    const { port, lab } = storeOnFake()
    lab.watch('inspect', 'inspect', inspect('a'))
    const told: boolean[] = []
    lab.ondeath = ({ recovered }) => told.push(recovered)
    const settled = lab.settled()
    const waiting = lab.orLost(never, 0)
    port.ondeath(notice)
    await expect(waiting).rejects.toThrow(WorkerLost)
    await settled
    await expect(lab.orLost(never, 0)).rejects.toThrow(WorkerLost)
    expect([lab.death, told]).toEqual([notice, [false]])
  })

  test('leaves nobody waiting for another one', async () => {
    const { port, lab } = storeOnFake()
    const added = vi.spyOn(Set.prototype, 'add')
    const waiting = lab.orLost(never, 0)
    const [waiters] = added.mock.contexts as Set<unknown>[]
    added.mockRestore()
    expect(waiters?.size).toBe(1)
    port.ondeath(notice)
    await expect(waiting).rejects.toThrow(WorkerLost)
    expect(waiters?.size).toBe(0)
    await expect(lab.orLost(never, 0)).rejects.toThrow(WorkerLost)
    expect(waiters?.size).toBe(0)
  })

  test('does not end what came before it', async () => {
    const { port, lab } = storeOnFake()
    const came = lab.orLost(Promise.resolve('it came'), 0)
    const failed = lab.orLost(Promise.reject(new TypeError('a fault')), 0)
    await expect(failed).rejects.toThrow(TypeError)
    port.ondeath(notice)
    expect(await came).toBe('it came')
  })

  test('is forgotten with the world, and so is what was waited for', async () => {
    const { port, lab } = storeOnFake()
    port.ondeath(notice)
    lab.watch('inspect', 'inspect', inspect('a'))
    const settled = lab.settled()
    lab.leave()
    await settled
    expect([lab.death, lab.quiet]).toEqual([null, true])
  })
})

describe('known events', () => {
  const seqs = (events: readonly EventRecord[]) => events.map(({ seq }) => seq)

  test('news at the end does not cost a look at all that is known', () => {
    const { port, lab } = storeOnFake()
    let looks = 0
    const counted = (seq: number): EventRecord => ({
      ...happened(seq, seq, 'x'),
      get seq() {
        looks += 1
        return seq
      },
    })
    const many = Array.from({ length: 1000 }, (_, i) => counted(i + 1))
    port.onframe(frameAt(1000, { restart: true, events: many }))
    looks = 0
    port.onframe(frameAt(1001, { events: [happened(1001, 1001, 'x')] }))
    expect(looks).toBeLessThan(5)
    expect(seqs(lab.events)).toHaveLength(1001)
  })

  test('a number that comes again replaces what stood there', () => {
    const { port, lab } = storeOnFake()
    port.onframe(frameAt(3, { events: [1, 2, 4].map((seq) => happened(seq, seq, 'old')) }))
    port.onframe(frameAt(3, { events: [2, 3].map((seq) => happened(seq, seq, 'new')) }))
    expect(seqs(lab.events)).toEqual([1, 2, 3, 4])
    expect(lab.events.map(({ type }) => type)).toEqual(['old', 'new', 'new', 'old'])
  })
})
