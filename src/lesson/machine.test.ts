/** The flow by pure transitions: each path through a step, with the state kept as JSON and restored after each event. */
import { describe, expect, test } from 'vitest'
import { initialTransition } from 'xstate'
import { instant } from '../cloud/kernel/instant.ts'
import {
  advance,
  type FlowEvent,
  type FlowSnapshot,
  lessonMachine,
  type Standing,
  type StepShape,
} from './machine.ts'
import type { StepRecord } from './progress.ts'

const shape = (id: string, kind: StepShape['kind'], more: Partial<StepShape> = {}): StepShape => ({
  ...{ id, kind, saw: false, parts: [], hints: 0 },
  ...more,
})
const STEPS: readonly StepShape[] = [
  shape('watch', 'observe'),
  shape('guess', 'predict', { saw: true }),
  shape('act', 'do', { hints: 2 }),
  shape('why', 'explain', { parts: ['cause', 'decider', 'change'] }),
  shape('all', 'challenge'),
]

/** The state after JSON has held it, as the keep does. */
function restored({ value, context }: FlowSnapshot): FlowSnapshot {
  const kept = JSON.parse(JSON.stringify({ value, context }))
  return lessonMachine.resolveState(kept)
}

const begin = (): FlowSnapshot => restored(initialTransition(lessonMachine, STEPS)[0])

/** The state after events, each one's restored from JSON before the next. */
const led = (snapshot: FlowSnapshot, ...events: readonly FlowEvent[]): FlowSnapshot =>
  events.reduce((state, event) => {
    const next = advance(state, event)
    const same = restored(next)
    expect([same.value, same.context]).toEqual([next.value, next.context])
    return same
  }, snapshot)

const entered = (position: number): FlowEvent => ({
  type: 'entered',
  mark: { at: instant(position * 10), position },
})
const RUN: FlowEvent = { type: 'run' }
const NEXT: FlowEvent = { type: 'next' }
const KNOW: FlowEvent = { type: 'know' }
const ended = (right: boolean | null, beat: string | null = null): FlowEvent => ({
  type: 'ended',
  outcome: { right, answer: 'b' },
  beat,
})
const predict = (value: string | null): FlowEvent => ({ type: 'predict', value })
const MET: Standing = { met: { one: { holds: true, has: 1, needs: 1 } }, feedback: null }
const UNMET: Standing = { met: { one: { holds: false, has: 0, needs: 1 } }, feedback: 'few' }
const checked = (standing: Standing, all: boolean): FlowEvent => ({
  type: 'checked',
  standing,
  all,
})
const pick = (part: string, right: boolean): FlowEvent => ({
  type: 'pick',
  part,
  choice: 'x',
  right,
})

const WATCHED = [entered(0), RUN, ended(null)]
const GUESSED: readonly FlowEvent[] = [
  ...[NEXT, entered(1), predict('a'), RUN, ended(false)],
  { type: 'saw', choice: 's', right: true },
]
const ACTED = [NEXT, entered(2), checked(MET, true)]
const PICKED = [pick('cause', true), pick('decider', true), pick('change', true)]
const EXPLAINED = [NEXT, entered(3), ...PICKED]
const MET_ALL = [NEXT, entered(4), checked(MET, true)]

const record = ({ context }: FlowSnapshot, id: string): StepRecord | undefined =>
  context.records[id]

describe('a lesson', () => {
  test('goes from step to step, and ends when it was asked on from the last', () => {
    const places: [unknown, number][] = []
    let state = begin()
    for (const events of [WATCHED, GUESSED, ACTED, EXPLAINED, MET_ALL, [NEXT]]) {
      state = led(state, ...events)
      places.push([state.value, state.context.at])
    }
    expect(places).toEqual([...[0, 1, 2, 3, 4].map((at) => ['done', at]), ['finished', 5]])
    const states = Object.values(state.context.records).map(({ state }) => state)
    expect(states).toEqual(['done', 'done', 'done', 'done', 'done'])
  })

  test('notes of a step that was only begun where it began, and nothing else', () => {
    expect(led(begin(), entered(0)).context.records).toEqual({
      watch: {
        ...{ start: { at: 0, position: 0 }, state: 'begun', predicted: null, right: null },
        ...{ answer: null, saw: null, sawRight: null, picks: {}, hints: 0, values: {} },
      },
    })
  })

  test('stays where it is until it is asked on', () => {
    const done = led(begin(), ...WATCHED)
    for (const event of [RUN, KNOW, predict('a'), ended(true), entered(7), pick('cause', true)]) {
      const state = led(done, event)
      expect([state.value, state.context]).toEqual(['done', done.context])
    }
  })
})

