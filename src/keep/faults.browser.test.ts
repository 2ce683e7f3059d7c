/**
 * The disk fails, at every write of a session in turn: what was shown as saved is there afterwards, nothing is
 * half-written, and the session goes on with all it had.
 */

import { afterEach, describe, expect, it } from 'vitest'
import type { Keep, Status } from './keep.ts'
import {
  deleteByHand,
  type Everything,
  type Fault,
  freshName,
  look,
  open,
  openByHand,
  openInMemory,
  readByHand,
  type TestKinds,
  withFaultAt,
  withGlobal,
} from './testing.ts'

type TestKeep = Keep<TestKinds>

const input = (serial: number, position: number) => ({ serial, position, request: `${serial}` })
const save = (serial: number) => ({ bytes: new Uint8Array(1000).fill(serial), serial })

/** A world that was left elsewhere. */
const BROUGHT = { save: save(9), at: 88, progress: { lesson: 'a', hash: 'g', changedMs: 9 } }

/** A session in which every method writes, and some write much in one transaction. */
const SESSION: readonly ((keep: TestKeep) => Promise<unknown>)[] = [
  (keep) => keep.lessons.put({ hash: 'h', id: 'a', imported: true, lesson: ['one'], at: 1 }),
  (keep) => keep.worlds.begin('lesson:a', { seed: 'a' }),
  (keep) => keep.worlds.append('lesson:a', input(1, 0)),
  (keep) => keep.progress.put({ lesson: 'a', hash: 'h', changedMs: 1 }),
  (keep) => keep.worlds.append('lesson:a', input(2, 1)),
  (keep) => keep.worlds.append('lesson:a', input(3, 2)),
  (keep) => keep.worlds.append('lesson:a', input(4, 1)),
  (keep) => keep.worlds.save('lesson:a', save(3), 0),
  (keep) => keep.worlds.append('lesson:a', input(5, 2)),
  (keep) => keep.worlds.leave('lesson:a', 77),
  (keep) => keep.worlds.copy('lesson:a', 'sandbox'),
  (keep) => keep.settings.put('theme', 'dark'),
  (keep) => keep.worlds.append('lesson:a', input(6, 3)),
  (keep) => keep.worlds.begin('lesson:a', { seed: 'b' }),
  (keep) => keep.worlds.append('lesson:a', input(1, 0)),
  (keep) => keep.worlds.begin('lesson:a', { seed: 'c' }, BROUGHT),
  (keep) => keep.worlds.append('lesson:a', input(1, 0)),
  (keep) => keep.lessons.delete('h'),
  (keep) => keep.worlds.delete('sandbox'),
  (keep) => keep.progress.put({ lesson: 'a', hash: 'h', changedMs: 2 }),
]

/** The same without what is fetched first, and so takes its turn later. */
const PROMPT = SESSION.filter((act) => !String(act).includes('.copy('))

/** What there is before the session and after each thing done. */
async function snapshots(session = SESSION): Promise<Everything[]> {
  const keep = await openInMemory()
  const all = [await look(keep, ['theme'])]
  for (const act of session) {
    await act(keep)
    all.push(await look(keep, ['theme']))
  }
  return all
}

const used: string[] = []
afterEach(async () => {
  for (const database of used.splice(0)) await deleteByHand(database)
})

async function openNoted(): Promise<{ keep: TestKeep; told: Status[]; name: string }> {
  const name = freshName()
  used.push(name)
  const keep = await open(name)
  const told: Status[] = []
  keep.onstatus = (status) => told.push(status)
  return { keep, told, name }
}

async function reopened(name: string): Promise<Everything> {
  const keep = await open(name)
  expect(keep.status).toEqual({ kind: 'disk' })
  const all = await look(keep, ['theme'])
  await keep.close()
  return all
}

