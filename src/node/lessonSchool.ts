/**
 * All lessons at once: compiled, tried, counted; and a new one begun.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type CompiledLesson, compileLessons, type Problem } from '../lesson/compile.ts'
import { LESSONS, readLessonFiles } from './lessonFiles.ts'
import { lessonTemplate } from './lessonTemplate.ts'
import { tryLesson } from './lessonTrial.ts'
import { problemAt } from './lessonWalk.ts'

/** The folders under `root`/lessons that are lessons' by their place: `lessons/<part>/<name>`. */
export function lessonFolders(root: string): readonly string[] {
  const foldersIn = (path: string): string[] =>
    existsSync(join(root, path))
      ? readdirSync(join(root, path), { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
          .map(({ name }) => `${path}/${name}`)
          .sort()
      : []
  return foldersIn(LESSONS).flatMap(foldersIn)
}

/** The folders that no lesson was compiled from: each is to be played. */
export function unplayed(
  folders: readonly string[],
  lessons: readonly CompiledLesson[],
): readonly Problem[] {
  const played = new Set(lessons.map(({ folder }) => folder))
  return folders
    .filter((folder) => !played.has(folder))
    .map((folder) =>
      problemAt({ file: folder, line: 1 }, 'The lesson in this folder is not played.'),
    )
}

/** What became of the lessons under a root. */
export interface Report {
  readonly played: readonly string[]
  readonly problems: readonly Problem[]
}

/**
 * Compiles all lessons and tries those with these ids, or every one. `began` is told of each before it is tried.
 */
export async function tryLessons(
  root: string,
  ids: readonly string[],
  began: (id: string) => void,
): Promise<Report> {
  const { lessons, problems } = compileLessons(readLessonFiles(root))
  const chosen = lessons.filter(({ lesson }) => ids.length === 0 || ids.includes(lesson.id))
  const found: Problem[] = [...problems, ...unplayed(lessonFolders(root), lessons)]
  for (const id of ids) {
    if (lessons.some(({ lesson }) => lesson.id === id)) continue
    found.push(
      problemAt({ file: LESSONS, line: 1 }, `No lesson that is whole has the id \`${id}\`.`),
    )
  }
  for (const compiled of chosen) {
    began(compiled.lesson.id)
    found.push(...(await tryLesson(compiled)))
  }
  return { played: chosen.map(({ lesson }) => lesson.id), problems: found }
}

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
/** Between the numbers of two lessons of a part there is room for others. */
const BETWEEN = 10

/** Begins a lesson in a part's folder, after those that are there. Returns its folder; throws for a wrong name. */
export function beginLesson(root: string, id: string, part: string): string {
  if (!ID.test(id) || !ID.test(part)) {
    throw new Error('An id is of small letters, digits and single hyphens.')
  }
  const numbers = lessonFolders(root)
    .filter((folder) => folder.startsWith(`${LESSONS}/${part}/`))
    .map((folder) => Number(/\/(\d{3})-[^/]*$/.exec(folder)?.[1] ?? 0))
  const last = Math.max(0, ...numbers)
  const number = Math.floor(last / BETWEEN) * BETWEEN + BETWEEN
  const folder = `${LESSONS}/${part}/${String(number).padStart(3, '0')}-${id}`
  for (const [name, text] of Object.entries(lessonTemplate(id))) {
    const path = join(root, folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return folder
}
