/**
 * How an operation of EC2 says which members it takes, and the check of their values.
 *
 * The door checks the names of members, but a caller may send anything as a value: a number where
 * a string belongs, a list where a structure does. Each emulated path names its kind here, so that
 * behind `run` the generated types hold. Paths are dotted, `[]` marks a list:
 * `TagSpecifications[].Tags[].Key`.
 *
 * On the wire an empty list is the same as none; operations treat it so.
 */

import type { Ref } from '../../kernel/ref.ts'
import { fail, type Result } from '../../kernel/result.ts'
import { type Operation, type OperationContext, operation } from '../../operation.ts'
import type { Ec2Operations } from './api.ts'

/** What a leaf must be. Integers are AWS's, of 32 bits. */
export type Kind = 'text' | 'integer' | 'flag' | 'bytes'

/** The members of an operation, with the kinds of those that it accepts. */
export interface MemberKinds {
  /** Refused by the door with `MissingParameter` when absent. */
  readonly required?: readonly string[]
  readonly emulated: Readonly<Record<string, Kind>>
  /** Accepted, and change nothing that a learner sees. */
  readonly harmless?: Readonly<Record<string, Kind>>
  /** Refused by name, `.*` with all below. */
  readonly refused?: readonly string[]
}

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
  const { required = [], emulated, harmless = {}, refused = [] } = spec.members
  const shape = shapeOf({ ...emulated, ...harmless })
  return operation<Ec2Operations[Name]['input'], Ec2Operations[Name]['output']>({
    readOnly: spec.readOnly,
    members: {
      required,
      emulated: pathsOf(emulated),
      harmless: pathsOf(harmless).filter((path) => !pathsOf(emulated).includes(path)),
      refused,
    },
    resources: (input, at) =>
      firstWrong(input, shape, '') === null ? (spec.resources?.(input, at) ?? []) : [],
    run: (input, at) => firstWrong(input, shape, '') ?? spec.run(input, at),
  })
}

/** A leaf, a list or a structure of what is accepted. */
type Shape =
  | { readonly kind: Kind }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'structure'; readonly members: ReadonlyMap<string, Shape> }

/** The paths of some kinds without their list marks, and of the structures they lie in. */
function pathsOf(kinds: Readonly<Record<string, Kind>>): string[] {
  const paths = new Set<string>()
  for (const path of Object.keys(kinds)) {
    const names = path.replaceAll('[]', '').split('.')
    for (let end = 1; end <= names.length; end++) paths.add(names.slice(0, end).join('.'))
  }
  return [...paths]
}

function shapeOf(kinds: Readonly<Record<string, Kind>>): Shape {
  const groups = new Map<string, Record<string, Kind>>()
  const members = new Map<string, Shape>()
  for (const [path, kind] of Object.entries(kinds)) {
    const dot = path.indexOf('.')
    if (dot < 0) members.set(path.replace('[]', ''), listed(path, { kind }))
    else {
      const head = path.slice(0, dot)
      const group = groups.get(head) ?? {}
      group[path.slice(dot + 1)] = kind
      groups.set(head, group)
    }
  }
  for (const [head, group] of groups) {
    members.set(head.replace('[]', ''), listed(head, shapeOf(group)))
  }
  return { kind: 'structure', members }
}

const listed = (name: string, of: Shape): Shape => (name.endsWith('[]') ? { kind: 'list', of } : of)

/** The refusal of the first value that is not of its kind; names are the door's concern. */
function firstWrong(value: unknown, shape: Shape, path: string): Result<never> | null {
  if (value === undefined) return null
  switch (shape.kind) {
    case 'list': {
      if (!Array.isArray(value)) return wrongKind(value, path, 'a list')
      const elements: readonly unknown[] = value
      for (const each of elements) {
        const wrong =
          each === undefined ? wrongKind(each, path, 'a value') : firstWrong(each, shape.of, path)
        if (wrong !== null) return wrong
      }
      return null
    }
    case 'structure': {
      if (typeof value !== 'object' || value === null) return wrongKind(value, path, 'a structure')
      if (Array.isArray(value) || value instanceof Uint8Array) {
        return wrongKind(value, path, 'a structure')
      }
      for (const [name, member] of Object.entries(value)) {
        const known = shape.members.get(name)
        const inner = path === '' ? name : `${path}.${name}`
        const wrong = known === undefined ? null : firstWrong(member, known, inner)
        if (wrong !== null) return wrong
      }
      return null
    }
    case 'text':
      return typeof value === 'string' ? null : wrongKind(value, path, 'a string')
    case 'flag':
      return typeof value === 'boolean' ? null : wrongKind(value, path, 'true or false')
    case 'bytes':
      return value instanceof Uint8Array ? null : wrongKind(value, path, 'bytes')
    case 'integer':
      return isInteger(value) ? null : wrongKind(value, path, 'an integer')
  }
}

const isInteger = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && (value | 0) === value

/** Clients check kinds before they send, so the end of the text is the lab's (shape: ERRORS §2). */
function wrongKind(value: unknown, path: string, expected: string): Result<never> {
  const shown =
    typeof value === 'object' || typeof value === 'function' ? kindOf(value) : String(value)
  return fail(
    'InvalidParameterValue',
    `Value (${shown}) for parameter ${path} is invalid. Expected ${expected}.`,
  )
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  return value instanceof Uint8Array ? 'bytes' : 'structure'
}
