/**
 * The files that a transfer is about: what there is at a place, under which names it would arrive, and which
 * of two places' files a sync has to move.
 *
 * Follows `filegenerator.py` and `comparator.py` of aws-cli (Apache-2.0). A listing is gathered whole before
 * anything moves, where the CLI moves while it lists. Files and objects are dated to the second.
 */
import type { Members } from '../../cloud/call.ts'
import type { Instant } from '../../cloud/kernel/instant.ts'
import { compareText } from '../json.ts'
import type { Environment, Steps } from '../types.ts'
import { type Called, call, listPages, type Refusal } from './calls.ts'
import { isDirectory, type Place, splitUri } from './paths.ts'

export type Action = 'upload' | 'download' | 'copy' | 'delete'

/** One file to move. Paths are as in `Place`. */
export interface Item {
  readonly action: Action
  readonly from: 's3' | 'local'
  readonly path: string
  readonly to: string
  /** its name below the source, by which sync pairs it */
  readonly name: string
  /** null where a deletion need not know it */
  readonly bytes: number | null
  /** ms since 1970, whole seconds */
  readonly modifiedMs: number
  /** what S3 said of it: an answer of HeadObject or an entry of a listing */
  readonly about: Members | null
}

/** What to look for. */
export interface Search {
  readonly from: Place
  readonly to: Place
  readonly action: Action
  readonly directories: boolean
  readonly pageSize: number | null
  readonly payer: string | null
  /** told of a file that cannot be read */
  readonly skipped: (path: string, why: string) => void
}

/** The files at a place, in the order of their names. */
export function* find(search: Search, env: Environment): Steps<Called<readonly Item[]>> {
  if (search.from.kind === 'local') return { ok: true, value: localItems(search, env) }
  return yield* s3Items(search, env)
}

function localItems(search: Search, env: Environment): Item[] {
  const { shelf } = env
  const { path } = search.from
  if (!search.directories) return [itemOf(search, path, localFacts(path, env))]
  const name = path.slice(0, -1)
  if (!isDirectory(shelf, name) && shelf.read(name) !== undefined) {
    search.skipped(path, 'File does not exist.')
  }
  const names = shelf.names().filter((each) => each.startsWith(path))
  return names.toSorted(compareText).map((each) => itemOf(search, each, localFacts(each, env)))
}

const localFacts = (name: string, { shelf }: Environment): Facts => ({
  bytes: shelf.read(name)?.length ?? 0,
  modifiedMs: shelf.modifiedMs(name) ?? 0,
  about: null,
})

type Facts = Pick<Item, 'bytes' | 'modifiedMs' | 'about'>

function itemOf(search: Search, path: string, facts: Facts): Item {
  const { from, to, action, directories } = search
  const name = directories ? path.slice(from.path.length) : path.slice(path.lastIndexOf('/') + 1)
  const target = to.keepsName ? to.path + name : to.path
  return { action, from: from.kind, path, to: target, name, ...facts }
}

function* s3Items(search: Search, env: Environment): Steps<Called<readonly Item[]>> {
  const { from, action, directories, payer, pageSize } = search
  const { bucket, key } = splitUri(from.path)
  const paid = payer === null ? {} : { RequestPayer: payer }
  if (!directories && key !== '') return yield* single(search, env, paid)
  const pages = yield* listPages(env, {
    Bucket: bucket,
    Prefix: key,
    ...(pageSize === null ? {} : { MaxKeys: pageSize }),
    ...paid,
  })
  if (!pages.ok) return pages
  // A bucket without a key names no single object.
  if (!directories) return { ok: true, value: [] }
  const items: Item[] = []
  for (const page of pages.value) {
    for (const about of (page.Contents ?? []) as readonly Members[]) {
      const path = `${bucket}/${String(about.Key)}`
      // An empty object with a folder's name is somebody's folder; there is nothing to bring.
      if (about.Size === 0 && path.endsWith('/') && action !== 'delete') continue
      items.push(itemOf(search, path, s3Facts(about, Number(about.Size), env)))
    }
  }
  return { ok: true, value: items }
}

const s3Facts = (about: Members, bytes: number, env: Environment): Facts => ({
  bytes,
  modifiedMs: msOf(env, about.LastModified as Instant | undefined),
  about,
})

/** One object, asked for by HeadObject; a deletion asks nothing. */
function* single(search: Search, env: Environment, paid: Members): Steps<Called<readonly Item[]>> {
  const { path } = search.from
  if (search.action === 'delete') {
    return { ok: true, value: [itemOf(search, path, { bytes: null, modifiedMs: 0, about: null })] }
  }
  const { bucket, key } = splitUri(path)
  const head = yield* call(env, 'HeadObject', { Bucket: bucket, Key: key, ...paid })
  if (!head.ok) return { ok: false, refusal: named(head.refusal, key) }
  const facts = s3Facts(head.value, Number(head.value.ContentLength), env)
  return { ok: true, value: [itemOf(search, path, facts)] }
}

/** The CLI says which key it is that is not there. */
function named(refusal: Refusal, key: string): Refusal {
  const { failure } = refusal
  if (failure?.code !== '404') return refusal
  const text = `An error occurred (404) when calling the HeadObject operation: Key "${key}" does not exist`
  return { text, failure }
}

/** An instant as ms since 1970. S3 tells times in whole seconds. */
const msOf = (env: Environment, at: Instant | undefined): number => env.epoch() + (at ?? 0) / 10_000

/** How sync judges two files of one name. */
export interface Rules {
  readonly sizeOnly: boolean
  readonly exactTimes: boolean
  readonly deletes: boolean
}

/** The files that a sync moves or deletes, of two ordered lists. */
export function compare(
  source: readonly Item[],
  target: readonly Item[],
  rules: Rules,
): readonly Item[] {
  const out: Item[] = []
  let [i, j] = [0, 0]
  for (;;) {
    const [from, to] = [source[i], target[j]]
    if (from === undefined && to === undefined) return out
    const order = from === undefined ? 1 : to === undefined ? -1 : compareText(from.name, to.name)
    if (order <= 0) i += 1
    if (order >= 0) j += 1
    if (from !== undefined && order < 0) out.push(from)
    if (to !== undefined && order > 0 && rules.deletes) out.push({ ...to, action: 'delete' })
    if (from && to && order === 0 && differs(from, to, rules)) out.push(from)
  }
}

function differs(from: Item, to: Item, rules: Rules): boolean {
  if (from.bytes !== to.bytes) return true
  if (rules.exactTimes && from.action === 'download') return from.modifiedMs !== to.modifiedMs
  if (rules.sizeOnly && !rules.exactTimes) return false
  return from.action === 'download'
    ? to.modifiedMs > from.modifiedMs
    : to.modifiedMs < from.modifiedMs
}
