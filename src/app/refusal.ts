/** A refusal in a plain sentence, with its figures; AWS's own message where the words file has none for its code. */
import type { Failure } from '../cloud/kernel/result.ts'
import { words } from './words.ts'

export function plainRefusal(error: Failure): string {
  if (error.reasons.some(({ code }) => code === 'authentication.wrong-region'))
    return words.wrongRegion
  const quota = error.reasons.find(({ code }) => code === 'quota.vcpus')?.values
  if (quota === undefined) return words.refusals[error.code] ?? error.message
  return words.quota(Number(quota.limit), Number(quota.inUse), Number(quota.needs))
}
