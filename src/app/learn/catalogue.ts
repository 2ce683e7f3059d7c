/**
 * The lessons there are: what the catalogue shows of each, and the lesson itself when it is opened.
 *
 * A lesson is read from the keep where it lies under its hash; the build's own is fetched once and laid there.
 */
import { catalogue, load } from 'virtual:lessons'
import type { CatalogueEntry } from '../../lesson/catalogue.ts'
import type { Keeping } from '../keeping.svelte.ts'
import type { HashedLesson } from './classroom.svelte.ts'

export { type CatalogueEntry, catalogue }

/** Whether there is a lesson of an id. */
export const isThere = (id: string, keeping: Keeping): boolean =>
  catalogue.some((one) => one.id === id) || keeping.imported.some(({ lesson }) => lesson.id === id)

/** A lesson by its id, of the build's or brought along; null when there is none. */
export async function loadLesson(id: string, keeping: Keeping): Promise<HashedLesson | null> {
  const entry = catalogue.find((one) => one.id === id)
  if (entry === undefined) {
    return keeping.imported.find(({ lesson }) => lesson.id === id) ?? null
  }
  const kept = await keeping.lesson(entry.hash)
  if (kept !== null) return { lesson: kept, hash: entry.hash }
  const loaded = await load(id)
  void keeping.putLesson(loaded.hash, loaded.lesson, false)
  return loaded
}
