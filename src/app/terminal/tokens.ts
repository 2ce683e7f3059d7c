/**
 * Names in a command's output that the page can select: ids of EC2's things, ARNs, buckets and objects.
 *
 * A name is taken for what its form says; whether the thing is there at this instant, the inspector tells. Only
 * kinds that the inspector shows are names. A bucket's name alone is one where the account has such a bucket.
 */
import {
  arn,
  asRef,
  ec2Ref,
  parseRef,
  type Ref,
  s3BucketRef,
  s3ObjectRef,
} from '../../cloud/kernel/ref.ts'

/** A run of text, and what it names. */
export interface Piece {
  readonly text: string
  readonly ref: Ref | null
}

/** What the inspector shows of AWS's things. */
const SHOWN: ReadonlySet<string> = new Set(['instance', 'volume', 'image', 'bucket', 'object'])
const KINDS: Readonly<Record<string, string>> = { i: 'instance', vol: 'volume' }

const NAMES =
  /arn:aws:[a-z0-9-]*:[a-z0-9-]*:\d*:[^\s"'`,|]+|s3:\/\/[^\s"'`,|]+|(?<![\w.-])[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?![\w.-])/g

/** The text in pieces, in order. `buckets` are the names of the account's buckets. */
export function piecesOf(text: string, account: string, buckets: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const found of text.matchAll(NAMES)) {
    const name = found[0].replace(/[.:;)\]}]+$/, '')
    const ref = refOf(name, account, buckets)
    if (ref === null) continue
    if (found.index > from) pieces.push({ text: text.slice(from, found.index), ref: null })
    pieces.push({ text: name, ref })
    from = found.index + name.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), ref: null })
  return pieces
}

function refOf(name: string, account: string, buckets: ReadonlySet<string>): Ref | null {
  if (buckets.has(name)) return s3BucketRef(name)
  if (name.startsWith('arn:')) {
    const ref = asRef(name)
    return SHOWN.has(parseRef(name)?.kind ?? '') ? ref : null
  }
  if (name.startsWith('s3://')) return addressRef(name.slice('s3://'.length))
  const id = /^(i|vol|ami)-[0-9a-f]{8,17}$/.exec(name)?.[1]
  if (id === undefined) return null
  return id === 'ami'
    ? arn('ec2', 'us-east-1', '', `image/${name}`)
    : ec2Ref(account, KINDS[id] ?? '', name)
}

function addressRef(path: string): Ref | null {
  const cut = path.indexOf('/')
  const bucket = cut < 0 ? path : path.slice(0, cut)
  const key = cut < 0 ? '' : path.slice(cut + 1)
  if (bucket === '') return null
  // A prefix is no thing of its own.
  return key === '' || key.endsWith('/') ? s3BucketRef(bucket) : s3ObjectRef(bucket, key)
}
