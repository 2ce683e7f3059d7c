/**
 * Opening where the disk cannot be had, or is an older or a newer one; other tabs; owners.
 *
 * A tab is a connection to the database here, which is all that IndexedDB knows of tabs.
 */
import { afterEach, describe, expect, it } from 'vitest'
import type { Keep, Status } from './keep.ts'
import {
  deleteByHand,
  freshName,
  makeStores,
  open,
  openByHand,
  readByHand,
  type TestKinds,
  withFaultAt,
  withGlobal,
} from './testing.ts'

const used: string[] = []
function use(): string {
  const name = freshName()
  used.push(name)
  return name
}
afterEach(async () => {
  for (const name of used.splice(0)) await deleteByHand(name)
})

/** That a keep does in memory what it would on disk. */
async function works(keep: Keep<TestKinds>): Promise<void> {
  await keep.worlds.begin('sandbox', { seed: 's' })
  const input = { serial: 1, position: 0, request: 1 }
  expect(await keep.worlds.append('sandbox', input)).toBe(true)
  expect(await keep.worlds.read('sandbox')).toMatchObject({ inputs: [input], serial: 1 })
}

function noted(keep: Keep<TestKinds>): Status[] {
  const told: Status[] = []
  keep.onstatus = (status) => told.push(status)
  return told
}

describe('opening without a disk', () => {
  it('goes on in memory where there is no IndexedDB', async () => {
    const keep = await withGlobal(globalThis, 'indexedDB', undefined, () => open('none'))
    expect(keep.status).toMatchObject({ kind: 'memory', reason: 'unavailable' })
    await works(keep)
    expect(await withGlobal(globalThis, 'indexedDB', undefined, () => keep.clear())).toBe(false)
  })

  it.each([
    ['SecurityError', 'unavailable'],
    ['UnknownError', 'failed'],
    ['QuotaExceededError', 'full'],
  ])('goes on in memory where opening throws %s', async (error, reason) => {
    const refuse = () => {
      throw new DOMException('made for a test', error)
    }
    const keep = await withGlobal(IDBFactory.prototype, 'open', refuse, () => open('none'))
    expect(keep.status).toMatchObject({ kind: 'memory', reason })
    await works(keep)
  })

  it('does not wait for a browser that does not answer', async () => {
    const silent = () =>
      Object.create(IDBOpenDBRequest.prototype, { addEventListener: { value: () => {} } })
    const keep = await withGlobal(IDBFactory.prototype, 'open', silent, () => open('none', 1))
    expect(keep.status).toMatchObject({ kind: 'memory', reason: 'failed', detail: 'no answer' })
    await works(keep)
  })

  it('goes on in memory when the database is not ours', async () => {
    const name = use()
    const strange = await openByHand(name, 2, (made) => made.createObjectStore('something'))
    strange.close()
    const keep = await open(name)
    await works(keep)
    expect(keep.status).toMatchObject({ kind: 'memory', reason: 'failed' })
  })
})

describe('a newer database', () => {
  it('is left alone', async () => {
    const name = use()
    const newer = await openByHand(name, 3, (made) => {
      made.createObjectStore('future', { keyPath: 'id' }).put({ id: 1 })
    })
    newer.close()
    const keep = await open(name)
    expect(keep.status).toMatchObject({ kind: 'memory', reason: 'newer' })
    await works(keep)
    const again = await openByHand(name)
    expect(again.version).toBe(3)
    expect(await readByHand(again, 'future')).toEqual([{ id: 1 }])
    again.close()
  })

  it('is made way for by a keep that is open, with all that it held', async () => {
    const name = use()
    const keep = await open(name)
    const told = noted(keep)
    await keep.settings.put('theme', 'dark')
    await keep.worlds.begin('lesson:a', { seed: 's' })
    const waiting = keep.worlds.append('lesson:a', { serial: 1, position: 0, request: 1 })
    // Rejects when the keep stands in its way.
    const newer = await openByHand(name, 3)
    expect(await waiting).toBe(true)
    newer.close()
    await expect.poll(() => told.length).toBeGreaterThan(0)
    expect(told).toMatchObject([{ kind: 'memory', reason: 'newer' }])
    expect(keep.status).toEqual(told[0])
    expect(await keep.settings.get('theme')).toBe('dark')
    expect(await keep.worlds.read('lesson:a')).toMatchObject({ serial: 1, options: { seed: 's' } })
    expect(await keep.worlds.append('lesson:a', { serial: 2, position: 1, request: 2 })).toBe(true)
    expect(told).toHaveLength(1)
  })

  it('says newer also when something is asked for before it could say so', async () => {
    const name = use()
    const keep = await open(name)
    const told = noted(keep)
    const stop = openByHand(name, 3)
    for (let at = 0; told.length === 0; at++) await keep.settings.put('count', at)
    expect(told).toMatchObject([{ reason: 'newer' }])
    ;(await stop).close()
  })
})

