import { describe, expect, test } from 'vitest'
import type { DoStep, ExplainStep, ObserveStep, PredictStep, Prose } from '../../lesson/lesson.ts'
import type { FlowState } from '../../lesson/machine.ts'
import type { StepRecord } from '../../lesson/progress.ts'
import { type StepPlace, stepView } from './stepView.ts'
import { lessonWords as words } from './words.ts'

const prose = (text: string): Prose => [{ kind: 'paragraph', children: [{ kind: 'text', text }] }]
const base = {
  id: 'step',
  title: 'Title',
  prompt: prose('Prompt.'),
  panel: null,
  beats: [],
  note: [],
}
const told = { go: 'Launch', run: ['aws ec2 run-instances'], after: prose('After.') }
const observe: ObserveStep = { ...base, ...told, kind: 'observe' }
const predict: PredictStep = {
  ...base,
  ...told,
  kind: 'predict',
  saw: null,
  prediction: {
    kind: 'amount',
    ...{ least: 0, most: 1, step: 1, within: 0, unit: '$', answer: '' },
    right: [],
    wrong: [],
  },
}
const task: DoStep = {
  ...base,
  kind: 'do',
  requirements: [],
  palette: null,
  acts: [],
  hints: [prose('one'), prose('two')],
  feedback: [],
  after: prose('After.'),
  solution: [],
}
const explain: ExplainStep = { ...base, kind: 'explain', parts: [], after: prose('After.') }
const record: StepRecord = {
  start: { at: 0 as StepRecord['start']['at'], position: 0 },
  state: 'begun',
  predicted: null,
  right: null,
  answer: null,
  saw: null,
  sawRight: null,
  picks: {},
  hints: 0,
  values: {},
}
const place = (state: FlowState, more: Partial<StepPlace> = {}): StepPlace => ({
  state,
  step: observe,
  record,
  beat: null,
  challengeAhead: false,
  last: false,
  ...more,
})

describe('the step’s words and buttons', () => {
  test('begin with its prompt and its own button', () => {
    const view = stepView(place('ready'))
    expect(view).toMatchObject({ title: 'Title', text: observe.prompt })
    expect(view.primary).toMatchObject({ action: 'run', label: 'Launch', disabled: false })
  })

  test('wait for a prediction, which nothing is as well as zero', () => {
    const asking = (predicted: StepRecord['predicted']) =>
      stepView(place('asking', { step: predict, record: { ...record, predicted } })).primary
    expect(asking(null)?.disabled).toBe(true)
    expect(asking(0)?.disabled).toBe(false)
    const { secondary } = stepView(place('asking', { step: predict }))
    expect(secondary.map(({ action }) => action)).toEqual(['showMe'])
  })

  test('are the beat’s at a beat', () => {
    const beat = { type: 'x', title: 'Beat', text: prose('Said.') }
    expect(stepView(place('paused', { beat }))).toMatchObject({ title: 'Beat', text: beat.text })
    const untitled = stepView(place('paused', { beat: { ...beat, title: null } }))
    expect(untitled.title).toBe('Title')
  })

  test('say nothing of the outcome while it is asked what was seen', () => {
    const view = stepView(place('saying', { step: predict }))
    expect(view.text).toEqual([])
    expect(view.primary).toBeNull()
  })

  test('offer a hint as long as there is one', () => {
    const hints = (taken: number) =>
      stepView(place('open', { step: task, record: { ...record, hints: taken } })).links.map(
        ({ label }) => label,
      )
    expect(hints(1)).toContain(words.hint(2, 2))
    expect(hints(2)).toEqual([])
  })

  test('lead on when it is done, and end with the last', () => {
    expect(stepView(place('open', { step: task })).primary?.disabled).toBe(true)
    expect(stepView(place('done', { step: task })).primary).toMatchObject({
      action: 'next',
      label: words.next,
      disabled: false,
    })
    expect(stepView(place('done', { last: true })).primary?.label).toBe(words.finish)
  })

  test('have a way to the challenge where one lies ahead, in no step under way', () => {
    const links = (state: FlowState) =>
      stepView(place(state, { challengeAhead: true })).links.map(({ action }) => action)
    expect(links('ready')).toEqual(['know'])
    expect(links('paused')).toEqual([])
  })

  test('have at most one primary button, and a way back out of a failure', () => {
    const failed = stepView(place('failed', { step: explain }))
    expect(failed.primary).toBeNull()
    expect(failed.secondary.map(({ action }) => action)).toEqual(['restart'])
  })
})

test('while a run is under way its button says where a second press leads', () => {
  const [first, last] = [
    { type: 'a', title: null, text: [] },
    { type: 'b', title: null, text: [] },
  ]
  const step = { ...observe, beats: [first, last] }
  const label = (more: Partial<StepPlace>) => stepView(place('running', more)).primary?.label
  expect(label({ step })).toBe(words.toNext)
  expect(label({ step, beat: first })).toBe(words.toNext)
  expect(label({ step, beat: last })).toBe(words.toEnd)
  expect(label({})).toBe(words.toEnd)
})
