/**
 * DescribeInstances: instances by reservation, terminated ones for an hour after.
 *
 * Pages count instances, and a reservation that a page ends in goes on in the next (M). Simplified:
 * what is described is never late; AWS's is eventually consistent.
 */
import { type Instance, instances } from '../../compute/rows.ts'
import { fail, ok, type Result } from '../../kernel/result.ts'
import type { OperationContext } from '../../operation.ts'
import { describe, FILTERS, keyed, PAGES } from './describe.ts'
import { instancesNotFound } from './errors.ts'
import { findAll } from './ids.ts'
import { instanceFilters } from './instanceFilters.ts'
import { reservationShapes } from './instanceShape.ts'
import { instanceOf, rowsOf } from './lookups.ts'
import { ec2Operation } from './members.ts'
import type { Keyed, PageLimits } from './pages.ts'

/** Larger numbers were documented as cut to 1000 (ERRORS §9). */
export const INSTANCE_PAGES: PageLimits = { least: 5, most: 1000, cuts: true }

export const describeInstances = ec2Operation<'DescribeInstances'>({
  readOnly: true,
  members: {
    emulated: { ...FILTERS, ...PAGES, 'InstanceIds[]': 'text' },
    // There are no resources that another service manages.
    harmless: { IncludeManagedResources: 'flag' },
  },
  run(input, at) {
    const ids = input.InstanceIds ?? []
    const both = idsWithPages(ids, input.MaxResults)
    if (both !== null) return both
    const page = describe(at, input, {
      operation: 'DescribeInstances',
      filters: instanceFilters(at),
      limits: INSTANCE_PAGES,
      asked: [...ids],
      rows: () => chosenInstances(at, ids),
    })
    if (!page.ok) return page
    const { items, nextToken } = page.value
    return ok({ Reservations: reservationShapes(at, items), NextToken: nextToken })
  },
})

/** Ids and MaxResults exclude each other (ERRORS §4). */
export function idsWithPages(
  ids: readonly string[],
  most: number | undefined,
): Result<never> | null {
  if (ids.length === 0 || most === undefined) return null
  return fail(
    'InvalidParameterCombination',
    'The parameter instancesSet cannot be used with the parameter maxResults',
  )
}

/** The instances of some ids, or all; in the order of reservation and launch index. */
export function chosenInstances(
  at: OperationContext,
  ids: readonly string[],
): Result<Keyed<Instance>[]> {
  const find = (id: string) => instanceOf(at, id)
  const rows: Result<Instance[]> =
    ids.length === 0 ? ok(rowsOf(at, instances)) : findAll('instance', ids, find, instancesNotFound)
  return rows.ok ? ok(keyed(rows.value, placeOf)) : rows
}

const placeOf = (row: Instance): string =>
  `${row.reservation}/${String(row.launchIndex).padStart(8, '0')}`
