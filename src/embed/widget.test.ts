/**
 * A widget on a scripted client: what it asks of it and when, that what comes late touches nothing, and that no death
 * of its worker leaves it standing without one.
 */
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { gateOf } from '../../test/gate.ts'
import { beats, build, LESSONS, lines, STILL, WidgetPortByHand } from '../../test/widgetLab.ts'
import { lost } from '../app/testing.ts'
import { instant } from '../cloud/kernel/instant.ts'
import { type Lab, Left } from '../lesson/port.ts'
import { LessonRuntime } from '../lesson/runtime.ts'
import { DEFAULTS, type Params } from './params.ts'
import { Widget } from './widget.svelte.ts'
import { wordsIn } from './words.ts'

vi.mock('virtual:lessons', async () => (await import('../../test/widgetLab.ts')).lessonsModule)
vi.mock('virtual:stills', async () => (await import('../../test/widgetLab.ts')).stillsModule)
vi.mock(
  '../stage/language.ts',
  async () => (await import('../../test/widgetLab.ts')).languageModule,
)

const words = wordsIn('en')
const { load, loadStill } = build
/** Asked for twice at once, a module that is still being replaced is there as it was. */
beforeAll(() => import('../stage/language.ts'))
afterEach(() => {
  Object.assign(build, { load, loadStill })
  Object.assign(lines, { ran: [], onrun: () => {}, options: [], asked: null })
})

function parts(params: Partial<Params> = {}) {
  const port = new WidgetPortByHand()
  const widget = new Widget(port, beats, { ...DEFAULTS, ...params }, [])
  return { port, widget, world: widget.world }
}

/** A widget that shows a step's still. */
async function shown(lesson = 'one', step: string | null = null) {
  const all = parts()
  await all.widget.show(lesson, step)
  return all
}

/** A widget whose world stands. */
async function awake(lesson = 'one', step: string | null = null) {
  const all = await shown(lesson, step)
  expect(await all.world.wake()).toBe(true)
  all.port.asked.length = 0
  return all
}

const SEEK = 'seek 10000000'

/** A widget in the middle of a run: a machine is on its way, and the picture moves. */
async function running() {
  const all = await awake()
  const { port, widget } = all
  lines.onrun = () => {
    port.onTheWay = true
    port.frame()
  }
  const run = widget.act('run')
  await expect.poll(() => port.asked.at(-1)).toBe('play rest')
  expect(widget.moving).toBe(true)
  return { ...all, run }
}

/** A widget that asks what was seen. */
async function asking() {
  const all = await awake('seen')
  const { widget } = all
  await widget.predict('so')
  await widget.press()
  expect(widget.flow.state).toBe('saying')
  await widget.act('saw')
  expect(widget.sheet).toBe('saw')
  return all
}

