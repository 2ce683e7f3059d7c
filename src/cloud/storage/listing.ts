/**
 * A bucket's keys in order, by page: prefix, delimiter, and where to go on.
 *
 * Models S3's listing (FACTS §9): keys in the order of their UTF-8 bytes; a delimiter rolls up all keys that
 * share what comes before and with it into one common prefix, which counts as one entry. It works on byte
 * strings (`byteString`), one character a byte, as the index is kept. A common prefix is jumped over by one
 * search of the index, however many keys lie under it.
 *
 * A place to go on from is a byte string: the page begins with the first key that is not before it. So pages
 * neither repeat nor leave out a key that was there all the time, whatever comes and goes between them.
 */
import type { World } from '../kernel/world.ts'
import { byteString, type ObjectRow, objectPrefix, objects } from './rows.ts'

/** What is listed of a bucket. Prefix and delimiter are plain text; an empty delimiter rolls nothing up. */
export interface Question {
  readonly bucket: string
  readonly prefix: string
  readonly delimiter: string
  /** a byte string from `START`, `afterKey` or `placeAfter`, or the `next` of a page */
  readonly from: string
  /** how many entries at most, 0 or more */
  readonly most: number
}

/** One entry of a listing: an object, or all the keys that begin with a common prefix. */
export type Entry =
  | { readonly kind: 'object'; readonly name: string; readonly row: ObjectRow }
  | { readonly kind: 'prefix'; readonly name: string }

/** Entries in order, and where the next page begins: null when this is the last. */
export interface Page {
  readonly entries: readonly Entry[]
  readonly next: string | null
}

/** Where a listing begins. */
export const START = ''

/** Just after a key: nothing lies between it and the same key with a zero byte added. */
export const afterKey = (key: string): string => `${byteString(key)}\0`

/** Just after every key that begins with these bytes. UTF-8 has no byte 255, so the last one can be raised. */
const past = (bytes: string): string =>
  bytes.slice(0, -1) + String.fromCharCode(bytes.charCodeAt(bytes.length - 1) + 1)

/**
 * Just after a name that an earlier page ended with. One that lies in a common prefix leaves all of that behind,
 * so that a walk by names comes to its end (measured against S3: brekkylab/backlot#204).
 */
export function placeAfter(name: string, prefix: string, delimiter: string): string {
  const inside = delimiter !== '' && name.startsWith(prefix)
  const at = inside ? name.indexOf(delimiter, prefix.length) : -1
  return at < 0 ? afterKey(name) : past(byteString(name.slice(0, at + delimiter.length)))
}

/** One page of a listing. A page of no entries is the last, even when there are keys (M: max-keys 0). */
export function listPage(world: World, question: Question): Page {
  const entries: Entry[] = []
  let next: string | null = null
  if (question.most === 0) return { entries, next }
  for (const { entry, after } of walk(world, question)) {
    if (entries.length === question.most) return { entries, next }
    entries.push(entry)
    next = after
  }
  return { entries, next: null }
}

/** An entry and the place just after it. */
interface Found {
  readonly entry: Entry
  readonly after: string
}

function* walk(world: World, { bucket, prefix, delimiter, from }: Question): Generator<Found> {
  const base = objectPrefix(bucket)
  const begin = byteString(prefix)
  const split = byteString(delimiter)
  let place: string | null = from
  while (place !== null) {
    const start: string = place
    place = null
    for (const [key, row] of world.table(objects).entries(base + begin, base + start)) {
      const bytes = key.slice(base.length)
      const at = split === '' ? -1 : bytes.indexOf(split, begin.length)
      if (at < 0) {
        yield { entry: { kind: 'object', name: row.key, row }, after: `${bytes}\0` }
        continue
      }
      const group = bytes.slice(0, at + split.length)
      place = past(group)
      yield { entry: { kind: 'prefix', name: textOf(group) }, after: place }
      break
    }
  }
}

/** The text of a byte string. A delimiter ends where a character ends, so a group is whole UTF-8. */
function textOf(bytes: string): string {
  const out = new Uint8Array(bytes.length)
  for (let at = 0; at < bytes.length; at++) out[at] = bytes.charCodeAt(at)
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(out)
}
