/**
 * The page and the worker in a real browser: what becomes of a world whose worker dies, and what is posted.
 *
 * Every wait is for a condition. The poisoned worker is the real one, disturbed by marked requests.
 */
import * as Comlink from 'comlink'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type CallRequest, CONSOLE_CONTEXT, consoleCall } from '../cloud/call.ts'
import { instant } from '../cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../cloud/kernel/ref.ts'
import {
  type ClientOptions,
  type DeathNotice,
  LabClient,
  WorkerLost,
  WorldRefused,
} from './client.ts'
import type { Frame, PlacedInput, WorkerLab } from './protocol.ts'

const WORLD = { seed: 'bridge', scenario: 'empty' }
const MINUTE = 600_000_000
/** As short as the client's looks allow: a ping every second, a look every quarter. */
const GRACE_MS = 250

const launch = consoleCall(FIRST_ACCOUNT, 'ec2', 'RunInstances', {
  ImageId: 'ami-0f3a5c1e7b2d94860',
  InstanceType: 't3.micro',
  MinCount: 1,
  MaxCount: 1,
})
const describeAll = consoleCall(FIRST_ACCOUNT, 'ec2', 'DescribeInstances', {})
const marked = (request: CallRequest, userAgent: string): CallRequest => ({
  ...request,
  context: { ...CONSOLE_CONTEXT, userAgent },
})

const poisoned = () =>
  new Worker(new URL('../../test/poisoned-worker.ts', import.meta.url), { type: 'module' })
const plain = () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

interface Bench {
  readonly client: LabClient
  readonly workers: Worker[]
  readonly frames: Frame[]
  readonly deaths: DeathNotice[]
}

async function open(make: () => Worker, options: ClientOptions = {}): Promise<Bench> {
  const workers: Worker[] = []
  const frames: Frame[] = []
  const deaths: DeathNotice[] = []
  const client = new LabClient(
    () => {
      const worker = make()
      workers.push(worker)
      return worker
    },
    { visible: () => true, ...options },
  )
  client.onframe = (frame) => frames.push(frame)
  client.ondeath = (notice) => deaths.push(notice)
  ends.push(() => client.close())
  await client.open(WORLD)
  return { client, workers, frames, deaths }
}

const until = (condition: () => boolean) => expect.poll(condition).toBe(true)

/** Some calls, and time in which timers fire. */
async function live({ client, frames }: Bench): Promise<void> {
  await client.call(launch)
  await client.call(describeAll)
  await client.seek(instant(MINUTE))
  await client.call(launch)
  await client.seek(instant(2 * MINUTE))
  await until(() => frames.at(-1)?.clock.upTo === 2 * MINUTE)
}

describe('a saved world', { timeout: 40_000 }, () => {
  it('is opened in place of the open one, is watched, and outlives its worker', async () => {
    const bench = await open(plain)
    const { client, workers, frames, deaths } = bench
    client.watch('picture', 'region', { account: FIRST_ACCOUNT })
    await live(bench)
    const hash = await client.hash()
    const bytes = await client.save()
    await client.call(launch)
    await client.seek(instant(5 * MINUTE))
    expect(await client.openSave(bytes)).toMatchObject({ ok: true, value: { upTo: 2 * MINUTE } })
    await until(() => frames.at(-1)?.clock.upTo === 2 * MINUTE)
    await until(() => frames.some(({ restart, views }) => restart && 'picture' in views))
    expect(await client.hash()).toBe(hash)
    workers[0]?.terminate()
    workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'gone' }))
    await until(() => deaths.length > 0)
    expect(await client.hash()).toBe(hash)
    const { result } = await client.peek(describeAll)
    expect(result.ok && result.value.Reservations).toHaveLength(2)
  })

  it('that cannot be read leaves the open one as it is', async () => {
    const bench = await open(plain)
    await live(bench)
    const hash = await bench.client.hash()
    const opened = await bench.client.openSave(new Uint8Array([1, 2, 3]))
    expect(opened).toMatchObject({ ok: false, error: { code: 'save.unreadable' } })
    expect(await bench.client.hash()).toBe(hash)
  })
})

const RUN =
  'aws ec2 run-instances --image-id ami-0f3a5c1e7b2d94860 --instance-type t3.micro --count 1'

