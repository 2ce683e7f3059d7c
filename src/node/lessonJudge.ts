/**
 * What is judged of a step while a lesson is played: its beginning, its prediction, its beats, its questions.
 */
import type { EventRecord } from '../cloud/kernel/events.ts'
import { printedValue, variablesOf } from '../lesson/checks.ts'
import type { CompiledLesson, Place, Problem } from '../lesson/compile.ts'
import type { Choice, Prediction, PredictStep, Step } from '../lesson/lesson.ts'
import { isMine } from '../session/beats.ts'
import { Halt, problemAt, sentence, short, type Walk } from './lessonWalk.ts'

/** At its beginning a step asks for something that is not so yet, and says nothing of what was not done. */
export async function judgeEntry(walk: Walk, step: Step): Promise<readonly Problem[]> {
  if (!('requirements' in step)) return []
  const problems: Problem[] = []
  if (walk.runtime.state === 'done') await walk.runtime.look()
  for (const { id, check } of step.requirements) {
    const verdict = await walk.ask(check)
    if (!verdict.holds) continue
    const message = `This is so before anything was done: ${await walk.told(check)}`
    problems.push(problemAt(walk.place('requirements', id), message))
  }
  for (const { id, when } of step.feedback) {
    const verdict = await walk.ask(when)
    if (!verdict.holds) continue
    const message = `This would be said before anything was done: ${await walk.told(when)}`
    problems.push(problemAt(walk.place('feedback', id), message))
  }
  // A step that is done when it begins cannot be played.
  if (walk.runtime.state === 'done' && problems.length > 0) throw new Halt(...problems)
  return problems
}

/** After the run exactly one answer is right, and somebody could have given it. */
export async function judgePrediction(walk: Walk, step: PredictStep): Promise<readonly Problem[]> {
  const { prediction } = step
  if (prediction.kind === 'choices') return judgeChoices(walk, prediction.choices)
  if (prediction.kind === 'picture') return judgePicture(walk, prediction)
  return judgeAmount(walk, prediction)
}

/** Whatever was picked, the same answer is right. */
async function judgeChoices(walk: Walk, choices: readonly Choice[]): Promise<readonly Problem[]> {
  const rights = new Map<string, string>()
  for (const { id } of choices) {
    const variables = await variablesOf(walk.compiled.lesson, walk.world, id)
    rights.set(id, (await walk.theOne(choices, ['prediction', 'choices'], variables)).id)
  }
  if (new Set(rights.values()).size === 1) return []
  const told = [...rights].map(([picked, right]) => `for \`${picked}\` it is \`${right}\``)
  const message = `Which answer is right depends on what was picked: ${told.join(', ')}.`
  return [problemAt(walk.place('prediction', 'choices'), message)]
}

async function judgePicture(
  walk: Walk,
  { answer }: Extract<Prediction, { kind: 'picture' }>,
): Promise<readonly Problem[]> {
  const place = walk.place('prediction', 'picture', 'answer')
  const { exitCode, stdout, stderr } = await walk.world.ask(answer, walk.runtime.variables)
  if (exitCode !== 0) return [problemAt(place, `\`${answer}\` fails: ${sentence(stderr)}`)]
  const refs = new Set(stdout.split(/\s+/).filter((ref) => ref !== ''))
  const right = walk.offered.filter((ref) => refs.has(ref))
  if (right.length === 1) return []
  const message = `Exactly one of the ${walk.offered.length} things to point at is right, not ${right.length}: \`${answer}\` says ${short([...refs])}; one can point at ${short(walk.offered)}.`
  return [problemAt(place, message)]
}

async function judgeAmount(
  walk: Walk,
  { answer, least, most, step, within }: Extract<Prediction, { kind: 'amount' }>,
): Promise<readonly Problem[]> {
  const place = walk.place('prediction', 'amount', 'answer')
  const { exitCode, stdout, stderr } = await walk.world.ask(answer, walk.runtime.variables)
  if (exitCode !== 0) return [problemAt(place, `\`${answer}\` fails: ${sentence(stderr)}`)]
  const value = printedValue(stdout)
  if (typeof value !== 'number') {
    return [problemAt(place, `\`${answer}\` says ${short(value)}, which is no number.`)]
  }
  const nearest = least + Math.round((value - least) / step) * step
  const mark = Math.min(most, Math.max(least, nearest))
  if (value < least || value > most || Math.abs(value - mark) > within) {
    const message = `Nobody can set the mark to the answer: it is ${value}, the marks go from ${least} to ${most} by ${step}, and ${within} off counts as right.`
    return [problemAt(place, message)]
  }
  if (Math.max(value - least, most - value) > within) return []
  const message = `Every mark is right: the answer is ${value}, and ${within} off counts as right.`
  return [problemAt(walk.place('prediction', 'amount', 'within'), message)]
}

