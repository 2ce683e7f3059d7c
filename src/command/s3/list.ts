/**
 * `aws s3 ls`: buckets, or what lies under a prefix.
 */
import type { Members } from '../../cloud/call.ts'
import type { Instant } from '../../cloud/kernel/instant.ts'
import { printed } from '../errors.ts'
import type { Environment, LineResult, Steps } from '../types.ts'
import type { Arguments } from './arguments.ts'
import { call, listPages, required } from './calls.ts'
import { splitUri } from './paths.ts'
import { humanSize, listedTime } from './sizes.ts'

/** Runs `ls [s3://bucket/prefix] [--recursive] [--human-readable] [--summarize]`. */
export function* list(args: Arguments, env: Environment): Steps<LineResult> {
  const { bucket, key } = splitUri(args.operands[0]?.text ?? 's3://')
  const total: Total = { objects: 0, bytes: 0 }
  const size = args.given.has('--human-readable') ? humanSize : String
  let text = ''
  let found = true
  if (bucket === '') {
    text = bucketRows(yield* required(call(env, 'ListBuckets', {})), env)
  } else {
    const pages = yield* objectPages(args, env, bucket, key)
    const whole = args.given.has('--recursive')
    const rows = pages.map((page) => objectRows(page, env, { whole, size, total }))
    text = rows.join('')
    found = rows.some((row) => row !== '')
  }
  if (args.given.has('--summarize')) {
    text += `\nTotal Objects: ${total.objects}\n   Total Size: ${size(total.bytes)}\n`
  }
  return { ...printed(text), exitCode: key !== '' && !found ? 1 : 0 }
}

interface Total {
  objects: number
  bytes: number
}

function* objectPages(
  args: Arguments,
  env: Environment,
  bucket: string,
  key: string,
): Steps<readonly Members[]> {
  const asked = args.given.get('--page-size')?.[0]
  const payer = args.given.get('--request-payer')?.[0]
  const input = {
    Bucket: bucket,
    Prefix: key,
    ...(args.given.has('--recursive') ? {} : { Delimiter: '/' }),
    ...(asked ? { MaxKeys: Number(asked.text) } : {}),
    ...(payer ? { RequestPayer: payer.text } : {}),
  }
  return yield* required(listPages(env, input))
}

function bucketRows({ Buckets }: Members, env: Environment): string {
  const buckets = (Buckets ?? []) as readonly Listed[]
  return buckets
    .map(({ Name, CreationDate }) => `${timeOf(CreationDate, env)} ${Name ?? ''}\n`)
    .join('')
}

/** What a listing says of a bucket, an object or a common prefix. */
interface Listed {
  readonly Name?: string
  readonly CreationDate?: Instant
  readonly Prefix?: string
  readonly Key?: string
  readonly Size?: number
  readonly LastModified?: Instant
}

function objectRows(
  { CommonPrefixes, Contents }: Members,
  env: Environment,
  how: { whole: boolean; size: (bytes: number) => string; total: Total },
): string {
  let text = ''
  for (const { Prefix = '' } of (CommonPrefixes ?? []) as readonly Listed[]) {
    text += `${'PRE'.padStart(30)} ${Prefix.split('/').at(-2) ?? ''}/\n`
  }
  for (const { Key = '', Size = 0, LastModified } of (Contents ?? []) as readonly Listed[]) {
    const name = how.whole ? Key : Key.slice(Key.lastIndexOf('/') + 1)
    text += `${timeOf(LastModified, env)} ${how.size(Size).padStart(10)} ${name}\n`
    how.total.objects += 1
    how.total.bytes += Size
  }
  return text
}

const timeOf = (at: Instant | undefined, env: Environment): string =>
  at === undefined ? ''.padEnd(19) : listedTime(env.epoch(), at)
