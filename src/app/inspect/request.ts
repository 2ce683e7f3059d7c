/**
 * The request of an inspected call, read from its audit record: what the learner copies is what the cloud noted,
 * in whichever future it is inspected.
 *
 * Times stand in the record in UTC, as the CLI takes them. What was withheld, and bytes, are not in the record;
 * then there is no request.
 */
import type { Members } from '../../cloud/call.ts'
import type { InspectView } from '../../cloud/views/types.ts'
import type { LineRequest } from '../../command/line.ts'

/** What stands where a value was left out of the record. */
const LEFT_OUT = /^<(sensitiveDataRemoved|\d+ bytes)>$/

/** The request, or null where the record is not of a call or does not hold all of it. */
export function requestIn(view: InspectView): LineRequest | null {
  const text = view.documents.record
  if (view.kind !== 'call' || text === undefined) return null
  const record = membersOf(JSON.parse(text))
  const input = membersOf(record?.requestParameters)
  const { eventSource: source, eventName: operation } = record ?? {}
  if (input === null || typeof source !== 'string' || typeof operation !== 'string') return null
  return isWhole(input) ? { service: source.replace(/\..*$/, ''), operation, input } : null
}

const membersOf = (value: unknown): Members | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : null

function isWhole(value: Members[string]): boolean {
  if (typeof value === 'string') return !LEFT_OUT.test(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every(isWhole)
}