describe('a world that is kept beyond its page', { timeout: 40_000 }, () => {
  /** A client with a world of a set-up line, and what a keep takes down of it. */
  async function kept(last: CallRequest) {
    const bench = await open(poisoned)
    const inputs: PlacedInput[] = []
    await bench.client.open({ ...WORLD, setUp: [RUN] })
    bench.client.oninput = (input) => inputs.push(input)
    await live(bench)
    const hash = await bench.client.hash()
    await bench.client.call(last)
    return { ...bench, inputs, hash }
  }

  it('is told of as it grows, and opens again from that alone', async () => {
    const { client, inputs } = await kept(launch)
    const hash = await client.hash()
    expect(inputs.map(({ serial }) => serial)).toEqual([1, 2, 3, 4])
    const { salvage } = client
    if (salvage === null) throw new Error('a world is open')
    expect(salvage.inputs).toEqual(inputs)
    client.close()
    expect(client.salvage).toBeNull()
    const again = await open(plain)
    expect(await again.client.openSalvage(salvage)).toBeNull()
    expect(await again.client.hash()).toBe(hash)
    const view = await again.client.view('region', { account: FIRST_ACCOUNT })
    expect(view?.mine).toHaveLength(4)
    await again.client.call(launch)
    expect(again.client.salvage?.inputs.at(-1)?.serial).toBe(5)
  })

  it('comes back without a last input that it dies of, and names it', async () => {
    const { client, workers, deaths, hash } = await kept(marked(launch, 'poison-repeat'))
    const { salvage } = client
    if (salvage === null) throw new Error('a world is open')
    const dropped = await client.openSalvage(salvage)
    expect(dropped?.request.operation).toBe('RunInstances')
    expect(dropped?.serial).toBe(4)
    expect(await client.hash()).toBe(hash)
    expect(workers).toHaveLength(4)
    expect(deaths).toEqual([])
  })

  it('that begins with a line that is refused is refused, and nothing died', async () => {
    const { client, workers, deaths } = await open(plain)
    const opened = client.open({ ...WORLD, setUp: [RUN, 'aws ec2 stop-instances'] })
    await expect(opened).rejects.toBeInstanceOf(WorldRefused)
    await expect(opened).rejects.toThrow('Set-up line 2, `aws ec2 stop-instances`')
    expect([workers.length, deaths]).toEqual([2, []])
    await client.open(WORLD)
    expect((await client.call(launch)).result.ok).toBe(true)
  })
})

describe('a worker that dies', { timeout: 40_000 }, () => {
  it('in the middle of a call rejects it, and the world comes back as it was', async () => {
    const bench = await open(poisoned, { graceMs: GRACE_MS })
    const { client, workers, deaths } = bench
    await live(bench)
    const hash = await client.hash()
    const pending = client.call(marked(launch, 'hang'))
    const also = client.hash()
    workers[0]?.terminate()
    await expect(pending).rejects.toBeInstanceOf(WorkerLost)
    await expect(also).rejects.toBeInstanceOf(WorkerLost)
    await until(() => deaths.length > 0)
    expect(deaths).toMatchObject([{ recovered: true, droppedInput: null }])
    expect(workers).toHaveLength(2)
    expect(await client.hash()).toBe(hash)
    expect((await client.call(launch)).result.ok).toBe(true)
  })

  it('of an error says why, and takes its watches with it into the new life', async () => {
    const bench = await open(plain)
    const { client, workers, frames, deaths } = bench
    client.watch('picture', 'region', { account: FIRST_ACCOUNT })
    await live(bench)
    const hash = await client.hash()
    workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }))
    await until(() => deaths.length > 0)
    expect(deaths).toEqual([{ reason: 'out of memory', recovered: true, droppedInput: null }])
    await until(() => frames.at(-1)?.restart === true)
    expect(frames.at(-1)?.views).toHaveProperty('picture')
    expect(frames.at(-1)?.clock.upTo).toBe(2 * MINUTE)
    expect(await client.hash()).toBe(hash)
  })

  it('of a throw in the cloud loses that call and nothing else', async () => {
    const bench = await open(poisoned)
    const { client, deaths } = bench
    await live(bench)
    const hash = await client.hash()
    await expect(client.call(marked(launch, 'poison-call'))).rejects.toThrow('poisoned call')
    await until(() => deaths.length > 0)
    expect(deaths).toMatchObject([{ reason: 'poisoned call', recovered: true }])
    expect(await client.hash()).toBe(hash)
  })

  it('again of its last input comes back without it, and names it', async () => {
    const bench = await open(poisoned)
    const { client, workers, deaths } = bench
    await live(bench)
    const hash = await client.hash()
    await client.call(marked(launch, 'poison-repeat'))
    expect(await client.hash()).not.toBe(hash)
    workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'gone' }))
    await until(() => deaths.length > 0)
    expect(deaths).toEqual([{ reason: 'gone', recovered: true, droppedInput: 'RunInstances' }])
    expect(workers).toHaveLength(3)
    expect(await client.hash()).toBe(hash)
  })

  it('after a branch comes back on that branch', async () => {
    const bench = await open(plain)
    const { client, workers, deaths } = bench
    await live(bench)
    await client.seek(instant(MINUTE / 2))
    await client.call(launch)
    const hash = await client.hash()
    workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'gone' }))
    await until(() => deaths.length > 0)
    expect(await client.hash()).toBe(hash)
  })

  it('after a return to the other future comes back in that one', async () => {
    const bench = await open(plain)
    const { client, workers, frames, deaths } = bench
    await live(bench)
    const hash = await client.hash()
    await client.seek(instant(MINUTE / 2))
    await client.call(launch)
    await client.otherFuture()
    expect(await client.hash()).toBe(hash)
    await until(() => frames.some((frame) => frame.save !== null))
    workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'gone' }))
    await until(() => deaths.length > 0)
    expect(deaths).toMatchObject([{ recovered: true }])
    expect(await client.hash()).toBe(hash)
  })

  it('is known by its silence, but not while the page is hidden', async () => {
    let visible = false
    const { client, workers, deaths } = await open(poisoned, {
      graceMs: GRACE_MS,
      visible: () => visible,
    })
    const answer = await client.call(marked(launch, `hang ${8 * GRACE_MS}`))
    expect(answer.result.ok).toBe(true)
    expect(deaths).toEqual([])
    const hash = await client.hash()
    visible = true
    expect((await client.call(describeAll)).result.ok).toBe(true)
    expect(workers).toHaveLength(1)
    await expect(client.call(marked(launch, 'hang'))).rejects.toThrow('did not answer')
    await until(() => deaths.length > 0)
    expect(workers).toHaveLength(2)
    expect(await client.hash()).not.toBe(hash)
  })
})

