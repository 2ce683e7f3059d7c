import { describe, expect, test, vi } from 'vitest'
import { answered, broken, clockAt, FakePort, frameAt, lost } from '../app/testing.ts'
import type { Worlds } from '../app/worlds.svelte.ts'
import { WorkerLost } from '../bridge/client.ts'
import { duration, inSeconds, instant } from '../cloud/kernel/instant.ts'
import { ask } from '../command/ask.ts'
import type { Steps } from '../command/types.ts'
import { MemoryShelf } from '../session/shelf.ts'
import { Driver, Stopped } from './driver.ts'
import { LabStore } from './lab.svelte.ts'
import { Player } from './player.svelte.ts'
import { Steer } from './steer.svelte.ts'

const SECOND = 10_000_000
const request = {
  service: 's3',
  operation: 'ListBuckets',
  input: {},
  caller: { kind: 'console', account: '1' },
  context: {
    region: 'us-east-1',
    sourceIp: '192.0.2.10',
    userAgent: 'test',
    secureTransport: true,
    host: 'h',
    presigned: false,
  },
} as const

/** The parts of a page with an open world at second 1 whose time runs. */
async function opened() {
  const port = new FakePort()
  const lab = new LabStore(port)
  const reducedMotion = () => true
  const player = new Player({ request: () => 0, cancel: () => {}, reducedMotion })
  const steer = new Steer(lab, player, reducedMotion)
  const worlds: { lesson: string | null } & Pick<Worlds, 'load' | 'reset'> = {
    lesson: null,
    load: (bytes) => lab.openSave(bytes),
    reset: () => lab.open({ seed: 'again', scenario: 'empty' }),
  }
  const opening = lab.open({ seed: 'driven', scenario: 'empty' })
  port.onframe(frameAt(SECOND))
  await opening
  const shelf = new MemoryShelf(() => 0)
  const page = { lab, steer, worlds }
  return { port, page, shelf, driver: new Driver(page, shelf) }
}

const never = new AbortController().signal

function* control(operation: string, input: object): Steps<string> {
  const result = yield* ask({ kind: 'session', operation, input: { ...input } })
  return result.ok ? 'done' : result.error.code
}

function* waiting(limitSeconds: number): Steps<{ passed: number; paused: boolean }> {
  const { passed, paused } = yield* ask({ kind: 'run', limit: duration(limitSeconds * SECOND) })
  return { passed: inSeconds(passed), paused }
}

describe('a line over the bridge', () => {
  test('asks for one thing after the other, each with the answer before', async () => {
    const { port, driver } = await opened()
    const asked: string[] = []
    port.answer = async ({ operation }) => {
      asked.push(operation)
      return answered(SECOND, null, { Asked: asked.length })
    }
    function* two(): Steps<unknown[]> {
      const first = yield* ask({ kind: 'peek', request })
      const second = yield* ask({ kind: 'call', request })
      return [first, second].map(({ result }) => (result.ok ? result.value.Asked : null))
    }
    expect(await driver.run(two(), never)).toEqual([1, 2])
    expect(asked).toEqual(['ListBuckets', 'ListBuckets'])
  })

  test('rejects when the worker dies, and when it is stopped', async () => {
    const { port, driver } = await opened()
    port.answer = lost
    function* one(): Steps<boolean> {
      yield* ask({ kind: 'call', request })
      return true
    }
    await expect(driver.run(one(), never)).rejects.toThrow(WorkerLost)
    const stop = new AbortController()
    port.answer = async () => {
      stop.abort()
      return answered(SECOND, null, {})
    }
    await expect(driver.run(one(), stop.signal)).rejects.toThrow(Stopped)
  })

  test('knows the world’s time', async () => {
    const { driver } = await opened()
    expect(driver.nowMs()).toBe(Date.parse('2026-01-01T09:00:01Z'))
  })
})

