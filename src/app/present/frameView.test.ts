/** What stands in the column of a frame: when counts are seen, what is right, what a task shows. */
import { describe, expect, test } from 'vitest'
import { instant } from '../../cloud/kernel/instant.ts'
import { plainText } from '../../lesson/prose.ts'
import type { Frame } from './frame.ts'
import { type FramePlace, frameView, wallPanel } from './frameView.ts'
import { shapesOf, type Votes } from './presenter.ts'
import { saidOf } from './saidOf.ts'
import { lessonOf } from './testing.ts'

const LESSON = lessonOf()
const FRAME: Frame = {
  ...{ kind: 'asking', at: 1, part: 0, line: 0, offers: [], round: 1, beat: null, ended: false },
  ...{ answer: null, saw: null, values: {}, mark: { at: instant(0), position: 0 } },
}
const place = (frame: Partial<Frame>, more: Partial<FramePlace> = {}): FramePlace => ({
  ...{ lesson: LESSON, steps: shapesOf(LESSON), votes: {}, nudged: false, state: 'resting' },
  ...{
    values: {},
    nameOf: (ref: string) => `host ${ref}`,
    factsOf: (ref: string) => `${ref} free`,
  },
  frame: { ...FRAME, ...frame },
  ...more,
})
const VOTES: Readonly<Record<string, Votes>> = { guess: [['a', 'b', 'a'], ['b']] }
const counts = (one: FramePlace) =>
  Object.fromEntries(
    frameView(one).choices.map(({ id, first, second, right }) => [id, [first, second, right]]),
  )

describe('votes', () => {
  test('are counted unseen, shown when the neighbours talk, and both beside what was so', () => {
    expect(counts(place({}, { votes: VOTES }))).toEqual({
      a: [null, null, null],
      b: [null, null, null],
    })
    expect(frameView(place({}, { votes: VOTES })).ask).toBe('3 votes')
    const talk = place({ round: 2 }, { votes: VOTES })
    expect(counts(talk)).toEqual({ a: [2, null, null], b: [1, null, null] })
    expect(frameView(talk).ask).toBe('Talk to your neighbour, then vote again. 1 vote')
    const told = place({ kind: 'outcome', answer: 'b', ended: true }, { votes: VOTES })
    expect(counts(told)).toEqual({ a: [2, 0, false], b: [1, 1, true] })
    expect(plainText(frameView(told).text)).toBe('Because of b.')
  })

  test('nobody’s are no counts', () => {
    const told = place({ kind: 'outcome', answer: 'b', ended: true })
    expect(counts(told)).toEqual({ a: [null, null, false], b: [null, null, true] })
    expect(frameView(place({})).ask).toMatch(/fingers/)
    expect(frameView(place({}, { nudged: true })).ask).toMatch(/just show us/)
  })

  test('the numbers stay with their answers in every frame of a question', () => {
    const order = (frame: Partial<Frame>) => frameView(place(frame)).choices.map(({ id }) => id)
    expect(order({ round: 2 })).toEqual(order({}))
    expect(order({ kind: 'outcome' })).toEqual(order({}))
    expect(order({ kind: 'answer', at: 3 })).toEqual(order({ kind: 'picking', at: 3 }))
  })
})

test('hosts have their names, amounts their unit; the outcome says which', () => {
  const words = { right: [], wrong: [] }
  const predicting = (prediction: unknown) =>
    lessonOf({
      steps: LESSON.steps.map((step) =>
        step.kind === 'predict'
          ? { ...step, prediction: prediction as typeof step.prediction }
          : step,
      ),
    })
  const picture = predicting({ kind: 'picture', view: 'region', options: '', answer: '', ...words })
  const hosts = place(
    { kind: 'outcome', offers: ['1.1', '2.2'], answer: ['2.2'] },
    { lesson: picture },
  )
  expect(frameView(hosts).choices).toMatchObject([
    { number: 1, text: 'host 1.1', right: false },
    { number: 2, text: 'host 2.2', right: true },
  ])
  expect(plainText(frameView(hosts).text)).toBe('It was host 2.2.')
  const asked = place({ offers: ['1.1', '2.2'] }, { lesson: picture })
  expect(frameView(asked).choices.map(({ text }) => text)).toEqual(['1.1 free', '2.2 free'])
  // While the world goes on, or comes back, what is free would tell which one it is.
  for (const state of ['running', 'returning', 'entering', 'failed'] as const) {
    const going = frameView({ ...asked, state }).choices.map(({ text }) => text)
    expect(going).toEqual(['host 1.1', 'host 2.2'])
  }
  const range = { least: 0, most: 12, step: 0.1, within: 0.3, unit: 'dollars', answer: '' }
  const amount = predicting({ kind: 'amount', ...range, ...words })
  const month = place({ kind: 'outcome', offers: [0, 0.6, 12], answer: 0.6312 }, { lesson: amount })
  expect(frameView(month).choices.map(({ text, right }) => [text, right])).toEqual([
    ['0 dollars', false],
    ['0.6 dollars', true],
    ['12 dollars', false],
  ])
  expect(plainText(frameView(month).text)).toBe('It was 0.63 dollars.')
})