describe('a world that is hard to keep alive', { timeout: 40_000 }, () => {
  it('waits for the third worker when the second dies too, and names the input left out', async () => {
    const bench = await open(plain)
    const { client, workers, deaths } = bench
    client.watch('picture', 'region', { account: FIRST_ACCOUNT })
    await live(bench)
    const hash = await client.hash()
    workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'first' }))
    await until(() => workers.length === 2)
    const asked = client.hash()
    workers[1]?.dispatchEvent(new ErrorEvent('error', { message: 'second' }))
    expect(await asked.catch(() => client.hash())).not.toBe(hash)
    await until(() => deaths.length > 0)
    expect(workers).toHaveLength(3)
    expect(deaths).toMatchObject([{ recovered: true, droppedInput: 'RunInstances' }])
  })

  it('dies once of a question for its views: one worker more, one notice', async () => {
    let made = 0
    /** The second worker dies of the first view that it is asked for. */
    const frail = () => {
      made += 1
      const worker = plain()
      if (made !== 2) return worker
      vi.spyOn(worker, 'postMessage').mockImplementation((...sent: unknown[]) => {
        const [message] = sent as [{ path?: string[] }]
        if (message.path?.[0] === 'watch') {
          worker.dispatchEvent(new ErrorEvent('error', { message: 'frail' }))
        }
        Reflect.apply(Worker.prototype.postMessage, worker, sent)
      })
      return worker
    }
    const bench = await open(frail)
    const { client, workers, deaths } = bench
    client.watch('picture', 'region', { account: FIRST_ACCOUNT })
    await live(bench)
    workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'first' }))
    await until(() => deaths.length > 0)
    expect(await client.hash()).not.toBe('')
    expect(workers).toHaveLength(3)
    expect(deaths).toMatchObject([{ reason: 'first', recovered: true }])
  })

  it('is not killed by a fault of the page', async () => {
    const bench = await open(plain)
    const { client, workers, deaths } = bench
    const told: string[] = []
    const hear = (event: ErrorEvent) => {
      told.push(event.message)
      event.preventDefault()
    }
    window.addEventListener('error', hear)
    ends.push(() => window.removeEventListener('error', hear))
    client.onframe = () => {
      throw new Error('the page is at fault')
    }
    await client.call(launch)
    await until(() => told.length > 0)
    expect(told[0]).toContain('the page is at fault')
    expect(await client.hash()).not.toBe('')
    expect(workers).toHaveLength(1)
    expect(deaths).toEqual([])
  })

  it('is given up when every worker dies', async () => {
    const { client, workers, deaths } = await open(plain)
    await client.call(launch)
    await until(() => {
      workers.at(-1)?.dispatchEvent(new ErrorEvent('error', { message: 'again' }))
      return deaths.some((death) => !death.recovered)
    })
    expect(workers.length).toBeLessThan(15)
    await expect(client.hash()).rejects.toBeInstanceOf(WorkerLost)
  })

  it('stays closed when it is closed while it is brought back', async () => {
    const { client, workers, deaths } = await open(plain)
    await client.call(launch)
    workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'gone' }))
    client.close()
    await expect(client.hash()).rejects.toBeInstanceOf(WorkerLost)
    await client.open(WORLD)
    expect((await client.call(launch)).result.ok).toBe(true)
    expect(deaths).toEqual([])
  })

  it('makes no input twice after a branch and a death', async () => {
    const bench = await open(plain)
    const { client, workers, deaths } = bench
    await live(bench)
    await client.seek(instant(MINUTE / 2))
    await client.call(launch)
    const hash = await client.hash()
    workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'gone' }))
    await until(() => deaths.length > 0)
    expect(await client.hash()).toBe(hash)
  })
})

