/**
 * Runs the lines of steps; and plays whole steps without a person: to know an answer before it is asked for, and for
 * the sheet.
 *
 * It asks `wanted` after everything that takes time: whoever goes elsewhere meanwhile ends it.
 */
import { type Variables, variablesOf } from './checks.ts'
import type { Lesson, Step } from './lesson.ts'
import type { Lab, Outcome, Stop } from './port.ts'

/** Exit code of a command that the cloud refused: an ordinary outcome of a run. */
const REFUSED = 254

/** A line of the lesson's own that could not be run. */
export class Unplayable extends Error {
  override name = 'Unplayable'
  readonly line: string
  readonly code: string | null
  /** what it printed about that */
  readonly said: string

  constructor(line: string, { code, stderr }: Outcome) {
    const said = stderr.trim()
    super(`${line}: ${said}`)
    this.line = line
    this.code = code
    this.said = said
  }
}

/** Rejects what is not wanted any more. */
export class Elsewhere extends Error {
  override name = 'Elsewhere'
}

/** What a step does to the world when it is played without a person. */
export const linesOf = (step: Step): readonly string[] => {
  if ('run' in step) return step.run
  return 'solution' in step ? step.solution : []
}

/**
 * Runs lines one after the other, each with the variables that there are then; whether the cloud did all of it.
 * Rejects with `Unplayable`, or `Elsewhere`.
 */
export async function runLines(
  lines: readonly string[],
  lab: Lab,
  variables: () => Promise<Variables>,
  wanted: () => boolean,
): Promise<'done' | 'refused'> {
  let did: 'done' | 'refused' = 'done'
  for (const line of lines) {
    const values = await variables()
    if (!wanted()) throw new Elsewhere()
    const outcome = await lab.run(line, values)
    if (!wanted()) throw new Elsewhere()
    if (outcome.exitCode === REFUSED) did = 'refused'
    else if (outcome.exitCode !== 0) throw new Unplayable(line, outcome)
  }
  return did
}

/** Whether a run is over with what it came to: nothing is under way, or its last beat is here. */
export const isOver = ({ beats }: Step, stop: Stop | null): boolean =>
  stop === null || stop.type === beats.at(-1)?.type

/** Plays a step to the end of its run. Resolves to the lesson's variables there. */
export async function playThrough(
  step: Step,
  lab: Lab,
  lesson: Lesson,
  wanted: () => boolean,
): Promise<Variables> {
  await runLines(linesOf(step), lab, () => variablesOf(lesson, lab, null), wanted)
  const types = step.beats.map(({ type }) => type)
  while (!isOver(step, await lab.toBeat(types))) {
    if (!wanted()) throw new Elsewhere()
  }
  return variablesOf(lesson, lab, null)
}
