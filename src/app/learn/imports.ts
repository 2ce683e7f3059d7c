/**
 * Lessons that a person brings: a folder `lessons` as it lies in a repository, compiled here by the same compiler
 * as the build's. Fetched when a folder is first brought, since the compiler is large.
 *
 * A stranger's lesson is data; what is wrong with it is said by file and line, and nothing of it is kept then.
 */
import { compileLessons, told } from '../../lesson/compile.ts'
import { lessonHash } from '../../lesson/hash.ts'
import type { Keeping } from '../keeping.svelte.ts'
import { pageWords as words } from '../pages/words.ts'
import { catalogue } from './catalogue.ts'

/** More than this is no folder of lessons. */
const MOST_FILES = 2000
const MOST_BYTES = 16 * 2 ** 20

/** What came of it: titles of the lessons taken in, or sentences about what is wrong. */
export type ImportedLessons =
  | { readonly ok: true; readonly titles: readonly string[] }
  | { readonly ok: false; readonly wrong: readonly string[] }

/** Takes in a folder's files, all its lessons or none. */
export async function importLessons(
  files: readonly File[],
  keeping: Keeping,
): Promise<ImportedLessons> {
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  if (files.length > MOST_FILES || bytes > MOST_BYTES) return wrong(words.tooLarge)
  const texts = new Map<string, Uint8Array>()
  for (const file of files) {
    const path = pathOf(file)
    if (path !== null) texts.set(path, new Uint8Array(await file.arrayBuffer()))
  }
  if (texts.size === 0) return wrong(words.noLessons)
  const { lessons, problems } = compileLessons(texts)
  if (problems.length > 0) return wrong(...problems.map(told))
  const twin = lessons.find(({ lesson }) => catalogue.some(({ id }) => id === lesson.id))
  if (twin !== undefined) return wrong(words.twin(twin.lesson.id))
  await keeping.putLessons(
    lessons.map(({ lesson }) => ({ hash: lessonHash(lesson), lesson })),
    true,
  )
  return { ok: true, titles: lessons.map(({ lesson }) => lesson.title) }
}

/** A file's place from the folder `lessons`, whatever the brought folder is called; hidden files are passed over. */
function pathOf({ webkitRelativePath, name }: File): string | null {
  const [, ...below] = (webkitRelativePath || name).split('/')
  const path = below[0] === 'lessons' ? below.slice(1) : below
  return path.length === 0 || path.some((part) => part.startsWith('.'))
    ? null
    : `lessons/${path.join('/')}`
}

const wrong = (...sentences: string[]): ImportedLessons => ({ ok: false, wrong: sentences })
