import { beforeEach, describe, expect, it } from 'vitest'
import { consoleCall, type Members } from '../call.ts'
import { type Cloud, createCloud } from '../cloud.ts'
import { publicImages } from '../compute/images.ts'
import { hours, instant, seconds } from '../kernel/instant.ts'
import { asRef, FIRST_ACCOUNT, labRef, type Ref } from '../kernel/ref.ts'
import type { FieldView, InspectView } from './types.ts'

const account = FIRST_ACCOUNT
const NEIGHBOUR = '111122223333'
let cloud: Cloud

const ask = (service: string, operation: string, input: Members, caller = account) =>
  cloud.call(consoleCall(caller, service, operation, input))
/** Makes a call and returns its ref. */
const made = (service: string, operation: string, input: Members): Ref =>
  labRef('call', ask(service, operation, input).requestId)
const inspect = (ref: string, viewer = account) => cloud.view('inspect', { account: viewer, ref })
const all = (view: InspectView | null): FieldView[] =>
  (view?.groups ?? []).flatMap(({ fields }) => fields)
const fields = (view: InspectView | null) =>
  Object.fromEntries(all(view).map(({ code, value }) => [code, value]))
/** The refs that a thing leads to. */
const ways = (view: InspectView | null): string[] =>
  all(view).flatMap(({ kind, value }) =>
    (kind === 'ref' && value !== null ? [value].flat() : []).map(String),
  )
const launch = (count = 1) =>
  made('ec2', 'RunInstances', {
    ImageId: publicImages[0]?.id,
    InstanceType: 't3.micro',
    MinCount: count,
    MaxCount: count,
  })

beforeEach(() => {
  cloud = createCloud({ seed: 'inspect', scenario: 'region' })
})

describe('what an instance leads to', () => {
  beforeEach(() => {
    launch()
    cloud.runUntil(instant(seconds(30)))
  })
  const machine = () => cloud.view('region', { account }).mine[0]?.ref ?? ''

  it('is there, and so is what that leads to, all the way', () => {
    const seen = new Map<string, InspectView>()
    const open: string[] = [machine()]
    for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
      const view = inspect(ref)
      expect(view, ref).not.toBeNull()
      if (view === null || seen.has(ref)) continue
      seen.set(ref, view)
      for (const way of ways(view)) {
        expect(asRef(way), way).not.toBeNull()
        if (!seen.has(way)) open.push(way)
      }
    }
    expect([...new Set([...seen.values()].map(({ kind }) => kind))].sort()).toEqual([
      ...['host', 'image', 'instance', 'network-interface', 'rack'],
      ...['security-group', 'subnet', 'volume', 'vpc', 'zone'],
    ])
  })

  it('is its account’s to see, but for the walls', () => {
    const theirs = ['network-interface', 'security-group', 'subnet', 'volume', 'vpc']
    for (const ref of ways(inspect(machine()))) {
      const shown = inspect(ref, NEIGHBOUR) !== null
      expect(shown, ref).toBe(!theirs.some((kind) => ref.includes(`:${kind}/`)))
    }
  })

  it('counts a subnet’s addresses: a /20 has 4,096, AWS keeps five, one is taken', () => {
    const subnet = ways(inspect(machine())).find((ref) => ref.includes(':subnet/')) ?? ''
    expect(fields(inspect(subnet))).toMatchObject({
      cidr: expect.stringMatching(/^172\.31\.\d+\.0\/20$/),
      'usable-addresses': 4091,
      'free-addresses': 4090,
      'maps-public-ip': true,
    })
  })

  it('says what a default group admits: itself in, everything out', () => {
    const guard = ways(inspect(machine())).find((ref) => ref.includes(':security-group/')) ?? ''
    const view = inspect(guard)
    const rules = (code: string) =>
      view?.groups
        .find((each) => each.code === code)
        ?.fields.map(({ kind, value }) => [kind, value])
    const everything = { protocol: '-1', fromPort: null, toPort: null }
    expect(rules('ingress')).toEqual([['rule', { ...everything, peer: guard }]])
    expect(rules('egress')).toEqual([['rule', { ...everything, peer: '0.0.0.0/0' }]])
  })
})

