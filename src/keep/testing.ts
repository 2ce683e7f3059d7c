/** For tests: databases of their own, a disk that is not there or fails at a chosen write, and all that a keep holds. */
import type { Keep, KeptWorld, Kinds, ProgressKind } from './keep.ts'
import { openKeep } from './keep.ts'

export interface TestKinds extends Kinds {
  lesson: unknown
  progress: ProgressKind & { readonly note?: unknown }
  options: unknown
  input: { readonly serial: number; readonly position: number; readonly request: unknown }
}

let count = 0

/** A name that no database has. */
export function freshName(): string {
  count += 1
  return `keep-test-${Date.now()}-${count}`
}

export const open = (name: string, patienceMs?: number): Promise<Keep<TestKinds>> =>
  openKeep<TestKinds>({ name, ...(patienceMs === undefined ? {} : { patienceMs }) })

/** A keep that could not have a disk. */
export const openInMemory = (name = freshName()): Promise<Keep<TestKinds>> =>
  withGlobal(globalThis, 'indexedDB', undefined, () => open(name))

/** Does something while a property of the page is another. */
export async function withGlobal<T>(
  of: object,
  name: string,
  value: unknown,
  what: () => Promise<T>,
): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(of, name)
  Object.defineProperty(of, name, { configurable: true, writable: true, value })
  try {
    return await what()
  } finally {
    if (before === undefined) Reflect.deleteProperty(of, name)
    else Object.defineProperty(of, name, before)
  }
}

export interface Everything {
  readonly lessons: unknown
  readonly progress: unknown
  readonly settings: readonly unknown[]
  readonly worlds: Readonly<Record<string, KeptWorld<TestKinds> | null>>
}

/** All that a keep shows, of the settings those of some keys. */
export async function look(keep: Keep<TestKinds>, keys: readonly string[]): Promise<Everything> {
  const worlds: [string, KeptWorld<TestKinds> | null][] = []
  for (const world of await keep.worlds.list()) worlds.push([world, await keep.worlds.read(world)])
  const settings: unknown[] = []
  for (const key of keys) settings.push(await keep.settings.get(key))
  return {
    lessons: await keep.lessons.list(),
    progress: await keep.progress.list(),
    settings,
    worlds: Object.fromEntries(worlds),
  }
}

/** A database as another tab or an older build has it: a connection that does not move by itself. */
export function openByHand(
  name: string,
  version?: number,
  upgrade: (database: IDBDatabase) => void = () => {},
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.onupgradeneeded = () => upgrade(request.result)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(new Error('blocked'))
  })
}

/** Makes the stores that version 1 had, which are those of today. */
export function makeStores(database: IDBDatabase): void {
  for (const [name, keyPath] of Object.entries({
    lessons: ['hash'],
    progress: ['lesson'],
    worlds: ['world'],
    openings: ['world'],
    saves: ['world'],
    inputs: ['world', 'position', 'serial'],
    settings: ['key'],
  })) {
    database.createObjectStore(name, { keyPath })
  }
}

/** Every row of a store, read by hand. */
export function readByHand(database: IDBDatabase, store: string): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store)
    const request = transaction.objectStore(store).getAll()
    transaction.oncomplete = () => resolve(request.result)
    transaction.onabort = () => reject(transaction.error)
  })
}

/** Deletes a database; rejects when a connection to it is open that does not close. */
export function deleteByHand(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name)
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(new Error('blocked'))
  })
}

/**
 * How a write goes wrong: the request throws at once; or it is taken, and the whole transaction ends with an
 * error, as when the disk is full at the end of it.
 */
export interface Fault {
  readonly how: 'throws' | 'aborts'
  readonly error: 'QuotaExceededError' | 'UnknownError'
}

const WRITES = ['put', 'add', 'delete', 'clear'] as const

/** Does something while the n-th write (from 1) and all after it go wrong; how many were tried. */
export async function withFaultAt(
  nth: number,
  fault: Fault,
  what: () => Promise<void>,
): Promise<number> {
  let writes = 0
  const prototype = IDBObjectStore.prototype
  const before = WRITES.map((name) => [name, prototype[name]] as const)
  for (const [name, real] of before) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value: function (this: IDBObjectStore, ...args: unknown[]): unknown {
        writes += 1
        if (writes < nth) return Reflect.apply(real, this, args)
        const error = new DOMException('made for a test', fault.error)
        if (fault.how === 'throws') throw error
        const request: unknown = Reflect.apply(real, this, args)
        const { transaction } = this
        Object.defineProperty(transaction, 'error', { configurable: true, value: error })
        transaction.abort()
        return request
      },
    })
  }
  try {
    await what()
  } finally {
    for (const [name, real] of before) {
      Object.defineProperty(prototype, name, { configurable: true, writable: true, value: real })
    }
  }
  return writes
}
