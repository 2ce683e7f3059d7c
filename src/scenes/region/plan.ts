/**
 * What a laid-out Region is: plain marks in px of the box. `layout.ts` makes it, the components draw it.
 */
import type { Ref } from '../../cloud/kernel/ref.ts'

export type Density = 'embed' | 'learn' | 'room'
export interface Box {
  readonly width: number
  readonly height: number
}
export interface Rect {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}
/** The place of a text: its left or right end, the middle of its height, and the width that is kept for it. */
export interface Spot {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly anchor: 'start' | 'end'
}
/** A zone's or a rack's name: its left end and the middle of its height, or its middle where it is turned. */
export interface LabelMark {
  readonly ref: Ref
  readonly label: string
  readonly x: number
  readonly y: number
  /** whether it runs upwards */
  readonly turned: boolean
}
export interface ZoneMark extends Rect {
  readonly ref: Ref
  readonly label: string
  readonly title: { readonly x: number; readonly y: number }
}
/** One rented share. Neighbours touch: the drawing leaves the gap. */
export interface SliceMark extends Rect {
  readonly ref: Ref
  readonly owner: number
}
/** One host: the rectangle is its bar. */
export interface HostMark extends Rect {
  readonly ref: Ref
  readonly label: string
  readonly zone: string
  /** place in the grid that arrows walk: a row of the picture, and a column of it */
  readonly row: number
  readonly column: number
  /** the bar and its texts: what belongs to this host and to no other */
  readonly cell: Rect
  /** what a pointer may hit: as high as its row, at least 24 px where there is room, and never another's */
  readonly hit: Rect
  /** where its vCPU lie, and how wide one is */
  readonly track: Rect
  readonly vcpuWidth: number
  /** where the rented share ends */
  readonly end: number
  /** places of its number, its hardware, its free vCPUs and its rank; null where there is no room for them.
   * A rank takes the place of the hardware where they are the same. */
  readonly number: Spot | null
  readonly kind: Spot | null
  readonly free: Spot | null
  readonly rank: Spot | null
  readonly slices: readonly SliceMark[]
}
/** The head over a column of free vCPUs. */
export interface HeadMark extends Spot {
  readonly text: string
}
/**
 * How the texts of a host stand: beside its bar, above it, number and free vCPUs only, the number only, none,
 * or a projector's: only a rank at the left, for the few that have one.
 */
export type Form = 'beside' | 'above' | 'number' | 'bare' | 'none' | 'room'
export interface Plan {
  readonly form: Form
  readonly box: Box
  /** how far down the picture reaches */
  readonly height: number
  readonly cards: boolean
  /** sizes of type in px: a zone's title, and every other label */
  readonly titleSize: number
  readonly labelSize: number
  /** the width of a line that means something */
  readonly stroke: number
  readonly zones: readonly ZoneMark[]
  readonly racks: readonly LabelMark[]
  readonly heads: readonly HeadMark[]
  /** the hosts by rows of the picture */
  readonly rows: readonly (readonly HostMark[])[]
  readonly columns: number
}

/** The least height of a pointer's target. */
export const TARGET = 24

/** Every host of a plan, in the order of its rows. */
export const hostsIn = (plan: Plan): readonly HostMark[] => plan.rows.flat()
