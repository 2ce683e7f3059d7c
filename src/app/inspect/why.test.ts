import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { consoleCall, type Members } from '../../cloud/call.ts'
import { type Cloud, createCloud } from '../../cloud/cloud.ts'
import { publicImages } from '../../cloud/compute/images.ts'
import { EVENTS } from '../../cloud/events.ts'
import type { EventRecord } from '../../cloud/kernel/events.ts'
import { instant, seconds } from '../../cloud/kernel/instant.ts'
import { REASONS } from '../../cloud/kernel/reasons.ts'
import { labRef, parseRef, type Ref } from '../../cloud/kernel/ref.ts'
import { reason } from '../../cloud/kernel/result.ts'
import { ACCOUNT } from '../../stage/account.ts'
import { thingName } from '../describe/sentences.ts'
import {
  ledTo,
  newestAbout,
  type Refused,
  refusedBy,
  sayEvent,
  whyHappened,
  whyPlaced,
  whyRefused,
} from './why.ts'
import { whyWords } from './whyWords.ts'

const IMAGE = publicImages[0]?.id
let cloud: Cloud
const region = () => cloud.view('region', { account: ACCOUNT })
const nameOf = (ref: Ref) => thingName(region(), ref)
const events = (): EventRecord[] => cloud.world.events.since(0)

function call(service: string, operation: string, input: Members, account = ACCOUNT) {
  cloud.runUntil(instant(cloud.now + 10_000))
  const answer = cloud.call(consoleCall(account, service, operation, input))
  const event = cloud.world.events.find(answer.event ?? 0)
  if (event === undefined) throw new Error('a call without an event')
  return { ok: answer.result.ok, event }
}
const launch = (InstanceType = 't3.micro', count = 1, more: Members = {}) =>
  call('ec2', 'RunInstances', {
    ImageId: IMAGE,
    InstanceType,
    MinCount: count,
    MaxCount: count,
    ...more,
  })
/** Takes all the room there is for a type, in a zone or anywhere. */
function fill(more: Members = {}): void {
  call('lab', 'SetQuota', { Quota: 'standard-vcpus', Value: 10_000 })
  while (launch('m5.4xlarge', 1, more).ok) wait(1)
}
const wait = (length: number) => cloud.runUntil(instant(cloud.now + seconds(length)))
const why = (event: EventRecord) => {
  const refused = refusedBy(event)
  if (refused === null) throw new Error(`${event.type} is no refusal`)
  return whyRefused(refused, nameOf)
}
const texts = (sentences: readonly { readonly text: string }[]) => sentences.map(({ text }) => text)

beforeEach(() => {
  cloud = createCloud({ seed: 'why', scenario: 'region' })
})

