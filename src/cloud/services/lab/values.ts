/** What the lab's read-only operations share: lists that a caller gives, and times and figures as they answer them. */
import { type Instant, TICKS_PER_SECOND } from '../../kernel/instant.ts'
import { parseRef, type Ref } from '../../kernel/ref.ts'
import { fail, ok, type Plain, type Result } from '../../kernel/result.ts'
import type { Texts } from './api.ts'

/** The most that one answer holds of events; the lab's choice. */
export const MOST_RESULTS = 1000

/** Whether a value of a list passes; a list that is left out lets all pass. Error: `InvalidParameterValue`. */
export function readList(name: string, given: unknown): Result<((text: string) => boolean) | null> {
  if (given === undefined) return ok(null)
  const isList = Array.isArray(given) && given.every((each) => typeof each === 'string')
  if (!isList) return fail('InvalidParameterValue', `${name} is a list of texts.`)
  const wanted: ReadonlySet<string> = new Set(given)
  return ok((text) => wanted.has(text))
}

/** How many of the newest are wanted. Error: `InvalidParameterValue`. */
export function readMost(given: unknown): Result<number> {
  if (given === undefined) return ok(MOST_RESULTS)
  const fits = Number.isInteger(given) && Number(given) >= 1 && Number(given) <= MOST_RESULTS
  return fits
    ? ok(Number(given))
    : fail('InvalidParameterValue', `MaxResults is a whole number, 1 to ${MOST_RESULTS}.`)
}

/** Whether a ref is meant by one of the texts: as it is, or by its id alone. */
export const isNamed = (ref: Ref, wanted: (text: string) => boolean): boolean =>
  wanted(ref) || wanted(parseRef(ref)?.id ?? '')

/** An instant as its answers tell it. */
export const timeOf = (at: Instant): { readonly At: Instant; readonly Seconds: number } => ({
  At: at,
  Seconds: at / TICKS_PER_SECOND,
})

/** Figures as text; those that are nothing are left out. */
export const textsOf = (values: Readonly<Record<string, Plain>>): Texts =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