describe('a database that is deleted under a keep', () => {
  it('lives on in memory', async () => {
    const name = use()
    const keep = await open(name)
    const told = noted(keep)
    await keep.settings.put('theme', 'dark')
    await deleteByHand(name)
    await expect.poll(() => told.length).toBeGreaterThan(0)
    expect(told).toMatchObject([{ kind: 'memory', reason: 'failed' }])
    expect(await keep.settings.get('theme')).toBe('dark')
  })

  it('lives on in memory when the browser closes it', async () => {
    const databases: IDBDatabase[] = []
    const real = IDBDatabase.prototype.transaction
    const catching = function (this: IDBDatabase, ...args: Parameters<typeof real>) {
      databases.push(this)
      return real.apply(this, args)
    }
    const keep = await open(use())
    const told = noted(keep)
    await withGlobal(IDBDatabase.prototype, 'transaction', catching, () =>
      keep.settings.put('theme', 'dark'),
    )
    databases[0]?.close()
    databases[0]?.dispatchEvent(new Event('close'))
    await expect.poll(() => told.length).toBeGreaterThan(0)
    expect(told).toMatchObject([{ kind: 'memory', reason: 'failed', detail: 'closed' }])
    expect(await keep.settings.get('theme')).toBe('dark')
  })
})

/** What a keep of version 1 would have written. */
function fill(made: IDBDatabase, transaction: IDBTransaction): void {
  makeStores(made)
  transaction.objectStore('lessons').put({ hash: 'h', id: 'a', lesson: ['one'], at: 5 })
  transaction.objectStore('progress').put({ lesson: 'a', hash: 'h', note: 'kept' })
  transaction.objectStore('progress').put({ lesson: 'b', hash: 'h', changedMs: 7 })
  transaction.objectStore('worlds').put({ world: 'sandbox', life: 1, at: null })
  transaction.objectStore('openings').put({ world: 'sandbox', options: 'old' })
  const input = { serial: 4, position: 2, request: 'old' }
  transaction.objectStore('inputs').put({ world: 'sandbox', position: 2, serial: 4, input })
  transaction.objectStore('settings').put({ key: 'theme', value: 'dark' })
}

function openFirst(name: string): Promise<IDBDatabase> {
  return new Promise((resolve) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => {
      if (request.transaction !== null) fill(request.result, request.transaction)
    }
    request.onsuccess = () => resolve(request.result)
  })
}

