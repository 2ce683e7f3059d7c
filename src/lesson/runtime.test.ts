/**
 * The player of lessons over a scripted world: what is done to it, in which order, and what becomes of that when the
 * page is closed, the worker dies or the step is begun anew in the middle of it.
 */
import { describe, expect, test } from 'vitest'
import { gateOf } from '../../test/gate.ts'
import { instant } from '../cloud/kernel/instant.ts'
import type { Lesson, Prediction, Step } from './lesson.ts'
import type { Lab, Mark, Outcome, Stop } from './port.ts'
import { keptSnapshot, LessonRuntime } from './runtime.ts'

const printed = (stdout: string, exitCode = 0): Outcome => ({
  ...{ exitCode, stdout, stderr: exitCode === 0 ? '' : 'no\n', code: null },
})

/** A world that notes what is done to it. Its position counts the lines that were run. */
class ScriptedLab implements Lab {
  readonly did: string[] = []
  /** what lines come to, by their text; others succeed and print nothing */
  readonly outcomes = new Map<string, () => Promise<Outcome>>()
  position = 0

  mark = async (): Promise<Mark> => ({ at: instant(this.position), position: this.position })
  run = async (line: string) => {
    this.did.push(line)
    this.position += 1
    return (await this.outcomes.get(line)?.()) ?? printed('')
  }
  ask = async (line: string) => (await this.outcomes.get(line)?.()) ?? printed('')
  view = async () => null
  query = async () => null
  toBeat: Lab['toBeat'] = async () => null
  present = async () => {}
  backTo = async ({ position }: Mark) => {
    this.did.push(`back to ${position}`)
    this.position = position
  }
}

const BASE = { title: '', prompt: [], panel: null, beats: [], note: [], after: [] } as const
const NO_WAY = { palette: null, acts: [], hints: [], feedback: [] } as const
const UNMET = { id: 'never', say: [], check: { run: 'never', is: true } } as const

const observe = (id: string, run: readonly string[]): Step => ({
  ...{ ...BASE, id, kind: 'observe', go: null, run },
})
const amount: Prediction = {
  ...{ kind: 'amount', least: 0, most: 9, step: 1, within: 1, unit: 's', answer: 'answer' },
  ...{ right: [], wrong: [] },
}
const predict: Step = {
  ...{
    ...BASE,
    id: 'guess',
    kind: 'predict',
    prediction: amount,
    go: null,
    run: ['third'],
    saw: null,
  },
}
const act = (id: string, kind: 'do' | 'challenge', solution: readonly string[]): Step => ({
  ...{ ...BASE, ...NO_WAY, id, kind, requirements: [UNMET], solution },
})

const lessonOf = (steps: readonly Step[]): Lesson => ({
  ...{ format: 1, id: 'sample', part: 'p', number: 1, language: 'en', title: '', summary: [] },
  ...{ minutes: 1, skills: [], prerequisites: [], introduces: [], terms: [], scene: 'region' },
  ...{ files: {}, variables: {}, question: [], sources: [], note: [], steps },
  world: { seed: 's', scenario: 'empty', epoch: null, setUp: [] },
})

const LESSON = lessonOf([
  observe('watch', ['first', 'second']),
  predict,
  act('act', 'do', ['fourth']),
  act('all', 'challenge', []),
])

/** What is kept at this moment, opened in another page over the same world. */
function reopened(runtime: LessonRuntime, lab: Lab): LessonRuntime {
  const progress = JSON.parse(JSON.stringify(runtime.progress('h', 0)))
  const snapshot = keptSnapshot({ lesson: LESSON, hash: 'h' }, progress)
  if (snapshot === null) throw new Error('what was kept does not fit')
  return new LessonRuntime(LESSON, lab, () => {}, snapshot)
}

test.each([
  [0, 0, true],
  [0, 254, false],
  [254, 0, false],
  [252, 0, false],
])(
  "a step's own button whose lines end with %i and %i has done its work: %s",
  async (a, b, done) => {
    const lab = new ScriptedLab()
    const own = [{ id: 'own', label: '', run: ['a', 'b'] }]
    const steps: readonly Step[] = [
      {
        ...{ ...BASE, ...NO_WAY, id: 'act', kind: 'do', requirements: [UNMET], solution: [] },
        acts: own,
      },
    ]
    const runtime = new LessonRuntime(lessonOf(steps), lab)
    await runtime.start()
    lab.outcomes.set('a', async () => printed('', a)).set('b', async () => printed('', b))
    expect(await runtime.act('own')).toBe(done)
    expect(await runtime.act('another')).toBe(false)
  },
)

const never = new Promise<never>(() => {})
const died = () => Promise.reject(new Error('the worker died'))

