/**
 * The civil calendar of cloud time: UTC, Gregorian for all years (proleptic), without leap seconds.
 *
 * A world's epoch is a whole millisecond; an instant counts ticks from it. Ticks since 1970 would
 * not fit 2^53, so milliseconds since 1970 and the ticks past them are always kept apart. Dates
 * come from days by Howard Hinnant's `civil_from_days`. Years run from 0000 to 9999, which no
 * instant of an epoch of this century leaves. Zones other than UTC are read and never written.
 */
import { assert, must } from './assert.ts'
import { type Instant, instant, nearestInstant } from './instant.ts'

declare const epochBrand: unique symbol

/** When a world's instant 0 is: integer milliseconds since 1970-01-01T00:00Z. */
export type Epoch = number & { readonly [epochBrand]: true }

/** A point of time in fields: month and day from 1, `tick` the 100 ns within the second. */
export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly tick: number
}

const TICKS_PER_MS = 10_000
const MS_PER_DAY = 86_400_000
const DAYS_PER_ERA = 146_097
/** Days from 0000-03-01, where Hinnant's years begin, to 1970-01-01. */
const DAYS_TO_1970 = 719_468
const FORM =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):(\d\d)))?$/

/** Days from 1970-01-01 to a date of the calendar. */
function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const leaps = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
  return era * DAYS_PER_ERA + yearOfEra * 365 + leaps + dayOfYear - DAYS_TO_1970
}

interface CalendarDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** Most times that are written one after another lie in one day. */
let lastDays = 0
let lastDate: CalendarDate = { year: 1970, month: 1, day: 1 }

/** The date that lies `days` after 1970-01-01. */
function dateOf(days: number): CalendarDate {
  if (days === lastDays) return lastDate
  lastDate = computeDate(days)
  lastDays = days
  return lastDate
}

function computeDate(days: number): CalendarDate {
  const shifted = days + DAYS_TO_1970
  const era = Math.floor(shifted / DAYS_PER_ERA)
  const dayOfEra = shifted - era * DAYS_PER_ERA
  const leaps =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365)
  const centuries = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
  const dayOfYear = dayOfEra - yearOfEra * 365 - centuries
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  }
}

/** A point of time as milliseconds since 1970 and the ticks past them, 0 to 9,999. */
interface Moment {
  readonly ms: number
  readonly rest: number
}

function momentOf(epoch: Epoch, at: Instant): Moment {
  const rest = at % TICKS_PER_MS
  return { ms: epoch + Math.floor(at / TICKS_PER_MS), rest: rest < 0 ? rest + TICKS_PER_MS : rest }
}

function momentOfText(text: string): Moment | null {
  const found = FORM.exec(text)
  if (found === null) return null
  const field = (i: number): number => Number(found[i] ?? 0)
  const [year, month, day] = [field(1), field(2), field(3)]
  const [hour, minute, second] = [field(4), field(5), field(6)]
  const [zoneHour, zoneMinute] = [field(9), field(10)]
  const days = daysOf(year, month, day)
  const date = dateOf(days)
  // A day that its month lacks would come back as one of the next month.
  if (month < 1 || month > 12 || date.day !== day || date.month !== month) return null
  if (hour > 23 || minute > 59 || second > 59 || zoneHour > 23 || zoneMinute > 59) return null
  const ticks = Number((found[7] ?? '').padEnd(7, '0').slice(0, 7))
  const zone = (zoneHour * 60 + zoneMinute) * (found[8] === '-' ? -1 : 1)
  const seconds = hour * 3600 + (minute - zone) * 60 + second
  return {
    ms: days * MS_PER_DAY + seconds * 1000 + Math.floor(ticks / TICKS_PER_MS),
    rest: ticks % TICKS_PER_MS,
  }
}

/**
 * The epoch at a point of time in ISO 8601, as `parseIso` takes it. Throws `AssertionError` unless
 * it is one, on a whole millisecond.
 */
export function epochOf(iso: string): Epoch {
  const { ms, rest } = must(momentOfText(iso), `an epoch in ISO 8601: ${iso}`)
  assert(rest === 0, 'an epoch is a whole millisecond')
  return ms as Epoch
}

/** 2100-01-01T00:00Z in ms: 28 years more are still a date of four digits. */
const LAST_EPOCH_MS = 4_102_444_800_000

