/** Set-up lines: what they come to, what the world shows of them, and that the world stays a function of them. */
import { describe, expect, it } from 'vitest'
import { trail } from '../cloud/audit/trail.ts'
import { cost, meters } from '../cloud/billing/meters.ts'
import { consoleCall } from '../cloud/call.ts'
import { instances, tags } from '../cloud/compute/rows.ts'
import { EPOCH, hours, instant, minutes, seconds } from '../cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../cloud/kernel/ref.ts'
import { keyOf } from '../cloud/kernel/table.ts'
import { Writer } from '../cloud/kernel/value.ts'
import type { SetUp } from '../cloud/setUp.ts'
import { BUILD } from './build.ts'
import { load, save } from './save.ts'
import { Session } from './session.ts'
import { setUpOf } from './setUp.ts'

const WORLD = { seed: 'set-up', scenario: 'empty' }
const EVERY = { every: 1, recent: 1000, sparse: 1, bytes: 1e9 }
const RUN =
  'aws ec2 run-instances --image-id ami-0f3a5c1e7b2d94860 --instance-type t3.micro --count 1'
const LINES = [
  `vm=$(${RUN} --query 'Instances[0].InstanceId' --output text)`,
  'aws ec2 create-tags --resources $vm --tags Key=Name,Value=web',
  'aws ec2 wait instance-running --instance-ids $vm',
  'aws ec2 stop-instances --instance-ids $vm',
  RUN,
]

function setUp(lines: readonly string[], world = WORLD, files = {}): SetUp {
  const found = setUpOf(world, lines, files)
  if (!found.ok) throw new Error(found.error.message)
  return found.value
}
const open = (lines: readonly string[], world = WORLD) =>
  new Session({ ...world, setUp: setUp(lines, world) }, EVERY)
const mine = ({ cloud }: Session) => cloud.world.table(instances).all(keyOf(FIRST_ACCOUNT, ''))
const launch = consoleCall(FIRST_ACCOUNT, 'ec2', 'RunInstances', {
  ImageId: 'ami-0f3a5c1e7b2d94860',
  InstanceType: 't3.micro',
  MinCount: 1,
  MaxCount: 1,
})

describe('set-up lines', () => {
  it('come to calls with what `$(…)` and variables stood for, each at its instant', () => {
    const { begins, calls } = setUp(LINES)
    expect(begins).toBe(-minutes(30))
    expect(calls.map(({ request }) => request.operation)).toEqual([
      'RunInstances',
      'CreateTags',
      'DescribeInstances',
      'StopInstances',
      'RunInstances',
    ])
    const [first, tag, , stop] = calls
    expect(first?.at).toBe(begins)
    expect(stop?.at).toBeGreaterThan(begins + seconds(6))
    expect(tag?.request.input.Resources).toEqual(stop?.request.input.InstanceIds)
  })

  it('leave a settled world with nothing told, audited or counted yet', () => {
    const session = open(LINES)
    const { world } = session.cloud
    expect(session.now).toBe(EPOCH)
    expect(
      mine(session)
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['running', 'stopped'])
    expect(
      world
        .table(tags)
        .all()
        .map(({ value }) => value),
    ).toEqual(['web'])
    expect(world.log(trail).length).toBe(0)
    expect(world.events.next).toBe(1)
    expect(session.cloud.door.journal.length).toBe(0)
    for (const meter of world.table(meters).all()) {
      expect(meter.startedAt).toBe(EPOCH)
      expect(cost(meter, EPOCH)).toBe(0n)
    }
  })

  it('bring what runs onto the bill from instant 0, by the second and without a minute', () => {
    const session = open([RUN])
    const of = (kind: string) =>
      session.cloud.world
        .table(meters)
        .all()
        .filter((meter) => meter.kind === kind)
        .map((meter) => Number(cost(meter, session.now)))
    session.runUntil(instant(seconds(36)))
    // $0.0104 an hour, $0.005 for the address: a hundredth of each.
    expect(of('instance')).toEqual([104_000])
    expect(of('public-ipv4')).toEqual([50_000])
    expect(of('volume')).toHaveLength(1)
    const [row] = mine(session)
    const ids = { InstanceIds: [row?.id ?? ''] }
    expect(session.call(consoleCall(FIRST_ACCOUNT, 'ec2', 'StopInstances', ids)).result.ok).toBe(
      true,
    )
    session.runUntil(instant(hours(1)))
    expect(of('instance')).toEqual([104_000])
  })

  it('take no time of the world, however much they let pass', () => {
    const usual = open([RUN])
    const long = [RUN, 'lab advance --by 30h', RUN]
    const { begins } = setUp(long)
    expect(begins).toBe(-(hours(30) + minutes(2)))
    const session = open(long)
    expect(
      mine(session)
        .map(({ launchedAt }) => launchedAt)
        .sort(),
    ).toEqual([begins, -minutes(2)].sort())
    expect(session.now).toBe(usual.now)
  })

  it('come after the scenario, also when they begin before it usually does', () => {
    const world = { seed: 'set-up', scenario: 'region' }
    const hosts = (lines: readonly string[]) =>
      open(lines, world)
        .cloud.view('region', { account: FIRST_ACCOUNT })
        .zones.flatMap((zone) => zone.racks.flatMap((rack) => rack.hosts))
        .map(({ slices }) => slices.map(({ owner, type }) => `${owner}:${type}`).join(' '))
    expect(hosts([RUN, 'lab advance --by 100h'])).toEqual(hosts([RUN]))
    expect(hosts([RUN]).join()).toContain('2:t3.micro')
  })

  it('read the files of the lesson', () => {
    const line = `${RUN} --user-data file://boot.sh`
    const [call] = setUp([line], WORLD, { 'boot.sh': btoa('#!/bin/sh\n') }).calls
    expect(call?.request.input.UserData).toBe(btoa('#!/bin/sh\n'))
    const without = setUpOf(WORLD, [line])
    expect(without.ok ? null : without.error.message).toContain('boot.sh')
  })

  it('that are refused are named, with the answer', () => {
    const wrong = setUpOf(WORLD, [RUN, 'aws ec2 stop-instances --instance-ids i-1'])
    expect(wrong.ok).toBe(false)
    if (wrong.ok) return
    expect(wrong.error.code).toBe('SetUpRefused')
    expect(wrong.error.message).toMatch(
      /^Set-up line 2, `aws ec2 stop-instances --instance-ids i-1`: .*InvalidInstanceID.Malformed/s,
    )
    const back = setUpOf(WORLD, ['lab seek --to 0s'])
    expect(back.ok ? null : back.error.message).toContain('Set-up line 1')
    const file = setUpOf(WORLD, [RUN], { 'boot.sh': '%' })
    expect(file.ok ? null : file.error.code).toBe('InvalidFile')
    const month = setUpOf(WORLD, ['lab advance --by 721h'])
    expect(month.ok ? null : month.error.code).toBe('SetUpTooLong')
  })
})

