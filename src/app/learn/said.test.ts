import { describe, expect, test } from 'vitest'
import type { ObserveStep } from '../../lesson/lesson.ts'
import { saidOf } from './said.ts'

const text = (words: string) =>
  [{ kind: 'paragraph', children: [{ kind: 'text', text: words }] }] as const
const step: ObserveStep = {
  id: 'one',
  kind: 'observe',
  title: 'Get yourself a computer.',
  prompt: text('One host will make room. Nothing is there yet.'),
  panel: null,
  beats: [],
  note: [],
  go: null,
  run: [],
  after: text(Array.from({ length: 40 }, () => 'word').join(' ')),
}

describe('a step, aloud', () => {
  test('is its title and first sentence', () => {
    expect(saidOf('ready', null, step, {})).toBe(
      'Get yourself a computer. One host will make room.',
    )
  })

  test('is never more than 25 words', () => {
    expect(saidOf('done', null, step, {})).toBe('')
  })

  test('leaves beats to the clock', () => {
    expect(saidOf('paused', null, step, {})).toBe('')
    expect(saidOf('running', null, step, {})).toBe('')
    expect(saidOf('done', 'running', { ...step, after: text('Short.') }, {})).toBe('')
    expect(saidOf('done', 'saying', { ...step, after: text('Short.') }, {})).toBe('Short.')
  })

  test('says the values of now', () => {
    const after = [{ kind: 'paragraph', children: [{ kind: 'value', name: 'host' }] }] as const
    expect(saidOf('done', null, { ...step, after }, { host: '3.2' })).toBe('3.2')
  })
})
