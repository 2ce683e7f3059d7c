/**
 * The lessons there are: what the catalogue shows of each, and the lesson itself when it is opened.
 */
import { catalogue, load } from 'virtual:lessons'
import type { HashedLesson } from './classroom.svelte.ts'

export { catalogue }

/** A lesson by its id; null when there is none. */
export const loadLesson = async (id: string): Promise<HashedLesson | null> =>
  catalogue.some((entry) => entry.id === id) ? await load(id) : null