const FAULTS: readonly Fault[] = [
  { how: 'throws', error: 'QuotaExceededError' },
  { how: 'throws', error: 'UnknownError' },
  { how: 'aborts', error: 'QuotaExceededError' },
  { how: 'aborts', error: 'UnknownError' },
]
const REASON = { QuotaExceededError: 'full', UnknownError: 'failed' } as const

describe.each(FAULTS)('a write that $how with $error', (fault) => {
  it('leaves what was saved, and the session goes on', { timeout: 120_000 }, async () => {
    const all = await snapshots()
    const writes = await withFaultAt(Number.POSITIVE_INFINITY, fault, async () => {
      const { keep } = await openNoted()
      for (const act of SESSION) await act(keep)
      await keep.close()
    })
    expect(writes).toBeGreaterThan(40)
    for (let nth = 1; nth <= writes; nth++) {
      const { keep, told, name } = await openNoted()
      let saved = 0
      await withFaultAt(nth, fault, async () => {
        for (const act of SESSION) {
          await act(keep)
          if (keep.status.kind === 'disk') saved += 1
        }
      })
      expect(told, `write ${nth}`).toMatchObject([{ kind: 'memory', reason: REASON[fault.error] }])
      expect(keep.status).toEqual(told[0])
      expect(await look(keep, ['theme']), `write ${nth}`).toEqual(all.at(-1))
      await keep.close()
      expect(await reopened(name), `write ${nth}`).toEqual(all[saved])
    }
  })

  it('keeps the order of what was asked for at once', { timeout: 120_000 }, async () => {
    const all = await snapshots(PROMPT)
    for (let nth = 1; nth <= 40; nth += 3) {
      const { keep, told, name } = await openNoted()
      let saved = 0
      await withFaultAt(nth, fault, async () => {
        await Promise.all(
          PROMPT.map(async (act) => {
            await act(keep)
            if (keep.status.kind === 'disk') saved += 1
          }),
        )
      })
      expect(told).toHaveLength(1)
      expect(await look(keep, ['theme']), `write ${nth}`).toEqual(all.at(-1))
      await keep.close()
      expect(await reopened(name), `write ${nth}`).toEqual(all[saved])
    }
  })
})

describe('a world in the place of another', () => {
  it('comes with its save and its progress, or leaves the old one whole', async () => {
    for (const fault of FAULTS) {
      for (let nth = 1; ; nth++) {
        const { keep, name } = await openNoted()
        for (const act of SESSION.slice(0, 10)) await act(keep)
        const before = await look(keep, ['theme'])
        const replace = () => keep.worlds.begin('lesson:a', { seed: 'c' }, BROUGHT)
        const writes = await withFaultAt(nth, fault, replace)
        const after = await look(keep, ['theme'])
        await keep.close()
        expect(after).toMatchObject({
          worlds: { 'lesson:a': { options: { seed: 'c' }, save: save(9), inputs: [], at: 88 } },
          progress: [BROUGHT.progress],
        })
        expect(await reopened(name)).toEqual(writes < nth ? after : before)
        if (writes < nth) break
      }
    }
  })
})

/** Does something while no row can be read from the disk either. */
function withoutReading<T>(what: () => Promise<T>): Promise<T> {
  const fail = () => {
    throw new DOMException('made for a test', 'UnknownError')
  }
  return withGlobal(IDBObjectStore.prototype, 'getAll', fail, what)
}

describe('a disk that can no longer be read', () => {
  it('takes nothing of the session with it', async () => {
    const all = await snapshots()
    const { keep, told } = await openNoted()
    for (const act of SESSION.slice(0, 10)) await act(keep)
    await withoutReading(async () => {
      expect(await look(keep, ['theme'])).toEqual(all[10])
    })
    expect(told).toMatchObject([{ kind: 'memory', reason: 'failed' }])
    for (const act of SESSION.slice(10)) await act(keep)
    expect(await look(keep, ['theme'])).toEqual(all.at(-1))
    await keep.close()
  })

  it('leaves what was read of an earlier session', async () => {
    const all = await snapshots()
    const { keep: earlier, name } = await openNoted()
    for (const act of SESSION.slice(0, 10)) await act(earlier)
    await earlier.close()
    const keep = await open(name)
    await look(keep, ['theme'])
    await withoutReading(async () => {
      expect(await look(keep, ['theme'])).toEqual(all[10])
    })
    await keep.close()
  })
})

