/**
 * Lessons as they lie in the keep, which a stranger's export may have filled: they are what their hash says, or not
 * there. Fetched when a lesson is opened, or one was brought.
 */
import type { Imported, Keep } from '../../keep/keep.ts'
import type { HashedLesson } from '../../lesson/catalogue.ts'
import { lessonHash } from '../../lesson/hash.ts'
import type { Kept } from '../keeping.svelte.ts'
import { catalogue } from './catalogue.ts'

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

/** How many things of a file that was taken in are not there all the same: they are not what they should be. */
export interface Missed {
  readonly lessons: number
  readonly progress: number
}

/** What of a file that was just taken in is not there. Worlds that cannot be opened are told of when they are opened. */
export async function missedOf(
  keep: Pick<Keep<Kept>, 'lessons' | 'progress'>,
  { rows }: Extract<Imported, { ok: true }>,
): Promise<Missed> {
  const brought = await broughtLessons(keep.lessons)
  const copies = (await keep.lessons.list()).filter(
    ({ imported, hash, lesson }) => !imported && lessonHash(lesson) === hash,
  )
  const progress = await keep.progress.list()
  return {
    lessons: Math.max(0, rows.lessons - brought.length - copies.length),
    progress: Math.max(0, rows.progress - progress.length),
  }
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
