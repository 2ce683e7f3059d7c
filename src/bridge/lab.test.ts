/** The lab of the worker without a worker: how a run of time ends. The rest is tested in a browser. */
import { describe, expect, test } from 'vitest'
import { consoleCall } from '../cloud/call.ts'
import { after, type Instant, instant, seconds } from '../cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../cloud/kernel/ref.ts'
import { BUILD } from '../session/build.ts'
import { Session } from '../session/session.ts'
import { Lab, type LabHost } from './lab.ts'
import type { PlacedInput } from './protocol.ts'

/** A host whose wall clock moves with each turn of the lab. */
class Host implements LabHost {
  #ms = 0
  readonly #tasks: (() => void)[] = []
  nowMs = () => this.#ms
  soon = (task: () => void) => void this.#tasks.push(task)
  crash = (error: unknown): never => {
    throw error
  }
  post = () => Promise.resolve()

  /** Runs until nothing is to do. */
  run(): void {
    for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) {
      this.#ms += 100
      task()
    }
  }
}

function open() {
  const host = new Host()
  const session = new Session({ seed: 'lab', scenario: 'empty' })
  const lab = new Lab(host, session)
  return {
    host,
    lab,
    session,
    at: (length: number): Instant => after(session.now, seconds(length)),
  }
}

const launch = consoleCall(FIRST_ACCOUNT, 'ec2', 'RunInstances', {
  ImageId: 'ami-0f3a5c1e7b2d94860',
  InstanceType: 't3.micro',
  MinCount: 1,
  MaxCount: 1,
})

describe('a run to the next event', () => {
  test('ends there, whatever it is, and goes on from it', async () => {
    const { host, lab, session, at } = open()
    await lab.call(launch)
    const due = session.cloud.nextTimer
    await lab.play({ pace: 1, until: 'event', limit: at(600) })
    host.run()
    expect(session.now).toBe(due)
    expect(lab.clock().playing).toBe(false)
    await lab.play({ pace: 1, until: 'event', limit: at(600) })
    host.run()
    expect(session.now).toBeGreaterThan(due ?? 0)
  })

  test('ends at its limit when nothing happens before, slowly or at once', async () => {
    const { host, lab, session, at } = open()
    await lab.call(launch)
    const soon = at(0.05)
    await lab.play({ pace: 1, until: 'event', limit: soon })
    host.run()
    expect([session.now, lab.clock().playing]).toEqual([soon, false])
    session.runUntil(at(600))
    const far = at(3600)
    await lab.play({ pace: 1, until: 'event', limit: far })
    expect([session.now, lab.clock().playing]).toEqual([far, false])
  })

  test('passes no known event on its way through the past', async () => {
    const { host, lab, session, at } = open()
    session.runUntil(at(30))
    await lab.call(launch)
    const called = session.now
    session.seek(at(-20))
    await lab.play({ pace: 10, until: 'event', limit: at(600) })
    host.run()
    expect(session.now).toBe(called)
  })
})

describe('a run to an event of some types', () => {
  const types = ['compute.instance.connected']

  test('passes the other beats and stops there, played or stepped', async () => {
    const { host, lab, session } = open()
    await lab.call(launch)
    await lab.play({ pace: 60, until: 'beat', types })
    host.run()
    const stop = session.cloud.world.events.known().at(-1)
    expect(stop?.type).toBe(types[0])
    expect(lab.clock()).toMatchObject({ playing: false, pausedAt: stop?.seq, upTo: stop?.at })
    await lab.seek(instant(0))
    await lab.step(1, 'beat', types)
    expect(lab.clock()).toMatchObject({ pausedAt: stop?.seq, upTo: stop?.at })
    await lab.latest()
    await lab.step(-1, 'beat', types)
    expect(lab.clock().pausedAt).toBeNull()
  })

  test('ends at rest when there is none', async () => {
    const { host, lab, session } = open()
    await lab.call(launch)
    const never = ['compute.instance.stopped']
    await lab.play({ pace: 60, until: 'beat', types: never })
    host.run()
    expect(session.cloud.world.events.known().at(-1)?.type).toBe('compute.instance.running')
    const at = session.now
    await lab.seek(instant(0))
    await lab.step(1, 'beat', never)
    expect(session.now).toBe(at)
  })
})

describe('a view that is asked for once', () => {
  test('is of this instant, and nothing where there is none of the name', async () => {
    const { lab, session } = open()
    await lab.call(launch)
    expect(await lab.view('region', { account: FIRST_ACCOUNT })).toMatchObject({
      mine: [{ state: 'pending' }],
    })
    const hash = session.hash()
    expect(await lab.view('toString' as 'region', { account: FIRST_ACCOUNT })).toBeNull()
    expect(session.hash()).toBe(hash)
  })
})

