/** A lesson on paper: what is asked, what is so, and what a class is not to read before its time. */
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { truthOf } from '../../../test/lessonTruth.ts'
import type { Json, PredictStep } from '../../lesson/lesson.ts'
import { Elsewhere, Unplayable } from '../../lesson/play.ts'
import { plainText } from '../../lesson/prose.ts'
import { compileFolder } from '../../node/lessonFiles.ts'
import { openLesson } from '../../node/lessonLab.ts'
import { chosenFrom } from '../present/frameView.ts'
import { lessonOf, text } from '../present/testing.ts'
import { type Played, type PlayedStep, playLesson } from './play.ts'
import { sheetOf } from './sheet.ts'

const always = () => true
const step = (answer: Json, change: Partial<PlayedStep> = {}): PlayedStep => ({
  ...{ before: {}, after: {}, answer, offers: [], saw: null, parts: {}, met: [] },
  ...change,
})
const PLAYED: Played = {
  watch: step(null),
  guess: step('b', { saw: 'x' }),
  task: step(null, { met: ['half'] }),
  reason: step(null, { parts: { cause: 'why', decider: null } }),
}
const questionsIn = (played: Played | null, lesson = lessonOf()) =>
  sheetOf(lesson, played).flatMap(({ id, questions }) =>
    questions.map((question) => ({ ...question, at: `${id}/${question.id}` })),
  )
const withPrediction = (prediction: PredictStep['prediction']) => {
  const [, guess] = lessonOf().steps
  if (guess?.kind !== 'predict') throw new Error('the second step predicts')
  return lessonOf({ steps: [{ ...guess, prediction, saw: null }] })
}

describe('before the lesson was played', () => {
  test('all that is asked stands there, and nothing is told', () => {
    const questions = questionsIn(null)
    expect(questions.map(({ at }) => at)).toEqual([
      ...['guess/prediction', 'guess/saw', 'reason/cause', 'reason/decider'],
    ])
    for (const { options, answer, why } of questions) {
      expect(options.map(({ number }) => number)).toEqual([1, 2])
      expect(options.map(({ right }) => right)).toEqual([null, null])
      expect([answer, why]).toEqual([null, []])
    }
    const task = sheetOf(lessonOf(), null)[2]
    expect(task?.goals.map(({ met }) => met)).toEqual([null, null])
    expect(task?.lines).toEqual(['first line', 'second'])
  })
})

