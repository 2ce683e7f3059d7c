/**
 * The keep on disk: one IndexedDB database, opened with care.
 *
 * Opening answers with a reason wherever the disk cannot be had, and soon: a browser that does not answer, or
 * another tab that holds an older version open, does not keep anybody waiting. What went through the disk in
 * this session is mirrored in memory, so that it outlives a disk that can no longer be read.
 */
import { deleteDB, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import { Memory } from './memory.ts'
import { migrate, VERSION } from './migrate.ts'
import { copyPlain } from './plain.ts'
import {
  type Key,
  type Range,
  type Rows,
  type Shelf,
  STORES,
  type StoreName,
  type Transaction,
  type Work,
} from './rows.ts'

/**
 * Why something is not kept on disk: there is no IndexedDB for this page, another tab does not let go of an
 * older version, the disk holds a newer version or is to be taken over by one, it is full, or something else.
 */
export type Reason = 'unavailable' | 'blocked' | 'newer' | 'full' | 'failed'

/** A reason, with what the browser said, for whoever reports it. */
export interface Trouble {
  readonly reason: Reason
  readonly detail: string
}

const REASONS: Readonly<Record<string, Reason>> = {
  SecurityError: 'unavailable',
  VersionError: 'newer',
  QuotaExceededError: 'full',
}

/** What an error of the disk's comes to. */
export function troubleOf(error: unknown): Trouble {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return { reason: REASONS[name] ?? 'failed', detail: `${name}: ${message}` }
}

/** Opens the database, or says why not, within a time in ms of the wall clock. */
export function openDisk(name: string, patienceMs: number): Promise<Disk | Trouble> {
  if (globalThis.indexedDB === undefined) {
    return Promise.resolve({ reason: 'unavailable', detail: 'no indexedDB' })
  }
  return new Promise((resolve) => {
    let given = false
    const give = (what: Disk | Trouble) => {
      clearTimeout(timer)
      // What comes too late must not stay open: it would stand in another tab's way.
      if (given && what instanceof Disk) what.close()
      given = true
      resolve(what)
    }
    const timer = setTimeout(() => give({ reason: 'failed', detail: 'no answer' }), patienceMs)
    const blocked = () => give({ reason: 'blocked', detail: 'an older version is open' })
    open(name, blocked).then(give, (error: unknown) => give(troubleOf(error)))
  })
}

async function open(name: string, blocked: () => void): Promise<Disk | Trouble> {
  let disk: Disk | null = null
  let failure: unknown = null
  const database = await openDB(name, VERSION, {
    blocked,
    upgrade: (db, from, _to, transaction) => {
      migrate(db, from, transaction).catch((error: unknown) => {
        failure = error
        transaction.abort()
      })
    },
    blocking: (_from, to) =>
      disk?.leave({ reason: to === null ? 'failed' : 'newer', detail: `version ${to} is wanted` }),
    terminated: () => disk?.leave({ reason: 'failed', detail: 'closed by the browser' }),
  }).catch((error: unknown) => Promise.reject(failure ?? error))
  disk = new Disk(database)
  const missing = STORES.filter((store) => !database.objectStoreNames.contains(store))
  if (missing.length === 0) return disk
  disk.close()
  return { reason: 'failed', detail: `without ${missing}` }
}

/** Deletes the database; false when that cannot be done now. */
export async function deleteDisk(name: string): Promise<boolean> {
  try {
    return await new Promise<boolean>((resolve, reject) => {
      deleteDB(name, { blocked: () => resolve(false) }).then(() => resolve(true), reject)
    })
  } catch {
    return false
  }
}

export class Disk implements Shelf {
  /** Called when the database has been given up, with what `leaving` says from then on. */
  onleave: (trouble: Trouble) => void = () => {}
  leaving: Trouble | null = null
  readonly #database: IDBPDatabase
  readonly #mirror = new Memory()
  #copy: Promise<Memory> | null = null

  constructor(database: IDBPDatabase) {
    this.#database = database
  }

  run<T>(mode: 'readonly' | 'readwrite', stores: readonly StoreName[], work: Work<T>): Promise<T> {
    return this.#transact(mode, stores, work, this.#mirror)
  }

  /** Everything as it is on disk; if that cannot be read, what went through it in this session. */
  copy(): Promise<Memory> {
    this.#copy ??= this.#read().catch(() => this.#mirror)
    return this.#copy
  }

  /** Gives way to another tab, or follows a database that is gone. */
  leave(trouble: Trouble): void {
    this.leaving = trouble
    // Begun before the closing, the copy may still be made.
    void this.copy()
    this.close()
    this.onleave(trouble)
  }

  /** Lets the database go when the transactions begun have ended. */
  close(): void {
    this.#database.close()
  }

  async #read(): Promise<Memory> {
    const copy = new Memory()
    const readAll: Work<void> = async (from) => {
      for (const store of STORES) await from.all(store)
    }
    await this.#transact('readonly', STORES, readAll, copy)
    return copy
  }

  /** Makes a transaction; every row that it read or wrote is in the mirror afterwards. */
  async #transact<T>(
    mode: 'readonly' | 'readwrite',
    stores: readonly StoreName[],
    work: Work<T>,
    mirror: Memory,
  ): Promise<T> {
    const made = this.#database.transaction([...stores], mode)
    made.done.catch(() => {})
    const transaction = new DiskTransaction(made as Made)
    try {
      const result = await work(transaction)
      // Said outright, so that a page that is being left does not take the transaction with it.
      if (mode === 'readwrite') made.commit()
      await Promise.all([...transaction.pending, made.done])
      await mirror.run('readwrite', stores, async (to) => {
        for (const effect of transaction.effects) effect(to)
      })
      return result
    } catch (error) {
      abort(made)
      await made.done.catch(() => {})
      throw made.error ?? error
    }
  }
}

