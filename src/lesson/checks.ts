/**
 * Checks: read-only command lines whose answers are compared with a value.
 *
 * They are peeked, so that asking never changes the world. A check whose command fails does not hold: before a
 * thing exists, a question about it is refused, and that is an ordinary answer. What a check came to is kept with
 * it, so that the page can say "needs 2, has 1".
 */
import type { Check, Json, Lesson } from './lesson.ts'
import type { Lab } from './port.ts'

/** What a check came to. */
export interface Verdict {
  readonly holds: boolean
  /** the answer, or null where the command failed */
  readonly has: Json
  /** what the command said when it failed */
  readonly error: string | null
}

/** The values of variables, by name. */
export type Variables = Readonly<Record<string, string>>

/** The variable that holds what was predicted: a Ref, a choice's id, or a number; empty when it was not. */
export const PICKED = 'picked'

/** Asks for a lesson's variables at this instant. One whose command fails is empty. */
export async function variablesOf(
  lesson: Pick<Lesson, 'variables'>,
  lab: Lab,
  picked: string | number | null,
): Promise<Variables> {
  const values: Record<string, string> = { [PICKED]: picked === null ? '' : String(picked) }
  for (const [name, line] of Object.entries(lesson.variables)) {
    const { exitCode, stdout } = await lab.ask(line, values)
    const text = exitCode === 0 ? stdout.replace(/\n+$/, '') : ''
    // The CLI writes `None` for a query that found nothing.
    values[name] = text === 'None' ? '' : text
  }
  return values
}

/** What a command prints, as JSON where it is JSON, else as text. */
export function printedValue(stdout: string): Json {
  const text = stdout.trim()
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** Whether two values are equal as JSON: the order of an object's members does not count. */
export function equalJson(a: Json, b: Json): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (isList(a) || isList(b)) {
    if (!isList(a) || !isList(b) || a.length !== b.length) return false
    return a.every((each, index) => equalJson(each, b[index] ?? null))
  }
  const [left, right] = [Object.entries(a), Object.keys(b)]
  return (
    left.length === right.length &&
    left.every(([key, value]) => Object.hasOwn(b, key) && equalJson(value, b[key] ?? null))
  )
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

/** Asks a check. */
export async function evaluate(check: Check, lab: Lab, variables: Variables): Promise<Verdict> {
  const { exitCode, stdout, stderr } = await lab.ask(check.run, variables)
  if (exitCode !== 0) return { holds: false, has: null, error: stderr.trim() }
  const has = printedValue(stdout)
  return { holds: equalJson(has, check.is), has, error: null }
}

/** The first of a list whose check holds, or null. */
export async function firstThatHolds<T>(
  list: readonly T[],
  checkOf: (one: T) => Check,
  lab: Lab,
  variables: Variables,
): Promise<T | null> {
  for (const one of list) {
    if ((await evaluate(checkOf(one), lab, variables)).holds) return one
  }
  return null
}
