/** The lesson of a widget over a scripted world: what plays it belongs to one world, and to the step that is shown. */
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { gateOf } from '../../test/gate.ts'
import { beats, LESSONS, lines, WidgetPortByHand } from '../../test/widgetLab.ts'
import { labRef } from '../cloud/kernel/ref.ts'
import type { Json } from '../lesson/lesson.ts'
import { Flow } from './flow.svelte.ts'
import { World } from './world.svelte.ts'

vi.mock(
  '../stage/language.ts',
  async () => (await import('../../test/widgetLab.ts')).languageModule,
)

/** Asked for twice at once, a module that is still being replaced is there as it was. */
beforeAll(() => import('../stage/language.ts'))
afterEach(() => {
  Object.assign(lines, { ran: [], onrun: () => {}, options: [], asked: null })
})

const HASHED = {
  one: { lesson: LESSONS.one, hash: 'h', setUp: null },
  two: { lesson: LESSONS.two, hash: 'h', setUp: null },
}
const HOST = labRef('host', 'h-1')

/** A flow over a world that is open, with nothing begun. */
async function parts() {
  const port = new WidgetPortByHand()
  const flow = new Flow()
  const world = new World(port, beats, flow, null)
  await world.wake()
  return { port, flow, world }
}

/** A flow whose lesson is being played. */
async function playing(lesson: keyof typeof HASHED, step: string, kept: Json = null) {
  const all = await parts()
  all.flow.show(HASHED[lesson], step, {})
  await all.flow.begin(all.world, await all.flow.read(kept))
  return all
}

describe('a lesson in a widget', () => {
  test('stands at the step that is shown before anything plays it', async () => {
    const { flow } = await parts()
    flow.show(HASHED.two, 'pick', { host: 'h' })
    expect([flow.step?.id, flow.state, flow.onward, flow.choosing]).toEqual([
      ...['pick', 'asking', false, true],
    ])
    expect([flow.record, flow.progress(), flow.variables]).toEqual([null, null, { host: 'h' }])
    flow.show(HASHED.one, null, {})
    expect([flow.step?.id, flow.state, flow.onward]).toEqual(['watch', 'ready', true])
  })

  test('goes on from what another widget gave', async () => {
    const first = await playing('one', 'watch')
    await first.flow.run()
    await first.flow.next()
    const next = await playing('one', 'watch', first.flow.progress())
    expect([next.flow.step?.id, next.flow.state, lines.ran]).toEqual(['again', 'ready', ['launch']])
  })

  test.each([
    ['nothing of a lesson’s', 'ready', { records: null }, {}],
    ['a step that is not there', 'ready', { at: 9 }, {}],
    ['a state of another kind', 'picking', {}, {}],
    ['of another form of it', 'done', {}, { hash: 'another' }],
    ['of another lesson', 'done', {}, { lesson: 'two' }],
  ])('begins at its step where what was kept is %s', async (_, value, context, progress) => {
    const first = await playing('one', 'watch')
    await first.flow.run()
    const kept = JSON.parse(JSON.stringify(first.flow.progress()))
    const snapshot = { value, context: { ...kept.snapshot.context, ...context } }
    const { flow } = await playing('one', 'watch', { ...kept, ...progress, snapshot })
    expect([flow.step?.id, flow.state]).toEqual(['watch', 'ready'])
  })

  test('that is shown again while it was to begin is not begun', async () => {
    const { flow, world } = await parts()
    flow.show(HASHED.one, 'watch', {})
    const beginning = flow.begin(world, null)
    flow.show(HASHED.one, 'again', {})
    await beginning
    expect([flow.step?.id, flow.snapshot, flow.progress()]).toEqual(['again', null, null])
  })

  test('that was left in the middle of a run is waited for no more, and changes nothing', async () => {
    const { flow, port } = await playing('one', 'watch')
    lines.onrun = () => {
      port.onTheWay = true
      port.frame()
    }
    const changes: (string | undefined)[] = []
    const run = flow.run()
    await expect.poll(() => port.asked.at(-1)).toBe('play rest')
    expect(flow.busy).toBe(true)
    flow.onchange = () => changes.push(flow.snapshot?.value)
    flow.show(HASHED.two, null, {})
    expect(flow.busy).toBe(false)
    await flow.settled()
    port.onTheWay = false
    port.frame()
    await run
    expect([flow.step?.id, flow.state, flow.snapshot, changes]).toEqual(['look', 'ready', null, []])
  })
})

describe('pointing', () => {
  test('at one of the options predicts it, and at another does not', async () => {
    const { flow } = await playing('two', 'pick')
    expect(flow.state).toBe('asking')
    lines.options = [HOST]
    expect(await flow.point(labRef('host', 'h-2'))).toBe(false)
    expect(flow.pointed).toBeNull()
    expect(await flow.point(HOST)).toBe(true)
    expect(flow.pointed).toBe(HOST)
  })

  test('that is answered late predicts nothing in another step', async () => {
    const { flow, world } = await playing('two', 'pick')
    const gate = gateOf<void>()
    lines.options = [HOST]
    lines.asked = () => gate.promise
    const pointing = flow.point(HOST)
    await expect.poll(() => lines.asked).toBeNull()
    flow.show(HASHED.two, 'pick', {})
    await flow.begin(world, null)
    gate.resolve()
    expect(await pointing).toBe(false)
    expect([flow.state, flow.pointed]).toEqual(['asking', null])
  })

  test('in a world that was left is none', async () => {
    const { flow, world } = await playing('two', 'pick')
    const pointing = flow.point(HOST)
    world.leave()
    expect(await pointing).toBe(false)
  })
})
