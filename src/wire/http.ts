/**
 * HTTP as the wire sees it: plain data, whether it came over a socket or from an SDK in the page.
 */
import type { Answer, CallRequest } from '../cloud/call.ts'
import type { Epoch } from '../cloud/kernel/calendar.ts'

/** One request, whole. */
export interface HttpRequest {
  readonly method: string
  /** path and query exactly as on the request line, still percent-encoded: `/bucket/a%20b?list-type=2` */
  readonly target: string
  /** by lower-case name; repeated ones joined by `, `; values as the bytes' latin-1 characters */
  readonly headers: ReadonlyMap<string, string>
  /** as sent: aws-chunked framing still in it */
  readonly body: Uint8Array
  readonly secure: boolean
  readonly sourceIp: string
}

/** One response, whole. Header names as AWS writes them. A HEAD's has no body but its length. */
export interface HttpResponse {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
}

/** What the wire needs to know of the place it runs in. */
export interface WireOptions {
  /** the clock that signatures are checked against, ms since 1970: wall time at the endpoint, cloud time in the page */
  readonly nowMs: number
  /** of the world, to tell its instants */
  readonly epoch: Epoch
  /** `open` takes any signature, and requests without one */
  readonly auth: 'verify' | 'open'
  readonly secretOf: (accessKeyId: string) => string | undefined
  /** SHA-256 for bodies, made ready by the caller; without it @noble's is used, with equal results */
  readonly sha256?: (bytes: Uint8Array) => Uint8Array
  /** an id for an answer that never reached the door, as a UUID */
  readonly newRequestId: () => string
}

/** A request understood as a call, with how its answer is written; or answered at once. */
export type Received =
  | {
      readonly kind: 'call'
      readonly request: CallRequest
      readonly finish: (answer: Answer) => HttpResponse
    }
  | { readonly kind: 'response'; readonly response: HttpResponse }
