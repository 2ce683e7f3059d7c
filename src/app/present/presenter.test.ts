/** The presenter's flow by pure transitions: Forward, Back with its world, votes, and the ways to begin again. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant } from '../../cloud/kernel/instant.ts'
import {
  advance,
  type Came,
  freshSnapshot,
  keptPresentation,
  type PresenterEvent,
  type PresenterSnapshot,
  votesOn,
} from './presenter.ts'
import { lessonOf } from './testing.ts'

/** observe, predict with "what did you see?", do, explain of two parts. */
const LESSON = lessonOf()
const START = { at: instant(10), position: 3 }
const mark = (at: number) => ({ at: instant(at), position: at })

const entered = (at: number): PresenterEvent => ({
  type: 'entered',
  entered: { offers: [], answer: null, values: { at: String(at) }, mark: mark(at), start: START },
})
const came = (at: number, change: Partial<Came> = {}): PresenterEvent => ({
  type: 'came',
  came: {
    ...{ beat: null, ended: false, line: 0, answer: null, values: { at: String(at) } },
    mark: mark(at),
    ...change,
  },
})
const FORWARD: PresenterEvent = { type: 'forward' }
const BACK: PresenterEvent = { type: 'back', strayed: false }
const play = (events: readonly PresenterEvent[], from = freshSnapshot(LESSON, 0)) =>
  events.reduce(advance, from)
const seen = ({ value, context: { frame } }: PresenterSnapshot) =>
  `${value} ${frame?.kind ?? '-'} ${frame?.at ?? '-'} ${frame?.mark.at ?? '-'}`

const LAUNCHED = [entered(10), FORWARD, came(20, { beat: 'one' })]
const OBSERVED = [...LAUNCHED, FORWARD, came(30, { beat: 'two', ended: true }), FORWARD, FORWARD]
const ASKED = [...OBSERVED, entered(30)]

describe('forward', () => {
  test('leads from beat to beat, to what is left to be said, and to the next step', () => {
    expect(seen(play([entered(10)]))).toBe('resting ready 0 10')
    expect(seen(play([entered(10), FORWARD]))).toBe('running ready 0 10')
    expect(seen(play(LAUNCHED))).toBe('resting beat 0 20')
    expect(seen(play(OBSERVED.slice(0, -2)))).toBe('resting beat 0 30')
    expect(seen(play(OBSERVED.slice(0, -1)))).toBe('resting after 0 30')
    expect(seen(play(OBSERVED))).toBe('entering after 0 30')
    expect(seen(play(ASKED))).toBe('resting asking 1 30')
  })

  test('during a run finishes the beat', () => {
    const hurried = play([entered(10), FORWARD, FORWARD])
    expect(hurried.context.hurried).toBe(true)
    expect(seen(hurried)).toBe('running ready 0 10')
    expect(play([...LAUNCHED, FORWARD]).context.hurried).toBe(false)
  })

  test('on a question without votes asks once more, then shows', () => {
    const nudged = play([...ASKED, FORWARD])
    expect(seen(nudged)).toBe('resting asking 1 30')
    expect(nudged.context.nudged).toBe(true)
    expect(seen(advance(nudged, FORWARD))).toBe('running asking 1 30')
    // A vote after all makes it a vote.
    const voted = play([{ type: 'vote', choice: 'a' }, FORWARD], nudged)
    expect(voted.context.frame?.round).toBe(2)
  })

  test('after votes lets the neighbours talk and vote again, then runs; both rounds are kept', () => {
    const vote = (choice: string): PresenterEvent => ({ type: 'vote', choice })
    const talked = play([...ASKED, vote('a'), vote('b'), vote('a'), FORWARD])
    expect(seen(talked)).toBe('resting asking 1 30')
    expect(talked.context.frame?.round).toBe(2)
    const again = play([vote('b'), vote('b'), { type: 'unvote' }], talked)
    expect(votesOn(again.context.votes, 'guess')).toEqual([['a', 'b', 'a'], ['b']])
    const ran = play([FORWARD, came(40, { beat: 'two', ended: true, answer: 'b' })], again)
    // What was seen is said before anything tells it.
    expect(seen(ran)).toBe('resting saying 1 40')
    const said = play([vote('x')], ran)
    expect(votesOn(said.context.votes, 'guess/saw')).toEqual([['x'], []])
    // What was to be seen is told with the room's votes on it, and then what had been asked before the run.
    const told = play([FORWARD, { type: 'answered', answer: 'y', values: {} }], said)
    expect(seen(told)).toBe('resting said 1 40')
    expect(told.context.frame).toMatchObject({ saw: 'y', answer: 'b' })
    const outcome = advance(told, FORWARD)
    expect(seen(outcome)).toBe('resting outcome 1 40')
    expect(outcome.context.frame?.answer).toBe('b')
    expect(votesOn(outcome.context.votes, 'guess')).toEqual([['a', 'b', 'a'], ['b']])
  })

  test('plays a task line by line, and goes on when all of it holds', () => {
    const answered: PresenterEvent = { type: 'answered', answer: 'x', values: {} }
    const run = [FORWARD, FORWARD, came(40, { ended: true }), FORWARD, answered]
    const task = [...ASKED, ...run, FORWARD, FORWARD, FORWARD]
    const open = play([...task, entered(40)])
    expect(seen(open)).toBe('resting open 2 40')
    const line = play([FORWARD, came(50, { line: 1, answer: ['half'] })], open)
    expect(seen(line)).toBe('resting open 2 50')
    const done = play([FORWARD, came(60, { line: 2, ended: true })], line)
    expect(seen(done)).toBe('resting open 2 60')
    expect(seen(advance(done, FORWARD))).toBe('resting after 2 60')
  })

  test('shows each part of an explanation, and ends with the lesson’s question', () => {
    const at = play([entered(90)], freshSnapshot(LESSON, 3))
    const answered: PresenterEvent = { type: 'answered', answer: 'why', values: {} }
    expect(seen(at)).toBe('resting picking 3 90')
    const first = play([FORWARD, answered], at)
    expect(seen(first)).toBe('resting answer 3 90')
    const second = play([FORWARD, FORWARD, answered], first)
    expect(second.context.frame).toMatchObject({ kind: 'answer', part: 1 })
    const end = play([FORWARD, FORWARD, entered(90)], second)
    expect(seen(end)).toBe('resting end 4 90')
    expect(advance(end, FORWARD)).toBe(end)
  })
})

