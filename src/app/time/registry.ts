/**
 * What the page must know of types of events: the lane they are drawn in, and whether a run pauses at them.
 *
 * The cloud's own registry stays in the worker; a test holds this copy against it.
 */

export const LANES = [{ name: 'calls' }, { name: 'placement' }, { name: 'machine' }] as const
export type LaneName = (typeof LANES)[number]['name']

const LANE_OF_PREFIX: readonly (readonly [string, LaneName])[] = [
  ['call.', 'calls'],
  ['compute.placement.', 'placement'],
]

/** The lane of a type; what has none of its own is drawn as the machine's. */
export const laneOf = (type: string): LaneName =>
  LANE_OF_PREFIX.find(([prefix]) => type.startsWith(prefix))?.[1] ?? 'machine'

const NO_BEATS: ReadonlySet<string> = new Set([
  'call.answered',
  'compute.instance.stopping',
  'compute.instance.shutting-down',
  'compute.instance.forgotten',
])

/** Whether a run may pause at events of a type. */
export const isBeat = (type: string): boolean => !NO_BEATS.has(type)