describe('an older database', () => {
  it('is brought to this version, and loses nothing', async () => {
    const name = use()
    const first = await openFirst(name)
    first.close()
    const keep = await open(name)
    expect(keep.status).toEqual({ kind: 'disk' })
    expect(await keep.lessons.list()).toEqual([
      { hash: 'h', id: 'a', imported: true, lesson: ['one'], at: 5 },
    ])
    expect(await keep.progress.list()).toEqual([
      { lesson: 'a', hash: 'h', changedMs: 0, note: 'kept' },
      { lesson: 'b', hash: 'h', changedMs: 7 },
    ])
    const input = { serial: 4, position: 2, request: 'old' }
    const world = { options: 'old', save: null, inputs: [input], serial: 4, at: null }
    expect(await keep.worlds.read('sandbox')).toEqual(world)
    expect(await keep.settings.get('theme')).toBe('dark')
    await keep.close()
    const now = await openByHand(name)
    expect(now.version).toBe(2)
    now.close()
  })

  it('stays as it was when that fails half-way', async () => {
    const name = use()
    const first = await openFirst(name)
    const before = await readByHand(first, 'progress')
    first.close()
    for (const how of ['throws', 'aborts'] as const) {
      for (let nth = 1; nth <= 7; nth++) {
        await withFaultAt(nth, { how, error: 'QuotaExceededError' }, async () => {
          const keep = await open(name)
          expect(keep.status, `write ${nth}`).toMatchObject({ kind: 'memory', reason: 'failed' })
          await works(keep)
        })
        const after = await openByHand(name)
        expect(after.version).toBe(1)
        expect(await readByHand(after, 'progress')).toEqual(before)
        after.close()
      }
    }
    expect((await open(name)).status).toEqual({ kind: 'disk' })
  })

  it('that another tab does not let go is not waited for, and not held later', async () => {
    const name = use()
    const first = await openFirst(name)
    const keep = await open(name)
    expect(keep.status).toMatchObject({ kind: 'memory', reason: 'blocked' })
    await works(keep)
    first.close()
    // The opening that waited is done now, and must not stand in the way of this one.
    const now = await openByHand(name, 3)
    expect(now.objectStoreNames.contains('inputs')).toBe(true)
    now.close()
  })
})

/** Locks that are free again only a turn of the event loop after they were let go. */
function slowLocks(): Pick<LockManager, 'request'> {
  const taken = new Set<string>()
  const request = async (
    name: string,
    _options: LockOptions,
    held: (lock: Lock | null) => Promise<void>,
  ) => {
    if (taken.has(name)) return held(null)
    taken.add(name)
    await held({ name, mode: 'exclusive' })
    await new Promise((resolve) => setTimeout(resolve))
    taken.delete(name)
  }
  return { request: request as LockManager['request'] }
}

describe('an owner', () => {
  it('is one tab, until it lets go', async () => {
    const name = use()
    const [here, there] = [await open(name), await open(name)]
    const mine = await here.own('lesson:a')
    expect(mine).toMatchObject({ owner: true, guarded: true })
    expect(await there.own('lesson:a')).toMatchObject({ owner: false, guarded: true })
    expect(await here.own('lesson:a')).toMatchObject({ owner: false })
    expect(await there.own('lesson:b')).toMatchObject({ owner: true })
    await here.worlds.begin('lesson:a', 'mine')
    expect(await there.worlds.copy('lesson:a', 'copy')).toBe(true)
    expect(await there.worlds.read('copy')).toMatchObject({ options: 'mine' })
    mine.release()
    // At once, by the same tab: it is not in its own way.
    const again = await here.own('lesson:a')
    expect(again.owner).toBe(true)
    again.release()
    await expect.poll(async () => (await there.own('lesson:a')).owner).toBe(true)
    await here.close()
    await there.close()
  })

  it('is not in its own way where locks are let go slowly', async () => {
    const keep = await open(use())
    await withGlobal(navigator, 'locks', slowLocks(), async () => {
      for (let time = 0; time < 3; time++) {
        const mine = await keep.own('sandbox')
        expect(mine.owner).toBe(true)
        mine.release()
      }
    })
    await keep.close()
  })

  it.each([
    ['there are no locks', undefined],
    ['locks are refused', { request: () => Promise.reject(new DOMException('', 'SecurityError')) }],
  ])('is everybody, unguarded, where %s', async (_where, locks) => {
    const keep = await open(use())
    await withGlobal(navigator, 'locks', locks, async () => {
      const mine = await keep.own('sandbox')
      expect(mine).toMatchObject({ owner: true, guarded: false })
      mine.release()
      expect(await keep.own('sandbox')).toMatchObject({ owner: true, guarded: false })
    })
    await keep.close()
  })
})

describe('where the browser has no storage manager', () => {
  it('says that it does not know', async () => {
    const keep = await open(use())
    await withGlobal(navigator, 'storage', undefined, async () => {
      expect(await keep.persist()).toBe(false)
      expect(await keep.estimate()).toBeNull()
    })
    await keep.close()
  })
})
