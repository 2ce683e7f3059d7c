/** The files of this repository as they lie on disk: what is written by hand or committed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root, without a slash at its end. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** The names that git ignores anywhere, such as node_modules. */
export const IGNORED = new Set(
  readFileSync(join(ROOT, '.gitignore'), 'utf8')
    .split('\n')
    .map((line) => line.replace(/\/$/, ''))
    .filter((line) => line !== '' && !line.startsWith('#')),
)

/** Whether the repository has a file or folder. */
export function exists(path: string): boolean {
  return existsSync(join(ROOT, path))
}

function pathsIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (IGNORED.has(entry.name) || entry.name === '.git') return []
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    return entry.isDirectory() ? pathsIn(path) : [path]
  })
}

/** All text files by path, such as rules read; data and pictures are left out. */
export function readSources(): Map<string, string> {
  const paths = pathsIn('').filter((path) => /\.(ts|mjs|js|svelte|css|html|sh|md)$/.test(path))
  return new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]))
}
