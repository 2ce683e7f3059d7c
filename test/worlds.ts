/**
 * Worlds for whole-system tests: a plan of calls and waits, drawn from a seed by the kernel's own streams.
 *
 * A plan is data and the same everywhere. A call that needs an id takes it from the world it is made in, by
 * number, so a plan means the same inputs in every world that is in the same state. About a third of the
 * calls are refused, each kind of refusal at some time.
 */
import {
  type Caller,
  type CallRequest,
  CONSOLE_CONTEXT,
  consoleCall,
  type Members,
} from '../src/cloud/call.ts'
import { instances, keyPairs } from '../src/cloud/compute/rows.ts'
import { accounts } from '../src/cloud/identity/accounts.ts'
import { after, type Duration, duration, hours, seconds } from '../src/cloud/kernel/instant.ts'
import { Streams } from '../src/cloud/kernel/random.ts'
import { keyOf } from '../src/cloud/kernel/table.ts'
import { UndoLog } from '../src/cloud/kernel/undo.ts'
import { PLAIN_HASHES, type World } from '../src/cloud/kernel/world.ts'
import { bucketKey, buckets, objectPrefix, objects } from '../src/cloud/storage/rows.ts'
import type { Session } from '../src/session/session.ts'

/** One step: time passes, or a call is made, `n` being the choices in it. */
export type Step =
  | { readonly kind: 'wait'; readonly length: Duration }
  | { readonly kind: 'call'; readonly what: CallName; readonly n: readonly number[] }

/** A world to play. */
export interface Plan {
  readonly seed: string
  readonly scenario: string
  readonly steps: readonly Step[]
}

/** What a draft of a call may look at. */
interface Draft {
  readonly world: World
  readonly account: string
  /** the i-th choice, from 0 to k - 1 */
  n(i: number, k: number): number
  /** the id of one of the account's instances, or of none */
  id(i: number): string
}
type Drafted = readonly [operation: string, input: Members]

const AMD64 = 'ami-0f3a5c1e7b2d94860'
const ARM64 = 'ami-0b92e6d40c8a7f135'
const TYPES = ['t3.micro', 't3.micro', 'm5.large', 'c5.large', 'm5.4xlarge', 't4g.micro']
const MORE_TYPES = [
  'g4dn.xlarge',
  'p5.4xlarge',
  'x9.huge',
  'r5.large',
  'i3en.large',
  'hpc7g.4xlarge',
]
const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c', 'us-east-1z']
const pick = (list: readonly string[], i: number): string => list[i % list.length] ?? ''

function runInstances(d: Draft): Drafted {
  const type = pick(d.n(0, 4) > 0 ? TYPES : MORE_TYPES, d.n(1, 6))
  const fits = type.includes('g.') ? ARM64 : AMD64
  const count = 1 + d.n(3, 3)
  return [
    'RunInstances',
    {
      ImageId: pick([fits, fits, fits, fits, fits, AMD64, 'ami-00000000000000000'], d.n(2, 7)),
      InstanceType: type,
      MinCount: d.n(4, 8) === 0 ? 40 : count,
      MaxCount: d.n(4, 8) === 0 ? 40 : count + d.n(5, 2),
      ...(d.n(6, 3) === 0 ? { Placement: { AvailabilityZone: pick(ZONES, d.n(7, 4)) } } : {}),
      ...(d.n(6, 5) === 1 ? { ClientToken: `token-${d.n(7, 3)}` } : {}),
      ...(d.n(6, 6) === 2 ? { DryRun: true } : {}),
      ...(d.n(7, 3) === 0 ? { TagSpecifications: [named('instance', `box ${d.n(5, 9)}`)] } : {}),
      ...(d.n(7, 7) === 1 ? { KeyName: 'key-1' } : {}),
    },
  ]
}

const named = (type: string, name: string) => ({
  ResourceType: type,
  Tags: [{ Key: 'Name', Value: name }],
})

const batch =
  (operation: string) =>
  (d: Draft): Drafted => [
    operation,
    { InstanceIds: d.n(0, 4) === 0 ? [d.id(1), d.id(2)] : [d.id(1)] },
  ]

const modify = (d: Draft): Drafted => {
  const changes: readonly Members[] = [
    { DisableApiTermination: { Value: d.n(1, 2) === 0 } },
    { DisableApiStop: { Value: d.n(1, 2) === 0 } },
    { InstanceType: { Value: 'm5.large' } },
    { EnaSupport: { Value: true } },
  ]
  return ['ModifyInstanceAttribute', { InstanceId: d.id(0), ...changes[d.n(2, 4)] }]
}

const odd = (d: Draft): Drafted => {
  const drafts: readonly Drafted[] = [
    ['RunInstances', { ImageId: AMD64, MinCount: 0, MaxCount: 0 }],
    ['RunInstances', { ImageId: AMD64, InstanceType: 't3.micro', MinCount: 2, MaxCount: 1 }],
    ['RunInstances', { Colour: 'red' }],
    ['StartInstances', {}],
    ['TerminateInstances', { InstanceIds: ['i-nonsense'] }],
    ['StopInstances', { InstanceIds: 'i-1' }],
    ['LaunchRockets', { Count: 3 }],
    ['toString', {}],
  ]
  return drafts[d.n(0, drafts.length)] ?? ['LaunchRockets', {}]
}