describe('a call in the inspector', () => {
  it('goes on to cost what it began: machine, disk and address', () => {
    const ref = launch(2)
    const before = fields(inspect(ref))
    expect([before['cost-of-call'], before['cost-so-far']]).toEqual(['0', '0'])
    cloud.runUntil(instant(hours(1)))
    const mine = cloud.view('region', { account }).mine
    const sum = mine.reduce(
      (all, each) => all + BigInt(String(fields(inspect(each.ref))['cost-so-far'])),
      0n,
    )
    expect(sum).toBeGreaterThan(2n * 10_300_000n)
    expect(fields(inspect(ref))['cost-so-far']).toBe(String(sum))
  })

  it('of S3 costs its request; a refusal with no bucket of one’s own costs nothing', () => {
    const cost = (operation: string, input: Members) =>
      fields(inspect(made('s3', operation, input)))['cost-of-call']
    ask('s3', 'CreateBucket', { Bucket: 'theirs' }, NEIGHBOUR)
    expect(cost('CreateBucket', { Bucket: 'photos' })).toBe('5000')
    expect(cost('PutObject', { Bucket: 'photos', Key: 'a', Body: new Uint8Array(3) })).toBe('5000')
    expect(cost('GetObject', { Bucket: 'photos', Key: 'a' })).toBe('400')
    expect(cost('GetObject', { Bucket: 'photos', Key: 'none' })).toBe('400')
    expect(cost('GetObject', { Bucket: 'theirs', Key: 'a' })).toBe('0')
    expect(cost('GetObject', { Bucket: 'nowhere-at-all', Key: 'a' })).toBe('0')
    expect(cost('DeleteObject', { Bucket: 'photos', Key: 'a' })).toBe('0')
    // What was counted for the bucket is what the calls said.
    expect(fields(inspect('arn:aws:s3:::photos'))).toMatchObject({
      'requests-write': 2,
      'requests-read': 2,
    })
  })

  it('on an object has no audit record, and says all the same what was asked', () => {
    ask('s3', 'CreateBucket', { Bucket: 'photos' })
    const put = (key: string) =>
      made('s3', 'PutObject', { Bucket: 'photos', Key: key, Body: new Uint8Array(3) })
    // Both at one instant: each has its own request.
    const [first, second] = [put('a'), put('b')]
    for (const [ref, Key] of [
      [first, 'a'],
      [second, 'b'],
    ] as const) {
      const view = inspect(ref)
      expect(view).toMatchObject({ kind: 'call', title: 'PutObject' })
      expect(Object.keys(view?.documents ?? {})).toEqual(['request'])
      expect(JSON.parse(view?.documents.request ?? '')).toEqual({
        Bucket: 'photos',
        Key,
        Body: '<3 bytes>',
      })
    }
    expect(inspect(first, NEIGHBOUR)).toBeNull()
  })

  it.each([
    [
      'nobody',
      'authentication',
      { caller: { kind: 'signed', accessKeyId: 'AKIA', sessionToken: null, verdict: 'valid' } },
    ],
    ['another Region', 'region', { context: { region: 'eu-west-1' } }],
    ['an unknown operation', 'service', { operation: 'MakeTea' }],
    ['an unknown member', 'members', { input: { Colour: 'blue' } }],
    ['the operation itself', 'operation', { input: { InstanceIds: ['i-0123456789abcdef0'] } }],
  ] as const)('is decided by %s: %s', (_what, by, more) => {
    const request = consoleCall(account, 'ec2', 'DescribeInstances', {})
    const context = { ...request.context, ...('context' in more ? more.context : {}) }
    const answer = cloud.call({ ...request, ...more, context })
    expect(answer.result.ok).toBe(false)
    const event = cloud.world.events.find(answer.event ?? 0)
    expect(event?.type).toBe('call.refused')
    expect(event?.detail.decidedBy).toBe(by)
    const view = inspect(labRef('call', answer.requestId))
    if (by === 'authentication') expect(view).toBeNull()
    else {
      expect(fields(view)).toMatchObject({ verdict: 'refused', 'decided-by': by })
      const { error } = answer.result as { readonly error: { readonly message: string } }
      expect(JSON.parse(view?.documents.response ?? '').Error.Message).toBe(error.message)
    }
  })

  it('keeps the reasons of a refusal, with figures', () => {
    launch()
    cloud.runUntil(instant(seconds(30)))
    const [machine] = cloud.view('region', { account }).mine
    ask('ec2', 'TerminateInstances', { InstanceIds: [machine?.id ?? ''] })
    const ref = made('ec2', 'StartInstances', { InstanceIds: [machine?.id ?? ''] })
    expect(inspect(ref)?.reasons).toEqual([
      {
        code: 'lifecycle.state',
        ref: machine?.ref,
        values: {
          state: 'shutting-down',
          action: 'start',
          allowed: ['pending', 'running', 'stopped'],
        },
      },
    ])
  })

  it('is not there before it was made', () => {
    cloud.runUntil(instant(10))
    const frame = cloud.frame()
    const ref = made('s3', 'ListBuckets', {})
    expect(inspect(ref)).not.toBeNull()
    cloud.restore(frame)
    expect(inspect(ref)).toBeNull()
  })
})
