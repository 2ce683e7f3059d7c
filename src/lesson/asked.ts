/**
 * What a lesson's questions come to in the world as it stands: ids, Refs, numbers. Peeked, so nothing changes.
 */
import { evaluate, firstThatHolds, printedValue, type Variables } from './checks.ts'
import type { Choice, DoStep, Json, Prediction } from './lesson.ts'
import type { Lab } from './port.ts'

/** The id of the choice that is so, or null. */
export async function choiceThatHolds(
  choices: readonly Choice[],
  lab: Lab,
  variables: Variables,
): Promise<string | null> {
  return (await firstThatHolds(choices, ({ holds }) => holds, lab, variables))?.id ?? null
}

/** What was right of a prediction, after its run: a choice's id, Refs, or a number; null where the world answers with none. */
export async function predictionsAnswer(
  prediction: Prediction,
  lab: Lab,
  variables: Variables,
): Promise<Json> {
  if (prediction.kind === 'choices') return choiceThatHolds(prediction.choices, lab, variables)
  const { exitCode, stdout } = await lab.ask(prediction.answer, variables)
  if (exitCode !== 0) return null
  if (prediction.kind === 'amount') {
    const value = printedValue(stdout)
    return typeof value === 'number' && Number.isFinite(value) ? value : null
  }
  return stdout.split(/\s+/).filter((ref) => ref !== '')
}

/** The ids of a task's requirements that hold. */
export async function metOf(
  { requirements }: DoStep,
  lab: Lab,
  variables: Variables,
): Promise<readonly string[]> {
  const met: string[] = []
  for (const { id, check } of requirements) {
    if ((await evaluate(check, lab, variables)).holds) met.push(id)
  }
  return met
}
