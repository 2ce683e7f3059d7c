/**
 * The versions of the database, and how one becomes the next.
 *
 * 1. The first.
 * 2. A lesson says whether it was imported, and progress says when it changed.
 */
import type { IDBPDatabase, IDBPTransaction } from 'idb'
import { KEY_PATHS, STORES, type StoreName } from './rows.ts'

export const VERSION = 2

type Raise = (row: object) => object

/** What a version does to the rows of the one before it. */
const RAISES: { readonly [version: number]: Partial<Record<StoreName, Raise>> } = {
  2: {
    // Nobody knows any more: taken as imported, a lesson that somebody brought is never thrown away as a copy.
    lessons: (row) => ({ imported: true, ...row }),
    progress: (row) => ({ changedMs: 0, ...row }),
  },
}

/** A row of an older version as it is in this one. */
export function raise(store: StoreName, row: object, from: number): object {
  let raised = row
  for (let version = from + 1; version <= VERSION; version++) {
    raised = RAISES[version]?.[store]?.(raised) ?? raised
  }
  return raised
}

/** Brings a database to this version, or makes it when `from` is 0. Throwing undoes all of it. */
export async function migrate(
  database: IDBPDatabase,
  from: number,
  transaction: IDBPTransaction<unknown, string[], 'versionchange'>,
): Promise<void> {
  for (const store of STORES) {
    if (from === 0) {
      database.createObjectStore(store, { keyPath: [...KEY_PATHS[store]] })
    } else {
      const rows = transaction.objectStore(store)
      for (const row of await rows.getAll()) await rows.put(raise(store, row, from))
    }
  }
}
