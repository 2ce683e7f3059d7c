/**
 * The filter engine of the Describe operations (ERRORS §8).
 *
 * Filters join with AND, the values of one filter with OR. A row may have several values of one
 * name (its groups, its tags); one that fits is enough. A name that AWS does not have is refused as
 * AWS refuses it. A name that AWS has is in one of three lists of the operation: those that are
 * looked up, those of things that nothing in the lab has (so that nothing matches, as on AWS), and
 * those that would lie, which are refused as not emulated.
 */
import { fail, type Result, reason } from '../../kernel/result.ts'
import type { Filter } from './api.ts'
import { matches, readPattern } from './patterns.ts'

/** What a row has under a filter's name: nothing, one value or several. */
export type FilterValue = string | number | boolean | null | readonly string[]

/** The filters of one operation. */
export interface FilterSet<Row> {
  readonly values: Readonly<Record<string, (row: Row) => FilterValue>>
  /** the tags of a row, for `tag:<key>` and `tag-key`; left out where there are no such filters */
  readonly tags?: (row: Row) => readonly { readonly key: string; readonly value: string }[]
  /** there is `tag:<key>` and no `tag-key` (DescribeTags) */
  readonly withoutTagKey?: true
  /** AWS's names of what nothing in the lab has */
  readonly absent?: readonly string[]
  /** AWS's names of what the lab does not emulate */
  readonly refused?: readonly string[]
}

/** At most this many values in one call (ERRORS §4, M), each this long (S2). */
const VALUES_PER_CALL = 200
const CHARACTERS_PER_VALUE = 255

/** The test that filters put to a row, or the refusal of the first one that cannot be. */
export function readFilters<Row>(
  operation: string,
  set: FilterSet<Row>,
  filters: readonly Filter[] | undefined,
): Result<(row: Row) => boolean> {
  const wrong = checkLimits(filters ?? [])
  if (wrong !== null) return wrong
  const tests: ((row: Row) => boolean)[] = []
  for (const filter of filters ?? []) {
    const look = lookUp(operation, set, filter.Name)
    if (!look.ok) return look
    tests.push(testOf(look.value, filter.Values ?? []))
  }
  return { ok: true, value: (row) => tests.every((test) => test(row)) }
}

/** A filter without values asks that the row has one (aws/aws-cli#1735, a maintainer's reading). */
function testOf<Row>(
  look: (row: Row) => FilterValue,
  values: readonly string[],
): (row: Row) => boolean {
  const patterns = values.map(readPattern)
  return (row) => {
    const found = textsOf(look(row))
    if (patterns.length === 0) return found.length > 0
    return found.some((text) => patterns.some((pattern) => matches(pattern, text)))
  }
}

function textsOf(value: FilterValue): readonly string[] {
  if (value === null) return []
  if (typeof value === 'object') return value
  return [String(value)]
}

function lookUp<Row>(
  operation: string,
  set: FilterSet<Row>,
  name: string | undefined,
): Result<(row: Row) => FilterValue> {
  const { tags } = set
  if (name !== undefined) {
    const look = Object.hasOwn(set.values, name) ? set.values[name] : undefined
    if (look !== undefined) return { ok: true, value: look }
    if (tags !== undefined && name === 'tag-key' && set.withoutTagKey !== true) {
      return { ok: true, value: (row) => tags(row).map((tag) => tag.key) }
    }
    if (tags !== undefined && name.startsWith('tag:')) {
      const key = name.slice('tag:'.length)
      return {
        ok: true,
        value: (row) => tags(row).find((tag) => tag.key === key)?.value ?? null,
      }
    }
    if (set.absent?.includes(name)) return { ok: true, value: () => null }
    if (set.refused?.includes(name)) {
      return fail('Unsupported', `The lab does not emulate the filter ${name} of ${operation}.`, {
        reasons: [reason('lab.filter-not-emulated', { operation, filter: name })],
      })
    }
  }
  return fail('InvalidParameterValue', `The filter '${name ?? 'null'}' is invalid`)
}

function checkLimits(filters: readonly Filter[]): Result<never> | null {
  const values = filters.flatMap((filter) => filter.Values ?? [])
  if (values.length > VALUES_PER_CALL) {
    return fail(
      'FilterLimitExceeded',
      `The maximum number of filter values specified on a single call is ${VALUES_PER_CALL}`,
    )
  }
  if (values.some((value) => [...value].length > CHARACTERS_PER_VALUE)) {
    return fail(
      'FilterLimitExceeded',
      `The maximum length for a filter value is ${CHARACTERS_PER_VALUE} characters`,
    )
  }
  return null
}