test('what was to be seen is told with the room’s votes on it', () => {
  const votes = { 'guess/saw': [['x', 'y', 'y'], []] } as const
  const said = place({ kind: 'said', saw: 'y', answer: 'a' }, { votes })
  expect(counts(said)).toEqual({ x: [1, null, false], y: [2, null, true] })
  expect(frameView(said).title).toBe('What was it?')
  expect(counts(place({ kind: 'saying' }, { votes }))).toEqual({
    x: [null, null, null],
    y: [null, null, null],
  })
})

test('a task shows its words, then each line with what it takes', () => {
  const task = { kind: 'open', at: 2 } as const
  const open = frameView(place(task))
  expect(open).toMatchObject({ title: 'Step task', command: null })
  // What it takes stands there from the beginning: whoever tries it by hand sees what holds.
  expect(open.goals.map(({ id }) => id)).toEqual(['half', 'whole'])
  // The line that runs, and the line that ran.
  expect(frameView(place(task, { state: 'running' })).command).toBe('first line')
  const played = frameView(place({ ...task, line: 1 }))
  expect([played.command, played.goals.map(({ id }) => id)]).toEqual([
    'first line',
    ['half', 'whole'],
  ])
  // Solved by hand: no line of ours, and what it took.
  const byHand = frameView(place({ ...task, ended: true }))
  expect([byHand.command, byHand.goals.length]).toEqual([null, 2])
})

test('a line on the wall has the values of its names; what has none, and what is no name, stays', () => {
  const lines = [`end $second "$first" $none $(list $second) \${second}.`, 'second']
  const lesson = lessonOf({
    steps: LESSON.steps.map((step) => (step.kind === 'do' ? { ...step, solution: lines } : step)),
  })
  const values = { second: 'i-2', first: 'i-1', none: '' }
  const ran = place({ kind: 'open', at: 2, line: 1, values }, { lesson })
  expect(frameView(ran).command).toBe('end i-2 "i-1" $none $(list i-2) i-2.')
})

test('each frame is said in one sentence of its own', () => {
  const said = (frame: Partial<Frame>) =>
    saidOf({ ...FRAME, ...frame }, LESSON.steps[frame.at ?? 1] ?? null, {}, LESSON)
  expect(said({})).toBe('Step guess Do guess.')
  expect(said({ round: 2 })).toBe('Talk to your neighbour, then vote again.')
  expect(said({ kind: 'beat', at: 0, beat: 'one' })).toBe('Beat one It is one.')
  expect(said({ kind: 'saying' })).toBe('What was it?')
  expect(said({ kind: 'outcome', answer: 'b' })).toBe('It was so: It stops.')
  expect(said({ kind: 'picking', at: 3, part: 1 })).toBe('Who?')
  expect(said({ kind: 'answer', at: 3, answer: 'why' })).toBe('It was so: why')
  expect(said({ kind: 'after' })).toBe('After guess.')
  expect(said({ kind: 'end', at: 4 })).toBe('To think about And then?')
})

test('beside the last question stands what the last step was about', () => {
  const [bill, buckets] = [{ panel: 'bill' }, { panel: 'buckets' }]
  expect(wallPanel('end', null, [bill, buckets])).toBe('buckets')
  expect(wallPanel('end', null, [buckets, bill])).toBe('bill')
  expect(wallPanel('end', null, [buckets, { panel: 'machines' }])).toBeNull()
  expect(wallPanel('asking', bill, [bill, buckets])).toBeNull()
  expect(wallPanel('outcome', bill, [bill, buckets])).toBe('bill')
})
