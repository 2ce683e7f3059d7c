/**
 * Plain values as text, both ways: what the query, XML and header forms of AWS's protocols share.
 *
 * A model does not tell whole numbers from fractions, so any decimal number is a number here, and the operation
 * says which it takes. Times are read to the tick and written to the millisecond, or to the second in a header;
 * one that the world cannot hold is read as the nearest that it can.
 */
import { decodeBase64, encodeBase64 } from '../cloud/kernel/base64.ts'
import { type Epoch, MONTHS, nearestIso, toHttpDate, toIso } from '../cloud/kernel/calendar.ts'
import { EPOCH, type Instant, instant, nearestInstant } from '../cloud/kernel/instant.ts'
import type { Value } from '../cloud/kernel/value.ts'

/** How a `timestamp` without a form of its own is written: by where it stands. */
export type Place = 'body' | 'header'

const TICKS_PER_MS = 10_000
const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
/** IMF-fixdate of RFC 9110, §5.6.7, and a fraction, which the AWS SDK writes. */
const HTTP_DATE =
  /^[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d(?:\.\d{1,9})?) GMT$/

/** A wall clock's time, ms since 1970, as a header has it. */
export const httpDateOf = (ms: number): string => toHttpDate(Math.floor(ms) as Epoch, EPOCH)

function parseHttpDate(epoch: Epoch, text: string): Instant | null {
  const [, day, month = '', year, time] = HTTP_DATE.exec(text) ?? []
  const number = MONTHS.indexOf(month) + 1
  if (number === 0) return null
  return nearestIso(epoch, `${year}-${String(number).padStart(2, '0')}-${day}T${time}Z`)
}

/** Seconds since 1970, with a fraction or none. */
function parseSeconds(epoch: Epoch, text: string): Instant | null {
  if (!NUMBER.test(text)) return null
  const ticks = Math.round((Number(text) * 1000 - epoch) * TICKS_PER_MS)
  return nearestInstant(ticks)
}

/** The form of a time: its own, or that of its place. */
const formOf = (target: string, place: Place): string =>
  target !== 'timestamp' ? target : place === 'header' ? 'httpDate' : 'dateTime'

/** The value that a text stands for, by its plain type; `null` when it stands for none. */
export function parseScalar(
  target: string,
  text: string,
  epoch: Epoch,
  place: Place,
): Exclude<Value, undefined> | null {
  switch (target) {
    case 'string':
      return text
    case 'boolean':
      return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : null
    case 'number': {
      const number = NUMBER.test(text) ? Number(text) : Number.NaN
      // Adding zero makes -0 the 0 that it is everywhere else.
      return Number.isFinite(number) ? number + 0 : null
    }
    case 'blob':
      return decodeBase64(text)
  }
  const form = formOf(target, place)
  if (form === 'httpDate') return parseHttpDate(epoch, text)
  if (form === 'epochSeconds') return parseSeconds(epoch, text)
  return nearestIso(epoch, text)
}

/** A plain value as text: the inverse of `parseScalar`. */
export function writeScalar(target: string, value: Value, epoch: Epoch, place: Place): string {
  if (value instanceof Uint8Array) return encodeBase64(value)
  const isTime = target !== 'number' && typeof value === 'number'
  if (!isTime) return String(value)
  const form = formOf(target, place)
  if (form === 'httpDate') return toHttpDate(epoch, instant(value))
  if (form === 'epochSeconds') return String(secondsOf(epoch, instant(value)))
  return toIso(epoch, instant(value))
}

/** A time as seconds since 1970. */
export const secondsOf = (epoch: Epoch, at: Instant): number => (epoch + at / TICKS_PER_MS) / 1000

/** The characters of percent-encoded UTF-8, or null when it is neither. A `+` is a space where `form` says so. */
export function percentDecode(text: string, form: boolean): string | null {
  const plain = form ? text.replaceAll('+', ' ') : text
  if (/%(?![0-9a-fA-F]{2})/.test(plain)) return null
  const bytes = plain.replace(/%(..)/g, (_whole, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return utf8Of(bytes)
}

/** The longest body of a protocol whose bodies are messages and not content, in bytes. */
export const MAX_MESSAGE_BYTES = 1_048_576
const MAX_PAIRS = 20_000

/**
 * The names and values of a query or a form, decoded, in their order; null when one cannot be, or when there are
 * more than 20,000. It holds no more of them than that, whatever is sent.
 */
export function decodePairs(text: string): readonly (readonly [string, string])[] | null {
  const pairs: (readonly [string, string])[] = []
  for (let from = 0; from < text.length; ) {
    const found = text.indexOf('&', from)
    const to = found < 0 ? text.length : found
    const pair = text.slice(from, to)
    from = to + 1
    if (pair === '') continue
    const at = pair.indexOf('=')
    const name = percentDecode(at < 0 ? pair : pair.slice(0, at), true)
    const value = percentDecode(at < 0 ? '' : pair.slice(at + 1), true)
    if (name === null || value === null || pairs.length === MAX_PAIRS) return null
    pairs.push([name, value])
  }
  return pairs
}

/** The text whose UTF-8 bytes are given as characters, or null when they are not UTF-8. */
export function utf8Of(bytes: string): string | null {
  let highest = 0
  for (let at = 0; at < bytes.length; at++) highest = Math.max(highest, bytes.charCodeAt(at))
  if (highest < 0x80) return bytes
  if (highest > 0xff) return null
  return decodeUtf8(Uint8Array.from(bytes, (one) => one.charCodeAt(0)))
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of UTF-8 bytes, or null when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes)
  } catch {
    return null
  }
}