describe('back', () => {
  test('returns to the frame before with its world, beat or run', () => {
    expect(seen(play([...LAUNCHED, BACK]))).toBe('returning ready 0 10')
    expect(seen(play([...LAUNCHED, BACK, { type: 'returned' }]))).toBe('resting ready 0 10')
    expect(seen(play([...LAUNCHED, FORWARD, BACK]))).toBe('returning beat 0 20')
    expect(seen(play([...OBSERVED, BACK, { type: 'returned' }]))).toBe('resting after 0 30')
    expect(seen(play([...ASKED, BACK]))).toBe('returning after 0 30')
  })

  test('leads nowhere from the first frame, and first to the frame itself when somebody has acted', () => {
    const first = play([entered(10)])
    expect(advance(first, BACK)).toBe(first)
    expect(seen(advance(first, { type: 'back', strayed: true }))).toBe('returning ready 0 10')
    const beat = play([...LAUNCHED, { type: 'back', strayed: true }, { type: 'returned' }])
    expect(seen(beat)).toBe('resting beat 0 20')
  })

  test('keeps the votes', () => {
    const voted = play([...ASKED, { type: 'vote', choice: 'a' }, FORWARD, FORWARD, BACK])
    expect(seen(voted)).toBe('returning asking 1 30')
    const back = play([{ type: 'returned' }, BACK, { type: 'returned' }], voted)
    expect(back.context.frame?.round).toBe(1)
    expect(votesOn(back.context.votes, 'guess')).toEqual([['a'], []])
  })

  test('leads out of a failure', () => {
    const failed = play([...LAUNCHED, FORWARD, { type: 'failed', message: 'no' }])
    expect(failed.context.error).toBe('no')
    expect(seen(play([BACK, { type: 'returned' }], failed))).toBe('resting beat 0 20')
  })
})

