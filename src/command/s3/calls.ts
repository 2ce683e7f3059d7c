/**
 * The calls that `aws s3` makes, each a real one through the door, and the CLI's words for their refusals.
 *
 * What botocore checks before it sends (a bucket's name, an empty key) is checked here, and what it cannot
 * know of an answer to HEAD, which has no body, is not told: such a refusal has its HTTP status for a code.
 */
import type { Members } from '../../cloud/call.ts'
import type { Failure } from '../../cloud/kernel/result.ts'
import { ask } from '../ask.ts'
import { CommandError, EXIT } from '../errors.ts'
import { bodiless, wrongBucket } from '../sendable.ts'
import type { Environment, Steps } from '../types.ts'

/** A refusal, by the operation that met it and in the CLI's words. */
export interface Refusal {
  readonly text: string
  /** null for what never reached the cloud */
  readonly failure: Failure | null
}

/** What a call came to. */
export type Called<T = Members> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal }

/** What botocore would not send: a bucket's name or a key that cannot be one. The text, or null. */
export function unsendable(input: Members): string | null {
  const { Bucket, Key } = input
  const wrong = typeof Bucket === 'string' ? wrongBucket(Bucket) : null
  if (wrong !== null) return `Parameter validation failed:\n${wrong}`
  if (Key === '') {
    return 'Parameter validation failed:\nInvalid length for parameter Key, value: 0, valid min length: 1'
  }
  return null
}

/** Makes one call of S3. */
export function* call(env: Environment, operation: string, input: Members): Steps<Called> {
  const text = unsendable(input)
  if (text !== null) return { ok: false, refusal: { text, failure: null } }
  const { caller, context } = env
  const request = { service: 's3', operation, input, caller, context }
  const { result } = yield* ask({ kind: 'call', request })
  if (result.ok) return result
  return { ok: false, refusal: refused(operation, asSeen(operation, result.error)) }
}

/** A refusal in the words of the CLI's `ClientError`. */
export function refused(operation: string, failure: Failure): Refusal {
  const { code, message } = failure
  return {
    text: `An error occurred (${code}) when calling the ${operation} operation: ${message}`,
    failure,
  }
}

/** The answer of a call that the command cannot do without. Throws a `CommandError` for a refusal. */
export function* required<T>(called: Steps<Called<T>>): Steps<T> {
  const answer = yield* called
  if (answer.ok) return answer.value
  const { text, failure } = answer.refusal
  if (failure === null) throw new CommandError(EXIT.usage, text)
  throw new CommandError(EXIT.refused, text, { failure })
}

const asSeen = (operation: string, error: Failure): Failure =>
  operation.startsWith('Head') ? bodiless(error) : error

/** Every page of a listing, in order, until the first refusal. `Prefix` and the like stand in `input`. */
export function* listPages(env: Environment, input: Members): Steps<Called<readonly Members[]>> {
  const pages: Members[] = []
  let token: string | undefined
  do {
    const more = token === undefined ? {} : { ContinuationToken: token }
    const page = yield* call(env, 'ListObjectsV2', { ...input, ...more })
    if (!page.ok) return page
    pages.push(page.value)
    const { IsTruncated: goesOn, NextContinuationToken: next } = page.value
    token = goesOn === true && typeof next === 'string' ? next : undefined
  } while (token !== undefined)
  return { ok: true, value: pages }
}
