/** When things come and go, and when a call was refused, by the events that tell it. Pure. */
import type { EventRecord } from '../../cloud/kernel/events.ts'
import type { Instant } from '../../cloud/kernel/instant.ts'
import type { Ref } from '../../cloud/kernel/ref.ts'
import type { Failure } from '../../cloud/kernel/result.ts'

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

/**
 * When a refusal was given that came of something begun at `from`: the first of its code and words since then.
 * Null where no event tells, as of what the command itself refused.
 */
export const refusedSince = (
  { code, message }: Pick<Failure, 'code' | 'message'>,
  from: Instant,
  events: readonly EventRecord[],
): Instant | null =>
  events.find(
    ({ at, type, detail }) =>
      at >= from &&
      type === 'call.refused' &&
      detail.code === code &&
      String(detail.message).slice(0, SURE) === message.slice(0, SURE),
  )?.at ?? null

/** An event keeps the beginning of long words; so many characters tell one refusal from another. */
const SURE = 500
