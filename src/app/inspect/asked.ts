/** What "why" may be asked of: a refusal, with the instant it was given at if it is known; or a thing. */
import type { Instant } from '../../cloud/kernel/instant.ts'
import type { Ref } from '../../cloud/kernel/ref.ts'
import type { Failure } from '../../cloud/kernel/result.ts'

export type Asked =
  | { readonly error: Failure; readonly at: Instant | null }
  | { readonly thing: Ref }