/** Each beat of a step's occurs: in its run as the flow passes it, else among what happened meanwhile. */
export function stepBeats(
  walk: Walk,
  step: Step,
  happened: readonly EventRecord[],
): readonly Problem[] {
  const mine = happened.filter(isMine).map(({ type }) => type)
  const came = 'run' in step ? walk.runtime.snapshot.context.beats : mine
  return step.beats.flatMap(({ type }, index) => {
    if (came.includes(type)) return []
    const types = [...new Set(mine)].join(', ')
    const message = mine.includes(type)
      ? `\`${type}\` comes, but the run does not pause at it: what a line does at once counts for the last line only.`
      : `\`${type}\` does not come in this step before its run ends. What came: ${types}.`
    return [problemAt(walk.place('beats', index), message)]
  })
}

interface Question {
  readonly line: string
  readonly place: Place
}

/** Every line that the lesson asks in a step, and where it stands. */
function questionsOf({ at }: CompiledLesson, step: Step, index: number): readonly Question[] {
  const within = (path: readonly string[], line: string): Question => ({
    line,
    place: at(['steps', index, ...path]),
  })
  const choices = (group: readonly Choice[], ...path: string[]) =>
    group.map(({ id, holds }) => within([...path, id, 'run'], holds.run))
  switch (step.kind) {
    case 'observe':
      return []
    case 'predict': {
      const { prediction, saw } = step
      const seen = choices(saw?.choices ?? [], 'saw')
      if (prediction.kind === 'choices') {
        return [...choices(prediction.choices, 'prediction', 'choices'), ...seen]
      }
      return [within(['prediction', prediction.kind, 'answer'], prediction.answer), ...seen]
    }
    case 'explain':
      return step.parts.flatMap((part) => choices(part.choices, 'parts', part.id))
    default:
      return [
        ...step.requirements.map(({ id, check }) => within(['requirements', id, 'run'], check.run)),
        ...step.feedback.map(({ id, when }) => within(['feedback', id, 'run'], when.run)),
      ]
  }
}

/** Exit codes of an answer: the command's own, a refusal of the cloud's, data that a query does not suit. */
const ANSWERS: ReadonlySet<number> = new Set([0, 1, 254, 255])

/** Sees to it that asking changes nothing and can be done at all, and that each variable is there once. */
export class Steady {
  readonly #compiled: CompiledLesson
  readonly #there = new Set<string>()

  constructor(compiled: CompiledLesson) {
    this.#compiled = compiled
  }

  /** Asks everything that the lesson asks in a step. */
  async judge(walk: Walk, step: Step, index: number): Promise<readonly Problem[]> {
    const { lesson, at } = this.#compiled
    const variables = Object.entries(lesson.variables).map(([name, line]) => ({
      line,
      place: at(['variables', name]),
    }))
    const questions = [...variables, ...questionsOf(this.#compiled, step, index)]
    const problems: Problem[] = []
    const before = walk.world.session.hash()
    for (const { line, place } of questions) {
      const { exitCode, stderr } = await walk.world.ask(line, walk.runtime.variables)
      if (ANSWERS.has(exitCode)) continue
      problems.push(problemAt(place, `\`${line}\` cannot be asked: ${sentence(stderr)}`))
    }
    if (walk.world.session.hash() !== before) {
      const message = `Asking the questions of \`${step.id}\` changes the world.`
      problems.push(problemAt(at(['steps', index]), message))
    }
    return problems
  }

  /** The variables as they were when a step was done. */
  note(variables: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(variables)) if (value !== '') this.#there.add(name)
  }

  /** Variables that were empty whenever a step was done. */
  unused(): readonly Problem[] {
    const { lesson, at } = this.#compiled
    return Object.entries(lesson.variables).flatMap(([name, line]) =>
      this.#there.has(name)
        ? []
        : [problemAt(at(['variables', name]), `\`${name}\` is never anything: \`${line}\`.`)],
    )
  }
}
