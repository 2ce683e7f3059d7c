/**
 * Worlds as files of the shelf: what `lab save` writes and `lab load` reads.
 *
 * A name is a file's on the shelf, whatever the file holds; as everywhere in the CLI it may be written as an
 * address, `file://mine` or `fileb://mine`.
 */
import type { Members } from '../cloud/call.ts'
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import type { Shelf } from './types.ts'

/** Writes a save to the file that `Name` names, and says where it went. Errors: those of the shelf. */
export function keepSave(shelf: Shelf, input: Members, bytes: Uint8Array): Result<Members> {
  const name = fileOf(input)
  const written = shelf.write(name, bytes)
  return written.ok ? ok({ File: name, Bytes: bytes.length }) : written
}

/** The save in the file that `Name` names. Error: `NoSuchFile`. */
export function readSave(shelf: Shelf, input: Members): Result<Uint8Array> {
  const name = fileOf(input)
  const bytes = shelf.read(name)
  if (bytes !== undefined) return ok(bytes)
  return fail('NoSuchFile', `The shelf has no file ${name}.`)
}

const fileOf = ({ Name }: Members): string =>
  String(Name)
    .replace(/^fileb?:\/\//, '')
    .replace(/^(\.\/+)+/, '')
