/** A task in a widget, on a scripted client: its buttons, as time goes back and forth, and its hints. */
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { beats, lines, WidgetPortByHand } from '../../test/widgetLab.ts'
import { consoleCall } from '../bridge/client.ts'
import { instant } from '../cloud/kernel/instant.ts'
import type { Failure } from '../cloud/kernel/result.ts'
import { ACCOUNT } from '../stage/account.ts'
import { DEFAULTS } from './params.ts'
import { Widget } from './widget.svelte.ts'
import { wordsIn } from './words.ts'

vi.mock('virtual:lessons', async () => (await import('../../test/widgetLab.ts')).lessonsModule)
vi.mock('virtual:stills', async () => (await import('../../test/widgetLab.ts')).stillsModule)
vi.mock(
  '../stage/language.ts',
  async () => (await import('../../test/widgetLab.ts')).languageModule,
)

const words = wordsIn('en')
/** Asked for twice at once, a module that is still being replaced is there as it was. */
beforeAll(() => import('../stage/language.ts'))
afterEach(() => {
  Object.assign(lines, { ran: [], onrun: () => {} })
})

/** A widget that shows the task's still. */
async function shown() {
  const port = new WidgetPortByHand()
  const widget = new Widget(port, beats, DEFAULTS, [])
  await widget.show('task', null)
  return { port, widget, world: widget.world }
}

/** A widget whose world stands. */
async function awake() {
  const all = await shown()
  expect(await all.world.wake()).toBe(true)
  return all
}

describe('a task’s button', () => {
  const ACTED = instant(60_000_000)

  /** A task whose first button has done its work, later than its beginning. */
  async function acted() {
    const all = await awake()
    const { port, widget } = all
    lines.onrun = () => {
      port.at = ACTED
      port.frame()
    }
    const next = () => widget.actions[0]?.id
    expect(next()).toBe('make')
    await widget.act('make')
    expect(next()).toBe('put')
    return { ...all, next }
  }

  test('that has done its work has not before that', async () => {
    const { port, widget, next } = await acted()
    await widget.seek(instant(ACTED - 1))
    expect(next()).toBe('make')
    port.at = ACTED
    port.frame()
    expect(next()).toBe('put')
  })

  test('that did its work in a future that was left has not', async () => {
    const { port, widget, next } = await acted()
    await widget.seek(instant(ACTED - 1))
    const request = consoleCall(ACCOUNT, 'ec2', 'RunInstances', {})
    port.oninput({ serial: 2, position: 0, at: instant(ACTED - 1), request }, true)
    port.at = ACTED
    port.frame()
    expect(next()).toBe('make')
  })

  test('that did its work in a world that was left still has when that comes back', async () => {
    const { widget, next } = await acted()
    await widget.freeze()
    expect(next()).toBe('put')
    await widget.act('go-on')
    expect([widget.phase, next()]).toEqual(['awake', 'put'])
  })
})

describe('a hint', () => {
  const labels = (widget: Widget) => widget.actions.map(({ label }) => label)

  test('comes one more each time it is asked for, and stays to be read', async () => {
    const { widget } = await shown()
    expect([widget.flow.hints, labels(widget).at(-1)]).toEqual([[], 'Hint 1 of 2'])
    await widget.act('hint')
    expect([widget.phase, widget.sheet, widget.flow.hints]).toEqual([
      ...['awake', 'menu', ['Look there.']],
    ])
    expect(labels(widget).at(-1)).toBe('Hint 2 of 2')
    await widget.act('hint')
    expect(widget.flow.hints).toEqual(['Look there.', 'So is the rule.'])
    expect(labels(widget)).not.toContainEqual(expect.stringContaining('Hint'))
    await widget.reset()
    expect(widget.flow.hints).toEqual([])
  })

  test('is told when it is asked for, until there is something else to tell', async () => {
    const { port, widget } = await awake()
    const { sentence } = widget
    expect(widget.spoken).toBe(sentence)
    await widget.act('hint')
    expect([widget.spoken, widget.sentence]).toEqual(['Hint 1 of 2: Look there.', sentence])
    port.die(true)
    expect(widget.spoken).toBe(words.died)
    await widget.act('make')
    expect([widget.spoken, widget.sentence]).toEqual([sentence, sentence])
  })

  test('leaves what was refused to be read', async () => {
    const { widget, world } = await awake()
    const refusal = { code: 'NoSuchBucket', message: 'There is none.' } as Failure
    world.refusal = refusal
    await widget.act('hint')
    expect(world.refusal).toBe(refusal)
  })
})