describe('a widget', () => {
  test('shows a still and asks nothing of a worker', async () => {
    const { port, widget } = await shown()
    expect([widget.phase, widget.stepId, widget.now, widget.shown]).toEqual([
      ...['still', 'watch', STILL.at, true],
    ])
    expect(widget.region).toBe(STILL.view)
    expect(port.asked).toEqual(['close'])
  })

  test('begins a world when it is pressed, and runs the step', async () => {
    const { port, widget } = await shown()
    await widget.press()
    expect(port.asked.slice(0, 3)).toEqual(['close', 'open', SEEK])
    expect([widget.phase, widget.flow.state, lines.ran]).toEqual(['awake', 'done', ['launch']])
    expect(widget.region).not.toBe(STILL.view)
    expect(widget.idle).toBe(true)
  })

  test('shows what was kept when the step began, until the world stands', async () => {
    const { port, widget, world } = await shown()
    const gate = gateOf<void>()
    port.steered.push(() => gate.promise)
    const press = widget.press()
    await expect.poll(() => port.asked).toContain('open')
    expect([widget.phase, world.shelves]).toEqual(['waking', STILL.shelves])
    gate.resolve()
    await press
    expect([widget.phase, world.shelves]).toEqual(['awake', null])
    await widget.freeze()
    expect(world.shelves).toBeNull()
  })

  test('warns of actions that no step has, and of an instant before its step', async () => {
    const { widget } = parts({ lesson: 'one', actions: ['foo', 'run'], at: instant(STILL.at - 1) })
    const told: string[] = []
    widget.onwarning = ({ name, value }) => told.push(`${name} ${value}`)
    await widget.show('one', 'watch')
    expect(told).toEqual(['actions foo', `at ${STILL.at - 1}`])
    expect(widget.warnings.map(({ reason }) => reason)).toEqual(['absent', 'early'])
    expect([widget.actions.map(({ id }) => id), widget.world.from]).toEqual([['run'], null])
    // Another lesson is judged by nothing that was written for the first.
    await widget.show('two', null)
    expect(told).toHaveLength(2)
    const { widget: none } = parts({ actions: ['foo'] })
    await none.show(null, null)
    expect(none.warnings.map(({ reason }) => reason)).toEqual(['missing'])
    expect(none.actions.length).toBeGreaterThan(0)
  })

  test('tells of no step that nobody asked for', async () => {
    const { widget } = await shown('one', 'again')
    const steps: string[] = []
    widget.flow.onchange = () => steps.push(`${widget.stepId} ${widget.flow.state}`)
    await widget.press()
    expect(steps[0]).toBe('again ready')
    expect(steps.filter((step) => step.startsWith('watch'))).toEqual([])
  })

  test('begins at the step that is shown: what lies before is played', async () => {
    const { widget } = await awake('one', 'again')
    expect([widget.stepId, widget.flow.state, lines.ran]).toEqual(['again', 'ready', ['launch']])
  })

  test('keeps its drawing without a worker, and comes back as it was', async () => {
    const { port, widget } = await awake()
    await widget.act('run')
    const drawn = widget.region
    await widget.freeze()
    expect([widget.phase, port.asked.at(-1), widget.sentence]).toEqual([
      ...['frozen', 'close', words.frozen],
    ])
    expect(widget.region).toBe(drawn)
    await widget.press()
    expect(port.asked).toContain('openSalvage')
    expect([widget.phase, widget.flow.state, lines.ran]).toEqual(['awake', 'done', ['launch']])
  })

  test('brings a run to its end before it lets the worker go', async () => {
    const { port, widget, run } = await running()
    const freezing = widget.freeze()
    await expect.poll(() => port.asked.filter((one) => one === 'play rest')).toHaveLength(2)
    port.onTheWay = false
    port.frame()
    await Promise.all([run, freezing])
    expect([widget.phase, widget.flow.state]).toEqual(['frozen', 'done'])
  })
})

describe('what comes late', () => {
  test('of a lesson that was to be shown before is not shown', async () => {
    const { widget } = parts()
    const gate = gateOf<void>()
    build.load = async (id) => {
      if (id === 'one') await gate.promise
      return load(id)
    }
    const first = widget.show('one', null)
    await widget.show('two', null)
    gate.resolve()
    await first
    expect([widget.lesson, widget.stepId]).toEqual(['two', 'look'])
  })

  test('of a lesson with its instant leaves the next at its own beginning', async () => {
    const { widget, port } = parts({ lesson: 'one', at: instant(50_000_000) })
    const gate = gateOf<void>()
    port.steered.push(() => gate.promise)
    const first = widget.show('one', null)
    await expect.poll(() => port.asked).toContain('open')
    await widget.show('two', null)
    gate.resolve()
    await first
    expect([widget.phase, widget.region]).toEqual(['still', STILL.view])
    await widget.press()
    expect(port.asked.filter((one) => one.startsWith('seek'))).toEqual([SEEK])
  })

  test('of a lesson that could not be fetched says nothing any more', async () => {
    const { widget } = parts()
    const gate = gateOf<void>()
    build.loadStill = async (name) => {
      if (name !== 'one/watch') return STILL
      await gate.promise
      throw new Error('no net')
    }
    const first = widget.show('one', null)
    await widget.show('two', null)
    gate.resolve()
    await first
    expect([widget.lesson, widget.trouble]).toEqual(['two', null])
  })

  test.each(['open', SEEK])('of a world that began with %s opens and says nothing', async (at) => {
    const { port, widget } = await shown()
    const gate = gateOf<void>()
    if (at === SEEK) port.steered.push(() => Promise.resolve())
    port.steered.push(() => gate.promise)
    const press = widget.press()
    await expect.poll(() => port.asked).toContain(at)
    await widget.show('two', null)
    const asked = [...port.asked]
    gate.resolve()
    await press
    expect([widget.phase, widget.trouble, widget.world.failed]).toEqual(['still', null, false])
    expect(widget.region).toBe(STILL.view)
    expect([port.asked, lines.ran]).toEqual([asked, []])
    expect(widget.idle).toBe(true)
  })

  test('of a world whose views never came is not waited for by the next', async () => {
    const { port, widget } = await shown()
    port.shows = false
    const press = widget.press()
    await expect.poll(() => port.asked.at(-1)).toMatch(/^watch placement/)
    await widget.show('two', null)
    await press
    port.shows = true
    expect(await widget.world.wake()).toBe(true)
    expect([widget.lesson, widget.flow.state, lines.ran]).toEqual(['two', 'ready', []])
  })

  test('of a press does not run the step of another, whose world stands by then', async () => {
    const { port, widget } = await shown()
    const gate = gateOf<void>()
    port.steered.push(() => gate.promise)
    const press = widget.press()
    await expect.poll(() => port.asked).toContain('open')
    const frozen = widget.freeze()
    await widget.show('two', null)
    expect(await widget.world.wake()).toBe(true)
    gate.resolve()
    await Promise.all([press, frozen])
    expect([widget.phase, widget.flow.state, lines.ran]).toEqual(['awake', 'ready', []])
  })

  test('of a run that was under way is over with it, and nothing moves', async () => {
    const { widget, run } = await running()
    await widget.show('two', null)
    await run
    expect([widget.phase, widget.moving, widget.flow.busy, widget.idle]).toEqual([
      ...['still', false, false, true],
    ])
    expect(widget.world.player.moving).toBe(false)
  })

  test('of a question for the state is answered by nothing else’s', async () => {
    const { widget } = await awake()
    const gate = gateOf<Uint8Array>()
    vi.spyOn(widget.world.lab, 'save').mockReturnValue(gate.promise)
    const state = widget.state()
    const told = expect(state).rejects.toBeInstanceOf(Left)
    await expect.poll(() => widget.world.lab.save).toHaveBeenCalled()
    await widget.show('two', null)
    gate.resolve(new Uint8Array([7]))
    await told
  })
})

