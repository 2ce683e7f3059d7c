/**
 * DescribeInstanceStatus: status checks, of running instances unless all are asked for.
 *
 * Simplified: checks never fail, and there are no scheduled events. AWS checks every minute; that an
 * instance is `initializing` for its first minute of running is the lab's choice.
 */
import { STATE_CODES } from '../../compute/lifecycle.ts'
import type { Instance } from '../../compute/rows.ts'
import { between, minutes } from '../../kernel/instant.ts'
import { fail, ok } from '../../kernel/result.ts'
import type { OperationContext } from '../../operation.ts'
import type * as Aws from './api.ts'
import { describe, FILTERS, PAGES } from './describe.ts'
import { chosenInstances, INSTANCE_PAGES, idsWithPages } from './describeInstances.ts'
import type { FilterSet } from './filters.ts'
import { stateShape } from './instanceShape.ts'
import { zoneIdOf } from './lookups.ts'
import { ec2Operation } from './members.ts'

const MOST_IDS = 100

export const describeInstanceStatus = ec2Operation<'DescribeInstanceStatus'>({
  readOnly: true,
  members: {
    emulated: { ...FILTERS, ...PAGES, 'InstanceIds[]': 'text', IncludeAllInstances: 'flag' },
    harmless: { IncludeManagedResources: 'flag' },
  },
  run(input, at) {
    const ids = input.InstanceIds ?? []
    const all = input.IncludeAllInstances === true
    if (ids.length > MOST_IDS) {
      return fail(
        'InvalidRequest',
        `${ids.length} exceeds the maximum number of instance IDs that can be specificied (${MOST_IDS}). Please specify fewer than ${MOST_IDS} instance IDs.`,
      )
    }
    const both = idsWithPages(ids, input.MaxResults)
    if (both !== null) return both
    const page = describe(at, input, {
      operation: 'DescribeInstanceStatus',
      filters: filtersOf(at),
      limits: INSTANCE_PAGES,
      asked: [[...ids], all],
      rows: () => {
        const rows = chosenInstances(at, ids)
        if (!rows.ok || all) return rows
        return ok(rows.value.filter(([, row]) => row.state === 'running'))
      },
    })
    if (!page.ok) return page
    const { items, nextToken } = page.value
    return ok({ InstanceStatuses: items.map((row) => statusShape(at, row)), NextToken: nextToken })
  },
})

const FIRST_CHECK = minutes(1)

/** The outcome of a check, and of the one detail it has. */
interface Check {
  readonly status: 'ok' | 'initializing' | 'not-applicable'
  readonly reachability: 'passed' | 'initializing' | null
}

function checkOf(at: OperationContext, row: Instance): Check {
  if (row.state !== 'running') return { status: 'not-applicable', reachability: null }
  return between(row.since, at.world.now) < FIRST_CHECK
    ? { status: 'initializing', reachability: 'initializing' }
    : { status: 'ok', reachability: 'passed' }
}

function summaryShape({ status, reachability }: Check): Aws.InstanceStatusSummary {
  if (reachability === null) return { Status: status }
  return { Status: status, Details: [{ Name: 'reachability', Status: reachability }] }
}

function statusShape(at: OperationContext, row: Instance): Aws.InstanceStatus {
  const summary = summaryShape(checkOf(at, row))
  return {
    InstanceId: row.id,
    AvailabilityZone: row.zone,
    AvailabilityZoneId: zoneIdOf(row.zone),
    InstanceState: stateShape(row.state),
    InstanceStatus: summary,
    SystemStatus: summary,
    AttachedEbsStatus: summary,
    Events: [],
  }
}

function filtersOf(at: OperationContext): FilterSet<Instance> {
  const status = (row: Instance) => checkOf(at, row).status
  const reachability = (row: Instance) => checkOf(at, row).reachability
  return {
    values: {
      'attached-ebs-status.status': status,
      'availability-zone': (row) => row.zone,
      'availability-zone-id': (row) => zoneIdOf(row.zone) ?? null,
      'instance-state-code': (row) => STATE_CODES[row.state],
      'instance-state-name': (row) => row.state,
      'instance-status.reachability': reachability,
      'instance-status.status': status,
      'operator.managed': () => false,
      'system-status.reachability': reachability,
      'system-status.status': status,
    },
    absent: [
      'event.code',
      'event.description',
      'event.instance-event-id',
      'event.not-after',
      'event.not-before',
      'event.not-before-deadline',
      'operator.principal',
    ],
    refused: ['application-status.status'],
  }
}