/** Undoes a transaction that may have ended by itself. */
function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort()
  } catch {
    // It has ended.
  }
}

type Made = IDBPTransaction<unknown, StoreName[], 'readwrite'>

class DiskTransaction implements Transaction {
  /** what was asked and is not awaited by whoever asked */
  readonly pending: Promise<unknown>[] = []
  /** what came to be known, in order */
  readonly effects: ((mirror: Transaction) => void)[] = []
  readonly #made: Made

  constructor(made: Made) {
    this.#made = made
  }

  async get<N extends StoreName>(store: N, key: Key): Promise<Rows[N] | undefined> {
    const row: Rows[N] | undefined = await this.#made.objectStore(store).get(asKey(key))
    if (row !== undefined) this.#note(store, row)
    return row
  }

  async all<N extends StoreName>(store: N, range?: Range): Promise<Rows[N][]> {
    const rows: Rows[N][] = await this.#made.objectStore(store).getAll(bounds(range))
    for (const row of rows) this.#note(store, row)
    return rows
  }

  async keys(store: StoreName, range?: Range): Promise<Key[]> {
    return (await this.#made.objectStore(store).getAllKeys(bounds(range))) as Key[]
  }

  put<N extends StoreName>(store: N, row: Rows[N]): void {
    this.#ask(this.#made.objectStore(store).put(row))
    this.effects.push((mirror) => mirror.put(store, row))
  }

  delete(store: StoreName, key: Key): void {
    this.#ask(this.#made.objectStore(store).delete(asKey(key)))
    this.effects.push((mirror) => mirror.delete(store, key))
  }

  clear(store: StoreName): void {
    this.#ask(this.#made.objectStore(store).clear())
    this.effects.push((mirror) => mirror.clear(store))
  }

  #ask(request: Promise<unknown>): void {
    request.catch(() => {})
    this.pending.push(request)
  }

  #note<N extends StoreName>(store: N, row: Rows[N]): void {
    const own = copyPlain(row)
    this.effects.push((mirror) => mirror.put(store, own))
  }
}

const asKey = (key: Key): IDBValidKey => (typeof key === 'string' ? key : [...key])

const bounds = (range: Range | undefined): IDBKeyRange | null =>
  range === undefined ? null : IDBKeyRange.bound(asKey(range[0]), asKey(range[1]))