describe('time that a line lets pass', () => {
  test('runs to the next event, and says how long it was', async () => {
    const { port, page, driver } = await opened()
    page.steer.held = false
    const done = driver.run(waiting(60), never)
    await Promise.resolve()
    expect(port.asked.at(-1)).toBe('play event')
    port.onframe(frameAt(SECOND, { clock: clockAt(SECOND, { playing: true }) }))
    port.onframe(frameAt(3 * SECOND))
    expect(await done).toEqual({ passed: 2, paused: false })
  })

  test('does not pass when the person stopped it, before or on the way', async () => {
    const { port, page, driver } = await opened()
    page.steer.held = true
    expect(await driver.run(waiting(60), never)).toEqual({ passed: 0, paused: true })
    expect(port.asked).not.toContain('play event')
    page.steer.held = false
    const done = driver.run(waiting(60), never)
    await Promise.resolve()
    void page.steer.pause()
    port.onframe(frameAt(2 * SECOND))
    expect(await done).toEqual({ passed: 1, paused: true })
  })

  test('is left alone when the line is stopped: the person has not stopped it', async () => {
    const { port, page, driver } = await opened()
    page.steer.held = false
    const stop = new AbortController()
    const done = driver.run(waiting(60), stop.signal)
    await Promise.resolve()
    stop.abort()
    await expect(done).rejects.toThrow(Stopped)
    expect(port.asked.at(-1)).toBe('pause')
    expect(page.steer.held).toBe(false)
  })
})

describe('a worker’s death while a line waits', () => {
  test('ends the line that asked for time, and does not pass for time that the person stopped', async () => {
    const { port, page, driver } = await opened()
    page.steer.held = false
    port.steered.push(lost)
    await expect(driver.run(waiting(60), never)).rejects.toThrow(WorkerLost)
    expect(page.steer.held).toBe(false)
  })

  test('for good ends the line', async () => {
    const { port, page, driver } = await opened()
    page.steer.held = false
    const told = expect(driver.run(waiting(60), never)).rejects.toThrow(WorkerLost)
    await Promise.resolve()
    port.onframe(frameAt(SECOND, { clock: clockAt(SECOND, { playing: true }) }))
    await expect.poll(() => page.lab.quiet).toBe(true)
    port.ondeath({ reason: 'it died', recovered: false, droppedInput: null })
    await told
  })

  test('that was made good leaves time standing, and the line goes on', async () => {
    const { port, page, driver } = await opened()
    const waits = vi.spyOn(page.lab, 'orLost')
    page.steer.held = false
    const done = driver.run(waiting(60), never)
    await Promise.resolve()
    port.onframe(frameAt(SECOND, { clock: clockAt(SECOND, { playing: true }) }))
    await expect.poll(() => waits).toHaveBeenCalled()
    port.onframe(frameAt(2 * SECOND, { restart: true }))
    await page.lab.settled()
    port.ondeath({ reason: 'it died', recovered: true, droppedInput: null })
    expect(await done).toEqual({ passed: 1, paused: false })
  })
})

