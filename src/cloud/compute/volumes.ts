/**
 * Root volumes.
 *
 * Models: a gp3 volume made from the image's snapshot in the instance's zone, attached once the
 * image is there, metered from its creation to its end. Simplified: every root is gp3 with what gp3
 * includes (3,000 IOPS, 125 MiB/s; FACTS §1.7); volumes of one's own come with a later issue.
 */
import { endMeter, GP3_NANO_DOLLARS_PER_GIB_MONTH, startMeter } from '../billing/meters.ts'
import { must } from '../kernel/assert.ts'
import { ec2Ref, type Ref } from '../kernel/ref.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { newId } from './ids.ts'
import { type Image, type Volume, volumes } from './rows.ts'
import { forgetTags } from './tags.ts'

const GP3 = { type: 'gp3', iops: 3000, throughput: 125 } as const

/** What a launch may choose of its root volume. */
export interface RootVolume {
  /** GiB; at least the image's `rootGib`, which the operation checks */
  readonly sizeGib: number
  readonly deleteOnTermination: boolean
}

/** The root volume of a launch that says nothing of it. */
export const defaultRootVolume = (image: Image): RootVolume => ({
  sizeGib: image.rootGib,
  deleteOnTermination: true,
})

/** The name of a volume everywhere. */
export const volumeRef = (account: string, id: string): Ref => ec2Ref(account, 'volume', id)

/** An account's volume, or undefined. */
export const findVolume = (world: World, account: string, id: string): Volume | undefined =>
  world.table(volumes).get(keyOf(account, id))

/** Begins to make a root volume; it is `creating` until it is attached. Its meter starts. */
export function createRootVolume(
  world: World,
  account: string,
  zone: string,
  image: Image,
  root: RootVolume,
): Volume {
  const id = newId(world, 'vol')
  // Written out: an object that is spread and then given more members is slow to make.
  const row: Volume = {
    id,
    account,
    zone,
    type: GP3.type,
    sizeGib: root.sizeGib,
    iops: GP3.iops,
    throughput: GP3.throughput,
    snapshot: image.rootSnapshot,
    encrypted: false,
    state: 'creating',
    createdAt: world.now,
    attachedTo: null,
    attachedAt: null,
    device: image.rootDevice,
    deleteOnTermination: root.deleteOnTermination,
    meter: startVolumeMeter(world, account, id, root.sizeGib),
  }
  put(world, row)
  return row
}

function startVolumeMeter(world: World, account: string, id: string, gib: number): string | null {
  return startMeter(world, {
    account,
    subject: volumeRef(account, id),
    kind: 'volume',
    detail: GP3.type,
    units: gib,
    nanoDollars: GP3_NANO_DOLLARS_PER_GIB_MONTH,
    per: 'month',
  })
}

/** Starts to count a volume that is there uncounted, since before instant 0. */
export function meterVolume(world: World, row: Volume): void {
  if (row.meter !== null) return
  put(world, { ...row, meter: startVolumeMeter(world, row.account, row.id, row.sizeGib) })
}

/** Attaches a root volume to its instance; one that is attached stays as it is. */
export function attachVolume(world: World, account: string, id: string, instance: string): void {
  const row = must(findVolume(world, account, id), `volume ${id}`)
  if (row.state === 'in-use') return
  put(world, { ...row, state: 'in-use', attachedTo: instance, attachedAt: world.now })
}

/** What becomes of a root volume when its instance is terminated: deleted, or kept and free. */
export function leaveVolume(world: World, account: string, id: string): void {
  const row = must(findVolume(world, account, id), `volume ${id}`)
  if (!row.deleteOnTermination) {
    put(world, { ...row, state: 'available', attachedTo: null, attachedAt: null })
    return
  }
  if (row.meter !== null) endMeter(world, row.meter)
  forgetTags(world, account, id)
  world.table(volumes).delete(keyOf(account, id))
}

function put(world: World, row: Volume): void {
  world.table(volumes).set(keyOf(row.account, row.id), row)
}
