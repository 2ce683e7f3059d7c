/**
 * Lessons as they lie in the keep, which a stranger's export may have filled: they are what their hash says, or not
 * there. Fetched when a lesson is opened, or one was brought.
 */
import type { Keep } from '../../keep/keep.ts'
import { lessonHash } from '../../lesson/hash.ts'
import type { Kept } from '../keeping.svelte.ts'
import { catalogue } from './catalogue.ts'
import type { HashedLesson } from './classroom.svelte.ts'

type Part = Keep<Kept>['lessons']

/** The lesson of a hash, where what is kept under it is that lesson. */
export async function keptLesson(part: Part, hash: string): Promise<HashedLesson['lesson'] | null> {
  const row = await part.get(hash)
  return row !== null && lessonHash(row.lesson) === hash ? row.lesson : null
}

/** The lessons that a person brought: each its hash's own, one of an id, and none of the build's. */
export async function broughtLessons(part: Part): Promise<readonly HashedLesson[]> {
  const taken = new Set(catalogue.map(({ id }) => id))
  return (await part.list()).filter(({ imported, hash, lesson }) => {
    if (!imported || taken.has(lesson.id) || lessonHash(lesson) !== hash) return false
    taken.add(lesson.id)
    return true
  })
}

/** Puts lessons, all or none, each in place of an older one of its id. */
export async function putLessons(
  part: Part,
  lessons: readonly HashedLesson[],
  imported: boolean,
): Promise<void> {
  const before = await part.list()
  const isNew = (hash: string) => !before.some((one) => one.hash === hash)
  const fresh = lessons.map(({ hash }) => hash).filter(isNew)
  try {
    for (const { hash, lesson } of lessons) {
      await part.put({ hash, id: lesson.id, imported, lesson, at: Date.now() })
    }
  } catch (error) {
    for (const hash of fresh) await part.delete(hash)
    throw error
  }
  const isOlder = (one: (typeof before)[number]) =>
    one.imported === imported &&
    lessons.some(({ hash, lesson }) => lesson.id === one.lesson.id && hash !== one.hash)
  for (const { hash } of before.filter(isOlder)) await part.delete(hash)
}