describe('lab', () => {
  test('moves time without stopping it', async () => {
    const { port, page, driver } = await opened()
    page.steer.held = false
    expect(await driver.run(control('Advance', { By: '10s' }), never)).toBe('done')
    expect(port.asked.at(-1)).toBe(`seek ${11 * SECOND}`)
    expect(await driver.run(control('Seek', { To: '5s' }), never)).toBe('done')
    expect(port.asked.at(-1)).toBe(`seek ${5 * SECOND}`)
    expect(await driver.run(control('Seek', { To: '2026-01-01T09:00:07Z' }), never)).toBe('done')
    expect(port.asked.at(-1)).toBe(`seek ${7 * SECOND}`)
    expect(page.steer.held).toBe(false)
  })

  test.each([
    ['Advance', { By: '10s' }],
    ['Seek', { To: '5s' }],
  ])('%s of which the worker dies is not done, and stops no time', async (operation, input) => {
    for (const held of [false, true]) {
      const { port, page, driver } = await opened()
      page.steer.held = held
      port.steered.push(lost)
      await expect(driver.run(control(operation, input), never)).rejects.toThrow(WorkerLost)
      expect(page.steer.held).toBe(held)
      port.steered.push(broken)
      await expect(driver.run(control(operation, input), never)).rejects.toThrow(TypeError)
      expect(page.steer.held).toBe(held)
    }
  })

  test('a pace of which the worker dies is not set', async () => {
    const { port, driver } = await opened()
    port.steered.push(lost)
    await expect(driver.run(control('Pace', { Pace: 0 }), never)).rejects.toThrow(WorkerLost)
  })

  test('sets the pace, and 0 stops time', async () => {
    const { page, driver } = await opened()
    expect(await driver.run(control('Pace', { Pace: 60 }), never)).toBe('done')
    expect(page.steer.pace).toBe(60)
    expect(await driver.run(control('Pace', { Pace: 0 }), never)).toBe('done')
    expect([page.steer.held, page.steer.pace]).toEqual([true, 60])
  })

  test('saves to the shelf, and opens what was saved', async () => {
    const { port, driver, shelf } = await opened()
    expect(await driver.run(control('Save', { Name: 'mine' }), never)).toBe('done')
    expect(shelf.read('mine')).toEqual(new Uint8Array([7]))
    const loading = driver.run(control('Load', { Name: 'mine' }), never)
    await expect.poll(() => port.asked.at(-1)).toBe('openSave 7')
    port.onframe(
      frameAt(5 * SECOND, { clock: clockAt(5 * SECOND, { epoch: '2031-01-01T00:00:00Z' }) }),
    )
    expect(await loading).toBe('done')
    expect(driver.nowMs()).toBe(Date.parse('2031-01-01T00:00:05Z'))
  })

  test('leaves the world where a file is no save, and a lesson its own', async () => {
    const { port, page, driver, shelf } = await opened()
    shelf.write('odd', new Uint8Array([1]))
    expect(await driver.run(control('Load', { Name: 'odd' }), never)).toBe('save.unreadable')
    expect(await driver.run(control('Load', { Name: 'none' }), never)).toBe('NoSuchFile')
    const before = port.asked.length
    page.worlds.lesson = 'a-lesson'
    expect(await driver.run(control('Load', { Name: 'odd' }), never)).toBe('NotHere')
    expect(port.asked).toHaveLength(before)
  })

  test('forks where it stands, and begins anew', async () => {
    const { port, page, driver } = await opened()
    const done = page.lab.futures.note(instant(3 * SECOND))
    port.onframe({ ...frameAt(SECOND), clock: clockAt(SECOND, { head: instant(4 * SECOND) }) })
    expect(await driver.run(control('Fork', {}), never)).toBe('done')
    expect(port.asked.at(-1)).toBe('fork')
    expect(done.undone).toBe(true)
    port.onframe(frameAt(SECOND))
    const again = driver.run(control('Reset', {}), never)
    await expect.poll(() => port.asked.filter((each) => each === 'open')).toHaveLength(2)
    port.onframe(frameAt(SECOND))
    expect(await again).toBe('done')
  })

  test.each([
    ['Advance', { By: 'soon' }, 'InvalidDuration'],
    ['Advance', { By: '10200d' }, 'InvalidDuration'],
    ['Seek', { To: 'noon' }, 'InvalidTime'],
    ['Seek', { To: '2025-12-31T00:00:00Z' }, 'InvalidTime'],
    ['Pace', { Pace: -1 }, 'InvalidPace'],
    ['Save', { Name: '../x' }, 'InvalidName'],
  ])('%s %j is refused: %s', async (operation, input, code) => {
    const { driver } = await opened()
    expect(await driver.run(control(operation, input), never)).toBe(code)
  })

  test('goes as far as any session does', async () => {
    const { port, driver } = await opened()
    expect(await driver.run(control('Advance', { By: '9000d' }), never)).toBe('done')
    expect(port.asked.at(-1)).toBe(`seek ${(9000 * 86_400 + 1) * SECOND}`)
  })
})