/** Every file of the cloud that ships. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /(?<!\.test)\.ts$/.test(entry.name) ? [readFileSync(path, 'utf8')] : []
  })
}

describe('words', () => {
  test('say of every code that the cloud refuses with what would change it', () => {
    const text = sources('src/cloud').join('\n')
    const found = [
      ...text.matchAll(/\b(?:fail|forbidden)\(\s*'([^']+)'/g),
      ...text.matchAll(/'(\w+\.(?:NotFound|Malformed))'/g),
      ...text.matchAll(/type Refusal = '(\w+)'/g),
    ].map(([, code]) => code ?? '')
    const codes = [...new Set(found)].sort()
    expect(codes.length).toBeGreaterThan(95)
    expect(codes.filter((code) => whyWords.code(code) === null)).toEqual([])
    expect(whyWords.code('NoSuchThing')).toBeNull()
  })

  test('hold every reason, with its figures, and every event', () => {
    for (const [code, names] of Object.entries(REASONS)) {
      const values = Object.fromEntries(names.map((name, at) => [name, 7000 + at]))
      const said = whyWords.reason(code)?.(values, 'it') ?? 'undefined'
      const changed = whyWords.reasonChange(code)?.(values, 'it') ?? 'undefined'
      for (const sentence of [said, changed]) {
        expect(sentence, code).not.toMatch(/undefined|NaN|\[object/)
        expect(sentence, code).toMatch(/\.$/)
      }
    }
    for (const type of Object.keys(EVENTS)) expect(whyWords.event(type), type).toBeDefined()
    expect(whyWords.reason('toString')).toBeUndefined()
  })

  test('name who decides, at each check of the door', () => {
    for (const by of ['service', 'region', 'authentication', 'members', 'authorisation']) {
      expect(whyWords.decided(by, 'EC2'), by).not.toBeNull()
    }
    expect(whyWords.decided('operation', 'EC2')).toContain('EC2')
  })
})

describe('what happened', () => {
  test('goes back, one cause at a time, to the call that began it', () => {
    const { event: run } = launch()
    wait(30)
    const [machine] = region().mine
    const newest = newestAbout(machine?.ref ?? labRef('none', 'x'), events(), cloud.now)
    expect(newest?.type).toBe('compute.instance.running')
    const chain = newest === undefined ? [] : whyHappened(newest, events(), nameOf)
    expect(chain.map(({ event }) => event?.type)).toEqual([
      'compute.instance.running',
      'compute.instance.connected',
      'compute.instance.image-attached',
      'compute.instance.carved',
      'compute.placement.chosen',
      'call.answered',
    ])
    expect(chain.at(-1)).toMatchObject({ text: 'RunInstances was called.', event: run })
    const host = machine?.host ?? labRef('none', 'x')
    expect(chain[4]?.text).toBe(`EC2 chose host ${nameOf(host)} for ${machine?.id}.`)
    // And forward again.
    const led = ledTo(run, events(), nameOf)
    expect(texts(led)).toEqual(texts(chain.slice(0, -1)).reverse())
  })

  test('is told of each machine from its own call, however many began at once', () => {
    const first = launch()
    const second = launch('t3.micro', 2)
    wait(30)
    const about = (event: EventRecord) =>
      new Set(ledTo(event, events(), nameOf).map(({ ref }) => ref))
    expect([about(first.event).size, about(second.event).size]).toEqual([1, 2])
    const all = new Set([...about(first.event), ...about(second.event)])
    expect([...all].sort()).toEqual(
      region()
        .mine.map(({ ref }) => ref)
        .sort(),
    )
  })

  test('is a chain that ends even where its causes are damaged', () => {
    const { event } = launch()
    const loop = { ...event, cause: event.seq }
    expect(whyHappened(loop, [loop], nameOf)).toHaveLength(1)
    expect(whyHappened({ ...event, cause: 1, seq: 9 }, [], nameOf)).toHaveLength(1)
  })

  test('names buckets and objects', () => {
    call('s3', 'CreateBucket', { Bucket: 'photos' })
    call('s3', 'PutObject', { Bucket: 'photos', Key: 'a/b', Body: new Uint8Array(3) })
    const told = events().map((event) => sayEvent(event, nameOf).text)
    expect(told).toContain('Bucket photos was made.')
    expect(told).toContain('Object photos/a/b was stored.')
  })
})

describe('a refusal', () => {
  test('for want of room counts the hosts and names the one that lacks least', () => {
    fill()
    const { event } = launch('m5.4xlarge')
    const refused = refusedBy(event)
    if (refused?.code !== 'InsufficientInstanceCapacity') throw new Error(String(refused?.code))
    const free = refused.reasons
      .filter(({ code, values }) => code === 'placement.room' && values.what === 'vcpus')
      .map(({ ref, values }) => [ref, Number(values.has)] as const)
      .sort(([, a], [, b]) => b - a)
    const [[host, has] = [null, 0]] = free
    const { because, change } = why(event)
    expect(because[0]?.text).toBe(
      `${refused.reasons.length} hosts have the right hardware; none has room.`,
    )
    expect(because[1]).toMatchObject({ ref: host })
    expect(because[1]?.text).toContain(`has ${has} vCPU free; one machine needs 16 vCPU.`)
    expect(because.at(-1)?.text).toBe(
      'EC2 refused it itself: the caller was known and allowed. Nothing was changed.',
    )
    expect(change).toHaveLength(1)
    expect(change[0]).toMatchObject({ ref: host })
    expect(change[0]?.text).toContain(`${16 - has} vCPU more on host`)
  })

  test('changes when the host it names gets just what it says', () => {
    fill()
    const [{ ref = null, text = '' } = {}] = why(launch('m5.4xlarge').event).change
    const lacks = Number(/^(\d+) vCPU/.exec(text)?.[1])
    const host = region()
      .zones.flatMap(({ racks }) => racks.flatMap(({ hosts }) => hosts))
      .find((each) => each.ref === ref)
    let freed = 0
    for (const slice of host?.slices ?? []) {
      if (freed >= lacks) break
      expect(launch('m5.4xlarge').ok).toBe(false)
      const owner = parseRef(slice.ref)?.account ?? ''
      expect(call('ec2', 'TerminateInstances', { InstanceIds: [slice.id] }, owner).ok).toBe(true)
      wait(60)
      freed += slice.vcpus
    }
    expect(freed).toBeGreaterThanOrEqual(lacks)
    expect(launch('m5.4xlarge').ok).toBe(true)
  })

  test('of a quota changes with exactly the vCPU it says', () => {
    call('lab', 'SetQuota', { Quota: 'standard-vcpus', Value: 6 })
    launch('t3.micro', 2)
    const [change] = why(launch('t3.micro', 3).event).change
    // 4 in use, 6 more asked, 6 allowed.
    expect(change?.text).toContain('ask for 4 vCPU less')
    expect(launch('t3.micro', 2).ok).toBe(false)
    expect(launch('t3.micro', 1).ok).toBe(true)
  })

  test('of a state changes when the state is one it names', () => {
    launch()
    wait(30)
    const [machine] = region().mine
    const InstanceIds = [machine?.id ?? '']
    call('ec2', 'StopInstances', { InstanceIds })
    const { because, change } = why(call('ec2', 'StartInstances', { InstanceIds }).event)
    expect(because[0]).toMatchObject({
      ref: machine?.ref,
      text: `${machine?.id} is stopping: it cannot be started in that state.`,
    })
    expect(change[0]?.text).toBe(`Wait until ${machine?.id} is pending or running or stopped.`)
    wait(60)
    expect(region().mine[0]?.state).toBe('stopped')
    expect(call('ec2', 'StartInstances', { InstanceIds }).ok).toBe(true)
  })

  test('in a named zone says that the others were not asked', () => {
    const Placement = { AvailabilityZone: 'us-east-1a' }
    fill({ Placement })
    const { because, change } = why(launch('m5.4xlarge', 1, { Placement }).event)
    expect(texts(because)).toContainEqual(
      expect.stringMatching(/hosts with the right hardware are in us-east-1b, us-east-1c, where/),
    )
    expect(change.at(-1)?.text).toBe('Name no zone.')
    expect(launch('m5.4xlarge').ok).toBe(true)
  })

  test('of a bucket that is not empty names the bucket, and how much it holds', () => {
    call('s3', 'CreateBucket', { Bucket: 'photos' })
    call('s3', 'PutObject', { Bucket: 'photos', Key: 'a', Body: new Uint8Array(1) })
    const full = why(call('s3', 'DeleteBucket', { Bucket: 'photos' }).event)
    expect(full.because[0]).toMatchObject({
      text: 'photos still holds 1 object.',
      ref: 'arn:aws:s3:::photos',
    })
    expect(texts(full.change)).toEqual(['Delete that object first.'])
  })

  test('without reasons keeps AWS’s words, and what its code leaves', () => {
    const { event } = call('ec2', 'StopInstances', { InstanceIds: ['i-0123456789abcdef0'] })
    const { because, change } = why(event)
    expect(because[0]?.text).toBe(
      "AWS’s words: The instance ID 'i-0123456789abcdef0' does not exist",
    )
    expect(texts(change)).toEqual([whyWords.code('InvalidInstanceID.NotFound')])
  })

  test('with a reason or a code that nobody knows still says AWS’s words', () => {
    const odd: Refused = {
      code: 'Odd',
      message: 'No.',
      reasons: [{ ...reason('lab.world-full'), code: 'odd' }],
      decidedBy: null,
      service: null,
    }
    expect(texts(whyRefused(odd, nameOf).because)).toEqual(['AWS’s words: No.'])
    expect(whyRefused(odd, nameOf).change).toEqual([])
  })

  test('is none where an event tells none, and holds what a damaged one tells', () => {
    const { event } = launch()
    expect(refusedBy(event)).toBeNull()
    expect(refusedBy(undefined)).toBeNull()
    const damaged = { ...event, type: 'call.refused', detail: { reasons: ['x', 7, null, {}] } }
    expect(refusedBy(damaged)).toMatchObject({ code: '', reasons: [] })
  })
})

test('a placement says its rules, and which host is next if it were fuller', () => {
  launch()
  const placement = cloud.view('placement', { account: ACCOUNT })
  if (placement === null) throw new Error('no placement')
  const { because, change } = whyPlaced(placement)
  expect(because).toHaveLength(placement.rules.length)
  expect(because.at(-1)).toMatchObject({ ref: placement.chosen })
  const next = placement.candidates.find(({ rank }) => rank === 2)
  expect(change).toEqual([
    {
      text: `With less than 2 vCPU free on host ${placement.chosenLabel}, host ${next?.label} would have taken it.`,
      ref: next?.host,
      event: null,
    },
  ])
})
