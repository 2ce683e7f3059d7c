/**
 * The five stages of a launch or start, and how long things take.
 *
 * Models: choose a host, carve the slice, attach the image, connect the network, boot. The host is
 * chosen within the call itself, since its answer names the zone and a lack of room refuses it; so
 * that stage takes no time. AWS publishes none of the other times; they are the lab's choice, about
 * 8 s in all, each drawn within a fifth of its length. Invariant: a stage leaves when the one before it arrives.
 */
import { after, type Duration, duration, type Instant, seconds } from '../kernel/instant.ts'
import type { World } from '../kernel/world.ts'
import type { Instance } from './rows.ts'

/** One stage: a motion from `leaves` to `arrives`. */
export type Stage = Instance['stages'][number]

/** About how long each stage takes, in order. */
export const STAGE_LENGTHS: readonly { readonly name: Stage['name']; readonly about: Duration }[] =
  [
    { name: 'choose', about: seconds(0) },
    { name: 'carve', about: seconds(0.9) },
    { name: 'image', about: seconds(2.2) },
    { name: 'network', about: seconds(0.6) },
    { name: 'boot', about: seconds(4.3) },
  ]

/** About how long a running instance takes to stop, to shut down for good, and to boot again. */
export const STOP_LENGTH = seconds(6)
export const SHUTDOWN_LENGTH = seconds(4)
export const REBOOT_LENGTH = seconds(4.3)

/** How long a terminated instance stays visible (about an hour at AWS). */
export const VISIBLE_AFTER_TERMINATION = seconds(3600)

const LENGTHS = 'compute/lengths'

/** A length within a fifth of `about`, in whole ticks. One draw. */
export function drawLength(world: World, about: Duration): Duration {
  const fifth = Math.floor(about / 5)
  return duration(about - fifth + world.streams.below(LENGTHS, 2 * fifth + 1))
}

/** The stages of a launch that begins at this instant. Five draws. */
export function drawStages(world: World): Stage[] {
  let leaves: Instant = world.now
  return STAGE_LENGTHS.map(({ name, about }) => {
    const arrives = after(leaves, drawLength(world, about))
    const stage = { name, leaves, arrives }
    leaves = arrives
    return stage
  })
}
