/**
 * What reaches the door, and what it answers.
 *
 * A request is plain data, so that it can be journalled, posted to a worker and replayed.
 */
import type { Instant } from './kernel/instant.ts'
import type { Result } from './kernel/result.ts'
import type { Value } from './kernel/value.ts'

/**
 * What became of a signature: good; not the one that the key makes; of a request or token whose time is over;
 * or made by a clock more than 15 minutes off.
 */
export type Verdict = 'valid' | 'signature-mismatch' | 'expired' | 'skewed'

/** Who makes a call. A signed caller's verdict was reached outside and is journalled, never recomputed. */
export type Caller =
  | {
      readonly kind: 'signed'
      readonly accessKeyId: string
      readonly sessionToken: string | null
      readonly verdict: Verdict
      /** what the error for a bad verdict quotes, by AWS's names: `StringToSign`, `ServerTime`, … */
      readonly evidence?: Readonly<Record<string, string>>
    }
  | { readonly kind: 'console'; readonly account: string }
  | { readonly kind: 'service'; readonly service: string; readonly account: string }
  | { readonly kind: 'anonymous' }

/** How a call arrived: what policies and the audit trail see of it. */
export interface CallContext {
  readonly region: string
  readonly sourceIp: string
  readonly userAgent: string
  readonly secureTransport: boolean
  readonly host: string
  readonly presigned: boolean
}

/** An input or output in AWS's shape: members by their AWS names, timestamps as `Instant`, bodies as bytes. */
export type Members = { readonly [member: string]: Value | undefined }

/** One call. `service` is the signing name in lower case: `ec2`, `sts`, `lab`. */
export interface CallRequest {
  readonly service: string
  readonly operation: string
  readonly input: Members
  readonly caller: Caller
  readonly context: CallContext
}

/** The door's answer: AWS's output or error, the request id, and the event that marks the call. */
export interface Answer {
  readonly requestId: string
  readonly at: Instant
  readonly event: number | null
  readonly result: Result<Members>
}

/** A call as the lab's own page makes it, for an account's root. */
export const consoleCall = (
  account: string,
  service: string,
  operation: string,
  input: Members,
): CallRequest => ({
  service,
  operation,
  input,
  caller: { kind: 'console', account },
  context: CONSOLE_CONTEXT,
})

/** The context of a call made on the lab's page. 192.0.2.0/24 is set aside for examples (RFC 5737). */
export const CONSOLE_CONTEXT: CallContext = {
  region: 'us-east-1',
  sourceIp: '192.0.2.10',
  userAgent: 'cloudglass-console',
  secureTransport: true,
  host: 'console.cloudglass.local',
  presigned: false,
}
