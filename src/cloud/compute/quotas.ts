/**
 * Quotas: how many vCPUs of each bucket of families an account may run at once.
 *
 * Models: EC2's on-demand vCPU quotas (FACTS §1.1): pending and running instances count, stopped
 * ones do not. The scenario sets the numbers and `lab set-quota` changes them; without one, AWS's
 * for a new account: 5 for Standard, 0 for the others. Not modelled: Spot's own quotas.
 */

import { accountKey, accounts } from '../identity/accounts.ts'
import { must } from '../kernel/assert.ts'
import { fail, type Result, reason } from '../kernel/result.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { instances } from './rows.ts'
import { type InstanceType, instanceTypes, typeOf } from './types.ts'

/**
 * The buckets, by the names that scenarios and `lab set-quota` use, with the vCPUs of a new
 * account.
 */
export const DEFAULT_QUOTAS = {
  'standard-vcpus': 5,
  'g-and-vt-vcpus': 0,
  'p-vcpus': 0,
  'x-vcpus': 0,
  'inf-vcpus': 0,
  'trn-vcpus': 0,
  'f-vcpus': 0,
  'hpc-vcpus': 0,
  'high-memory-vcpus': 0,
} as const

/** The name of a bucket. */
export type QuotaBucket = keyof typeof DEFAULT_QUOTAS

/** Family letters that do not belong to Standard (A, C, D, H, I, M, R, T, Z). */
const BUCKETS: Readonly<Record<string, QuotaBucket>> = {
  g: 'g-and-vt-vcpus',
  vt: 'g-and-vt-vcpus',
  p: 'p-vcpus',
  x: 'x-vcpus',
  inf: 'inf-vcpus',
  trn: 'trn-vcpus',
  f: 'f-vcpus',
  hpc: 'hpc-vcpus',
  u: 'high-memory-vcpus',
}

/**
 * The bucket a type counts in: by the letters before its generation, so `i3en` is I and `inf2` Inf.
 */
export const bucketOf = (type: string): QuotaBucket => KNOWN.get(type) ?? readBucket(type)

function readBucket(type: string): QuotaBucket {
  const letters = must(/^[a-z]+/.exec(type), `a family in ${type}`)[0]
  return BUCKETS[letters] ?? 'standard-vcpus'
}

/** The buckets of the types of the sheet, read once: every launch asks for those of all that run. */
const KNOWN = new Map(instanceTypes.map(({ type }) => [type, readBucket(type)]))

/** How many vCPUs of a bucket an account may run. */
export function quotaOf(world: World, account: string, bucket: QuotaBucket): number {
  const row = must(world.table(accounts).get(accountKey(account)), `account ${account}`)
  return row.quotas[bucket] ?? DEFAULT_QUOTAS[bucket]
}

/** How many vCPUs of a bucket an account's pending and running instances have. */
export function vcpusInUse(world: World, account: string, bucket: QuotaBucket): number {
  let sum = 0
  for (const [, row] of world.table(instances).entries(keyOf(account, ''))) {
    const counts = row.state === 'pending' || row.state === 'running'
    if (counts && bucketOf(row.type) === bucket) sum += typeOf(row.type).vcpus
  }
  return sum
}

/** How many more instances of a type an account's quota admits. */
export function quotaRoom(world: World, account: string, type: InstanceType): number {
  const bucket = bucketOf(type.type)
  const left = quotaOf(world, account, bucket) - vcpusInUse(world, account, bucket)
  return Math.max(0, Math.floor(left / type.vcpus))
}

/** `VcpuLimitExceeded` for a request of `vcpus` of one type, in EC2's words. */
export function vcpuLimitExceeded(
  world: World,
  account: string,
  type: string,
  vcpus: number,
): Result<never> {
  const bucket = bucketOf(type)
  const limit = quotaOf(world, account, bucket)
  return fail(
    'VcpuLimitExceeded',
    `You have requested more vCPU capacity than your current vCPU limit of ${limit} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
    {
      reasons: [
        reason('quota.vcpus', {
          bucket,
          limit,
          inUse: vcpusInUse(world, account, bucket),
          needs: vcpus,
        }),
      ],
    },
  )
}
