/**
 * Moving one file: upload, download, copy within S3, delete; and `mv`, which deletes the source afterwards.
 *
 * Follows `s3handler.py`, `subscribers.py` and `RequestParamsMapper` of aws-cli (Apache-2.0). A file goes in
 * one call whatever its size; the CLI cuts what is 8 MiB or more into parts, and the line says so.
 */
import type { Members } from '../../cloud/call.ts'
import { parseIso } from '../../cloud/kernel/calendar.ts'
import type { Environment, Steps } from '../types.ts'
import type { Arguments } from './arguments.ts'
import { type Called, call, type Refusal } from './calls.ts'
import type { Item } from './items.ts'
import { guessType } from './mime.ts'
import { shownLocal, shownS3, splitUri, unreadable } from './paths.ts'
import type { Report } from './report.ts'
import { humanSize } from './sizes.ts'

/** From this size on the CLI sends a file in parts. */
const PART_THRESHOLD_BYTES = 8 * 1024 * 1024

/** The options of one command that say how its files are moved. */
export interface Manner {
  readonly args: Arguments
  readonly moves: boolean
  readonly dryRun: boolean
  readonly directories: boolean
  readonly metadata: Readonly<Record<string, string>> | null
}

type Outcome = Called<unknown>

const DONE: Outcome = { ok: true, value: null }
const broken = (text: string): Outcome => ({ ok: false, refusal: { text, failure: null } })

/** Moves one file and reports it. */
export function* move(item: Item, how: Manner, env: Environment, report: Report): Steps<void> {
  if (skips(item, how, report)) return
  const kind = how.moves ? 'move' : item.action
  const where = whereOf(item)
  if (how.dryRun) {
    report.dryRun(`${kind}: ${where}`)
    return
  }
  if (item.action !== 'delete' && (item.bytes ?? 0) >= PART_THRESHOLD_BYTES) {
    const size = humanSize(item.bytes ?? 0)
    report.note(`${where}: ${size} in one part, where the CLI would use several`)
  }
  const outcome = yield* ACTIONS[item.action](item, how, env)
  if (outcome.ok) report.done(`${kind}: ${where}`)
  else report.failed(kind, where, outcome.refusal)
}

const ACTIONS = { upload, download, copy, delete: remove }

/** What a message says of a file: from where to where. */
function whereOf(item: Item): string {
  const from = item.from === 's3' ? shownS3(item.path) : shownLocal(item.path)
  if (item.action === 'delete') return from
  return `${from} to ${item.action === 'download' ? shownLocal(item.to) : shownS3(item.to)}`
}

/** Objects in the archive, and keys that lead out of the directory, are left out with a warning. */
function skips(item: Item, how: Manner, report: Report): boolean {
  const { given } = how.args
  const stored = String(item.about?.StorageClass ?? '')
  const restored = String(item.about?.Restore ?? '').includes('ongoing-request="false"')
  const archived = (stored === 'GLACIER' || stored === 'DEEP_ARCHIVE') && !restored
  const reads = item.action === 'copy' || item.action === 'download'
  if (reads && archived && !given.has('--force-glacier-transfer')) {
    if (!given.has('--ignore-glacier-warnings')) {
      report.skipped(shownS3(item.path), archivedText(item.action))
    }
    return true
  }
  if (item.action === 'download' && leadsOut(item.name)) {
    report.skipped(item.name, 'File references a parent directory.')
    return true
  }
  return false
}

const archivedText = (action: string): string =>
  `Object is of storage class GLACIER. Unable to perform ${action} operations on GLACIER objects. ` +
  'You must restore the object to be able to perform the operation. ' +
  `See aws s3 ${action} help for additional parameter options to ignore or force these transfers.`

function leadsOut(name: string): boolean {
  let depth = 0
  for (const part of name.split('/')) {
    if (part === '..') depth -= 1
    else if (part !== '' && part !== '.') depth += 1
    if (depth < 0) return true
  }
  return false
}

function* upload(item: Item, how: Manner, env: Environment): Steps<Outcome> {
  const bytes = env.shelf.read(item.path)
  if (bytes === undefined) return broken(unreadable(env.shelf, item.path))
  const params = objectParams(how, env)
  if (!params.ok) return params
  const guessed = how.args.given.has('--no-guess-mime-type') ? null : guessType(item.path)
  const put = yield* call(env, 'PutObject', {
    ...targetOf(item.to),
    Body: bytes,
    ...(guessed === null ? {} : { ContentType: guessed }),
    ...params.value,
  })
  if (put.ok && how.moves) env.shelf.remove(item.path)
  return put
}

function* download(item: Item, how: Manner, env: Environment): Steps<Outcome> {
  const got = yield* get(item.path, how, env)
  if (!got.ok) return got
  const written = env.shelf.write(item.to, got.value, item.modifiedMs)
  if (!written.ok) return broken(written.error.message)
  return how.moves ? yield* deleteObject(item.path, how, env) : DONE
}

/** An object's bytes. */
export function* get(path: string, how: Manner, env: Environment): Steps<Called<Uint8Array>> {
  const got = yield* call(env, 'GetObject', {
    ...targetOf(path),
    ...customerKey(how),
    ...payer(how),
  })
  if (!got.ok) return got
  const { Body } = got.value
  return { ok: true, value: Body instanceof Uint8Array ? Body : new Uint8Array() }
}

