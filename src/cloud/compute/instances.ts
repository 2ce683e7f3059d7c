/**
 * What every change of an instance needs: its row, its name, its place, its state.
 *
 * Meters and events begin at instant 0: what happens before is neither billed nor told.
 */
import { endMeter, startMeter } from '../billing/meters.ts'
import type { EventTypeName } from '../events.ts'
import { must } from '../kernel/assert.ts'
import { civilOf } from '../kernel/calendar.ts'
import { arn, ec2Ref, labRef, type Ref } from '../kernel/ref.ts'
import type { Plain } from '../kernel/result.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { carve } from './hosts.ts'
import type { InstanceState } from './lifecycle.ts'
import { type Planned, sliceOf } from './plan.ts'
import { type Instance, instances, placements } from './rows.ts'
import { typeOf } from './types.ts'

/** The name of an instance everywhere. */
export const instanceRef = (row: Pick<Instance, 'account' | 'id'>): Ref =>
  ec2Ref(row.account, 'instance', row.id)

/** The name of a placement's explanation. */
export const placementRef = (id: string): Ref => labRef('placement', id)

/** An account's instance while its record is there, or undefined. */
export const findInstance = (world: World, account: string, id: string): Instance | undefined =>
  world.table(instances).get(keyOf(account, id))

/** An instance that is known to be there. */
export const instanceOf = (world: World, account: string, id: string): Instance =>
  must(findInstance(world, account, id), `instance ${id}`)

/** Puts an instance's row and returns it. */
export function putInstance(world: World, row: Instance): Instance {
  world.table(instances).set(keyOf(row.account, row.id), row)
  return row
}

/** The members that say in what state an instance is, and why. */
export type StateChangeMembers = Pick<
  Instance,
  'state' | 'since' | 'stateReasonCode' | 'stateReasonMessage' | 'transitionReason'
>

/** A state without a reason: pending after a start, and running. */
export const plainState = (world: World, state: InstanceState): StateChangeMembers => ({
  state,
  since: world.now,
  stateReasonCode: '',
  stateReasonMessage: '',
  transitionReason: '',
})

/** A state that a call to stop or terminate led to (ERRORS §7). */
export const userInitiated = (world: World, state: InstanceState): StateChangeMembers => ({
  state,
  since: world.now,
  stateReasonCode: 'Client.UserInitiatedShutdown',
  stateReasonMessage: 'Client.UserInitiatedShutdown: User initiated shutdown',
  transitionReason: `User initiated (${gmt(world)})`,
})

/** The present instant as `2026-01-01 09:00:03 GMT`. */
function gmt(world: World): string {
  const at = civilOf(world.epoch, world.now)
  const two = (n: number) => String(n).padStart(2, '0')
  const date = `${String(at.year).padStart(4, '0')}-${two(at.month)}-${two(at.day)}`
  return `${date} ${two(at.hour)}:${two(at.minute)}:${two(at.second)} GMT`
}

/**
 * Gives an instance its planned host: the slice, and the stored explanation. Throws when it is
 * full.
 */
export function settle(world: World, row: Instance, planned: Planned): void {
  const instance = instanceRef(row)
  carve(world, planned.host.id, sliceOf(row.account, typeOf(row.type), instance, world.now))
  const id = `p-${String(world.count('placement')).padStart(8, '0')}`
  const why = planned.explanation
  world.table(placements).set(keyOf(row.account, id), {
    id,
    account: why.account,
    instance,
    at: world.now,
    type: why.type,
    vcpus: why.vcpus,
    memoryMib: why.memoryMib,
    zone: why.zone,
    rules: why.rules,
    candidates: why.candidates,
    chosen: why.chosen,
  })
}

/** Starts to count a running instance; null before instant 0. Returns the meter's key. */
export function startInstanceMeter(world: World, row: Instance): string | null {
  return startMeter(world, {
    account: row.account,
    subject: instanceRef(row),
    kind: 'instance',
    detail: row.type,
    units: 1,
    nanoDollars: must(typeOf(row.type).nanoDollarsPerHour, `a price of ${row.type}`),
    per: 'hour',
  })
}

/** Starts to count an instance that runs uncounted, since before instant 0. */
export function meterInstance(world: World, row: Instance): void {
  if (row.state !== 'running' || row.meter !== null) return
  putInstance(world, { ...row, meter: startInstanceMeter(world, row) })
}

/** Ends an instance's meter, if one runs. */
export function endInstanceMeter(world: World, row: Instance): void {
  if (row.meter !== null) endMeter(world, row.meter)
}

/** Takes an instance's next change of state back, because something else comes first. */
export function cancelTimer(world: World, row: Instance): void {
  if (row.timer !== null) world.schedule.cancel(row.timer)
}

/** Tells what happened to an instance: it comes first among the subjects, its account last. */
export function tell(
  world: World,
  type: EventTypeName,
  row: Instance,
  others: readonly Ref[],
  detail: Readonly<Record<string, Plain>> = {},
): void {
  const subjects = [instanceRef(row), ...others, arn('iam', '', row.account, 'root')]
  world.emit(type, subjects, { instance: row.id, type: row.type, ...detail })
}
