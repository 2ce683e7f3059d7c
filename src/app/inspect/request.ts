/**
 * The request of an inspected call: what the learner copies is what the cloud noted, in whichever future it is
 * inspected.
 *
 * Times stand in it in UTC, as the CLI takes them. What was withheld, and bytes, are not kept there; then there is
 * no request. The body of an object is the exception: a command names it as a file.
 */
import type { Members } from '../../cloud/call.ts'
import type { InspectView } from '../../cloud/views/types.ts'
import type { LineRequest } from '../../command/line.ts'

/** What stands where a value was left out. */
const LEFT_OUT = /^<(sensitiveDataRemoved|\d+ bytes)>$/

/** The request, or null where what is shown is no call or does not hold all of it. */
export function requestIn(view: InspectView): LineRequest | null {
  const text = view.documents.request
  if (view.kind !== 'call' || text === undefined) return null
  const input = membersOf(JSON.parse(text))
  const source = fieldOf(view, 'service')
  if (input === null || typeof source !== 'string') return null
  const { Body, ...rest } = input
  const whole = isWhole(view.title === 'PutObject' ? rest : input)
  return whole ? { service: source.replace(/\..*$/, ''), operation: view.title, input } : null
}

/** The value of a line of the inspector. */
export const fieldOf = ({ groups }: InspectView, code: string) =>
  groups.flatMap(({ fields }) => fields).find((field) => field.code === code)?.value ?? null

const membersOf = (value: unknown): Members | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : null

function isWhole(value: Members[string]): boolean {
  if (typeof value === 'string') return !LEFT_OUT.test(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every(isWhole)
}
