/**
 * The registry of everything that can happen in the cloud: each type's lane on the track, whether a run may
 * pause at it, and how long it is kept.
 */
import type { EventRegistry } from './kernel/events.ts'

/** The lanes of the track, in the order they are drawn. */
export const LANES = ['calls', 'placement', 'machine', 'storage'] as const

const milestone = (lane: (typeof LANES)[number], beat: boolean) =>
  ({ lane, beat, keep: 'milestone' }) as const

/** Every type of event by name. */
export const EVENTS = {
  /** A call that may change the world was answered. Detail: service, operation, requestId, account. */
  'call.answered': milestone('calls', false),
  /** A call that only reads was answered; the newest are kept. Detail as above. */
  'call.read': { lane: 'calls', beat: false, keep: 'ring' },
  /** A call was refused. Detail as above, with code, message, httpStatus, fault, reasons, and decidedBy. */
  'call.refused': milestone('calls', true),
  /** The orchestrator chose a host. Subjects: instance, host. */
  'compute.placement.chosen': milestone('placement', true),
  /** The hypervisor set a slice apart for the instance. Subjects: instance, host. */
  'compute.instance.carved': milestone('machine', true),
  /** The root volume was made from the image and attached. Subjects: instance, volume, image. */
  'compute.instance.image-attached': milestone('machine', true),
  /** The root volume, kept from before, was attached again at a start. Subjects: instance, volume. */
  'compute.instance.volume-attached': milestone('machine', true),
  /** The network interface was connected. Subjects: instance, interface. */
  'compute.instance.connected': milestone('machine', true),
  /** The guest has booted: EC2 says running. Subjects: instance, host. */
  'compute.instance.running': milestone('machine', true),
  'compute.instance.rebooted': milestone('machine', true),
  'compute.instance.stopping': milestone('machine', false),
  'compute.instance.stopped': milestone('machine', true),
  'compute.instance.shutting-down': milestone('machine', false),
  'compute.instance.terminated': milestone('machine', true),
  /** The record of a terminated instance is gone, an hour after. */
  'compute.instance.forgotten': milestone('machine', false),
  /** A bucket was made. Subjects: bucket. */
  'storage.bucket.created': milestone('storage', true),
  'storage.bucket.deleted': milestone('storage', true),
  /** An object was put, or put in the place of another; the newest are kept. Subjects: object, bucket. */
  'storage.object.written': { lane: 'storage', beat: false, keep: 'ring' },
  'storage.object.deleted': { lane: 'storage', beat: false, keep: 'ring' },
} as const satisfies EventRegistry

export type EventTypeName = keyof typeof EVENTS
