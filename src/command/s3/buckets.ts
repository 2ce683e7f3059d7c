/**
 * `aws s3 mb`, `rb`, `website` and `presign`: commands about one place that move nothing.
 */
import { presign as presigned, wireText } from '../../wire/sigv4.ts'
import { CommandError, EXIT, printed } from '../errors.ts'
import type { Environment, LineResult, Steps, Word } from '../types.ts'
import type { Arguments } from './arguments.ts'
import { type Called, call, required, unsendable } from './calls.ts'
import { COMMANDS } from './options.ts'
import { S3, splitUri } from './paths.ts'
import { transfer } from './transfer.ts'

const REGION = 'us-east-1'
const DEFAULT_EXPIRY_SECONDS = 3600

/** Runs `mb s3://bucket`. */
export function* makeBucket(args: Arguments, env: Environment): Steps<LineResult> {
  const { bucket } = bucketOf(args)
  const elsewhere = env.context.region !== REGION
  const place = { CreateBucketConfiguration: { LocationConstraint: env.context.region } }
  const made = yield* call(env, 'CreateBucket', { Bucket: bucket, ...(elsewhere ? place : {}) })
  return told('make_bucket', bucket, args, made)
}

/** Runs `rb s3://bucket [--force]`. */
export function* removeBucket(args: Arguments, env: Environment): Steps<LineResult> {
  const { bucket, key, at } = bucketOf(args)
  if (key !== '') {
    const message = `Please specify a valid bucket name only. E.g. s3://${bucket}`
    throw new CommandError(EXIT.usage, message, { at, suggestion: `s3://${bucket}` })
  }
  let before = ''
  if (args.given.has('--force')) {
    const emptied = yield* transfer(
      { ...args, command: 'rm', given: new Map([['--recursive', []]]) },
      env,
    )
    if (emptied.exitCode !== 0) {
      const stderr = `${emptied.stderr}\n${NOT_EMPTIED}\n`
      return { ...emptied, exitCode: EXIT.general, stderr }
    }
    before = emptied.stdout
  }
  const line = told(
    'remove_bucket',
    bucket,
    args,
    yield* call(env, 'DeleteBucket', { Bucket: bucket }),
  )
  return { ...line, stdout: before + line.stdout }
}

const NOT_EMPTIED =
  'remove_bucket failed: Unable to delete all objects in the bucket, bucket will not be deleted.'

function bucketOf({
  command,
  operands,
}: Arguments): ReturnType<typeof splitUri> & Pick<Word, 'at'> {
  const [word = NO_WORD] = operands
  if (!word.text.startsWith(S3)) {
    const message = `${COMMANDS[command].usage}\nError: Invalid argument type`
    throw new CommandError(EXIT.usage, message, { at: word.at, suggestion: S3 + word.text })
  }
  return { ...splitUri(word.text), at: word.at }
}

const NO_WORD: Word = { text: '', at: { start: 0, end: 0 } }

function told(what: string, bucket: string, { operands }: Arguments, made: Called): LineResult {
  if (made.ok) return printed(`${what}: ${bucket}\n`)
  const { text, failure } = made.refusal
  const message = `${what} failed: ${operands[0]?.text ?? ''} ${text}`
  const error = { message, at: operands[0]?.at ?? null, suggestion: null, failure }
  return { exitCode: 1, stdout: '', stderr: `${message}\n`, error }
}

/** Runs `website`, which the cloud is asked for like everything else. */
export function* website({ given, operands }: Arguments, env: Environment): Steps<LineResult> {
  const Bucket = splitUri(operands[0]?.text ?? '').bucket
  const index = given.get('--index-document')?.[0]?.text
  const error = given.get('--error-document')?.[0]?.text
  const WebsiteConfiguration = {
    ...(index === undefined ? {} : { IndexDocument: { Suffix: index } }),
    ...(error === undefined ? {} : { ErrorDocument: { Key: error } }),
  }
  yield* required(call(env, 'PutBucketWebsite', { Bucket, WebsiteConfiguration }))
  return printed('')
}

/**
 * Runs `presign s3://bucket/key [--expires-in seconds]`: an address that is good for a while from now, in cloud
 * time. It asks the cloud nothing, so it does not know whether the object is there.
 */
export function presign({ given, operands, endpoint }: Arguments, env: Environment): LineResult {
  const { bucket, key } = splitUri(operands[0]?.text ?? '')
  const wrong = unsendable({ Bucket: bucket, Key: key })
  if (wrong !== null) throw new CommandError(EXIT.usage, wrong, { at: operands[0]?.at ?? null })
  const { region } = env.context
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(region)) {
    const message = `Provided region_name '${region}' doesn't match a supported format.`
    throw new CommandError(EXIT.general, message)
  }
  const virtual = endpoint === null && hostsBucket(bucket)
  const { origin, host, folder } =
    endpoint === null
      ? atAmazon(`${virtual ? `${bucket}.` : ''}s3.${region}.amazonaws.com`)
      : atEndpoint(endpoint)
  const path = `${folder}${virtual ? '' : `/${bucket}`}/${encodeKey(key)}`
  const target = presigned(
    { method: 'GET', target: path, headers: new Map([['host', host]]) },
    {
      credentials: env.credentials,
      region,
      service: 's3',
      nowMs: env.nowMs(),
      expiresSeconds: Number(given.get('--expires-in')?.[0]?.text ?? DEFAULT_EXPIRY_SECONDS),
    },
  )
  return printed(`${origin}${target}\n`)
}

/** Where an address leads: how it begins, the host that is signed, and the path before the bucket's. */
interface Origin {
  readonly origin: string
  readonly host: string
  readonly folder: string
}

const atAmazon = (host: string): Origin => ({ origin: `https://${host}`, host, folder: '' })

/** `--endpoint-url`. As in a client's request, the host is signed without the port that its scheme implies. */
function atEndpoint({ text, at }: Word): Origin {
  const found = /^(https?):\/\/([A-Za-z0-9._-]+)(:\d+)?(\/[^?#]*)?$/.exec(text)
  if (found === null) throw new CommandError(EXIT.general, `Invalid endpoint: ${text}`, { at })
  const [, scheme = '', name = '', port = '', path = ''] = found
  const implied = port === (scheme === 'https' ? ':443' : ':80')
  return {
    origin: `${scheme}://${name}${port}`,
    host: name.toLowerCase() + (implied ? '' : port),
    folder: path.replace(/\/+$/, ''),
  }
}

/** Whether a bucket's name may stand before the host's: a label of DNS, without dots because of TLS. */
const hostsBucket = (bucket: string): boolean => /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket)

/** A key as botocore writes it in a path. */
const encodeKey = (key: string): string =>
  wireText(key).replace(
    /[^A-Za-z0-9\-._~/]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
