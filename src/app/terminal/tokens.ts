/**
 * Names in a command's output that the page can select: ids of EC2's things, ARNs, buckets, objects and their keys,
 * and the lab's hosts, racks and zones.
 *
 * A name is taken for what its form says; whether the thing is there at this instant, the inspector tells. Only
 * kinds that the inspector shows are names. A bucket's name alone is one where the account has such a bucket; a
 * key is one where a listing prints it, since only the command says whose key it is. Keys are not found in tables
 * and in text, where nothing tells them from other columns.
 */
import {
  arn,
  asRef,
  ec2Ref,
  labRef,
  parseRef,
  REGION,
  type Ref,
  s3BucketRef,
  s3ObjectRef,
} from '../../cloud/kernel/ref.ts'

/** A run of text, and what it names. */
export interface Piece {
  readonly text: string
  readonly ref: Ref | null
}

/** A name in the text: from where to where. */
interface Name {
  readonly from: number
  readonly to: number
  readonly ref: Ref
}

/** The kinds of EC2's things that the inspector shows, by what their ids begin with. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['i', 'instance'],
  ['vol', 'volume'],
  ['ami', 'image'],
  ['eni', 'network-interface'],
  ['subnet', 'subnet'],
  ['vpc', 'vpc'],
  ['sg', 'security-group'],
])
/** What the inspector shows of AWS's things. */
const SHOWN: ReadonlySet<string> = new Set([...KINDS.values(), 'bucket', 'object'])

const NAMES =
  /arn:aws:[a-z0-9-]*:[a-z0-9-]*:\d*:[^\s"'`,|]+|s3:\/\/[^\s"'`,|]+|lab:(?:host|rack|zone)\/[a-z0-9-]+|(?<![\w.-])[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?![\w.-])/g

/**
 * The text in pieces, in order. `buckets` are the names of the account's buckets; `command` is the line that
 * printed the text.
 */
export function piecesOf(
  text: string,
  account: string,
  buckets: ReadonlySet<string>,
  command = '',
): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const { from, to, ref } of [
    ...keysIn(text, command),
    ...namesIn(text, account, buckets),
  ].sort((a, b) => a.from - b.from)) {
    // A key may hold what has the form of another name.
    if (from < at) continue
    if (from > at) pieces.push({ text: text.slice(at, from), ref: null })
    pieces.push({ text: text.slice(from, to), ref })
    at = to
  }
  if (at < text.length) pieces.push({ text: text.slice(at), ref: null })
  return pieces
}

function namesIn(text: string, account: string, buckets: ReadonlySet<string>): Name[] {
  return [...text.matchAll(NAMES)].flatMap((found) => {
    const name = found[0].replace(/[.:;)\]}]+$/, '')
    const ref = refOf(name, account, buckets)
    return ref === null ? [] : [{ from: found.index, to: found.index + name.length, ref }]
  })
}

function refOf(name: string, account: string, buckets: ReadonlySet<string>): Ref | null {
  if (buckets.has(name)) return s3BucketRef(name)
  if (name.startsWith('arn:')) {
    const ref = asRef(name)
    return SHOWN.has(parseRef(name)?.kind ?? '') ? ref : null
  }
  if (name.startsWith('lab:')) return asRef(name)
  if (name.startsWith('s3://')) return addressRef(name.slice('s3://'.length))
  if (/^h-\d{4}$/.test(name)) return labRef('host', name)
  if (/^us-east-1[a-z]$/.test(name)) return labRef('zone', name)
  const kind = KINDS.get(/^([a-z]+)-[0-9a-f]{8,17}$/.exec(name)?.[1] ?? '')
  if (kind === undefined) return null
  return kind === 'image' ? arn('ec2', REGION, '', `image/${name}`) : ec2Ref(account, kind, name)
}

function addressRef(path: string): Ref | null {
  const cut = path.indexOf('/')
  const bucket = cut < 0 ? path : path.slice(0, cut)
  const key = cut < 0 ? '' : path.slice(cut + 1)
  if (bucket === '') return null
  // A prefix is no thing of its own.
  return key === '' || key.endsWith('/') ? s3BucketRef(bucket) : s3ObjectRef(bucket, key)
}

/** Commands that print keys as JSON: `aws s3api list-objects-v2 --bucket photos`. */
const LISTING = /\bs3api\s+(?:list-objects|list-objects-v2|delete-objects)\b/
const BUCKET = /--bucket[\s=]+(['"]?)([a-z0-9][a-z0-9.-]*)\1(?=\s|$)/
/** `aws s3 ls s3://photos/2026/ --recursive`, its options anywhere. */
const LS = /\bs3\s+ls\b[^|;&]*?\bs3:\/\/([a-z0-9][a-z0-9.-]*)\/?([^\s'"|;&]*)/
/** A member that holds a key, and the text of it as JSON writes it. */
const KEY_MEMBER = /"Key": ("(?:[^"\\]|\\.)*")/g
/** A line of `aws s3 ls`: when, how large, what; and with `--human-readable`. */
const LS_LINE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +\d+ (.+)$/gm
const HUMAN_LINE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +\d+(?:\.\d)? (?:Bytes?|[KMGTPE]iB) (.+)$/gm

/** The keys of objects in the output of a command that lists some. */
function keysIn(text: string, command: string): Name[] {
  const listed = LISTING.test(command) ? BUCKET.exec(command)?.[2] : undefined
  if (listed !== undefined) {
    return [...text.matchAll(KEY_MEMBER)].flatMap((found) =>
      keyName(
        listed,
        readKey(found[1] ?? ''),
        found.index + found[0].length - 1,
        (found[1] ?? '').length - 2,
      ),
    )
  }
  const [, bucket, prefix = ''] = LS.exec(command) ?? []
  if (bucket === undefined) return []
  // Without --recursive a line shows what comes after the last slash of the prefix.
  const folder = command.includes('--recursive') ? '' : prefix.slice(0, prefix.lastIndexOf('/') + 1)
  const lines = command.includes('--human-readable') ? HUMAN_LINE : LS_LINE
  return [...text.matchAll(lines)].flatMap((found) => {
    const shown = found[1] ?? ''
    return keyName(bucket, folder + shown, found.index + found[0].length, shown.length)
  })
}

/** The name of a key that ends before `to` and is shown in so many characters. */
const keyName = (bucket: string, key: string | null, to: number, length: number): Name[] =>
  key === null || key === '' ? [] : [{ from: to - length, to, ref: s3ObjectRef(bucket, key) }]

function readKey(json: string): string | null {
  try {
    const key: unknown = JSON.parse(json)
    return typeof key === 'string' ? key : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