/** Nothing is asked of a lab to say how far a lesson is that was just begun. */
const NO_LAB = {} as Lab
const HASH = 'hash of one'

describe('a state that is brought', () => {
  const { progress, ...STATE } = {
    ...{ lesson: 'one', step: 'watch', at: instant(5), world: new Uint8Array([7]) },
    progress: JSON.parse(JSON.stringify(new LessonRuntime(LESSONS.one, NO_LAB).progress(HASH, 0))),
  }
  const readable = { ...STATE, progress }

  test('is gone on from', async () => {
    const from = await awake()
    await from.widget.act('run')
    const { widget, port } = parts()
    expect(await widget.take(await from.widget.state())).toBe('taken')
    expect(port.asked).toContain('openSave 7')
    expect([widget.phase, widget.flow.state, widget.stepId]).toEqual(['awake', 'done', 'watch'])
  })

  test('of nothing that was begun is a still', async () => {
    const from = await shown('two')
    const { widget, port } = parts()
    expect(await widget.take(await from.widget.state())).toBe('taken')
    expect([widget.phase, widget.lesson, port.asked]).toEqual(['still', 'two', ['close']])
  })

  test.each([
    ['save', { ...readable, world: new Uint8Array([1]) }],
    ['lesson', { ...readable, lesson: 'three' }],
    ['progress', { ...STATE, progress: { snapshot: {}, steps: {} } }],
    ['progress, which is not there,', { ...STATE, progress: null }],
    ['progress, of another lesson,', { ...STATE, progress: { ...progress, lesson: 'two' } }],
    [
      'progress, of another form of the lesson,',
      { ...STATE, progress: { ...progress, hash: 'h' } },
    ],
  ])('whose %s cannot be read is refused, and pressing begins anew', async (_, state) => {
    const { widget, port } = await shown()
    expect(await widget.take(state)).toBe('unreadable')
    expect([widget.phase, widget.lesson]).toEqual(['still', 'one'])
    expect(port.asked.at(-1)).toBe('close')
    await widget.press()
    expect([widget.phase, widget.flow.state]).toEqual(['awake', 'done'])
  })

  test.each(['open', 'openSave 7'])('is let go when another is shown at %s', async (at) => {
    const { widget, port } = parts()
    const gate = gateOf<void>()
    if (at === 'open') port.steered.push(() => gate.promise)
    else {
      const { openSave } = port
      port.openSave = async (bytes) => {
        const opened = await openSave(bytes)
        await gate.promise
        return opened
      }
    }
    const taking = widget.take(readable)
    await expect.poll(() => port.asked).toContain(at)
    await widget.show('two', null)
    const asked = [...port.asked]
    gate.resolve()
    expect(await taking).toBe('overtaken')
    expect([widget.phase, widget.lesson, port.asked]).toEqual(['still', 'two', asked])
    expect(widget.region).toBe(STILL.view)
  })

  test('is let go when another is shown before its lesson is there', async () => {
    const { widget, port } = parts()
    const gate = gateOf<void>()
    build.load = async (id) => {
      if (id === 'one') await gate.promise
      return load(id)
    }
    const taking = widget.take(readable)
    await widget.show('two', null)
    gate.resolve()
    expect(await taking).toBe('overtaken')
    expect([widget.lesson, port.asked]).toEqual(['two', ['close', 'close']])
  })
})