describe('a world with a set-up', () => {
  it('is the same when it is opened again, sought, branched, saved and loaded', () => {
    const session = open(LINES)
    const begin = session.hash()
    expect(open(LINES).hash()).toBe(begin)
    expect(open([RUN]).hash()).not.toBe(begin)
    session.call(launch)
    session.runUntil(instant(minutes(5)))
    session.call(launch)
    const head = session.hash()
    session.seek(EPOCH)
    session.backTo(EPOCH, 0)
    expect(session.hash()).toBe(begin)
    session.returnToOther()
    expect(session.hash()).toBe(head)
    const loaded = load(save(session))
    if (!loaded.ok) throw new Error(loaded.error.message)
    expect(loaded.value.hash()).toBe(head)
    loaded.value.seek(EPOCH)
    loaded.value.backTo(EPOCH, 0)
    expect(loaded.value.hash()).toBe(begin)
    expect(loaded.value.options.setUp).toEqual(session.options.setUp)
  })
})

/** A save as format 2 had it: without the set-up's two numbers after the header, and the word that it has its past. */
function asFormat2(bytes: Uint8Array, { cloud, options }: Session): Uint8Array {
  const header = (format: number) => {
    const to = new Writer()
    to.text('cloudglass save')
    to.varint(format)
    to.text(BUILD)
    to.text(options.seed)
    to.text(options.scenario)
    to.zigzag(cloud.world.epoch)
    to.text(cloud.world.defaults)
    return to.finish()
  }
  const rest = bytes.subarray(header(3).length)
  expect([...rest.subarray(0, 3)]).toEqual([0, 0, 1])
  return Uint8Array.from([...header(2), ...rest.subarray(3)])
}

describe('a save', () => {
  it('of the format before set-ups is read as a world without one', () => {
    const session = new Session(WORLD, EVERY)
    session.call(launch)
    session.runUntil(instant(minutes(5)))
    const loaded = load(asFormat2(save(session), session))
    if (!loaded.ok) throw new Error(loaded.error.message)
    expect(loaded.value.hash()).toBe(session.hash())
    loaded.value.seek(EPOCH)
    expect(loaded.value.options.setUp).toBeUndefined()
  })

  it('whose set-up is out of order, or refused, is told as such', () => {
    const good = setUp([RUN])
    const [call] = good.calls
    if (call === undefined) throw new Error('one call')
    const session = open([RUN])
    const codeOf = (other: SetUp) => {
      const { cloud, hasPast, head, work } = session
      const loaded = load(save({ cloud, hasPast, head, work, options: { ...WORLD, setUp: other } }))
      return loaded.ok ? null : loaded.error.code
    }
    expect(codeOf(good)).toBeNull()
    expect(codeOf({ ...good, calls: [{ ...call, at: instant(5) }] })).toBe('save.unreadable')
    expect(codeOf({ ...good, begins: instant(-hours(24 * 31)) })).toBe('save.unreadable')
    const request = { ...call.request, operation: 'LaunchRockets' }
    expect(codeOf({ ...good, calls: [{ ...call, request }] })).toBe('save.set-up')
  })
})
