/** A widget's state into the lab's keep, on a disk that holds and on one that fails. */
import { afterEach, describe, expect, test } from 'vitest'
import { openKeep } from '../keep/keep.ts'
import { deleteByHand, type Fault, freshName, withFaultAt } from '../keep/testing.ts'
import { type Form, Handing, type HandoverWindow, type Kept } from './handing.svelte.ts'

const ORIGIN = 'https://lab.test'
const OLD = { seed: 'old', scenario: 'empty' }
const NEW = { seed: 'new', scenario: 'empty' }

/** What of the lesson is read here. */
const FORM = {
  hash: 'h',
  lesson: { id: 'a', files: {}, world: { ...NEW, epoch: null }, steps: [{ id: 'two' }] },
} as unknown as Form

/** How far somebody is in a lesson. */
const reached = (step: string, finished = false, lesson = 'a') => ({
  ...{ lesson, hash: 'h', step, finished, changedMs: 1, steps: {} },
  snapshot: {
    value: 'entering',
    context: { at: 0, records: {}, beats: [], standing: { met: {}, feedback: null }, error: null },
  },
})

const BROUGHT = {
  ...{ lesson: 'a', step: 'two', at: 5e7, world: Uint8Array.of(7), progress: reached('two') },
}

const used: string[] = []
afterEach(async () => {
  for (const name of used.splice(0)) await deleteByHand(name)
})

/** The page between a widget and a lab in which somebody is at the first step of the lesson, finished before. */
async function handOver(state: object) {
  const name = freshName()
  used.push(name)
  const keep = await openKeep<Kept>({ name })
  await keep.worlds.begin('lesson:a', OLD)
  const request = {} as Kept['input']
  await keep.worlds.append('lesson:a', { ...request, serial: 1, position: 0 })
  await keep.progress.put(reached('one', true))
  let hear: (event: MessageEvent) => void = () => {}
  const gone: unknown[] = []
  const opener = { postMessage: () => {} }
  const target: HandoverWindow = {
    opener,
    location: { origin: ORIGIN, hash: '', replace: (address) => void gone.push(address) },
    addEventListener: (_, listener) => {
      hear = listener
    },
  }
  const handing = new Handing(Promise.resolve(keep), async () => FORM, target)
  hear({ data: { handover: state }, origin: ORIGIN, source: opener } as unknown as MessageEvent)
  await expect.poll(() => handing.state).not.toBe('waiting')
  return { name, keep, handing, gone }
}

/** What the lab finds. */
async function found(name: string) {
  const keep = await openKeep<Kept>({ name })
  const world = await keep.worlds.read('lesson:a')
  const progress = await keep.progress.list()
  await keep.close()
  return { world, progress }
}

const before = {
  world: { options: OLD, save: null, inputs: [{ serial: 1, position: 0 }] },
  progress: [reached('one', true)],
}
const after = {
  world: { options: NEW, save: { bytes: BROUGHT.world, serial: 0 }, inputs: [], at: BROUGHT.at },
  progress: [reached('two', true)],
}

describe('a world that is handed over', () => {
  test('takes the place of the lab’s with its progress, when the person says so', async () => {
    const { name, handing, gone } = await handOver(BROUGHT)
    expect(handing.state).toBe('asking')
    await handing.replace()
    expect(gone).toEqual([handing.address])
    expect(await found(name)).toMatchObject(after)
  })

  test('is there whole or not at all, and the page says which', async () => {
    const fault: Fault = { how: 'aborts', error: 'QuotaExceededError' }
    for (let nth = 1; ; nth++) {
      const { name, keep, handing, gone } = await handOver(BROUGHT)
      const writes = await withFaultAt(nth, fault, () => handing.replace())
      await keep.close()
      const whole = writes < nth
      expect(await found(name), `write ${nth}`).toMatchObject(whole ? after : before)
      expect(handing.state).toBe(whole ? 'going' : 'lost')
      expect(gone).toHaveLength(whole ? 1 : 0)
      if (whole) return
    }
  })

  test.each([
    ['none', null],
    ['something else', { lesson: 'a' }],
    ['another lesson’s', reached('two', false, 'b')],
  ])('without progress of its lesson is not taken: %s', async (_what, progress) => {
    const { name, keep, handing } = await handOver({ ...BROUGHT, progress })
    expect(handing.state).toBe('lost')
    await keep.close()
    expect(await found(name)).toMatchObject(before)
  })
})