test('a run, its next beat and the next step begin in the present', async () => {
  const lab = new ScriptedLab()
  lab.present = async () => void lab.did.push('present')
  const stops: Stop[] = [{ type: 'one', seq: 1, at: instant(1) }]
  const toBeat = async () => stops.shift() ?? null
  lab.toBeat = async () => toBeat()
  const beats = [
    { type: 'one', title: null, text: [] },
    { type: 'two', title: null, text: [] },
  ]
  const runtime = new LessonRuntime(
    lessonOf([{ ...observe('watch', ['first']), beats }, predict]),
    lab,
  )
  await runtime.start()
  await runtime.run()
  expect([runtime.state, lab.did]).toEqual(['paused', ['present', 'first']])
  await runtime.goOn()
  expect([runtime.state, lab.did.length]).toEqual(['done', 3])
  await runtime.next()
  expect([runtime.step?.id, lab.did.slice(2)]).toEqual(['guess', ['present', 'present']])
})

describe('"I know this"', () => {
  test('plays what lies between from where the step began, and opens the challenge', async () => {
    const lab = new ScriptedLab()
    const runtime = new LessonRuntime(LESSON, lab)
    await runtime.start()
    await runtime.know()
    expect(lab.did).toEqual(['back to 0', 'first', 'second', 'third', 'fourth'])
    expect([runtime.step?.id, runtime.state]).toEqual(['all', 'open'])
    expect(runtime.record?.start.position).toBe(4)
    expect(runtime.snapshot.context.leadIn).toBeNull()
  })

  test.each(['first', 'second', 'third', 'fourth'])(
    'is done again from the beginning when the page was closed at the line %s',
    async (last) => {
      const lab = new ScriptedLab()
      const runtime = new LessonRuntime(LESSON, lab)
      await runtime.start()
      lab.outcomes.set(last, () => never)
      void runtime.know()
      await expect.poll(() => lab.did.at(-1)).toBe(last)
      lab.outcomes.clear()
      lab.did.length = 0
      const next = reopened(runtime, lab)
      expect(next.state).toBe('entering')
      await next.start()
      expect(lab.did).toEqual(['back to 0', 'first', 'second', 'third', 'fourth'])
      expect([next.step?.id, next.state, next.record?.start.position]).toEqual(['all', 'open', 4])
    },
  )

  test.each([
    ['guess', []],
    ['all', ['back to 2', 'third', 'fourth']],
  ])('leads on from a step that is done to %s, and leaves its world', async (to, played) => {
    const lab = new ScriptedLab()
    const runtime = new LessonRuntime(LESSON, lab)
    await runtime.start()
    await runtime.run()
    expect(runtime.state).toBe('done')
    lab.did.length = 0
    await runtime.know('watch')
    expect([runtime.step?.id, runtime.state]).toEqual(['watch', 'done'])
    await runtime.know(to)
    expect(runtime.step?.id).toBe(to)
    expect(lab.did).toEqual(played)
    expect(runtime.snapshot.context.records.watch?.state).toBe('done')
  })

  test('leads on from a run that is under way, of which no line comes after', async () => {
    const lab = new ScriptedLab()
    const runtime = new LessonRuntime(LESSON, lab)
    await runtime.start()
    const gate = gateOf<Outcome>()
    lab.outcomes.set('first', () => gate.promise)
    const run = runtime.run()
    await expect.poll(() => lab.did).toEqual(['first'])
    lab.outcomes.clear()
    await runtime.know('guess')
    gate.resolve(printed(''))
    await run
    expect(lab.did).toEqual(['first', 'back to 0', 'first', 'second'])
    expect([runtime.step?.id, runtime.state, runtime.record?.start.position]).toEqual([
      ...['guess', 'asking'],
      2,
    ])
  })

  test('leads further on the way to a step, and plays each line once more', async () => {
    const lab = new ScriptedLab()
    const runtime = new LessonRuntime(LESSON, lab)
    await runtime.start()
    const gate = gateOf<Outcome>()
    lab.outcomes.set('second', () => gate.promise)
    const first = runtime.know('guess')
    await expect.poll(() => lab.did.at(-1)).toBe('second')
    lab.outcomes.clear()
    lab.did.length = 0
    await runtime.know('all')
    gate.resolve(printed(''))
    await first
    expect(lab.did).toEqual(['back to 0', 'first', 'second', 'third', 'fourth'])
    expect([runtime.step?.id, runtime.state, lab.position]).toEqual(['all', 'open', 4])
  })

  test('leads on past a step in between of which the goals hold already', async () => {
    const lab = new ScriptedLab()
    lab.outcomes.set('never', async () => printed('true'))
    const steps = [observe('watch', ['first']), act('act', 'do', ['fourth']), predict]
    const runtime = new LessonRuntime(lessonOf(steps), lab)
    await runtime.start()
    await runtime.run()
    await runtime.know('guess')
    expect([runtime.step?.id, runtime.state]).toEqual(['guess', 'asking'])
    expect(lab.did).toEqual(['first'])
  })

  test('that fails says so, and is begun again by the step', async () => {
    const lab = new ScriptedLab()
    const runtime = new LessonRuntime(LESSON, lab)
    await runtime.start()
    lab.outcomes.set('third', async () => printed('', 252))
    await runtime.know()
    expect(runtime.state).toBe('failed')
    expect(runtime.snapshot.context.error).toMatchObject({ line: 'third', message: 'no' })
    lab.outcomes.clear()
    lab.did.length = 0
    await runtime.restart('all')
    expect(lab.did).toEqual(['back to 0', 'first', 'second', 'third', 'fourth'])
    expect(runtime.state).toBe('open')
  })

  test('cut short by a death is done again by a start', async () => {
    const lab = new ScriptedLab()
    const runtime = new LessonRuntime(LESSON, lab)
    await runtime.start()
    lab.outcomes.set('second', died)
    await expect(runtime.know()).rejects.toThrow('died')
    expect(runtime.state).toBe('entering')
    lab.outcomes.clear()
    await runtime.start()
    expect([runtime.step?.id, runtime.record?.start.position]).toEqual(['all', 4])
  })
})

