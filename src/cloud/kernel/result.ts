/**
 * What a call answers: a value, or an error in AWS's own words with the reasons that led to it.
 *
 * The cloud speaks codes and values, and AWS's messages; every other sentence is made on the page from
 * (code, values, language). Programmers' errors are thrown and never become a `Failure`.
 */
import type { ReasonCode } from './reasons.ts'
import type { Ref } from './ref.ts'

export type { ReasonCode } from './reasons.ts'

/** One plain value that a reason or an event may carry. */
export type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [key: string]: Plain }

/** One step of an explanation: a code for the words file, what it is about, and the figures in it. */
export interface Reason {
  readonly code: string
  readonly ref: Ref | null
  readonly values: Readonly<Record<string, Plain>>
}

/** AWS's error: code, message and HTTP status as AWS gives them, and whose fault it is. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly httpStatus: number
  readonly fault: 'client' | 'server'
  readonly ref?: Ref
  readonly reasons: readonly Reason[]
  /** What AWS writes beside code and message: `BucketName`, `Key`, … (S3's errors; ERRORS §12) */
  readonly details?: Readonly<Record<string, string>>
  /** Headers that go with the error, by their lower-case names: `etag` of a 304, `allow` of a 405. */
  readonly headers?: Readonly<Record<string, string>>
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure }

/** A result that holds a value. */
export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

/** A refusal: the client's fault with status 400 unless `more` says otherwise. */
export function fail(
  code: string,
  message: string,
  more: Partial<Omit<Failure, 'code' | 'message'>> = {},
): { readonly ok: false; readonly error: Failure } {
  return {
    ok: false,
    error: { httpStatus: 400, fault: 'client', reasons: [], ...more, code, message },
  }
}

/** A reason with its figures. */
export const reason = (
  code: ReasonCode,
  values: Readonly<Record<string, Plain>> = {},
  ref: Ref | null = null,
): Reason => ({ code, ref, values })
