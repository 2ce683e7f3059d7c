/**
 * The session's files: what commands read by `file://` or copy to S3, and what they write.
 *
 * Models one directory, flat: a name may hold `/`, and no file lies under another. Files are dated to the second, as many file systems do, in
 * cloud time. Bytes are shared with whoever gave or took them and are not to be changed. The limits are the
 * lab's choice: a shelf is a lesson's files, not a disk. It lies outside the world: seeking does not move it.
 */
import { decodeBase64 } from '../cloud/kernel/base64.ts'
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import { compareText } from '../command/json.ts'
import type { Shelf } from '../command/types.ts'

/** Bytes of all files together. */
export const MOST_BYTES = 64 * 1024 * 1024
/** Files at once. */
export const MOST_FILES = 1_000
/** Bytes of a name in UTF-8, as S3 bounds a key. */
const MOST_NAME_BYTES = 1_024

interface File {
  readonly bytes: Uint8Array
  readonly modifiedMs: number
}

export class MemoryShelf implements Shelf {
  readonly #files = new Map<string, File>()
  readonly #nowMs: () => number
  #bytes = 0

  /** `nowMs` is the clock that files are dated by: ms since 1970. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  read(name: string): Uint8Array | undefined {
    return this.#files.get(name)?.bytes
  }

  modifiedMs(name: string): number | undefined {
    return this.#files.get(name)?.modifiedMs
  }

  write(name: string, bytes: Uint8Array, modifiedMs: number = this.#nowMs()): Result<null> {
    const wrong = wrongName(name)
    if (wrong !== null) return fail('InvalidName', wrong)
    const taken = this.#taken(name)
    if (taken !== null) return fail('InvalidName', taken)
    const before = this.#files.get(name)
    const total = this.#bytes - (before?.bytes.length ?? 0) + bytes.length
    if (total > MOST_BYTES) {
      return fail('ShelfFull', `The shelf holds 64 MiB; with ${name} it would be ${total} bytes.`)
    }
    if (before === undefined && this.#files.size >= MOST_FILES) {
      return fail('ShelfFull', `The shelf holds ${MOST_FILES} files, and has as many.`)
    }
    this.#files.set(name, { bytes, modifiedMs: Math.floor(modifiedMs / 1000) * 1000 })
    this.#bytes = total
    return ok(null)
  }

  /** Writes a file whose bytes are Base64, as a lesson carries its own. Errors: those of `write`; `InvalidFile`. */
  writeBase64(name: string, base64: string): Result<null> {
    const bytes = decodeBase64(base64)
    return bytes === null ? fail('InvalidFile', `${name} is no Base64.`) : this.write(name, bytes)
  }

  /** Why a file cannot stand at a name, as an operating system has it: others are below it, or one above. */
  #taken(name: string): string | null {
    for (const each of this.#files.keys()) {
      if (each.startsWith(`${name}/`)) return `[Errno 21] Is a directory: '${name}'`
      if (name.startsWith(`${each}/`)) return `[Errno 20] Not a directory: '${name}'`
    }
    return null
  }

  remove(name: string): void {
    this.#bytes -= this.#files.get(name)?.bytes.length ?? 0
    this.#files.delete(name)
  }

  names(): readonly string[] {
    return [...this.#files.keys()].sort(compareText)
  }
}

/** What is wrong with a file's name, or null. */
function wrongName(name: string): string | null {
  if (new TextEncoder().encode(name).length > MOST_NAME_BYTES) {
    return `A file's name has at most ${MOST_NAME_BYTES} bytes.`
  }
  const parts = name.split('/')
  const odd = parts.some((part) => part === '' || part === '.' || part === '..')
  return odd ? `'${name}' cannot be the name of a file.` : null
}
