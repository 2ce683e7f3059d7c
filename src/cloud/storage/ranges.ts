/**
 * The part of an object that a Range header asks for (RFC 9110, section 14).
 *
 * As S3 does it: one range of bytes. What is malformed is not a range, so the whole object is answered; of
 * several ranges S3 takes none, and answers the whole object too.
 */
import { fail, ok, type Result } from '../kernel/result.ts'

/** Bytes from `offset`, `length` of them. */
export interface Span {
  readonly offset: number
  readonly length: number
}

/** The span that a header asks for of an object of `size` bytes; null for the whole. `InvalidRange` when no byte of it is there. */
export function spanOf(header: string | undefined, size: number): Result<Span | null> {
  const found = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? '')
  if (header === undefined || found === null) return ok(null)
  const [, first = '', last = ''] = found
  if (first === '') return last === '' ? ok(null) : suffix(header, Number(last), size)
  const offset = Number(first)
  if (last !== '' && Number(last) < offset) return ok(null)
  if (offset >= size) return unsatisfiable(header, size)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return ok({ offset, length: end - offset + 1 })
}

/** The last `length` bytes, or all when there are fewer. */
function suffix(header: string, length: number, size: number): Result<Span> {
  if (length === 0 || size === 0) return unsatisfiable(header, size)
  const some = Math.min(length, size)
  return ok({ offset: size - some, length: some })
}

const unsatisfiable = (header: string, size: number): Result<never> =>
  fail('InvalidRange', 'The requested range is not satisfiable', {
    httpStatus: 416,
    details: { ActualObjectSize: String(size), RangeRequested: header },
  })

/** How an answer says which part it is: `bytes 0-9/100`. */
export const contentRange = ({ offset, length }: Span, size: number): string =>
  `bytes ${offset}-${offset + length - 1}/${size}`
