/** The lab of the worker without a worker: how a run of time ends. The rest is tested in a browser. */
import { describe, expect, test } from 'vitest'
import { consoleCall } from '../cloud/call.ts'
import { after, type Instant, instant, seconds } from '../cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../cloud/kernel/ref.ts'
import { Session } from '../session/session.ts'
import { Lab, type LabHost } from './lab.ts'

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