describe('the death of the worker', () => {
  test('that was made good is only said', async () => {
    const { port, widget } = await awake()
    port.die(true)
    expect([widget.phase, widget.sentence]).toEqual(['awake', words.died])
    await widget.press()
    expect([widget.sentence, widget.flow.state]).not.toContain(words.died)
  })

  test('for good leaves the last drawing, and pressing brings the world back', async () => {
    const { port, widget } = await awake()
    await widget.act('run')
    const drawn = widget.region
    port.die(false)
    expect([widget.phase, widget.sentence, widget.moving]).toEqual(['frozen', words.stopped, false])
    expect(widget.region).toBe(drawn)
    await widget.press()
    expect(port.asked).toContain('openSalvage')
    expect([widget.phase, widget.flow.state]).toEqual(['awake', 'done'])
  })

  test('for good in the middle of a run: the step is there to be run again', async () => {
    const { port, widget, run } = await running()
    port.die(false)
    await run
    expect([widget.phase, widget.moving, widget.world.player.moving]).toEqual([
      ...['frozen', false, false],
    ])
    await expect.poll(() => widget.idle).toBe(true)
    port.onTheWay = false
    lines.onrun = () => {}
    await widget.press()
    expect(port.asked).toContain(`backTo ${widget.now} 0`)
    expect([widget.phase, widget.flow.state, lines.ran]).toEqual([
      ...['awake', 'done', ['launch', 'launch']],
    ])
  })

  test('for good while it begins leaves the still, and pressing begins again', async () => {
    const { port, widget } = await shown()
    port.shows = false
    const press = widget.press()
    await expect.poll(() => port.asked.at(-1)).toMatch(/^watch placement/)
    port.die(false)
    await press
    expect([widget.phase, widget.sentence]).toEqual(['still', words.failed])
    expect(widget.region).toBe(STILL.view)
    port.shows = true
    await widget.press()
    expect([widget.phase, widget.flow.state]).toEqual(['awake', 'done'])
  })

  test('for good asks nothing of what it showed any more, until the world is back', async () => {
    const { port, widget } = await asking()
    port.die(false)
    expect([widget.phase, widget.sheet]).toEqual(['frozen', null])
    await widget.press()
    expect([widget.phase, widget.flow.state, widget.sheet]).toEqual(['awake', 'saying', 'saw'])
  })

  test('for good loses no answer: the world comes back to be asked', async () => {
    const { port, widget } = await asking()
    port.die(false)
    await widget.saw('so')
    expect([widget.phase, widget.flow.state]).toEqual(['awake', 'done'])
    expect(widget.flow.record).toMatchObject({ saw: 'so', sawRight: true })
  })

  test('that was made good is no news when it is said what was seen', async () => {
    const { port, widget } = await asking()
    port.die(true)
    await widget.saw('so')
    expect([widget.sentence, widget.flow.state]).toEqual([
      expect.not.stringMatching(words.died),
      'done',
    ])
  })

  test('of its opening is said, and pressing begins again', async () => {
    const { port, widget } = await shown()
    port.steered.push(lost)
    await widget.press()
    expect([widget.phase, widget.sentence, widget.idle]).toEqual(['still', words.failed, true])
    await widget.press()
    expect([widget.phase, widget.flow.state]).toEqual(['awake', 'done'])
  })

  test('of its coming back begins it anew, at the step that it was at', async () => {
    const { port, widget } = await awake()
    await widget.act('run')
    await widget.act('next')
    await widget.freeze()
    const drawn = widget.region
    port.steered.push(lost)
    await widget.press()
    expect([widget.phase, widget.stepId, widget.sentence]).toEqual(['still', 'again', words.failed])
    expect(widget.region).toBe(drawn)
    lines.ran.length = 0
    await widget.press()
    expect([widget.phase, widget.stepId, lines.ran]).toEqual(['awake', 'again', ['launch', 'stop']])
  })
})
