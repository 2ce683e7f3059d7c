import { describe, expect, it } from 'vitest'
import type { Step } from '../lesson/lesson.ts'
import type { FlowState } from '../lesson/machine.ts'
import { actionsOf, type Situation } from './actions.ts'
import { wordsIn } from './words.ts'

const words = wordsIn('en')
const none = () => false
const OBSERVE = { kind: 'observe', go: 'Launch' } as Step
const CHOICES = { kind: 'predict', go: null, prediction: { kind: 'choices' } } as Step
const PICTURE = { kind: 'predict', go: null, prediction: { kind: 'picture' } } as Step
const TASK = {
  kind: 'do',
  acts: [{ id: 'ask', label: 'Ask', run: ['aws'] }],
  hints: [],
} as unknown as Step

const idsIn = (step: Step | null, state: FlowState | null, more: Partial<Situation> = {}) =>
  actionsOf(
    { step, state, predicted: false, onward: true, begun: false, did: none, hints: 0, ...more },
    words,
    null,
  ).map(({ id }) => id)

describe('actions of a widget', () => {
  it('run a step, by its own word', () => {
    const [first] = actionsOf(
      {
        step: OBSERVE,
        state: 'ready',
        predicted: false,
        onward: true,
        begun: false,
        did: none,
        hints: 0,
      },
      words,
      null,
    )
    expect(first).toEqual({ id: 'run', label: 'Launch' })
  })

  it('ask for a prediction before they run', () => {
    expect(idsIn(CHOICES, 'asking')[0]).toBe('predict')
    expect(idsIn(CHOICES, 'asking', { predicted: true })[0]).toBe('run')
  })

  it('leave the pointing to the picture', () => {
    expect(idsIn(PICTURE, 'asking')).toEqual(['run', 'lab'])
  })

  it('offer a task’s own buttons, then the lab', () => {
    expect(idsIn(TASK, 'open')).toEqual(['ask', 'lab', 'again'])
    const two = { ...TASK, acts: ['make', 'put'].map((id) => ({ id, label: id, run: [] })) }
    const step = two as unknown as Step
    expect(idsIn(step, 'open', { did: (id) => id === 'make' }).slice(0, 2)).toEqual(['put', 'make'])
  })

  it('offer a task’s hints last, each once', () => {
    const step = { ...TASK, hints: [[], []] } as unknown as Step
    expect(idsIn(step, 'open')).toEqual(['ask', 'lab', 'again', 'hint'])
    expect(idsIn(step, 'open', { hints: 1 })).toContain('hint')
    expect(idsIn(step, 'open', { hints: 2 })).not.toContain('hint')
    expect(idsIn(step, 'done')).not.toContain('hint')
  })

  it('go on only where something follows', () => {
    expect(idsIn(OBSERVE, 'done')[0]).toBe('next')
    expect(idsIn(OBSERVE, 'done', { onward: false })[0]).toBe('again')
  })

  it('launch where there is no lesson', () => {
    expect(idsIn(null, null)).toEqual(['launch', 'lab'])
    expect(idsIn(null, null, { begun: true })).toEqual(['launch', 'lab', 'again'])
  })

  it('always end in the lab or the beginning', () => {
    const states: FlowState[] = [
      'ready',
      'running',
      'paused',
      'saying',
      'picking',
      'failed',
      'finished',
    ]
    for (const state of states) expect(idsIn(OBSERVE, state)).toContain('lab')
  })

  it('are those that the host chose, in its order, of those there are', () => {
    const situation = {
      step: OBSERVE,
      state: 'ready',
      predicted: false,
      onward: true,
      begun: false,
      did: none,
      hints: 0,
    } as const
    const ids = actionsOf(situation, words, ['lab', 'dance', 'run']).map(({ id }) => id)
    expect(ids).toEqual(['lab', 'run'])
    expect(actionsOf(situation, words, [])).toEqual([])
  })
})
