/**
 * Places that `aws s3` reads and writes: addresses in S3, and files on the session's shelf.
 *
 * Follows `fileformat.py` and `utils.py` of aws-cli (Apache-2.0). The shelf stands for the directory that the
 * command runs in. It is flat: a name may hold `/`, and a directory is there when a file's name begins with
 * it, so none is ever empty. Nothing lies above the shelf.
 */
import type { Shelf } from '../types.ts'

export const S3 = 's3://'

/** `s3://bucket/key` in its two parts; both may be empty. */
export function splitUri(uri: string): { bucket: string; key: string } {
  const path = uri.startsWith(S3) ? uri.slice(S3.length) : uri
  const cut = path.indexOf('/')
  return cut < 0
    ? { bucket: path, key: '' }
    : { bucket: path.slice(0, cut), key: path.slice(cut + 1) }
}

/** A path as Python's `normpath` has it, from the shelf's root: `./a//b/` as `a/b`, `.` as nothing. */
export function localName(path: string): string | null {
  if (path.startsWith('/')) return null
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return null
  }
  return parts.join('/')
}

/** Whether a name is a directory of the shelf: its root, or what some file's name begins with. */
export const isDirectory = (shelf: Shelf, name: string): boolean =>
  name === '' || shelf.names().some((each) => each.startsWith(`${name}/`))

/** Why a path cannot be read, in Python's words; `path` as it was written. */
export function unreadable(shelf: Shelf, path: string): string {
  const name = localName(path)
  if (name !== null && isDirectory(shelf, name)) return `[Errno 21] Is a directory: '${path}'`
  const parts = (name ?? '').split('/')
  const file = parts.some((_, i) => i > 0 && shelf.read(parts.slice(0, i).join('/')) !== undefined)
  return file
    ? `[Errno 20] Not a directory: '${path}'`
    : `[Errno 2] No such file or directory: '${path}'`
}

/** Where files come from or go to. */
export interface Place {
  readonly kind: 's3' | 'local'
  /** `bucket/key` or a name on the shelf; ends in `/` for a directory, and is empty for the shelf itself */
  readonly path: string
  /** whether what is put there keeps its own name */
  readonly keepsName: boolean
}

/** The place that an operand names; null for a file outside the shelf. */
export function placeOf(text: string, directories: boolean, shelf: Shelf): Place | null {
  if (text.startsWith(S3)) {
    const path = text.slice(S3.length)
    const whole = directories && !path.endsWith('/') ? `${path}/` : path
    return { kind: 's3', path: whole, keepsName: whole.endsWith('/') }
  }
  const name = localName(text)
  if (name === null) return null
  const keepsName = directories || text.endsWith('/') || isDirectory(shelf, name)
  return { kind: 'local', path: keepsName && name !== '' ? `${name}/` : name, keepsName }
}

/** How messages name a file: `./a.txt`, `dir/a.txt`. */
export const shownLocal = (name: string): string => (name.includes('/') ? name : `./${name}`)

/** How messages name an object. */
export const shownS3 = (path: string): string => `${S3}${path}`