describe('a run', () => {
  const running = led(begin(), entered(0), RUN)

  test('pauses at each beat, goes on when it is told, and remembers what it passed', () => {
    const paused = led(running, { type: 'beat', beat: 'one' })
    expect(paused.value).toBe('paused')
    expect(led(paused, ended(null)).value).toBe('paused')
    const done = led(paused, { type: 'goOn' }, ended(null, 'two'))
    expect([done.value, done.context.beats]).toEqual(['done', ['one', 'two']])
    expect(led(done, NEXT).context.beats).toEqual([])
  })

  test('that was cut short leads back to where its step began, and keeps what was predicted', () => {
    const guessing = led(begin(), ...WATCHED, NEXT, entered(1), predict('a'), RUN)
    const cut = led(guessing, { type: 'cutShort' })
    expect(cut.value).toBe('entering')
    expect(cut.context.leadIn).toEqual({ mark: { at: 10, position: 1 }, from: 1 })
    const again = led(cut, entered(7))
    expect(again.value).toBe('asking')
    expect(again.context.records.guess).toMatchObject({ predicted: 'a', start: { position: 1 } })
    expect(led(again, { type: 'cutShort' }).value).toBe('asking')
  })

  test('that fails says why, and can only be begun again', () => {
    const error = { line: 'aws', code: 'X', message: 'no' }
    const failed = led(running, { type: 'failed', error })
    expect([failed.value, failed.context.error]).toEqual(['failed', error])
    for (const event of [RUN, NEXT, KNOW, ended(true)]) expect(led(failed, event)).toEqual(failed)
    const again = led(failed, { type: 'restart', step: 'watch' })
    expect([again.value, again.context.error]).toEqual(['entering', null])
  })
})

describe('a prediction', () => {
  const asking = led(begin(), ...WATCHED, NEXT, entered(1))

  test('can be changed until the run, and is kept with what came of it', () => {
    const done = led(asking, predict('a'), predict('b'), RUN, predict('c'), ended(true))
    expect(done.value).toBe('saying')
    expect(record(done, 'guess')).toMatchObject({ predicted: 'b', right: true, answer: 'b' })
  })

  test('is asked what was seen before anything is said', () => {
    const saying = led(asking, predict('a'), RUN, ended(false))
    expect(led(saying, NEXT).value).toBe('saying')
    const done = led(saying, { type: 'saw', choice: 's', right: false })
    expect([done.value, record(done, 'guess')?.saw, record(done, 'guess')?.sawRight]).toEqual([
      ...['done', 's', false],
    ])
  })

  test('that was not given is neither right nor asked about', () => {
    const done = led(asking, predict(null), RUN, ended(null))
    expect([done.value, record(done, 'guess')?.right]).toEqual(['done', null])
  })
})

describe('a step that a person does', () => {
  const open = led(begin(), ...WATCHED, ...GUESSED, NEXT, entered(2))

  test('is done when all requirements hold, and not before', () => {
    const some = led(open, checked(UNMET, false))
    expect([some.value, some.context.standing]).toEqual(['open', UNMET])
    expect(led(some, checked(MET, true)).value).toBe('done')
  })

  test('stays done when a requirement holds no more, and shows it', () => {
    const undone = led(open, checked(MET, true), checked(UNMET, false))
    expect([undone.value, undone.context.standing]).toEqual(['done', UNMET])
  })

  test('gives as many hints as there are', () => {
    const hint: FlowEvent = { type: 'hint' }
    expect(record(led(open, hint), 'act')?.hints).toBe(1)
    expect(record(led(open, hint, hint, hint), 'act')?.hints).toBe(2)
  })
})

