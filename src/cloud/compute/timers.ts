/**
 * What happens when a timer of the compute world fires: the cloud's own steps in an instance's
 * life.
 *
 * A stage that ends tells what was done and sets the timer of the next, so one event leads to the
 * next and the last one is `running`. A stopped instance has given its host and its public address
 * back; a terminated one its interface and (by default) its root volume too, and after an hour its
 * record. Each handler finds the instance in the state its timer was set for: whatever comes
 * between cancels the timer.
 */

import type { EventTypeName } from '../events.ts'
import { must } from '../kernel/assert.ts'
import { after } from '../kernel/instant.ts'
import { ec2Ref, type Ref } from '../kernel/ref.ts'
import type { Plain } from '../kernel/result.ts'
import type { TimerHandler } from '../kernel/schedule.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import {
  connectInterface,
  deleteInterface,
  interfaceRef,
  releasePublicIp,
} from '../network/interfaces.ts'
import { hostKey, hostRef, release } from './hosts.ts'
import {
  instanceOf,
  instanceRef,
  plainState,
  putInstance,
  startInstanceMeter,
  tell,
} from './instances.ts'
import { advance } from './lifecycle.ts'
import { hosts, type Instance, instances, placements } from './rows.ts'
import { type Stage, VISIBLE_AFTER_TERMINATION } from './stages.ts'
import { forgetTags } from './tags.ts'
import {
  forgottenTimer,
  type InstanceTimer,
  rebootedTimer,
  type StageTimer,
  stageTimer,
  stoppedTimer,
  terminatedTimer,
} from './timer-kinds.ts'
import { typeOf } from './types.ts'
import { attachVolume, findVolume, leaveVolume, volumeRef } from './volumes.ts'

/** What a stage has done when it ends: its event, what that is about, its figures. */
interface Done {
  readonly event: EventTypeName
  readonly others: readonly Ref[]
  readonly detail: Readonly<Record<string, Plain>>
}

/**
 * Begins the stages of a launch or start: the host has been chosen within the call, so the first stage ends at
 * once, and a timer is set for the next. The instance's row is there, with its stages and its host.
 */
export function beginStages(world: World, { account, id: instance }: Instance): Instance {
  world.because(world.cause, () => endStage(world, { account, instance, stage: 0 }))
  return instanceOf(world, account, instance)
}

function endStage(world: World, { account, instance, stage }: StageTimer): void {
  const row = instanceOf(world, account, instance)
  const ended = must(row.stages[stage], `stage ${stage} of ${instance}`)
  const done = STAGE_ENDS[ended.name](world, row)
  tell(world, done.event, row, done.others, done.detail)
  const next = row.stages[stage + 1]
  if (next === undefined) return
  const timer = world.after(stageTimer, next.arrives, { account, instance, stage: stage + 1 })
  putInstance(world, { ...instanceOf(world, account, instance), timer })
}

const STAGE_ENDS: Readonly<Record<Stage['name'], (world: World, row: Instance) => Done>> = {
  choose: (world, row) => onHost(world, row, 'compute.placement.chosen'),
  carve: (world, row) => onHost(world, row, 'compute.instance.carved'),
  image: attachImage,
  network: connect,
  boot,
}

function onHost(world: World, row: Instance, event: EventTypeName): Done {
  const host = must(world.table(hosts).get(hostKey(row.host ?? '')), `host of ${row.id}`)
  const { vcpus, memoryMib } = typeOf(row.type)
  return {
    event,
    others: [hostRef(host.id)],
    detail: { host: host.label, zone: host.zone, vcpus, memoryMib },
  }
}

/** A launch makes the root volume from the image; a start finds it made. */
function attachImage(world: World, row: Instance): Done {
  const volume = must(findVolume(world, row.account, row.volume ?? ''), `volume of ${row.id}`)
  attachVolume(world, row.account, volume.id, row.id)
  const others = [volumeRef(row.account, volume.id)]
  const detail = { volume: volume.id, sizeGib: volume.sizeGib }
  if (volume.state !== 'creating') {
    return { event: 'compute.instance.volume-attached', others, detail }
  }
  return {
    event: 'compute.instance.image-attached',
    others: [...others, ec2Ref('', 'image', row.image)],
    detail: { ...detail, image: row.image },
  }
}

function connect(world: World, row: Instance): Done {
  const { id, privateIp, publicIp } = connectInterface(world, row.account, row.interface)
  return {
    event: 'compute.instance.connected',
    others: [interfaceRef(row.account, id)],
    detail: { interface: id, privateIp, publicIp },
  }
}

function boot(world: World, row: Instance): Done {
  putInstance(world, {
    ...row,
    ...plainState(world, advance(row.state, 'booted')),
    everRunning: true,
    timer: null,
    meter: startInstanceMeter(world, row),
  })
  return onHost(world, row, 'compute.instance.running')
}

function endReboot(world: World, { account, instance }: InstanceTimer): void {
  const row = putInstance(world, { ...instanceOf(world, account, instance), timer: null })
  tell(world, 'compute.instance.rebooted', row, row.host === null ? [] : [hostRef(row.host)])
}

/** Gives host and public address back. Returns the host, if the instance had one. */
function leaveHost(world: World, row: Instance): readonly Ref[] {
  releasePublicIp(world, row.account, row.interface)
  if (row.host === null) return []
  release(world, row.host, instanceRef(row))
  return [hostRef(row.host)]
}

function endStop(world: World, { account, instance }: InstanceTimer): void {
  const row = instanceOf(world, account, instance)
  const others = leaveHost(world, row)
  const state = advance(row.state, 'stopped')
  putInstance(world, { ...row, state, since: world.now, host: null, timer: null })
  tell(world, 'compute.instance.stopped', row, others)
}

function endLife(world: World, { account, instance }: InstanceTimer): void {
  const row = instanceOf(world, account, instance)
  const others = leaveHost(world, row)
  deleteInterface(world, account, row.interface)
  forgetTags(world, account, row.interface)
  if (row.volume !== null) leaveVolume(world, account, row.volume)
  const state = advance(row.state, 'terminated')
  tell(world, 'compute.instance.terminated', row, others)
  const due = after(world.now, VISIBLE_AFTER_TERMINATION)
  const timer = world.after(forgottenTimer, due, { account, instance })
  putInstance(world, { ...row, state, since: world.now, host: null, timer })
}

function forget(world: World, { account, instance }: InstanceTimer): void {
  const row = instanceOf(world, account, instance)
  forgetTags(world, account, instance)
  const ref = instanceRef(row)
  const table = world.table(placements)
  for (const placement of table.all(keyOf(account, ''))) {
    if (placement.instance === ref) table.delete(keyOf(account, placement.id))
  }
  world.table(instances).delete(keyOf(account, instance))
  tell(world, 'compute.instance.forgotten', row, [])
}

const handler = <Data>(
  kind: TimerHandler<Data>['kind'],
  handle: (world: World, data: Data) => void,
): TimerHandler<Data> => ({ kind, handle })

/** Every kind of timer of the compute world with what it does. */
export const computeTimers: readonly TimerHandler<unknown>[] = [
  handler(stageTimer, endStage),
  handler(stoppedTimer, endStop),
  handler(terminatedTimer, endLife),
  handler(rebootedTimer, endReboot),
  handler(forgottenTimer, forget),
]
