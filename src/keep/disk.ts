/**
 * The keep on disk: one IndexedDB database, opened with care.
 *
 * Opening answers with a reason wherever the disk cannot be had, and soon: a browser that does not answer, or
 * another tab that holds an older version open, does not keep anybody waiting. What goes through the disk in a
 * session is mirrored in memory, so that it outlives a disk that can no longer be read.
 */
import { type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import { Memory } from './memory.ts'
import { migrate, VERSION } from './migrate.ts'
import { copyPlain } from './plain.ts'
import {
  type Key,
  type Mode,
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
export const troubleOf = (error: unknown): Trouble => ({
  reason: REASONS[(error as Error).name] ?? 'failed',
  detail: String(error),
})

/** Opens the database, or says why not, within a time in ms of the wall clock. */
export function openDisk(name: string, patienceMs: number): Promise<Disk | Trouble> {
  // What comes too late is nobody's, and gives way by itself.
  return new Promise((give) => {
    setTimeout(give, patienceMs, { reason: 'failed', detail: 'no answer' })
    open(name, () => give({ reason: 'blocked', detail: 'an older version' })).then(
      give,
      (error: unknown) => give(troubleOf(error)),
    )
  })
}

async function open(name: string, blocked: () => void): Promise<Disk> {
  if (!globalThis.indexedDB) throw new DOMException('no indexedDB', 'SecurityError')
  let disk: Disk | undefined
  const opened = openDB(name, VERSION, {
    blocked,
    upgrade: (database, from, _to, transaction) =>
      Promise.all([migrate(database, from, transaction), transaction.done]).catch(() =>
        abort(transaction),
      ),
    blocking: (_from, to) =>
      disk?.leave({ reason: to ? 'newer' : 'failed', detail: `version ${to}` }),
    terminated: () => disk?.leave({ reason: 'failed', detail: 'closed' }),
  })
  disk = new Disk(await opened)
  return disk
}

export class Disk implements Shelf {
  /** Called when the database has been given up, not for an error. */
  onleave: (trouble: Trouble) => unknown = () => {}
  /** why it was */
  trouble: Trouble | undefined
  readonly #database: IDBPDatabase
  readonly #mirror = new Memory()
  #copy: Promise<Memory> | undefined

  constructor(database: IDBPDatabase) {
    this.#database = database
  }

  /** Everything as it is on disk; if that cannot be read, what went through it in this session. */
  copy(): Promise<Memory> {
    this.#copy ??= this.#read().catch(() => this.#mirror)
    return this.#copy
  }

  /** Gives way to another tab, or follows a database that is gone. */
  leave(trouble: Trouble): void {
    this.trouble = trouble
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
    await this.run('readonly', STORES, readAll, copy)
    return copy
  }

  /** Every row that was read or written is then in the mirror. */
  async run<T>(
    mode: Mode,
    stores: readonly StoreName[],
    work: Work<T>,
    mirror = this.#mirror,
  ): Promise<T> {
    const made = this.#database.transaction([...stores], mode) as Made
    made.done.catch(() => {})
    try {
      return await mirror.run(mode, stores, async (shadow) => {
        const result = await work(new DiskTransaction(made, shadow))
        // Said outright, so that a page that is being left does not take the transaction with it.
        made.commit()
        await made.done
        return result
      })
    } catch (error) {
      abort(made)
      await made.done.catch(() => {})
      throw made.error ?? error
    }
  }
}

type Made = IDBPTransaction<unknown, StoreName[], 'readwrite'>

/** Undoes a transaction that may have ended by itself. */
function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort()
  } catch {
    // It has ended.
  }
}

/** A transaction of the database's, and what is known of its rows. A write that fails fails the whole. */
class DiskTransaction implements Transaction {
  readonly #made: Made
  readonly #shadow: Transaction

  constructor(made: Made, shadow: Transaction) {
    this.#made = made
    this.#shadow = shadow
  }

  async all<N extends StoreName>(store: N, range?: Range): Promise<Rows[N][]> {
    const rows: Rows[N][] = await this.#made.objectStore(store).getAll(boundsOf(range))
    for (const row of rows) this.#shadow.put(store, copyPlain(row))
    return rows
  }

  async keys(store: StoreName, range?: Range): Promise<Key[]> {
    return (await this.#made.objectStore(store).getAllKeys(boundsOf(range))) as Key[]
  }

  put<N extends StoreName>(store: N, row: Rows[N]): void {
    this.#made
      .objectStore(store)
      .put(row)
      .catch(() => {})
    this.#shadow.put(store, row)
  }

  delete(store: StoreName, range: Range): void {
    this.#made
      .objectStore(store)
      .delete(IDBKeyRange.bound(...range))
      .catch(() => {})
    this.#shadow.delete(store, range)
  }
}

const boundsOf = (range: Range | undefined): IDBKeyRange | undefined =>
  range && IDBKeyRange.bound(...range)
