/**
 * What an AWS operation is to the door: its members, whether it only reads, and what it does.
 *
 * Every operation has a row: the members it emulates and those that are harmless (accepted because they
 * cannot change anything the learner sees). All others are refused by name. A test reads these rows beside
 * the models, so that each member of each operation is in exactly one of the three.
 */
import type { CallContext, Caller, Members } from './call.ts'
import type { AuthenticationError, Principal } from './identity/accounts.ts'
import type { Ref } from './kernel/ref.ts'
import { fail, type Result, reason } from './kernel/result.ts'
import type { World } from './kernel/world.ts'

/** Where a running operation stands. */
export interface OperationContext {
  readonly world: World
  readonly principal: Principal
  readonly account: string
  readonly context: CallContext
  readonly requestId: string
}

/** Members by dotted path, lists walked through: `BlockDeviceMappings.Ebs.VolumeSize`. */
export interface MemberRules {
  /** Members that must be there, at the top level. */
  readonly required?: readonly string[]
  /** Leaf paths that the operation acts on. A path ending in `.*` admits everything below it. */
  readonly emulated: readonly string[]
  /** Leaf paths that are accepted and change nothing. */
  readonly harmless?: readonly string[]
  /** Paths that AWS has and the lab does not: refused as not emulated. `.*` as above. */
  readonly refused?: readonly string[]
}

/** One operation, as the door runs it. */
export interface Operation {
  readonly readOnly: boolean
  /** of objects, not of the service: CloudTrail leaves it out unless asked (FACTS §11) */
  readonly dataEvent: boolean
  readonly members: MemberRules
  /** Refs that authorisation and audit are asked about. */
  resources(input: Members, at: OperationContext): readonly Ref[]
  run(input: Members, at: OperationContext): Result<Members>
}

/** One operation with its own input and output types; `resources` may be left out. */
export interface OperationSpec<Input, Output> {
  readonly readOnly: boolean
  readonly dataEvent?: boolean
  readonly members: MemberRules
  resources?(input: Input, at: OperationContext): readonly Ref[]
  run(input: Input, at: OperationContext): Result<Output>
}

/** Forgets the types of a spec. The door checks member names; values are checked by the operation itself. */
export function operation<Input extends object, Output extends object>(
  spec: OperationSpec<Input, Output>,
): Operation {
  return {
    readOnly: spec.readOnly,
    dataEvent: spec.dataEvent ?? false,
    members: spec.members,
    resources: (input, at) => spec.resources?.(input as Input, at) ?? [],
    run: (input, at) => spec.run(input as Input, at) as Result<Members>,
  }
}

/** A call that was answered, as its service meters it. */
export interface MeteredCall {
  readonly world: World
  readonly operation: string
  readonly principal: Principal | null
  readonly input: Members
  readonly result: Result<Members>
}

/** What is wrong with a member: AWS has none of that name, the lab does not emulate it, or it is not there. */
export type MemberFault = 'unknown' | 'refused' | 'missing'

/** A service: its operations by name, and the errors that come before any of them. */
export interface Service {
  readonly name: string
  /** `ec2.amazonaws.com`, or null when its calls leave no audit record */
  readonly eventSource: string | null
  readonly operations: Readonly<Record<string, Operation>>
  unknownOperation(name: string): Result<never>
  /** Refuses a call for the name of a member; as EC2 does it when left out. */
  wrongMember?(fault: MemberFault, member: string, operation: string): Result<never>
  /** `caller` is the one that was refused; a bad verdict's evidence stands in it. */
  unauthenticated(why: AuthenticationError, caller: Caller): Result<never>
  /** The answer when the world is full: nothing was done, and the call may be tried again. */
  overloaded(): Result<never>
  /** Counts what a call costs, refused ones too; not called in set-up. */
  meter?(call: MeteredCall): void
  unauthorised(principal: Principal, action: string, resources: readonly Ref[]): Result<never>
  /** Answers a wrong-region call in the service's own way. */
  wrongRegion(region: string): Result<never>
}

/** The first thing wrong with the names of the members, in the words of `refuse`, or null. */
export function checkMembers(
  name: string,
  rules: MemberRules,
  input: Members,
  refuse: NonNullable<Service['wrongMember']> = wrongMember,
): Result<never> | null {
  for (const path of leafPaths(input, '')) {
    if (admits(rules.emulated, path) || admits(rules.harmless ?? [], path)) continue
    return refuse(admits(rules.refused ?? [], path) ? 'refused' : 'unknown', path, name)
  }
  for (const member of rules.required ?? []) {
    if (input[member] === undefined || input[member] === null) {
      return refuse('missing', member, name)
    }
  }
  return null
}

/** How EC2 says it (ERRORS §2), and the services that have no way of their own. */
function wrongMember(fault: MemberFault, member: string, operation: string): Result<never> {
  switch (fault) {
    case 'unknown':
      return fail('UnknownParameter', `The parameter ${member} is not recognized`)
    case 'refused':
      return fail(
        'Unsupported',
        `The lab does not emulate the parameter ${member} of ${operation}.`,
        { reasons: [reason('lab.member-not-emulated', { operation, member })] },
      )
    case 'missing':
      return fail('MissingParameter', `The request must contain the parameter ${member}`)
  }
}

function admits(rules: readonly string[], path: string): boolean {
  return rules.some(
    (rule) =>
      rule === path ||
      (rule.endsWith('.*') && (path.startsWith(rule.slice(0, -1)) || path === rule.slice(0, -2))),
  )
}

function* leafPaths(value: unknown, path: string): Generator<string> {
  if (value === undefined) return
  if (Array.isArray(value)) {
    if (value.length === 0 || !value.some((each) => isStructure(each))) yield path
    else for (const each of value) yield* leafPaths(each, path)
  } else if (isStructure(value)) {
    const members = Object.entries(value)
    if (members.length === 0 && path !== '') yield path
    for (const [name, member] of members)
      yield* leafPaths(member, path === '' ? name : `${path}.${name}`)
  } else yield path
}

function isStructure(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array)
  )
}