/** A worker whose frames are taken only when the test says so. */
async function withGate() {
  const worker = plain()
  const remote = Comlink.wrap<WorkerLab>(worker)
  ends.push(() => worker.terminate())
  const frames: Frame[] = []
  let open: () => void = () => {}
  let most = 0
  let inFlight = 0
  const take = async (frame: Frame) => {
    inFlight += 1
    most = Math.max(most, inFlight)
    frames.push(frame)
    await new Promise<void>((resolve) => {
      open = resolve
    })
    inFlight -= 1
  }
  const next = async () => {
    const before = frames.length
    await until(() => inFlight === 1)
    open()
    return before
  }
  const opened = await remote.open(WORLD, Comlink.proxy(take))
  if (!opened.ok) throw new Error(opened.error.message)
  return { remote, frames, next, most: () => most }
}

describe('frames', { timeout: 20_000 }, () => {
  it('are one at a time: the next waits until the page has taken the last', async () => {
    const { remote, frames, next, most } = await withGate()
    for (let i = 0; i < 20; i++) await remote.call(describeAll)
    expect(frames).toHaveLength(1)
    await next()
    await until(() => frames.length === 2)
    expect(frames[1]?.events).toHaveLength(19)
    for (let i = 0; i < 5; i++) await remote.call(describeAll)
    expect(frames).toHaveLength(2)
    expect(most()).toBe(1)
  })

  it('bring every event once, in order', async () => {
    const bench = await open(plain)
    const { client, frames } = bench
    for (let i = 0; i < 3; i++) await client.call(launch)
    await client.play({ pace: 60, until: 'beat' })
    await until(() => frames.at(-1)?.clock.pausedAt !== null)
    await client.seek(instant(10 * MINUTE))
    await client.call(describeAll)
    await until(() => frames.flatMap((frame) => frame.events).at(-1)?.type === 'call.read')
    await until(() => frames.at(-1)?.clock.upTo === 10 * MINUTE)
    const seqs = frames.flatMap((frame) => frame.events).map((event) => event.seq)
    expect(seqs).toEqual(seqs.map((_, i) => i + 1))
    expect(seqs.length).toBeGreaterThan(15)
  })

  it('bring a view that was asked for before there was a world', async () => {
    const frames: Frame[] = []
    const client = new LabClient(plain, { visible: () => true })
    client.onframe = (frame) => frames.push(frame)
    ends.push(() => client.close())
    const opened = client.open(WORLD)
    client.watch('early', 'region', { account: FIRST_ACCOUNT })
    await opened
    await until(() => frames.some((frame) => 'early' in frame.views))
  })

  it('bring a view only when it changed', async () => {
    const { client, frames } = await open(plain)
    client.watch('picture', 'region', { account: FIRST_ACCOUNT })
    await until(() => frames.some((frame) => 'picture' in frame.views))
    const before = frames.length
    await client.call(describeAll)
    await until(() => frames.length > before)
    await until(() => frames.slice(before).some((frame) => frame.events.length > 0))
    expect(frames.slice(before).filter((frame) => 'picture' in frame.views)).toEqual([])
    await client.call(launch)
    await until(() => frames.slice(before).some((frame) => 'picture' in frame.views))
    client.unwatch('picture')
    const after = frames.length
    await client.call(launch)
    await until(() => frames.slice(after).some((frame) => frame.events.length > 0))
    expect(frames.slice(after).filter((frame) => 'picture' in frame.views)).toEqual([])
  })
})