describe('a world that begins with a set-up', () => {
  const run =
    'aws ec2 run-instances --image-id ami-0f3a5c1e7b2d94860 --instance-type t3.micro --count 1'

  test('has it behind it, at the epoch it is given', async () => {
    const options = { seed: 'lab', scenario: 'empty', epoch: '2027-03-04T05:06:07Z', setUp: [run] }
    const begun = await Lab.open(new Host(), options)
    if (!begun.ok) throw new Error(begun.error.message)
    expect(begun.value.clock()).toMatchObject({ epoch: '2027-03-04T05:06:07.000Z', position: 0 })
    expect(await begun.value.view('region', { account: FIRST_ACCOUNT })).toMatchObject({
      mine: [{ state: 'running' }],
    })
  })

  test.each([
    [{ scenario: 'nowhere' }, 'UnknownScenario'],
    [{ epoch: 'noon' }, 'InvalidEpoch'],
    [{ epoch: '2101-01-01T00:00:00Z' }, 'InvalidEpoch'],
    [{ setUp: [run, 'aws ec2 stop-instances --instance-ids i-1'] }, 'SetUpRefused'],
  ])('is refused by name: %o', async (wrong, code) => {
    const begun = await Lab.open(new Host(), { seed: 'lab', scenario: 'empty', ...wrong })
    expect(begun).toMatchObject({ ok: false, error: { code } })
  })

  test('is brought back after a death, with and without a save, and from another build', async () => {
    const options = { seed: 'lab', scenario: 'empty', setUp: [run] }
    const begun = await Lab.open(new Host(), options)
    if (!begun.ok) throw new Error(begun.error.message)
    const lab = begun.value
    const inputs: PlacedInput[] = []
    const call = async () => {
      const { input } = await lab.call(launch)
      if (input !== null) inputs.push({ ...input, request: launch })
    }
    await call()
    await lab.seek(instant(20_000_000))
    const save = await lab.save()
    await call()
    await lab.seek(instant(90_000_000))
    const at = lab.clock().upTo
    const salvage = { options, serial: 2, at }
    const hashOf = async (bytes: Uint8Array | null, since: readonly PlacedInput[]) =>
      (await Lab.recover(new Host(), { ...salvage, save: bytes, inputs: since })).hash()
    const hash = await lab.hash()
    expect(await hashOf(null, inputs)).toBe(hash)
    expect(await hashOf(save, inputs.slice(1))).toBe(hash)
    const older = Uint8Array.from(save)
    const at0 = new TextDecoder('latin1').decode(save).indexOf(BUILD)
    older[at0 + BUILD.length - 1] = '0'.charCodeAt(0)
    expect(await hashOf(older, inputs.slice(1))).toBe(hash)
    expect(await hashOf(older, [])).not.toBe(hash)
    const [first] = inputs
    if (first === undefined) throw new Error('an input from before the save')
    expect(await hashOf(older, [first])).toBe(await hashOf(older, []))
  })
})

describe('calls of one page', () => {
  const read = consoleCall(FIRST_ACCOUNT, 'ec2', 'DescribeInstances', {})

  test('have an instant each, also while time is stopped', async () => {
    const { lab } = open()
    const ats = []
    for (const request of [launch, read, launch]) ats.push((await lab.call(request)).answer.at)
    expect([...new Set(ats)].sort((a, b) => a - b)).toEqual(ats)
  })

  test('can be gone back to one by one: what was made before stays', async () => {
    const { lab, session } = open()
    await lab.call(launch)
    const second = await lab.call(launch)
    await lab.seek(instant(second.answer.at - 1))
    expect(session.cloud.view('region', { account: FIRST_ACCOUNT }).mine).toHaveLength(1)
    await lab.call(launch)
    expect(session.otherFuture).not.toBeNull()
    expect(session.cloud.view('region', { account: FIRST_ACCOUNT }).mine).toHaveLength(2)
  })

  test('made at the instant of an earlier one in the past leave its future beside theirs', async () => {
    const { lab, session } = open()
    const first = await lab.call(launch)
    await lab.call(launch)
    await lab.seek(first.answer.at)
    await lab.call(read)
    expect(session.otherFuture?.inputs).toHaveLength(1)
    expect(session.cloud.door.journal.length).toBe(2)
  })
})

describe('a fork', () => {
  test('leaves what is known beyond, and another beyond nothing keeps that', async () => {
    const { lab, session, at } = open()
    await lab.call(launch)
    const later = at(60)
    await lab.seek(later)
    await lab.seek(instant(later / 2))
    await lab.fork()
    expect(lab.clock()).toMatchObject({ upTo: later / 2, head: later / 2, otherFuture: true })
    await lab.fork()
    expect(session.otherFuture?.head).toBe(later)
    await lab.otherFuture()
    expect(lab.clock().head).toBe(later)
  })
})