describe('a run that was cut short', () => {
  test('waits to be run again from where the step began, with what was predicted', async () => {
    const lab = new ScriptedLab()
    const runtime = new LessonRuntime(LESSON, lab)
    await runtime.start()
    await runtime.run()
    await runtime.next()
    runtime.predict(4)
    lab.outcomes.set('third', () => never)
    void runtime.run()
    await expect.poll(() => lab.did.at(-1)).toBe('third')
    lab.outcomes.clear()
    lab.outcomes.set('answer', async () => printed('4'))
    const next = reopened(runtime, lab)
    expect(next.state).toBe('running')
    await next.start()
    expect([next.step?.id, next.state, next.record?.predicted]).toEqual(['guess', 'asking', 4])
    expect(lab.did.slice(2)).toEqual(['third', 'back to 2'])
    await next.run()
    expect(next.record).toMatchObject({ predicted: 4, right: true })
  })
})

describe('a step begun again', () => {
  test('is led to its world again when the page was closed on the way back', async () => {
    const lab = new ScriptedLab()
    const runtime = new LessonRuntime(LESSON, lab)
    await runtime.start()
    await runtime.run()
    await runtime.next()
    const { backTo } = lab
    lab.backTo = () => never
    void runtime.restart('watch')
    lab.backTo = backTo
    const next = reopened(runtime, lab)
    await next.start()
    expect(lab.did).toEqual(['first', 'second', 'back to 0'])
    expect([next.step?.id, next.state, lab.position]).toEqual(['watch', 'ready', 0])
  })

  test('stops the run that it was begun in: no line of that comes after', async () => {
    const lab = new ScriptedLab()
    const runtime = new LessonRuntime(LESSON, lab)
    await runtime.start()
    const gate = gateOf<Outcome>()
    lab.outcomes.set('first', () => gate.promise)
    const run = runtime.run()
    await expect.poll(() => lab.did).toEqual(['first'])
    await runtime.restart('watch')
    gate.resolve(printed(''))
    await run
    expect(lab.did).toEqual(['first', 'back to 0'])
    expect(runtime.state).toBe('ready')
  })

  test('twice at once is entered once, from the second', async () => {
    const lab = new ScriptedLab()
    const states: string[] = []
    const runtime = new LessonRuntime(LESSON, lab, () => void states.push(runtime.state))
    await runtime.start()
    await runtime.run()
    const gate = gateOf<void>()
    const { backTo } = lab
    lab.backTo = (mark) => gate.promise.then(() => backTo(mark))
    states.length = 0
    const both = [runtime.restart('watch'), runtime.restart('watch')]
    gate.resolve(undefined)
    await Promise.all(both)
    const entered = states.filter((state, i) => state === 'ready' && states[i - 1] === 'entering')
    expect(entered).toHaveLength(1)
    expect(lab.did.slice(2)).toEqual(['back to 0', 'back to 0'])
  })
})

describe('a prediction of an amount', () => {
  const outcomeOf = async (answer: Outcome, value: number) => {
    const lab = new ScriptedLab()
    lab.outcomes.set('answer', async () => answer)
    const runtime = new LessonRuntime(lessonOf([predict]), lab)
    await runtime.start()
    runtime.predict(value)
    await runtime.run()
    const { right, answer: was } = runtime.record ?? {}
    return [right, was]
  }

  test('is compared with the number that the world answers', async () => {
    expect(await outcomeOf(printed('8\n'), 7)).toEqual([true, 8])
    expect(await outcomeOf(printed('8\n'), 6)).toEqual([false, 8])
  })

  test.each([printed('0', 254), printed(''), printed('None'), printed('null'), printed('"8"')])(
    'is not judged where the world answers with none: %o',
    async (answer) => {
      expect(await outcomeOf(answer, 0)).toEqual([null, null])
    },
  )
})