describe('an explanation', () => {
  const picking = led(begin(), ...WATCHED, ...GUESSED, ...ACTED, NEXT, entered(3))

  test('is done when each part is right, in any order', () => {
    expect(led(picking, pick('cause', true)).value).toBe('picking')
    expect(led(picking, ...PICKED.toReversed()).value).toBe('done')
    const wrong = led(picking, pick('cause', true), pick('decider', true), pick('change', false))
    expect([wrong.value, record(wrong, 'why')?.picks.change]).toEqual([
      'picking',
      { choice: 'x', right: false },
    ])
  })

  test('is not done by a part that was right and is wrong now', () => {
    const state = led(picking, ...PICKED.slice(0, 2), pick('cause', false), pick('change', true))
    expect(state.value).toBe('picking')
  })
})

describe('"I know this"', () => {
  test('leads to the next challenge from where a step begins', () => {
    const guess = [...WATCHED, NEXT, entered(1)]
    const act = [...WATCHED, ...GUESSED, NEXT, entered(2)]
    const why = [...WATCHED, ...GUESSED, ...ACTED, NEXT, entered(3)]
    for (const events of [[entered(0)], guess, act, why]) {
      const known = led(begin(), ...events)
      const from = STEPS[known.context.at]?.id ?? ''
      const state = led(known, KNOW)
      expect([state.value, state.context.at]).toEqual(['entering', 4])
      expect(record(state, from)?.state).toBe('known')
      expect(led(state, entered(9)).value).toBe('open')
    }
  })

  test('leads to the step that a link names, as long as it lies ahead', () => {
    const at = led(begin(), ...WATCHED, NEXT, entered(1))
    const why = led(at, { type: 'know', to: 'why' })
    expect([why.value, why.context.at]).toEqual(['entering', 3])
    for (const to of ['watch', 'guess', 'nowhere'])
      expect(led(at, { type: 'know', to })).toEqual(at)
  })

  test('leads on by a link from the middle of a run, and from a question about it', () => {
    const paused = led(begin(), entered(0), RUN, { type: 'beat', beat: 'one' })
    const running = led(begin(), entered(0), RUN)
    const saying = led(begin(), ...WATCHED, ...GUESSED.slice(0, -1))
    for (const state of [running, paused, saying]) {
      const why = led(state, { type: 'know', to: 'why' })
      expect([why.value, why.context.at, why.context.beats]).toEqual(['entering', 3, []])
    }
    expect([running.value, paused.value, saying.value]).toEqual(['running', 'paused', 'saying'])
  })

  test('leads further on the way to a step, from where that way began', () => {
    const guess = led(begin(), entered(7), { type: 'know', to: 'guess' })
    const why = led(guess, { type: 'know', to: 'why' })
    expect([guess.value, guess.context.at, why.value, why.context.at]).toEqual([
      ...['entering', 1],
      ...['entering', 3],
    ])
    expect(why.context.leadIn).toEqual(guess.context.leadIn)
    // Where no way is known, there is nothing to lead on from.
    const next = led(begin(), ...WATCHED, NEXT)
    expect(led(next, { type: 'know', to: 'why' })).toEqual(next)
  })

  test('leads nowhere from the last challenge', () => {
    const last = led(begin(), ...WATCHED, ...GUESSED, ...ACTED, ...EXPLAINED, NEXT, entered(4))
    expect(led(last, KNOW)).toEqual(last)
  })
})

describe('beginning a step again', () => {
  const finished = led(begin(), ...WATCHED, ...GUESSED, ...ACTED, ...EXPLAINED, ...MET_ALL, NEXT)

  test('forgets it and what came after, from any state', () => {
    const states = [
      finished,
      led(begin(), ...WATCHED, ...GUESSED),
      led(begin(), ...WATCHED, NEXT, entered(1), predict('a'), RUN),
    ]
    for (const state of states) {
      const again = led(state, { type: 'restart', step: 'guess' })
      expect([again.value, again.context.at]).toEqual(['entering', 1])
      expect(Object.keys(again.context.records)).toEqual(['watch'])
      expect(led(again, entered(1)).value).toBe('asking')
    }
  })

  test('is refused for a step that was not reached', () => {
    const state = led(begin(), entered(0))
    expect(led(state, { type: 'restart', step: 'all' })).toEqual(state)
    expect(led(state, { type: 'restart', step: 'none' })).toEqual(state)
  })

  test('keeps the place where the step began', () => {
    expect(record(finished, 'act')?.start).toEqual({ at: 20, position: 2 })
  })
})
