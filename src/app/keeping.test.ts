/** What is kept of worlds and lessons, on a scripted client and a keep in memory: there is no IndexedDB in Node. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { WorkerLost } from '../bridge/client.ts'
import type { PlacedInput } from '../bridge/protocol.ts'
import { instant } from '../cloud/kernel/instant.ts'
import { Worlds } from '../keep/worlds.ts'
import type { Place } from './hash.ts'
import { catalogue } from './learn/catalogue.ts'
import { Page } from './page.svelte.ts'
import { FakePort, FakeWindow, frameAt, lost } from './testing.ts'
import { words } from './words.ts'

/** A port whose worlds stand at once, as the worker's first frame tells. */
function portOf(): FakePort {
  const port = new FakePort()
  const { open, openSalvage } = port
  port.open = async () => {
    await open()
    port.onframe(frameAt(10_000_000, { restart: true }))
  }
  port.openSalvage = async () => {
    const dropped = await openSalvage()
    port.onframe(frameAt(20_000_000, { restart: true }))
    return dropped
  }
  return port
}

async function pageAt(hash: string) {
  const port = portOf()
  const page = new Page(port, new FakeWindow(hash))
  await page.start()
  return { port, page }
}

const input = (serial: number): PlacedInput => ({
  serial,
  position: serial - 1,
  at: instant(10_000_000 + serial),
  request: {
    service: 'ec2',
    operation: 'StopInstances',
    input: {},
    caller: { kind: 'console', account: '1' },
    context: { userAgent: '' },
  } as unknown as PlacedInput['request'],
})

const SANDBOX: Place = { room: 'sandbox', lesson: null, step: null, at: null, select: null }

/** Leaves the sandbox's world and comes back to it. */
async function around(page: Page): Promise<void> {
  page.worlds.leave()
  await page.worlds.show(SANDBOX)
}

afterEach(() => vi.unstubAllGlobals())

/** Locks as another tab leaves them: held. */
const heldElsewhere = () =>
  vi.stubGlobal('navigator', {
    locks: {
      request: async (_name: string, _how: unknown, hold: (lock: null) => Promise<void>) =>
        hold(null),
    },
  })

