/**
 * A step's world as it stands when the step begins, worked out when the page is built.
 *
 * The cloud is a pure function, so the build can know what a worker would draw: a widget shows this before anybody
 * presses anything, and starts no worker for it.
 */
import type { Instant } from '../cloud/kernel/instant.ts'
import type { Variables } from './checks.ts'
import type { Json } from './lesson.ts'
import type { ShelfBucket } from './shelves.ts'

export interface Still {
  readonly at: Instant
  /** ISO 8601 of instant 0 */
  readonly epoch: string
  /** the scene's view, for the learner's account */
  readonly view: Json
  /** what S3 keeps; null where the step is not about that */
  readonly shelves: readonly ShelfBucket[] | null
  /** the values that the step's words say */
  readonly variables: Variables
}
