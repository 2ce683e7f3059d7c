/** What the lab's services do with the members of their operations, as help tells it. */
import type { Operation } from '../../cloud/operation.ts'
import { ec2 } from '../../cloud/services/ec2/index.ts'
import { s3 } from '../../cloud/services/s3/index.ts'
import { sts } from '../../cloud/services/sts/index.ts'

const SERVICES: Readonly<
  Record<string, { readonly operations: Readonly<Record<string, Operation>> }>
> = { ec2, s3, sts }

/** A member is acted on (in part or whole), accepted without effect, or refused. */
export type Treatment = 'emulated' | 'harmless' | 'refused'

/** What becomes of a member of an operation's input; the lab's own operations act on all of theirs. */
export function treatmentOf(service: string, operation: string, member: string): Treatment {
  const rules = SERVICES[service]?.operations[operation]?.members
  if (rules === undefined) return 'emulated'
  const isAbout = (rule: string): boolean => rule === member || rule.startsWith(`${member}.`)
  if (rules.emulated.some(isAbout)) return 'emulated'
  return (rules.harmless ?? []).some(isAbout) ? 'harmless' : 'refused'
}
