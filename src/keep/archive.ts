/**
 * Everything that a keep holds as one file, and back.
 *
 * The file is JSON of a fixed spelling: format, version of the rows, SHA-256 of version and records, records. Its
 * rows are those of `rows.ts`; a world's `life` is left out, since an imported world is another one. The sum
 * finds damage; it does not say who wrote the file, so every row is checked as a stranger's. Where the
 * browser offers no SHA-256 (a page that is not served securely) the sum is empty, and not checked.
 */
import { troubleOf } from './disk.ts'
import { fromJson, toJson } from './json.ts'
import { raise, VERSION } from './migrate.ts'
import { type Rows, type Shelf, STORES, type StoreName, type Work } from './rows.ts'
import { newLife } from './worlds.ts'

/**
 * Why a file was not taken: it is not a keep's, not what was once written, of a newer version of the lab; or
 * there is no room for it, or the disk failed.
 */
export type Refusal = 'foreign' | 'damaged' | 'newer' | 'full' | 'failed'

/** What came of an import; refused, it changed nothing. */
export type Imported =
  | {
      readonly ok: true
      /** how many the file holds of each kind; those that no guard lets through are not there to read */
      readonly rows: Readonly<Record<StoreName, number>>
    }
  | Refused

interface Refused {
  readonly ok: false
  readonly reason: Refusal
  readonly detail: string
}

type Read = { readonly ok: true; readonly records: Records } | Refused

/** The rows of every store, checked. */
type Records = { readonly [N in StoreName]: readonly Rows[N][] }

const START = '{"format":"cloudglass keep",'
const HEAD =
  /^\{"format":"cloudglass keep","version":(\d{1,9}),"sha256":"([0-9a-f]{64})?","records":/
/** No head is longer. */
const HEAD_LENGTH = 200

/** Something in the records is not as it is written. */
class Damage extends Error {}

/** Writes all that lies on a shelf, as it is at one instant. */
export async function write(shelf: Shelf): Promise<Blob> {
  const records = await shelf.run('readonly', STORES, async (from) => ({
    lessons: await from.all('lessons'),
    progress: await from.all('progress'),
    worlds: (await from.all('worlds')).map(({ world, at }) => ({ world, at })),
    openings: await from.all('openings'),
    saves: await from.all('saves'),
    inputs: await from.all('inputs'),
    settings: await from.all('settings'),
  }))
  const text = JSON.stringify(toJson(records))
  const sum = (await sumOf(VERSION, text)) ?? ''
  return new Blob([`${START}"version":${VERSION},"sha256":"${sum}","records":`, text, '}'], {
    type: 'application/json',
  })
}

/** Puts what a file holds in place of everything, in one transaction. */
export async function take(file: Blob, shelf: Shelf): Promise<Imported> {
  const found = await read(file)
  if (!found.ok) return found
  try {
    await shelf.run('readwrite', STORES, async (to) => {
      await emptyStores(to)
      for (const store of STORES) {
        for (const row of found.records[store]) to.put(store, row)
      }
    })
    return { ok: true, rows: countsOf(found.records) }
  } catch (error) {
    const { reason, detail } = troubleOf(error)
    return refuse(reason === 'full' ? 'full' : 'failed', detail)
  }
}

const countsOf = (records: Records) =>
  Object.fromEntries(STORES.map((store) => [store, records[store].length])) as Record<
    StoreName,
    number
  >

/** Leaves nothing. */
export const emptyStores: Work<void> = async (to) => {
  for (const store of STORES) {
    for (const key of await to.keys(store)) to.delete(store, [key, key])
  }
}

async function read(file: Blob): Promise<Read> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
    if (!text.startsWith(START)) return refuse('foreign', 'it does not begin as a keep does')
    const [head = '', version, sum] = HEAD.exec(text.slice(0, HEAD_LENGTH)) ?? []
    if (version === undefined) return refuse('damaged', 'its head')
    if (Number(version) > VERSION) return refuse('newer', `version ${version}`)
    const body = text.slice(head.length, -1)
    if (!text.endsWith('}')) return refuse('damaged', 'its end')
    const found = sum === undefined ? null : await sumOf(Number(version), body)
    if (found !== null && found !== sum) return refuse('damaged', `sum ${found}`)
    const records = recordsOf(fromJson(JSON.parse(body)), Number(version))
    return { ok: true, records }
  } catch (error) {
    // A text that is not UTF-8 or not JSON, or a row that is none.
    return refuse('damaged', String(error))
  }
}

