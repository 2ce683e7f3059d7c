/**
 * One operation of EC2: its members, and the refusal of values that are not of their kind.
 *
 * On the wire an empty list is the same as none; operations treat it so.
 */

import type { Ref } from '../../kernel/ref.ts'
import { fail, type Result } from '../../kernel/result.ts'
import { type Operation, type OperationContext, operation } from '../../operation.ts'
import { checkOf, type MemberKinds, type WrongKind } from '../kinds.ts'
import type { Ec2Operations } from './api.ts'

/** One operation of EC2 by its name in the model. */
export interface Ec2Spec<Name extends keyof Ec2Operations> {
  readonly readOnly: boolean
  readonly members: MemberKinds
  resources?(input: Ec2Operations[Name]['input'], at: OperationContext): readonly Ref[]
  run(
    input: Ec2Operations[Name]['input'],
    at: OperationContext,
  ): Result<Ec2Operations[Name]['output']>
}

/** An operation whose values are checked before anything else looks at them. */
export function ec2Operation<Name extends keyof Ec2Operations>(spec: Ec2Spec<Name>): Operation {
  const { rules, firstWrong } = checkOf(spec.members)
  return operation<Ec2Operations[Name]['input'], Ec2Operations[Name]['output']>({
    readOnly: spec.readOnly,
    members: rules,
    resources: (input, at) =>
      firstWrong(input) === null ? (spec.resources?.(input, at) ?? []) : [],
    run(input, at) {
      const wrong = firstWrong(input)
      return wrong === null ? spec.run(input, at) : wrongKind(wrong)
    },
  })
}

/** The shape of the text: ERRORS §2. */
const wrongKind = ({ path, shown, expected }: WrongKind): Result<never> =>
  fail(
    'InvalidParameterValue',
    `Value (${shown}) for parameter ${path} is invalid. Expected ${expected}.`,
  )
