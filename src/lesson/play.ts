/**
 * Plays steps of a lesson without a person: to come to a step that lies ahead, to know an answer before it is asked
 * for, and for the sheet.
 *
 * It asks `wanted` after everything that takes time: whoever goes elsewhere meanwhile ends it.
 */
import { type Variables, variablesOf } from './checks.ts'
import type { Lesson, Step } from './lesson.ts'
import type { Lab, Stop } from './port.ts'
import { linesOf, REFUSED } from './runtime.ts'

/** A line of the lesson's own that could not be run. */
export class Unplayable extends Error {
  override name = 'Unplayable'
}

/** Rejects what is not wanted any more. */
export class Elsewhere extends Error {
  override name = 'Elsewhere'
}

/** Runs lines one after the other. Rejects with `Unplayable`, or `Elsewhere`. */
export async function runLines(
  lines: readonly string[],
  lab: Lab,
  lesson: Lesson,
  wanted: () => boolean,
): Promise<void> {
  for (const line of lines) {
    const variables = await variablesOf(lesson, lab, null)
    if (!wanted()) throw new Elsewhere()
    const { exitCode, stderr } = await lab.run(line, variables)
    if (!wanted()) throw new Elsewhere()
    if (exitCode !== 0 && exitCode !== REFUSED) throw new Unplayable(`${line}: ${stderr.trim()}`)
  }
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
  await runLines(linesOf(step), lab, lesson, wanted)
  const types = step.beats.map(({ type }) => type)
  while (!isOver(step, await lab.toBeat(types))) {
    if (!wanted()) throw new Elsewhere()
  }
  return variablesOf(lesson, lab, null)
}