describe('to begin', () => {
  test('leads to the first frame from everywhere and keeps the votes; there once more, a new class', () => {
    const once = play([...ASKED, { type: 'vote', choice: 'a' }, { type: 'begin' }])
    // One press of a clicker's key loses no class its place; any other press takes it back.
    expect(seen(once)).toBe('resting asking 1 30')
    expect(once.context.leaving).toBe(true)
    expect(play([{ type: 'vote', choice: 'a' }], once).context.leaving).toBe(false)
    const voted = advance(once, { type: 'begin' })
    expect(seen(voted)).toBe('entering - - -')
    const first = play([entered(10)], voted)
    expect(votesOn(first.context.votes, 'guess')[0]).toEqual(['a'])
    expect(first.context.history).toEqual([])
    const anew = advance(first, { type: 'begin' })
    expect(anew.context.votes).toEqual({})
    expect(seen(play([{ type: 'returned' }], anew))).toBe('resting ready 0 10')
  })

  test('a step again leads to its first frame', () => {
    const again = play([...ASKED, FORWARD, FORWARD, { type: 'again' }])
    expect(seen(again)).toBe('returning asking 1 30')
    expect(seen(play([...OBSERVED.slice(0, -1), { type: 'again' }]))).toBe('returning ready 0 10')
  })

  test('a step that is named is entered, and no other', () => {
    const gone = play([...LAUNCHED, { type: 'goTo', at: 3 }])
    expect([gone.value, gone.context.at, gone.context.start]).toEqual(['entering', 3, START])
    expect(seen(play([...LAUNCHED, { type: 'goTo', at: 9 }]))).toBe('resting beat 0 20')
  })
})

test('whatever is pressed, a presentation kept and restored stands at its frame, with its votes', () => {
  const press = fc.constantFrom<PresenterEvent['type']>(
    ...(['forward', 'back', 'vote', 'unvote', 'begin', 'again'] as const),
  )
  /** What the runner would answer to a state. */
  const answers = (snapshot: PresenterSnapshot, at: number): PresenterSnapshot => {
    const { value, context } = snapshot
    if (value === 'entering') return advance(snapshot, entered(at))
    if (value === 'returning') return advance(snapshot, { type: 'returned' })
    if (value !== 'running') return snapshot
    return ['picking', 'saying'].includes(context.frame?.kind ?? '')
      ? advance(snapshot, { type: 'answered', answer: 'why', values: {} })
      : advance(snapshot, came(at, { ended: at % 2 === 0, line: at % 3 }))
  }
  fc.assert(
    fc.property(fc.array(press, { maxLength: 60 }), (presses) => {
      let snapshot = answers(freshSnapshot(LESSON, 0), 10)
      presses.forEach((type, index) => {
        const event = { type, choice: 'a', strayed: false } as PresenterEvent
        snapshot = answers(advance(snapshot, event), 20 + index)
        expect(snapshot.value).toBe('resting')
        const { frame, history, votes } = snapshot.context
        expect(frame).not.toBeNull()
        // Every frame on the way back lies at or before this one in the lesson.
        expect(history.every(({ at }) => at <= (frame?.at ?? 0))).toBe(true)
        const { steps: _steps, ...context } = snapshot.context
        const kept = JSON.parse(JSON.stringify({ value: snapshot.value, context }))
        const restored = keptPresentation(LESSON, kept)
        expect(restored?.value).toBe('returning')
        expect(restored?.context.frame).toEqual(frame)
        expect(restored?.context.votes).toEqual(votes)
      })
    }),
  )
})

test('what was kept with a place that the lesson has not is not restored', () => {
  const { value, context } = play(ASKED)
  expect(keptPresentation(LESSON, { value, context } as never)?.value).toBe('returning')
  const { frame, history } = context
  const far = { ...frame, at: 5 }
  for (const change of [{ at: 5 }, { frame: far }, { history: [...history, far] }]) {
    const kept = { value, context: { ...context, ...change } }
    expect(keptPresentation(LESSON, kept as never)).toBeNull()
  }
})

test('what was kept on the way to a step is on its way there', () => {
  const gone = play([...LAUNCHED, { type: 'goTo', at: 3 }])
  const kept = keptPresentation(LESSON, JSON.parse(JSON.stringify(gone)))
  expect([kept?.value, kept?.context.at]).toEqual(['entering', 3])
})
