/**
 * What a scenario is: the world as it stands when a learner comes in.
 *
 * A scenario names its accounts and acts through the door like anybody else, at negative instants,
 * as its own accounts. It is code of the cloud, not a lesson: lessons add calls of their own after
 * it.
 */
import type { Members } from '../call.ts'
import { DEFAULT_QUOTAS, type QuotaBucket } from '../compute/quotas.ts'
import type { Account } from '../identity/accounts.ts'
import type { Epoch } from '../kernel/calendar.ts'
import type { Instant } from '../kernel/instant.ts'
import { FIRST_ACCOUNT } from '../kernel/ref.ts'

/** An account as a scenario names it: its row, with a number for every quota. */
export type AccountSpec = Account

/** What set-up may do. */
export interface SetUpCalls {
  /** Lets time pass up to and including an instant before 0. */
  runUntil(at: Instant): void
  /** Makes a call as an account's root and returns its output; throws when it is refused. */
  call(account: string, service: string, operation: string, input: Members): Members
}

/** One scenario. `epoch` is the UTC of instant 0. */
export interface Scenario {
  readonly name: string
  readonly epoch: Epoch
  readonly accounts: readonly AccountSpec[]
  /** how many times their usual size the 36 hosts are */
  readonly hostScale: number
  setUp(calls: SetUpCalls): void
}

/** AWS's quotas for a new account, with those that a scenario sets. */
export const quotasWith = (
  some: Readonly<Partial<Record<QuotaBucket, number>>>,
): AccountSpec['quotas'] => ({ ...DEFAULT_QUOTAS, ...some })

/**
 * The learner's account: 32 Standard vCPUs and 8 for graphics, so that both limits can be met.
 * Owner 2. The access key is the one of AWS's examples.
 */
export const learner: AccountSpec = {
  id: FIRST_ACCOUNT,
  name: 'You',
  owner: 2,
  quotas: quotasWith({ 'standard-vcpus': 32, 'g-and-vt-vcpus': 8 }),
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