/** Storage with a quota of its own, where the browser has such buckets. */
interface Buckets {
  open(name: string, options: { quota: number }): Promise<{ readonly indexedDB: IDBFactory }>
  delete(name: string): Promise<void>
}

describe('a disk that is really full', () => {
  it('turns the keep to memory, and the disk keeps what it had', { timeout: 60_000 }, async () => {
    const buckets: Buckets = Reflect.get(navigator, 'storageBuckets')
    const name = freshName()
    const small = await buckets.open(name, { quota: 1_000_000 })
    const bytes = new Uint8Array(2_000_000)
    for (let at = 0; at < bytes.length; at += 50_000) {
      crypto.getRandomValues(bytes.subarray(at, at + 50_000))
    }
    await withGlobal(globalThis, 'indexedDB', small.indexedDB, async () => {
      const keep = await open(name)
      const told: Status[] = []
      keep.onstatus = (status) => told.push(status)
      await keep.worlds.begin('sandbox', 'mine')
      await keep.worlds.append('sandbox', input(1, 0))
      expect(keep.status).toEqual({ kind: 'disk' })
      expect(await keep.worlds.save('sandbox', { bytes, serial: 1 }, 0)).toBe(true)
      expect(told).toMatchObject([{ kind: 'memory', reason: 'full' }])
      const world = await keep.worlds.read('sandbox')
      expect(world?.save?.bytes.every((byte, at) => byte === bytes[at])).toBe(true)
      expect(world?.inputs).toEqual([])
      await keep.close()
      const kept = { options: 'mine', save: null, inputs: [input(1, 0)], serial: 1, at: null }
      expect((await reopened(name)).worlds).toEqual({ sandbox: kept })
    })
    await buckets.delete(name)
  })

  it('refuses an import, and stays as it is', { timeout: 60_000 }, async () => {
    const from = await openInMemory()
    await from.settings.put('theme', 'light')
    const file = await from.exportAll()
    const { keep, told } = await openNoted()
    await keep.settings.put('theme', 'dark')
    for (const fault of FAULTS) {
      for (const nth of [1, 2]) {
        await withFaultAt(nth, fault, async () => {
          const refused = { ok: false, reason: REASON[fault.error] }
          expect(await keep.importAll(file)).toMatchObject(refused)
        })
        expect(await keep.settings.get('theme')).toBe('dark')
      }
    }
    expect(told).toEqual([])
    expect(await keep.importAll(file)).toMatchObject({ ok: true })
    expect(await keep.settings.get('theme')).toBe('light')
    await keep.close()
  })
})

describe('deleting everything', () => {
  it('reaches the disk when the keep has turned to memory', async () => {
    const { keep, name } = await openNoted()
    await keep.settings.put('theme', 'dark')
    await withFaultAt(1, { how: 'throws', error: 'QuotaExceededError' }, () =>
      keep.settings.put('motion', 'none'),
    )
    expect(await keep.clear()).toBe(true)
    expect(await keep.settings.get('theme')).toBeUndefined()
    const database = await openByHand(name, 1, (made) => made.createObjectStore('settings'))
    expect(await readByHand(database, 'settings')).toEqual([])
    database.close()
  })

  it('says so when another tab does not let go', async () => {
    const { keep, name } = await openNoted()
    await keep.settings.put('theme', 'dark')
    await withFaultAt(1, { how: 'throws', error: 'QuotaExceededError' }, () =>
      keep.settings.put('motion', 'none'),
    )
    const other = await openByHand(name)
    expect(await keep.clear()).toBe(false)
    other.close()
  })
})