/** Whether a world may begin at so many ms since 1970. */
export const isEpoch = (ms: number): ms is Epoch =>
  Number.isInteger(ms) && ms >= 0 && ms <= LAST_EPOCH_MS

/** The epoch that a stranger's text names, or null unless it is one, on a whole millisecond. */
export function parseEpoch(iso: string): Epoch | null {
  const moment = momentOfText(iso)
  return moment !== null && moment.rest === 0 && isEpoch(moment.ms) ? moment.ms : null
}

/** The epoch of a world whose scenario names none: 2026-01-01T00:00:00Z. */
export const DEFAULT_EPOCH = epochOf('2026-01-01T00:00:00Z')

/**
 * The instant of a point of time in ISO 8601, or null. It is `2026-01-01T09:00:03.1Z`, with one to
 * nine digits of fraction or none (what is finer than a tick is dropped), seconds or none, and `Z`
 * or an offset such as `+01:00`; or a date alone, which is its midnight in UTC. A time without a
 * zone, the hour 24, the second 60 and what no instant can hold (28 years from the epoch) are null.
 */
export function parseIso(epoch: Epoch, text: string): Instant | null {
  const moment = momentOfText(text)
  if (moment === null) return null
  const ticks = (moment.ms - epoch) * TICKS_PER_MS + moment.rest
  return Number.isSafeInteger(ticks) ? instant(ticks) : null
}

/** As `parseIso`, but what no instant can hold is the nearest that can; null only for what is no point of time. */
export function nearestIso(epoch: Epoch, text: string): Instant | null {
  const moment = momentOfText(text)
  return moment && nearestInstant((moment.ms - epoch) * TICKS_PER_MS + moment.rest)
}

/** The instant in the fields of the calendar. Throws outside the years 0 to 9999. */
export function civilOf(epoch: Epoch, at: Instant): Civil {
  const { ms, rest } = momentOf(epoch, at)
  const days = Math.floor(ms / MS_PER_DAY)
  const inDay = ms - days * MS_PER_DAY
  const seconds = Math.floor(inDay / 1000)
  const date = dateOf(days)
  assert(date.year >= 0 && date.year <= 9999, 'a year has four digits')
  return {
    year: date.year,
    month: date.month,
    day: date.day,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    tick: (inDay - seconds * 1000) * TICKS_PER_MS + rest,
  }
}

/** The instant as AWS writes it, `2026-01-01T09:00:03.100Z`; what is finer than 1 ms is dropped. */
export function toIso(epoch: Epoch, at: Instant): string {
  const { year, month, day, hour, minute, second, tick } = civilOf(epoch, at)
  const date = `${four(year)}-${two(month)}-${two(day)}`
  const ms = String(Math.floor(tick / TICKS_PER_MS)).padStart(3, '0')
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}.${ms}Z`
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n))
const four = (n: number): string => String(n).padStart(4, '0')

/** The first midnight (UTC) after an instant; at a midnight, the next one. Bills end here. */
export function midnightAfter(epoch: Epoch, at: Instant): Instant {
  const days = Math.floor(momentOf(epoch, at).ms / MS_PER_DAY) + 1
  return instant((days * MS_PER_DAY - epoch) * TICKS_PER_MS)
}

/** The whole second of UTC that an instant lies in: S3 keeps its times to the second. */
export function wholeSecond(epoch: Epoch, at: Instant): Instant {
  const { ms, rest } = momentOf(epoch, at)
  return instant(at - rest - (ms - Math.floor(ms / 1000) * 1000) * TICKS_PER_MS)
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
/** The months as HTTP writes them (RFC 9110, section 5.6.7). */
export const MONTHS: readonly string[] = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(
  ' ',
)

/** The instant as HTTP writes it (RFC 9110, section 5.6.7): `Thu, 01 Jan 2026 09:00:03 GMT`. */
export function toHttpDate(epoch: Epoch, at: Instant): string {
  const { year, month, day, hour, minute, second } = civilOf(epoch, at)
  const days = Math.floor(momentOf(epoch, at).ms / MS_PER_DAY)
  const weekday = DAYS[(((days + 4) % 7) + 7) % 7] ?? ''
  const date = `${two(day)} ${MONTHS[month - 1] ?? ''} ${four(year)}`
  return `${weekday}, ${date} ${two(hour)}:${two(minute)}:${two(second)} GMT`
}
