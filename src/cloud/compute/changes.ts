/**
 * Start, stop, reboot and terminate: what EC2's operations of these names do to a batch of
 * instances.
 *
 * Each looks at the whole batch first and changes nothing when one instance refuses (ERRORS §6).
 * AWS differs in one case: TerminateInstances with a protected instance still terminates those of
 * other zones while the call fails. That is against the lab's law that a refused call changes
 * nothing, and the law wins. Stop and terminate protection come after the state. A stop keeps
 * volume and private address; host and public address go, and a start is placed anew in the same
 * zone.
 */
import { after, type Duration } from '../kernel/instant.ts'
import { fail, ok, type Result, reason } from '../kernel/result.ts'
import type { World } from '../kernel/world.ts'
import {
  insufficientCapacity,
  unsupportedInZone,
  unsupportedType,
  zonesOffering,
} from './capacity.ts'
import { allHosts, hostRef } from './hosts.ts'
import {
  cancelTimer,
  endInstanceMeter,
  instanceRef,
  plainState,
  putInstance,
  settle,
  tell,
  userInitiated,
} from './instances.ts'
import { type Action, attempt, type InstanceState, stopAction } from './lifecycle.ts'
import { Plan, type Planned } from './plan.ts'
import { bucketOf, quotaOf, vcpuLimitExceeded, vcpusInUse } from './quotas.ts'
import type { Instance } from './rows.ts'
import { drawLength, drawStages, REBOOT_LENGTH, SHUTDOWN_LENGTH, STOP_LENGTH } from './stages.ts'
import { rebootedTimer, stoppedTimer, terminatedTimer } from './timer-kinds.ts'
import { beginStages } from './timers.ts'
import { typeOf } from './types.ts'

/** One instance of a batch as it is now, and the state it was in before. */
export interface StateChange {
  readonly instance: Instance
  readonly previous: InstanceState
}

/**
 * Starts stopped instances; pending and running ones stay. Refused with `IncorrectInstanceState`,
 * `VcpuLimitExceeded`, `Unsupported` (a type that was changed to one without hardware in the zone) or
 * `InsufficientInstanceCapacity`. `rows` belong to `account`, each once.
 */
export function startInstances(
  world: World,
  account: string,
  rows: readonly Instance[],
): Result<StateChange[]> {
  const refused = firstRefusal(rows, () => 'start')
  if (refused !== null) return refused
  const stopped = rows.filter((row) => row.state === 'stopped')
  const overQuota = quotaRefusal(world, account, stopped)
  if (overQuota !== null) return overQuota
  const hosts = allHosts(world)
  const plan = new Plan(hosts, world.now)
  const planned = new Map<string, Planned>()
  for (const row of stopped) {
    const type = typeOf(row.type)
    if (type.hardware === null) return unsupportedType(type)
    if (!zonesOffering(type, hosts).includes(row.zone)) {
      return unsupportedInZone(type, row.zone, hosts)
    }
    const request = { account, type, zones: [row.zone] }
    const found = plan.add(request)
    if (found === null) return insufficientCapacity(request, plan.hosts, null)
    planned.set(row.id, found)
  }
  return ok(
    rows.map((row) => {
      const found = planned.get(row.id)
      return changed(row, found === undefined ? row : startOne(world, row, found))
    }),
  )
}

function startOne(world: World, row: Instance, planned: Planned): Instance {
  const stages = drawStages(world)
  const pending = putInstance(world, {
    ...row,
    ...plainState(world, 'pending'),
    launchedAt: world.now,
    stages,
    host: planned.host.id,
    timer: null,
  })
  settle(world, pending, planned)
  return beginStages(world, pending)
}

function quotaRefusal(
  world: World,
  account: string,
  rows: readonly Instance[],
): Result<never> | null {
  const needs = new Map<string, number>()
  for (const row of rows) {
    const bucket = bucketOf(row.type)
    const sum = (needs.get(bucket) ?? 0) + typeOf(row.type).vcpus
    needs.set(bucket, sum)
    if (vcpusInUse(world, account, bucket) + sum > quotaOf(world, account, bucket)) {
      return vcpuLimitExceeded(world, account, row.type, sum)
    }
  }
  return null
}

/**
 * Stops instances; stopping and stopped ones stay. Refused with `IncorrectInstanceState`,
 * `UnsupportedHibernationConfiguration` (no instance of the lab is enabled for it; code and text
 * M?), or `OperationNotPermitted` for stop protection.
 */