const refuse = (reason: Refusal, detail: string): Refused => ({ ok: false, reason, detail })

/** SHA-256 in hex of a version and what follows; null where the browser has none. */
async function sumOf(version: number, text: string): Promise<string | null> {
  // Undefined on a page that is not served securely, whatever the types say.
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle
  if (subtle === undefined) return null
  const bytes = new TextEncoder().encode(`${version}${text}`)
  const sum = new Uint8Array(await subtle.digest('SHA-256', bytes))
  return Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

type Kind = 'string' | 'number' | 'count' | 'boolean' | 'bytes' | 'at'

/** The members that a row must have; what is kept for others is not looked into here. */
const MEMBERS: { readonly [N in StoreName]: Readonly<Record<string, Kind>> } = {
  lessons: { hash: 'string', id: 'string', imported: 'boolean', at: 'number' },
  progress: { lesson: 'string', hash: 'string', changedMs: 'number' },
  worlds: { world: 'string', at: 'at' },
  openings: { world: 'string' },
  saves: { world: 'string', bytes: 'bytes', serial: 'count' },
  inputs: { world: 'string', position: 'count', serial: 'count' },
  settings: { key: 'string' },
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0
const IS: { readonly [K in Kind]: (value: unknown) => boolean } = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  count: isCount,
  boolean: (value) => typeof value === 'boolean',
  bytes: (value) => value instanceof Uint8Array,
  at: (value) => value === null || Number.isSafeInteger(value),
}

/** The rows of a file of an older version or of this one. Throws for any that is none. */
function recordsOf(value: unknown, version: number): Records {
  const all = recordOf(value)
  const rows = <N extends StoreName>(store: N): Rows[N][] => {
    const list = all[store]
    if (!Array.isArray(list)) throw new Damage(`no ${store}`)
    return list.map((one) => rowOf(store, raise(store, recordOf(one), version)))
  }
  const records = {
    lessons: rows('lessons'),
    progress: rows('progress'),
    worlds: rows('worlds').map(({ world, at }) => ({ world, at, life: newLife() })),
    openings: rows('openings'),
    saves: rows('saves'),
    inputs: rows('inputs'),
    settings: rows('settings'),
  }
  checkWorlds(records)
  return records
}

function rowOf<N extends StoreName>(store: N, row: object): Rows[N] {
  const members = recordOf(row)
  for (const [name, kind] of Object.entries(MEMBERS[store])) {
    if (!IS[kind](members[name])) throw new Damage(`${store}: ${name}`)
  }
  return row as Rows[N]
}

/** A world is begun once, and whatever belongs to one belongs to one that was begun. */
function checkWorlds({ worlds, openings, saves, inputs }: Records): void {
  const begun = new Set(openings.map(({ world }) => world))
  const names = new Set(worlds.map(({ world }) => world))
  const parts = [...openings, ...saves, ...inputs]
  if (begun.size !== names.size || parts.some(({ world }) => !names.has(world))) {
    throw new Damage('a world that was not begun')
  }
  const newest = new Map<string, { position: number; serial: number }>()
  for (const input of inputs) {
    const last = newest.get(input.world)
    if (last !== undefined && (input.position <= last.position || input.serial <= last.serial)) {
      throw new Damage('inputs out of order')
    }
    newest.set(input.world, input)
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Damage('a record is missing')
  }
  return value as Readonly<Record<string, unknown>>
}
