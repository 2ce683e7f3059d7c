/**
 * DescribePlacement: why instances stand where they stand, from the explanations that were stored when their hosts
 * were chosen: at a launch, and at each start after a stop.
 *
 * An explanation goes with its instance's record. A launch that found no host has none; its refusal says why.
 */
import { hostKey, hostRef } from '../../compute/hosts.ts'
import { placementRef } from '../../compute/instances.ts'
import { hosts, type Placement, placements } from '../../compute/rows.ts'
import { must } from '../../kernel/assert.ts'
import { parseRef, type Ref } from '../../kernel/ref.ts'
import { fail, ok, type Plain, type Result } from '../../kernel/result.ts'
import { keyOf } from '../../kernel/table.ts'
import type { World } from '../../kernel/world.ts'
import { type Operation, operation } from '../../operation.ts'
import type {
  DescribePlacementRequest,
  DescribePlacementResult,
  PlacementCandidate,
  PlacementDescription,
} from './api.ts'
import { readList, textsOf, timeOf } from './values.ts'

export const describePlacement: Operation = operation<
  DescribePlacementRequest,
  DescribePlacementResult
>({
  readOnly: true,
  members: { emulated: ['InstanceIds', 'RequestId'] },
  run(input, { world, account }) {
    const wanted = readList('InstanceIds', input.InstanceIds)
    if (!wanted.ok) return wanted
    const placed = input.RequestId === undefined ? null : placedBy(world, input.RequestId)
    if (placed !== null && !placed.ok) return placed
    const rows = world.table(placements).all(keyOf(account, ''))
    const unknown = input.InstanceIds?.find((id) => rows.every((row) => idOf(row) !== id))
    if (unknown !== undefined) {
      return fail('NoSuchPlacement', `No placement of an instance ${unknown} of yours is known.`)
    }
    const some = rows.filter(
      (row) =>
        (wanted.value === null || wanted.value(idOf(row))) &&
        (placed === null ||
          (placed.value.at === row.at && placed.value.instances.has(row.instance))),
    )
    return ok({ Placements: some.map((row) => describe(world, row)) })
  },
})

/** When a call was made, and the instances that it found hosts for. */
function placedBy(
  world: World,
  requestId: unknown,
): Result<{ readonly at: number; readonly instances: ReadonlySet<Ref> }> {
  if (typeof requestId !== 'string') return fail('InvalidParameterValue', 'RequestId is a text.')
  const { events } = world
  const call = events.latest(
    ({ type, detail }) => type === 'call.answered' && detail.requestId === requestId,
  )
  if (call === undefined) return fail('NoSuchRequest', `No call ${requestId} is known.`)
  const chosen = events
    .since(call.seq)
    .filter(({ type, cause }) => type === 'compute.placement.chosen' && cause === call.seq)
  return ok({ at: call.at, instances: new Set(chosen.flatMap(({ subjects }) => subjects)) })
}

const idOf = (row: Placement): string => parseRef(row.instance)?.id ?? ''

function describe(world: World, row: Placement): PlacementDescription {
  const candidates = row.candidates.map((candidate) => candidateOf(world, candidate))
  return {
    PlacementId: row.id,
    Ref: placementRef(row.id),
    ...timeOf(row.at),
    InstanceId: idOf(row),
    Instance: row.instance,
    InstanceType: row.type,
    VCpus: row.vcpus,
    MemoryMiB: row.memoryMib,
    ...(row.zone === null ? {} : { AskedZone: row.zone }),
    Rules: row.rules.map(({ code, left, hosts: some, values }) => ({
      Code: code,
      Left: left,
      Hosts: some.map(hostRef),
      // A rule's values are always a record; the row's codec only knows that they are plain.
      Values: textsOf(values as Readonly<Record<string, Plain>>),
    })),
    Candidates: candidates,
    Chosen: must(
      candidates.find(({ HostId }) => HostId === row.chosen),
      `the choice of ${row.id}`,
    ),
  }
}

function candidateOf(world: World, each: Placement['candidates'][number]): PlacementCandidate {
  const { label, zone } = must(world.table(hosts).get(hostKey(each.host)), `host ${each.host}`)
  return {
    HostId: each.host,
    Ref: hostRef(each.host),
    Label: label,
    Zone: zone,
    ...(each.failed === null ? {} : { Failed: each.failed }),
    ...(each.rank === null ? {} : { Rank: each.rank }),
    FreeVCpus: each.freeVcpus,
    FreeMemoryMiB: each.freeMemoryMib,
    OwnInstances: each.mine,
  }
}
