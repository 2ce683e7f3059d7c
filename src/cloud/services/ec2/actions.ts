/**
 * StartInstances, StopInstances, RebootInstances, TerminateInstances.
 *
 * Ids are checked before anything changes, and the domain looks at the whole batch before it acts:
 * a refused call changes nothing (ERRORS §6, FIDELITY 12). Repeated ids count once. Simplified: no
 * hibernation; the lab's guests do not mind how they are shut down, so `Force` and `SkipOsShutdown`
 * change nothing.
 */
import {
  rebootInstances as reboot,
  type StateChange,
  startInstances as start,
  stopInstances as stop,
  terminateInstances as terminate,
} from '../../compute/changes.ts'
import { instanceRef } from '../../compute/instances.ts'
import type { Instance } from '../../compute/rows.ts'
import type { Ref } from '../../kernel/ref.ts'
import { ok, type Result } from '../../kernel/result.ts'
import type { OperationContext } from '../../operation.ts'
import type * as Aws from './api.ts'
import { instancesNotFound, noInstances } from './errors.ts'
import { findAll } from './ids.ts'
import { stateShape } from './instanceShape.ts'
import { instanceOf } from './lookups.ts'
import { ec2Operation } from './members.ts'

const IDS = { DryRun: 'flag', 'InstanceIds[]': 'text' } as const

export const startInstances = ec2Operation<'StartInstances'>({
  readOnly: false,
  members: { emulated: IDS, harmless: { AdditionalInfo: 'text' } },
  resources: (input, at) => refsOf(at, input.InstanceIds),
  run(input, at) {
    const rows = batchOf(at, input.InstanceIds)
    const changes = rows.ok ? start(at.world, at.account, rows.value) : rows
    return changes.ok ? ok({ StartingInstances: changes.value.map(changeShape) }) : changes
  },
})

export const stopInstances = ec2Operation<'StopInstances'>({
  readOnly: false,
  members: {
    emulated: { ...IDS, Hibernate: 'flag' },
    harmless: { Force: 'flag', SkipOsShutdown: 'flag' },
  },
  resources: (input, at) => refsOf(at, input.InstanceIds),
  run(input, at) {
    const rows = batchOf(at, input.InstanceIds)
    if (!rows.ok) return rows
    const changes = stop(at.world, rows.value, input.Hibernate === true)
    return changes.ok ? ok({ StoppingInstances: changes.value.map(changeShape) }) : changes
  },
})

export const rebootInstances = ec2Operation<'RebootInstances'>({
  readOnly: false,
  members: { emulated: IDS },
  resources: (input, at) => refsOf(at, input.InstanceIds),
  run(input, at) {
    const rows = batchOf(at, input.InstanceIds)
    const changes = rows.ok ? reboot(at.world, rows.value) : rows
    return changes.ok ? ok({}) : changes
  },
})

export const terminateInstances = ec2Operation<'TerminateInstances'>({
  readOnly: false,
  members: { emulated: IDS, harmless: { Force: 'flag', SkipOsShutdown: 'flag' } },
  resources: (input, at) => refsOf(at, input.InstanceIds),
  run(input, at) {
    const rows = batchOf(at, input.InstanceIds)
    const changes = rows.ok ? terminate(at.world, rows.value) : rows
    return changes.ok ? ok({ TerminatingInstances: changes.value.map(changeShape) }) : changes
  },
})

/** The instances of some ids; on the wire no ids and an empty list of them are the same. */
function batchOf(at: OperationContext, ids: readonly string[] | undefined): Result<Instance[]> {
  if (ids === undefined || ids.length === 0) return noInstances()
  return findAll('instance', ids, (id) => instanceOf(at, id), instancesNotFound)
}

const refsOf = (at: OperationContext, ids: readonly string[] | undefined): Ref[] =>
  (ids ?? []).map((id) => instanceRef({ account: at.account, id }))

const changeShape = ({ instance, previous }: StateChange): Aws.InstanceStateChange => ({
  InstanceId: instance.id,
  CurrentState: stateShape(instance.state),
  PreviousState: stateShape(previous),
})