describe('after it was played', () => {
  test('one answer is right, with its own why; none is, and that is said', () => {
    const [guess, saw, cause, decider] = questionsIn(PLAYED)
    expect(guess?.options.filter(({ right }) => right).map((one) => one.text)).toEqual([
      'It stops.',
    ])
    expect(guess?.answer).toMatch(/^[12]\. It stops\.$/)
    expect(plainText(guess?.why ?? [])).toBe('Because of b.')
    expect(saw?.answer).toMatch(/^[12]\. x$/)
    expect(plainText(cause?.why ?? [])).toBe('Because of why.')
    expect(decider?.answer).toBe('None of these holds.')
    expect(sheetOf(lessonOf(), PLAYED)[2]?.goals.map(({ met }) => met)).toEqual([true, false])
  })

  test('numbers are those on the wall', () => {
    const lesson = lessonOf()
    const frame = { kind: 'asking', at: 1, part: 0, offers: [] } as const
    const wall = chosenFrom({
      ...{
        lesson,
        values: {},
        nameOf: String,
        factsOf: String,
        steps: [],
        votes: {},
        nudged: false,
        state: 'resting',
      },
      frame: {
        ...frame,
        ...{ round: 1, beat: null, ended: false, line: 0, answer: null, values: {} },
      } as unknown as Parameters<typeof chosenFrom>[0]['frame'],
    })
    const [guess] = questionsIn(PLAYED)
    expect(guess?.options.map((one) => one.text)).toEqual(wall.map((one) => one.text))
  })

  test('an amount is guessed on a line, and told with a digit more than its scale has', () => {
    const lesson = withPrediction({
      ...{ kind: 'amount', least: 0, most: 12, step: 0.1, within: 0.3, unit: 'dollars' },
      ...{ answer: 'x', right: text('So.'), wrong: text('No.') },
    })
    const [before] = questionsIn(null, lesson)
    expect(before).toMatchObject({ options: [], write: 'Your guess, from 0 to 12 dollars:' })
    const [after] = questionsIn({ guess: step(0.634) }, lesson)
    expect(after?.answer).toBe('0.63 dollars. A guess within 0.3 of it is right.')
  })

  test('a host is one of those that the wall offers, with what there is to know of it', () => {
    const lesson = withPrediction({
      ...{ kind: 'picture', view: 'region', options: 'x', answer: 'y' },
      ...{ right: text('So.'), wrong: text('No.') },
    })
    const room = { kind: 'Intel general', freeVcpus: 6, vcpus: 32, mine: 0 }
    const offers = [
      { ref: 'one', name: '5.4', room: { ...room, mine: 1 } },
      { ref: 'two', name: '9.3', room },
    ]
    const [after] = questionsIn({ guess: step(['two'], { offers }) }, lesson)
    expect(after?.options.map(({ right }) => right)).toEqual([false, true])
    expect(after?.answer).toBe(
      '2. Host 9.3, Intel general: 6 of 32 vCPUs free, none of your machines.',
    )
  })

  test('what a prediction’s run brought about is a blank on what the class gets from then on', () => {
    const lesson = lessonOf({ variables: { free: 'a', chosen: 'b' } })
    const early = { free: '36', chosen: '' }
    const late = { free: '34', chosen: '9.3' }
    const sheet = sheetOf(lesson, {
      ...PLAYED,
      guess: step('b', { before: early, after: late }),
      task: step(null, { before: late, after: late }),
    })
    expect(sheet[1]?.handout).toEqual({ free: '36', chosen: '____' })
    expect(sheet[2]?.handout).toEqual({ free: '34', chosen: '____' })
    expect(sheet[2]?.before).toEqual(late)
    expect(sheet[2]?.ended).toMatchObject(late)
  })
})

const root = fileURLToPath(new URL('../../..', import.meta.url))

describe.each(compileFolder(root).lessons)('$lesson.id, played', (compiled) => {
  test('tells at each question what the validator finds', { timeout: 60_000 }, async () => {
    const { lesson } = compiled
    const told: number[] = []
    const played = await playLesson(lesson, openLesson(lesson), always, (done) => told.push(done))
    const truth = await truthOf(compiled)
    const questions = questionsIn(played, lesson)
    expect(questions.map(({ at }) => at)).toEqual([...truth.keys()])
    for (const { at, answer, options } of questions) {
      if (options.length > 0) expect(options.filter(({ right }) => right)).toHaveLength(1)
      const right = truth.get(at) ?? ''
      if (Number.isNaN(Number(right))) expect(answer?.slice('1. '.length)).toBe(right)
      else if (options.length > 0) expect(answer).toContain(`Host ${right}, `)
      else expect(Number.parseFloat(answer ?? '')).toBeCloseTo(Number(right), 1)
    }
    expect(told).toEqual(lesson.steps.map((_, index) => index + 1))
    for (const { goals } of sheetOf(lesson, played)) {
      expect(goals.every(({ met }) => met)).toBe(true)
    }
  })
})

test('a line that cannot be run ends it, and so does whoever wants it no more', async () => {
  const [compiled] = compileFolder(root).lessons
  if (compiled === undefined) throw new Error('there are lessons')
  const { lesson } = compiled
  const broken = { ...lesson, steps: lesson.steps.map((one) => ({ ...one, run: ['aws ec2 no'] })) }
  await expect(playLesson(broken, openLesson(lesson), always)).rejects.toThrow(Unplayable)
  await expect(playLesson(lesson, openLesson(lesson), () => false)).rejects.toThrow(Elsewhere)
})
