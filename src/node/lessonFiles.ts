/**
 * The folder `lessons` as it lies on disk, and the compiled lessons in it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Compilation, compileLessons } from '../lesson/compile.ts'

/** The name of the folder, which is the first part of every file's path. */
export const LESSONS = 'lessons'

/** Every file under `root`/lessons, by its path from `root`. What begins with a dot is somebody's tool's. */
export function readLessonFiles(root: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  const read = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`
      if (entry.name.startsWith('.')) continue
      if (entry.isDirectory()) read(path)
      else files.set(path, new Uint8Array(readFileSync(join(root, path))))
    }
  }
  if (existsSync(join(root, LESSONS))) read(LESSONS)
  return files
}

/** Compiles every lesson under `root`. Without a folder there is none, and nothing is wrong. */
export function compileFolder(root: string): Compilation {
  const files = readLessonFiles(root)
  return files.size === 0 ? { lessons: [], problems: [] } : compileLessons(files)
}
