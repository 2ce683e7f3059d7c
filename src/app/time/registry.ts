/** What the page must know of types of events: the lane they are drawn in, and whether a run may pause at them. */
import { EVENTS, LANES as NAMES } from '../../cloud/events.ts'
import type { EventRegistry } from '../../cloud/kernel/events.ts'

export const LANES = NAMES.map((name) => ({ name }))
export type LaneName = (typeof NAMES)[number]

const registry: EventRegistry = EVENTS

/** The lane of a type. */
export const laneOf = (type: string): LaneName =>
  NAMES.find((name) => name === registry[type]?.lane) ?? 'machine'

/** Whether a run may pause at events of a type. */
export const isBeat = (type: string): boolean => registry[type]?.beat === true