describe('a world', () => {
  test('is opened as it was left: with its inputs, where its clock stood', async () => {
    const { port, page } = await pageAt('#/sandbox')
    expect(port.asked).toContain('open')
    port.oninput(input(1), false)
    port.onframe(frameAt(15_000_000))
    await around(page)
    expect(port.asked.filter((one) => one === 'open')).toHaveLength(1)
    expect(port.asked).toContain('openSalvage')
  })

  test('that no worker survives begins anew, is said, and is set aside for the export', async () => {
    const { port, page } = await pageAt('#/sandbox')
    port.oninput(input(1), false)
    port.steered.push(lost)
    await around(page)
    expect(port.asked.filter((one) => one === 'open')).toHaveLength(2)
    expect(page.notice).toBe(words.shell.unopened)
    const file = await (await page.keeping.exportAll()).text()
    expect(file).toContain('sandbox:aside-1')
    // The aside has the input; the world that was begun anew has none.
    expect(file.match(/StopInstances/g)).toHaveLength(1)
  })

  test('set aside is not written over by the next one that is', async () => {
    const { port, page } = await pageAt('#/sandbox')
    for (const serial of [1, 2]) {
      port.oninput(input(serial), false)
      port.steered.push(lost)
      await around(page)
    }
    const file = await (await page.keeping.exportAll()).text()
    expect(file).toContain('sandbox:aside-1')
    expect(file).toContain('sandbox:aside-2')
    expect(file.match(/StopInstances/g)).toHaveLength(2)
  })

  test('of another form than this build reads is set aside before one begins in its place', async () => {
    const { port, page } = await pageAt('#/sandbox')
    port.oninput({ ...input(1), request: { of: 'a later build' } } as unknown as PlacedInput, false)
    await around(page)
    expect(port.asked.filter((one) => one === 'open')).toHaveLength(2)
    expect(page.notice).toBe(words.shell.unopened)
    const file = await (await page.keeping.exportAll()).text()
    expect(file).toContain('sandbox:aside-1')
    expect(file.match(/a later build/g)).toHaveLength(1)
  })

  test('that another page has begun anew meanwhile takes nothing more from this one, which says so', async () => {
    const { port, page } = await pageAt('#/sandbox')
    const append = vi.spyOn(Worlds.prototype, 'append').mockResolvedValue(false)
    port.oninput(input(1), false)
    await expect.poll(() => page.notice).toBe(words.shell.guest)
    append.mockRestore()
    expect(page.keeping.guest).toBe(true)
    port.oninput(input(2), false)
    await page.keeping.note(progressOf('h', false))
    expect(page.keeping.progress).toEqual({})
    expect(await (await page.keeping.exportAll()).text()).not.toContain('StopInstances')
  })

  test('says Saved only when nothing is on its way to the disk', async () => {
    const { port, page } = await pageAt('#/sandbox')
    expect(page.keeping.sign).toBe('unkept')
    // In Node there is no disk; what is asked for here is only the order of things.
    page.keeping.trouble = null
    expect(page.keeping.sign).toBe('saved')
    port.oninput(input(1), false)
    expect(page.keeping.sign).toBe('saving')
    await expect.poll(() => page.keeping.sign).toBe('saved')
    const noted = page.keeping.note(progressOf('h', false))
    expect(page.keeping.sign).toBe('saving')
    await noted
    expect(page.keeping.sign).toBe('saved')
  })

  test('that could not be opened is opened when it is asked for again', async () => {
    const { port, page } = await pageAt('#/settings')
    port.steered.push(lost)
    await expect(page.worlds.show(SANDBOX)).rejects.toThrow()
    expect(page.worlds.open).toBe(false)
    page.failure = 'said before'
    await page.worlds.show(SANDBOX)
    expect(page.failure).toBeNull()
    expect(port.asked.filter((one) => one === 'open')).toHaveLength(2)
  })

  test('whose worker dies on the way to its beginning is brought there once more, or is not open', async () => {
    const { port, page } = await pageAt('#/settings')
    const done = () => Promise.resolve()
    port.steered.push(done, lost)
    await page.worlds.show(SANDBOX)
    expect(port.asked.filter((one) => one.startsWith('seek'))).toEqual([
      'seek 10000000',
      'seek 10000000',
    ])
    expect([page.worlds.open, page.steer.held]).toEqual([true, false])
    const again = await pageAt('#/settings')
    again.port.steered.push(done, lost, lost)
    await expect(again.page.worlds.show(SANDBOX)).rejects.toThrow(WorkerLost)
    expect(again.page.worlds.open).toBe(false)
  })

  test('keeps where it stands with each save, so that it is opened there', async () => {
    const { port, page } = await pageAt('#/sandbox')
    const bytes = new Uint8Array([7])
    port.onframe(frameAt(99_000_000, { save: { bytes, serial: 0 } }))
    const kept = await page.keeping.take('sandbox')
    expect(kept).toMatchObject({ at: 99_000_000, save: { serial: 0 } })
  })

  test('that is loaded takes the place of the other with its save and its clock, at once', async () => {
    const { port, page } = await pageAt('#/sandbox')
    port.oninput(input(1), false)
    const began = vi.spyOn(Worlds.prototype, 'begin')
    const opened = page.worlds.load(new Uint8Array([7]))
    await expect.poll(() => began).toHaveBeenCalledOnce()
    const kept = await page.keeping.take('sandbox')
    expect(kept).toMatchObject({ inputs: [], save: { bytes: new Uint8Array([7]) }, at: 0 })
    expect(await opened).toMatchObject({ ok: true })
    began.mockRestore()
  })

  test('takes nothing of the one before it, between its taking and its opening', async () => {
    const { port, page } = await pageAt('#/sandbox')
    await page.keeping.take('lesson:other')
    await page.keeping.begin({ seed: 'other', scenario: 'region' })
    await page.keeping.take('sandbox')
    await page.keeping.take('lesson:other')
    port.oninput(input(1), false)
    port.onframe(frameAt(99_000_000, { save: { bytes: new Uint8Array([7]), serial: 1 } }))
    const kept = await page.keeping.take('lesson:other')
    expect(kept).toMatchObject({ inputs: [], save: null, at: null })
  })

  test('of another tab is shown, and nothing of it is written here', async () => {
    heldElsewhere()
    const { port, page } = await pageAt('#/sandbox')
    expect(page.keeping.guest).toBe(true)
    expect(page.notice).toBe(words.shell.guest)
    port.oninput(input(1), false)
    port.onframe(frameAt(99_000_000, { save: { bytes: new Uint8Array([7]), serial: 1 } }))
    await page.keeping.note(progressOf('h', false))
    expect(page.keeping.progress).toEqual({})
    expect(await (await page.keeping.exportAll()).text()).not.toContain('sandbox')
  })

  test('asked for before another stands: the last one wins, and nothing is a fault', async () => {
    const { port, page } = await pageAt('#/sandbox')
    let die = () => {}
    const dying = new Promise<void>((resolve) => {
      die = resolve
    })
    port.steered.push(() => dying.then(lost))
    page.worlds.leave()
    const first = page.worlds.show(SANDBOX)
    await expect.poll(() => port.asked).toContain('openSalvage')
    page.worlds.leave()
    const second = page.worlds.show(SANDBOX)
    die()
    await Promise.all([first, second])
    expect(page.notice).not.toBe(words.shell.unopened)
    expect(page.worlds.opening).toBe(false)
    expect(await (await page.keeping.exportAll()).text()).not.toContain('aside')
  })
})

