/** When a thing that is not there comes, or went, by the events that name it. Pure. */
import type { EventRecord } from '../../cloud/kernel/events.ts'
import type { Instant } from '../../cloud/kernel/instant.ts'
import type { Ref } from '../../cloud/kernel/ref.ts'

/** The instant it comes at, or the one it went at; neither where no event tells. */
export interface Life {
  readonly comes?: Instant
  readonly went?: Instant
}

/** Of a thing that is not there at `now`: what was told of it before was its end; else it is still to come. */
export function lifeOf(thing: Ref, events: readonly EventRecord[], now: number): Life {
  const about = events.filter(({ subjects }) => subjects.includes(thing))
  const before = about.findLast(({ at }) => at <= now)
  if (before !== undefined) return { went: before.at }
  const [first] = about
  return first === undefined ? {} : { comes: first.at }
}