export function stopInstances(
  world: World,
  rows: readonly Instance[],
  hibernate = false,
): Result<StateChange[]> {
  const refused = firstRefusal(rows, stopAction)
  if (refused !== null) return refused
  const stops = rows.filter((row) => row.state === 'running' || row.state === 'pending')
  if (hibernate && stops.length > 0) {
    return fail(
      'UnsupportedHibernationConfiguration',
      'The instance is not enabled for hibernation.',
    )
  }
  const guarded = stops.find((row) => !row.apiStop)
  if (guarded !== undefined) return notPermitted(guarded, 'stopped', 'disableApiStop')
  return ok(
    rows.map((row) =>
      changed(row, stops.includes(row) ? wind(world, row, 'stopping', STOP_LENGTH) : row),
    ),
  )
}

/**
 * Leads an instance towards its end or its stop: the meter ends now, the rest when the timer comes.
 */
function wind(
  world: World,
  row: Instance,
  state: 'stopping' | 'shutting-down',
  about: Duration,
): Instance {
  cancelTimer(world, row)
  endInstanceMeter(world, row)
  return world.because(world.cause, () => {
    tell(
      world,
      state === 'stopping' ? 'compute.instance.stopping' : 'compute.instance.shutting-down',
      row,
      row.host === null ? [] : [hostRef(row.host)],
      { previous: row.state },
    )
    const kind = state === 'stopping' ? stoppedTimer : terminatedTimer
    const due = after(world.now, drawLength(world, about))
    return putInstance(world, {
      ...row,
      ...userInitiated(world, state),
      meter: null,
      timer: world.after(kind, due, { account: row.account, instance: row.id }),
    })
  })
}

/**
 * Reboots running instances: they stay running, keep host and addresses, and no new minimum is
 * billed. Pending ones stay; requests for shutting-down and terminated ones are ignored. Refused
 * with `IncorrectInstanceState`.
 */
export function rebootInstances(world: World, rows: readonly Instance[]): Result<StateChange[]> {
  const refused = firstRefusal(rows, () => 'reboot')
  if (refused !== null) return refused
  return ok(rows.map((row) => changed(row, reboots(row) ? rebootOne(world, row) : row)))
}

/** A running instance that is not rebooting already. */
const reboots = (row: Instance): boolean => row.state === 'running' && row.timer === null

function rebootOne(world: World, row: Instance): Instance {
  const due = after(world.now, drawLength(world, REBOOT_LENGTH))
  const data = { account: row.account, instance: row.id }
  return putInstance(world, { ...row, timer: world.after(rebootedTimer, due, data) })
}

/**
 * Terminates instances; shutting-down and terminated ones stay. Refused with
 * `OperationNotPermitted` for termination protection, and for stop protection, which blocks this
 * too.
 */
export function terminateInstances(world: World, rows: readonly Instance[]): Result<StateChange[]> {
  const refused = firstRefusal(rows, () => 'terminate')
  if (refused !== null) return refused
  const ends = rows.filter((row) => row.state !== 'shutting-down' && row.state !== 'terminated')
  for (const row of ends) {
    if (!row.apiTermination) return notPermitted(row, 'terminated', 'disableApiTermination')
    if (!row.apiStop) return notPermitted(row, 'terminated', 'disableApiStop')
  }
  return ok(
    rows.map((row) =>
      changed(row, ends.includes(row) ? wind(world, row, 'shutting-down', SHUTDOWN_LENGTH) : row),
    ),
  )
}

const changed = (before: Instance, instance: Instance): StateChange => ({
  instance,
  previous: before.state,
})

function firstRefusal(
  rows: readonly Instance[],
  actionOf: (row: Instance) => Action,
): Result<never> | null {
  for (const row of rows) {
    const next = attempt(row, actionOf(row))
    if (!next.ok) return next
  }
  return null
}

const notPermitted = (row: Instance, done: string, attribute: string): Result<never> =>
  fail(
    'OperationNotPermitted',
    `The instance '${row.id}' may not be ${done}. Modify its '${attribute}' instance attribute and try again.`,
    {
      ref: instanceRef(row),
      reasons: [reason('lifecycle.protected', { attribute }, instanceRef(row))],
    },
  )