function* copy(item: Item, how: Manner, env: Environment): Steps<Outcome> {
  const params = objectParams(how, env)
  if (!params.ok) return params
  const props = yield* copiedProps(item, how, env, params.value)
  if (!props.ok) return props
  const made = yield* call(env, 'CopyObject', {
    ...targetOf(item.to),
    CopySource: encodePath(item.path),
    ...params.value,
    ...props.value,
    ...optional(how, { '--sse-c-copy-source': 'CopySourceSSECustomerAlgorithm' }),
    ...optional(how, { '--sse-c-copy-source-key': 'CopySourceSSECustomerKey' }),
  })
  return made.ok && how.moves ? yield* deleteObject(item.path, how, env) : made
}

const PROPS = [
  ...['CacheControl', 'ContentDisposition', 'ContentEncoding', 'ContentLanguage', 'ContentType'],
  ...['Expires', 'Metadata'],
]

/** What a copy says of the object's own properties: kept whole, or given anew with the rest repeated. */
function* copiedProps(item: Item, how: Manner, env: Environment, params: Members): Steps<Called> {
  const { given } = how.args
  const directive = given.get('--metadata-directive')?.[0]?.text
  if (directive !== undefined) return { ok: true, value: { MetadataDirective: directive } }
  const mode = given.get('--copy-props')?.[0]?.text ?? 'default'
  const tags = mode === 'default' ? {} : { TaggingDirective: 'REPLACE' }
  if (mode === 'none') return { ok: true, value: { MetadataDirective: 'REPLACE', ...tags } }
  if (!PROPS.some((name) => params[name] !== undefined)) return { ok: true, value: tags }
  const head = how.directories
    ? yield* call(env, 'HeadObject', { ...targetOf(item.path), ...payer(how) })
    : ({ ok: true, value: item.about ?? {} } as const)
  if (!head.ok) return head
  const kept = PROPS.filter((name) => params[name] === undefined && head.value[name] !== undefined)
  const props = Object.fromEntries(kept.map((name) => [name, head.value[name]]))
  return { ok: true, value: { MetadataDirective: 'REPLACE', ...props, ...tags } }
}

function* remove(item: Item, how: Manner, env: Environment): Steps<Outcome> {
  if (item.from === 's3') return yield* deleteObject(item.path, how, env)
  env.shelf.remove(item.path)
  return DONE
}

const deleteObject = (path: string, how: Manner, env: Environment): Steps<Called> =>
  call(env, 'DeleteObject', { ...targetOf(path), ...payer(how) })

function targetOf(path: string): { Bucket: string; Key: string } {
  const { bucket, key } = splitUri(path)
  return { Bucket: bucket, Key: key }
}

/** A path for the copy-source header: RFC 3986, the slashes left. */
const encodePath = (path: string): string =>
  encodeURIComponent(path)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

const GENERAL: Readonly<Record<string, string>> = {
  '--acl': 'ACL',
  '--storage-class': 'StorageClass',
  '--website-redirect': 'WebsiteRedirectLocation',
  '--content-type': 'ContentType',
  '--cache-control': 'CacheControl',
  '--content-disposition': 'ContentDisposition',
  '--content-encoding': 'ContentEncoding',
  '--content-language': 'ContentLanguage',
  '--sse': 'ServerSideEncryption',
  '--sse-kms-key-id': 'SSEKMSKeyId',
}
const GRANTS: ReadonlyMap<string, string> = new Map([
  ['read', 'GrantRead'],
  ['full', 'GrantFullControl'],
  ['readacl', 'GrantReadACP'],
  ['writeacl', 'GrantWriteACP'],
])

/** Options as members, those that were given. */
function optional({ args }: Manner, names: Readonly<Record<string, string>>): Members {
  const members: Record<string, string> = {}
  for (const [option, member] of Object.entries(names)) {
    const text = args.given.get(option)?.[0]?.text
    if (text) members[member] = text
  }
  return members
}

const payer = (how: Manner): Members => optional(how, { '--request-payer': 'RequestPayer' })

const customerKey = (how: Manner): Members =>
  optional(how, { '--sse-c': 'SSECustomerAlgorithm', '--sse-c-key': 'SSECustomerKey' })

/** What the options say of an object that is made. */
function objectParams(how: Manner, env: Environment): Called {
  const expires = expiry(how, env)
  if (!expires.ok) return expires
  const { metadata } = how
  return {
    ok: true,
    value: {
      ...optional(how, GENERAL),
      ...expires.value,
      ...grants(how),
      ...(metadata === null ? {} : { Metadata: metadata }),
      ...customerKey(how),
      ...payer(how),
    },
  }
}

function expiry({ args }: Manner, env: Environment): Called {
  const text = args.given.get('--expires')?.[0]?.text
  if (!text) return { ok: true, value: {} }
  const at = parseIso(env.epoch(), text)
  if (at !== null) return { ok: true, value: { Expires: at } }
  const refusal: Refusal = {
    text: `Parameter validation failed:\nInvalid type for parameter Expires, value: ${text}, type: <class 'str'>, valid types: <class 'datetime.datetime'>, timestamp-string`,
    failure: null,
  }
  return { ok: false, refusal }
}

/** `--grants read=id=…`, checked before anything moves. */
function grants({ args }: Manner): Members {
  const members: Record<string, string> = {}
  for (const { text } of args.given.get('--grants') ?? []) {
    const cut = text.indexOf('=')
    const member = GRANTS.get(text.slice(0, cut))
    if (member !== undefined) members[member] = text.slice(cut + 1)
  }
  return members
}

/** What is wrong with `--grants`, or null. */
export function wrongGrants({ given }: Arguments): string | null {
  for (const { text } of given.get('--grants') ?? []) {
    const cut = text.indexOf('=')
    if (cut < 0) return 'grants should be of the form permission=principal'
    if (!GRANTS.has(text.slice(0, cut))) {
      return 'permission must be one of: read|readacl|writeacl|full'
    }
  }
  return null
}
