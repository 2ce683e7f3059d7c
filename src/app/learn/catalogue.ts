/**
 * The lessons there are: what the catalogue shows of each, and the lesson itself when it is opened.
 *
 * The build's own is fetched and laid in the keep, where it is read when it cannot be fetched again.
 */
import { catalogue, load } from 'virtual:lessons'
import { loadStill } from 'virtual:stills'
import type { RegionView } from '../../cloud/views/types.ts'
import type { CatalogueEntry, HashedLesson } from '../../lesson/catalogue.ts'
import type { Keeping } from '../keeping.svelte.ts'

export { type CatalogueEntry, catalogue }

/** Whether there is a lesson of an id. */
export const isThere = (id: string, keeping: Keeping): boolean =>
  catalogue.some((one) => one.id === id) || keeping.imported.some(({ lesson }) => lesson.id === id)

/** A lesson may be opened soon: fetches it, where the build has it. */
export function expectLesson(id: string): void {
  // When it cannot be fetched, opening says so.
  if (catalogue.some((one) => one.id === id)) load(id).catch(() => {})
}

/** What a lesson's world looks like when it begins, worked out by the build; null of a lesson that it has not. */
export async function firstPicture(id: string): Promise<RegionView | null> {
  const first = catalogue.find((one) => one.id === id)?.steps[0]
  if (first === undefined) return null
  // The world itself comes soon after: a picture that cannot be fetched is not missed.
  const still = await loadStill(`${id}/${first.id}`).catch(() => null)
  return (still?.view ?? null) as RegionView | null
}

/** A lesson by its id, of the build's or brought along; null when there is none. */
export async function loadLesson(id: string, keeping: Keeping): Promise<HashedLesson | null> {
  const entry = catalogue.find((one) => one.id === id)
  if (entry === undefined) {
    return keeping.imported.find(({ lesson }) => lesson.id === id) ?? null
  }
  try {
    const loaded = await load(id)
    void keepOnce(loaded, keeping)
    return loaded
  } catch (error) {
    const lesson = await keeping.lesson(entry.hash)
    if (lesson === null) throw error
    return { lesson, hash: entry.hash }
  }
}

async function keepOnce({ lesson, hash }: HashedLesson, keeping: Keeping): Promise<void> {
  if ((await keeping.lesson(hash)) === null) await keeping.putLessons([{ lesson, hash }], false)
}