const key = (d: Draft): Drafted => {
  const keys = d.world.table(keyPairs).all(keyOf(d.account, ''))
  const name = `key-${d.n(0, 3)}`
  if (d.n(1, 3) > 0) return ['CreateKeyPair', { KeyName: name, KeyType: 'ed25519' }]
  return ['DeleteKeyPair', { KeyName: keys[0]?.name ?? name }]
}

const tagged = (d: Draft): Drafted => [
  d.n(0, 3) === 0 ? 'DeleteTags' : 'CreateTags',
  { Resources: [d.id(1)], Tags: [{ Key: pick(['Name', 'team', 'aws:x'], d.n(2, 7)), Value: 'v' }] },
]

const READS = [
  'DescribeInstances',
  'DescribeInstanceStatus',
  'DescribeVolumes',
  'DescribeTags',
  'DescribeSubnets',
  'DescribeKeyPairs',
  'DescribeAvailabilityZones',
]

/** Mostly the account's own bucket, at times another, and one that all want. */
const box = (d: Draft, i: number): string =>
  ['everybodys-box', `spare-${d.account}`][d.n(i, 8)] ?? `box-${d.account}`

const KEYS = ['a', 'b/c', 'b/d', 'ä', 'a+b c', '😀', 'k'.repeat(1025)]

const bucket = (d: Draft): Drafted => {
  const mine = d.world
    .table(buckets)
    .all()
    .filter((row) => row.account === d.account)
  const empty = mine.find((row) => row.objects === 0)
  const drafts: readonly Drafted[] = [
    ['CreateBucket', { Bucket: box(d, 1) }],
    ['CreateBucket', { Bucket: box(d, 1) }],
    ['CreateBucket', { Bucket: box(d, 1) }],
    ['DeleteBucket', { Bucket: box(d, 1) }],
    ['DeleteBucket', { Bucket: empty?.name ?? box(d, 1) }],
    ['CreateBucket', { Bucket: 'No_Bucket' }],
  ]
  return drafts[d.n(0, drafts.length)] ?? ['ListBuckets', {}]
}

/** Mostly into a bucket that is there: where it is not, it is made. */
const put = (d: Draft): Drafted => {
  const Bucket = box(d, 1)
  const isThere = d.world.table(buckets).get(bucketKey(Bucket)) !== undefined
  return isThere || d.n(7, 4) === 0 ? putInto(d, Bucket) : ['CreateBucket', { Bucket }]
}

const putInto = (d: Draft, Bucket: string): Drafted => [
  'PutObject',
  {
    Bucket,
    Key: pick(KEYS, d.n(2, 7)),
    Body: new Uint8Array(d.n(3, 400)).fill(d.n(4, 256)),
    ...(d.n(5, 6) === 0 ? { IfNoneMatch: '*' } : {}),
    ...(d.n(5, 9) === 1 ? { ChecksumCRC32: 'AAAAAA==' } : {}),
    ...(d.n(5, 4) === 2 ? { ChecksumAlgorithm: 'SHA256', Metadata: { step: `${d.n(6, 9)}` } } : {}),
  },
]

const copy = (d: Draft): Drafted => [
  'CopyObject',
  {
    Bucket: box(d, 1),
    Key: pick(KEYS, d.n(2, 6)),
    CopySource: `${box(d, 3)}/${encodeURIComponent(pick(KEYS, d.n(4, 6)))}`,
    ...(d.n(5, 2) === 0 ? { MetadataDirective: 'REPLACE' } : {}),
  },
]

const erase = (d: Draft): Drafted => {
  const own = box(d, 1)
  const there = d.world.table(objects).all(objectPrefix(own))
  const known = there[d.n(2, there.length + 1)]?.key
  const Objects = [{ Key: known ?? 'a' }, { Key: pick(KEYS, d.n(3, 7)) }]
  return d.n(0, 2) === 0
    ? ['DeleteObject', { Bucket: own, ...Objects[d.n(4, 2)] }]
    : ['DeleteObjects', { Bucket: own, Delete: { Objects } }]
}

const fetch = (d: Draft): Drafted => {
  const Bucket = box(d, 1)
  const Key = pick(KEYS, d.n(2, 6))
  const drafts: readonly Drafted[] = [
    ['GetObject', { Bucket, Key }],
    ['GetObject', { Bucket, Key, Range: `bytes=${d.n(3, 99)}-` }],
    ['HeadObject', { Bucket, Key, IfModifiedSince: d.world.now }],
    ['GetObjectTagging', { Bucket, Key }],
    ['ListObjectsV2', { Bucket, Delimiter: '/' }],
    ['ListObjects', { Bucket, MaxKeys: 2 }],
    ['ListBuckets', {}],
    ['HeadBucket', { Bucket }],
    ['GetBucketLocation', { Bucket }],
  ]
  return drafts[d.n(0, drafts.length)] ?? ['ListBuckets', {}]
}

