/** What a page seldom does with its keep, and so fetches when it does. */
import { emptyStores } from './archive.ts'
import { type Shelf, STORES, type Transaction } from './rows.ts'
import { newLife, remove, rowsOf } from './worlds.ts'

export { take, write } from './archive.ts'

/** Leaves nothing on a shelf. */
export const empty = (shelf: Shelf): Promise<void> => shelf.run('readwrite', STORES, emptyStores)

/** Copies a world in place of one that had the other name. False when there is nothing to copy. */
export async function copyWorld(rows: Transaction, from: string, to: string): Promise<boolean> {
  const [[row], [opening], [save], inputs] = await rowsOf(rows, from)
  if (row === undefined) return false
  remove(rows, to)
  rows.put('worlds', { ...row, world: to, life: newLife() })
  if (opening !== undefined) rows.put('openings', { ...opening, world: to })
  if (save !== undefined) rows.put('saves', { ...save, world: to })
  for (const input of inputs) rows.put('inputs', { ...input, world: to })
  return true
}

/** Deletes a database. Whether that could be done now. */
export async function deleteDisk(name: string): Promise<boolean> {
  try {
    const request = indexedDB.deleteDatabase(name)
    return await new Promise((resolve) => {
      request.onsuccess = () => resolve(true)
      request.onerror = () => resolve(false)
      request.onblocked = () => resolve(false)
    })
  } catch {
    return false
  }
}

/** Asks the browser to keep what is here when it wants room. Whether it agreed. */
export async function persist(): Promise<boolean> {
  try {
    return await navigator.storage.persist()
  } catch {
    return false
  }
}

/** Bytes used by this site and bytes it may use; null where the browser does not say. */
export async function estimate(): Promise<{ used: number; quota: number } | null> {
  try {
    const { usage = 0, quota = 0 } = await navigator.storage.estimate()
    return { used: usage, quota }
  } catch {
    return null
  }
}