const progressOf = (hash: string, finished: boolean) => ({
  lesson: 'eight-seconds',
  hash,
  snapshot: {},
  steps: {},
  step: 'launch',
  finished,
  changedMs: 1,
})

describe('a lesson', () => {
  test('finished once stays so while it is played again, and when it has changed', async () => {
    const { page } = await pageAt('#/sandbox')
    await page.keeping.note(progressOf('old', true))
    await page.keeping.note(progressOf('new', false))
    expect(page.keeping.progress['eight-seconds']).toMatchObject({ hash: 'new', finished: true })
  })
  test('that has changed in the middle of it is set aside with what was done there, and that is said', async () => {
    for (const [noted, notice] of [
      [true, words.shell.corrected],
      [false, words.shell.unopened],
    ] as const) {
      const { port, page } = await pageAt('#/sandbox')
      await page.keeping.take('lesson:eight-seconds')
      await page.keeping.begin({ seed: 'older', scenario: 'region' })
      port.oninput(input(1), false)
      if (noted) await page.keeping.note(progressOf('of-another-build', false))
      void page.worlds.show({ ...SANDBOX, room: 'learn', lesson: 'eight-seconds' })
      await expect.poll(() => page.classroom.lesson?.id).toBe('eight-seconds')
      expect(page.notice).toBe(notice)
      const file = await (await page.keeping.exportAll()).text()
      expect(file).toContain('lesson:eight-seconds:aside-1')
      expect(file.match(/StopInstances/g)).toHaveLength(1)
      // What was answered in it goes out with it; the lesson itself is begun anew.
      expect(file.match(/"eight-seconds:aside-1"/g)?.length ?? 0).toBe(noted ? 1 : 0)
      expect(page.classroom.at).toBe(0)
    }
  })

  test('that has changed is begun afresh, in a world begun anew', async () => {
    const { port, page } = await pageAt('#/sandbox')
    await page.keeping.take('lesson:eight-seconds')
    await page.keeping.begin({ seed: 'older', scenario: 'region' })
    await page.keeping.note(progressOf('of-another-build', true))
    const opened = port.asked.length
    // The lesson itself waits for views that no worker sends here.
    void page.worlds.show({ ...SANDBOX, room: 'learn', lesson: 'eight-seconds' })
    await expect.poll(() => page.classroom.lesson?.id).toBe('eight-seconds')
    expect(port.asked.slice(opened)).toContain('open')
    expect(port.asked.slice(opened)).not.toContain('openSalvage')
    expect(page.classroom.snapshot?.value).toBe('entering')
    expect(page.classroom.at).toBe(0)
    expect(page.keeping.progress['eight-seconds']).toMatchObject({ finished: true })
    // Nothing was done in the old world: nothing is lost with it.
    expect(await (await page.keeping.exportAll()).text()).not.toContain('aside')
  })

  test('whose progress does not fit it is not begun over the world as it was left', async () => {
    const { port, page } = await pageAt('#/sandbox')
    await page.keeping.take('lesson:eight-seconds')
    await page.keeping.begin({ seed: 'older', scenario: 'region' })
    port.oninput(input(1), false)
    const { hash } = catalogue.find(({ id }) => id === 'eight-seconds') ?? { hash: '' }
    const context = {
      at: 99,
      records: {},
      beats: [],
      standing: { met: {}, feedback: null },
      error: null,
    }
    const snapshot = { value: 'entering', context }
    await page.keeping.note({ ...progressOf(hash, false), snapshot })
    const opened = port.asked.length
    void page.worlds.show({ ...SANDBOX, room: 'learn', lesson: 'eight-seconds' })
    await expect.poll(() => page.classroom.lesson?.id).toBe('eight-seconds')
    expect(port.asked.slice(opened).filter((one) => one.startsWith('open'))).toEqual([
      'openSalvage',
      'open',
    ])
    expect(page.classroom.at).toBe(0)
    expect(page.notice).toBe(words.shell.unopened)
    const file = await (await page.keeping.exportAll()).text()
    expect(file).toContain('lesson:eight-seconds:aside-1')
    expect(file.match(/StopInstances/g)).toHaveLength(1)
  })

  test('begun anew by the person leaves nothing aside', async () => {
    const { port, page } = await pageAt('#/sandbox')
    port.look = () => new Promise(() => {})
    void page.worlds.show({ ...SANDBOX, room: 'learn', lesson: 'eight-seconds' })
    await expect.poll(() => page.classroom.lesson?.id).toBe('eight-seconds')
    port.oninput(input(1), false)
    page.notice = null
    void page.worlds.reset()
    await expect.poll(() => page.classroom.lesson).toBeNull()
    await expect.poll(() => page.classroom.lesson?.id).toBe('eight-seconds')
    expect(page.notice).toBeNull()
    expect(await (await page.keeping.exportAll()).text()).not.toContain('aside')
  })
})
