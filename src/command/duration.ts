/**
 * Lengths of cloud time as people write them: `10m`, `36h`, `1.5s`, `2d`, `250ms`.
 *
 * A number without sign or exponent, and one unit. A length is rounded to a tick of 100 ns and must fit 28 years.
 */
import { type Duration, duration, TICKS_PER_SECOND } from '../cloud/kernel/instant.ts'
import { fail, ok, type Result } from '../cloud/kernel/result.ts'

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
}

/** A length of cloud time. Error: `InvalidDuration`. */
export function parseDuration(text: string): Result<Duration> {
  const found = /^(\d{1,15}(?:\.\d{1,9})?)(ms|s|m|h|d)$/.exec(text)
  const unit = UNIT_SECONDS[found?.[2] ?? '']
  if (found === null || unit === undefined) {
    return fail(
      'InvalidDuration',
      `'${text}' is not a length of time. Write a number and ms, s, m, h or d, such as 10m.`,
    )
  }
  const ticks = Math.round(Number(found[1]) * unit * TICKS_PER_SECOND)
  if (!Number.isSafeInteger(ticks)) {
    return fail('InvalidDuration', `'${text}' is longer than a world lasts, which is 28 years.`)
  }
  return ok(duration(ticks))
}