/** Every call a plan may make. A name stands as often as it is to be drawn. */
const CALLS = {
  run: runInstances,
  'run-more': runInstances,
  'run-again': runInstances,
  stop: batch('StopInstances'),
  start: batch('StartInstances'),
  reboot: batch('RebootInstances'),
  terminate: batch('TerminateInstances'),
  tags: tagged,
  key,
  modify,
  odd,
  read: (d: Draft): Drafted => [pick(READS, d.n(0, READS.length)), {}],
  attribute: (d: Draft): Drafted => [
    'DescribeInstanceAttribute',
    { InstanceId: d.id(0), Attribute: pick(['instanceType', 'userData', 'nothing'], d.n(1, 3)) },
  ],
  quota: (d: Draft): Drafted => [
    'SetQuota',
    { Quota: pick(['standard-vcpus', 'no-such-quota'], d.n(0, 4)), Value: 8 * (1 + d.n(1, 8)) },
  ],
  identity: (): Drafted => ['GetCallerIdentity', {}],
  bucket,
  'bucket-more': bucket,
  put,
  'put-more': put,
  'put-again': put,
  copy,
  erase,
  'erase-more': erase,
  fetch,
} as const

export type CallName = keyof typeof CALLS
const NAMES = Object.keys(CALLS) as readonly CallName[]
const SERVICES: Readonly<Partial<Record<CallName, string>>> = {
  quota: 'lab',
  identity: 'sts',
  bucket: 's3',
  'bucket-more': 's3',
  put: 's3',
  'put-more': 's3',
  'put-again': 's3',
  copy: 's3',
  erase: 's3',
  'erase-more': 's3',
  fetch: 's3',
}
/** Whether a step is a call to a service. */
export const isCallTo = (service: string, step: Step): boolean =>
  step.kind === 'call' && (SERVICES[step.what] ?? 'ec2') === service
const CHOICES = 10
const SPREAD = 5040

/** The request of a call, in the world as it stands. */
export function requestOf(world: World, step: Extract<Step, { kind: 'call' }>): CallRequest {
  const n = (i: number, k: number) => (step.n[i] ?? 0) % k
  const owners = world.table(accounts).all()
  const account = owners[n(8, owners.length)]?.id ?? ''
  const ids = world.table(instances).all(keyOf(account, ''))
  const draft: Draft = {
    world,
    account,
    n,
    id: (i) => ids[(step.n[i] ?? 0) % (ids.length + 1)]?.id ?? 'i-0123456789abcdef0',
  }
  const [operation, input] = CALLS[step.what](draft)
  const request = consoleCall(account, SERVICES[step.what] ?? 'ec2', operation, input)
  return { ...request, ...unusual(world, n(9, 40), account) }
}

/** Now and then the caller is somebody else, or calls from elsewhere. */
function unusual(world: World, n: number, account: string): Partial<CallRequest> {
  const accessKeyId = world.table(accounts).get(keyOf('lab', account))?.accessKeyId ?? ''
  const signed = { kind: 'signed', accessKeyId, sessionToken: null } as const
  const callers: Readonly<Record<number, Caller>> = {
    1: { ...signed, verdict: 'valid' },
    2: { ...signed, verdict: 'expired' },
    3: { ...signed, verdict: 'signature-mismatch' },
    4: { ...signed, accessKeyId: 'AKIANOBODY', verdict: 'valid' },
    5: { kind: 'anonymous' },
    6: { kind: 'console', account: '000000000000' },
  }
  const caller = callers[n]
  if (caller !== undefined) return { caller }
  if (n === 7) return { context: { ...CONSOLE_CONTEXT, region: 'eu-west-1' } }
  return n === 8 ? { service: 'nothing' } : {}
}

/** The waits: none, parts of a launch, a few launches, an hour and more. */
const WAITS: readonly ((n: number) => Duration)[] = [
  () => duration(0),
  (n) => duration(1 + n * 997),
  (n) => seconds(1 + (n % 20)),
  (n) => seconds(20 + (n % 100)),
  (n) => duration(hours(1) + n),
]

/** A plan of `length` steps from a seed. */
export function planOf(seed: string, length: number, scenario = 'empty'): Plan {
  const streams = new Streams(seed, PLAIN_HASHES.sha256, new UndoLog())
  const draw = (k: number) => streams.below('plan', k)
  const steps = Array.from({ length }, (): Step => {
    if (draw(5) < 2) {
      const wait = WAITS[Math.min(draw(5), draw(6))] ?? WAITS[0]
      return { kind: 'wait', length: wait?.(draw(SPREAD)) ?? duration(0) }
    }
    const what = NAMES[draw(NAMES.length)] ?? 'run'
    return { kind: 'call', what, n: Array.from({ length: CHOICES }, () => draw(SPREAD)) }
  })
  return { seed, scenario, steps }
}

/** Plays one step at the head of a session. */
export function play(session: Session, step: Step): void {
  if (step.kind === 'wait') session.runUntil(after(session.now, step.length))
  else session.call(requestOf(session.cloud.world, step))
}
