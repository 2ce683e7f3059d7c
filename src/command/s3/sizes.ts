/**
 * Sizes and times as `aws s3` prints them.
 */
import { civilOf, type Epoch } from '../../cloud/kernel/calendar.ts'
import type { Instant } from '../../cloud/kernel/instant.ts'

const SUFFIXES = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']

/** A number of bytes for people: `1 Byte`, `10 Bytes`, `1.0 KiB`, by powers of 1024. */
export function humanSize(bytes: number): string {
  if (bytes === 1) return '1 Byte'
  if (bytes < 1024) return `${bytes} Bytes`
  let size = bytes / 1024
  for (const suffix of SUFFIXES) {
    if (halfEven(size) < 1024) return `${oneDigit(size)} ${suffix}`
    size /= 1024
  }
  return `${oneDigit(size * 1024)} EiB`
}

/** Python rounds a tie to the even neighbour. */
function halfEven(x: number): number {
  const floor = Math.floor(x)
  if (x - floor !== 0.5) return Math.round(x)
  return floor % 2 === 0 ? floor : floor + 1
}

/** One digit after the point, as Python's `%.1f`. Only quarters can be a tie, being exact in binary. */
function oneDigit(x: number): string {
  return x * 4 === Math.floor(x * 4) ? (halfEven(x * 10) / 10).toFixed(1) : x.toFixed(1)
}

/** A time to the second as a listing shows it. The CLI shows local time; the lab's is UTC. */
export function listedTime(epoch: Epoch, at: Instant): string {
  const { year, month, day, hour, minute, second } = civilOf(epoch, at)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`
}
