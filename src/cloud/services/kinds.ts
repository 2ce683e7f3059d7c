/**
 * The check of the values of a call's members, before an operation looks at them.
 *
 * The door checks the names of members, but a caller may send anything as a value: a number where a string
 * belongs, a list where a structure does. Each accepted path names its kind, so that behind the check the
 * generated types hold. Paths are dotted, `[]` marks a list: `TagSpecifications[].Tags[].Key`. Clients check
 * kinds themselves before they send, so what is said of a wrong one is the lab's.
 */
import type { MemberRules } from '../operation.ts'

/**
 * What a leaf must be. Integers are AWS's, of 32 bits; a length is a safe integer from 0; `texts` is a map
 * from any names to texts.
 */
export type Kind = 'text' | 'integer' | 'length' | 'flag' | 'bytes' | 'instant' | 'texts'

/** Paths with their kinds. */
export type Kinds = Readonly<Record<string, Kind>>

/** The members of an operation, with the kinds of those that it accepts. */
export interface MemberKinds {
  /** Refused by the door when absent. */
  readonly required?: readonly string[]
  readonly emulated: Kinds
  /** Accepted, and change nothing that a learner sees. */
  readonly harmless?: Kinds
  /** Refused by name, `.*` with all below. */
  readonly refused?: readonly string[]
}

/** A value that is not of its kind: where, what was found, and what belongs there. */
export interface WrongKind {
  readonly path: string
  readonly shown: string
  readonly expected: string
}

/** The names of members for the door, and the check of their values. */
export function checkOf(members: MemberKinds): {
  readonly rules: MemberRules
  firstWrong(input: unknown): WrongKind | null
} {
  const { required = [], emulated, harmless = {}, refused = [] } = members
  const shape = shapeOf({ ...emulated, ...harmless })
  const paths = pathsOf(emulated)
  return {
    rules: {
      required,
      emulated: paths,
      harmless: pathsOf(harmless).filter((path) => !paths.includes(path)),
      refused,
    },
    firstWrong: (input) => firstWrong(input, shape, ''),
  }
}

/** A leaf, a list or a structure of what is accepted. */
type Shape =
  | { readonly kind: Kind }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'structure'; readonly members: ReadonlyMap<string, Shape> }

/** The paths of some kinds without their list marks, and of the structures they lie in. */
function pathsOf(kinds: Kinds): string[] {
  const paths = new Set<string>()
  for (const [path, kind] of Object.entries(kinds)) {
    const names = path.replaceAll('[]', '').split('.')
    for (let end = 1; end < names.length; end++) paths.add(names.slice(0, end).join('.'))
    paths.add(kind === 'texts' ? `${names.join('.')}.*` : names.join('.'))
  }
  return [...paths]
}

function shapeOf(kinds: Kinds): Shape {
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
function firstWrong(value: unknown, shape: Shape, path: string): WrongKind | null {
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
      if (!isStructure(value)) return wrongKind(value, path, 'a structure')
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
    case 'length':
      return isSafe(value) && Number(value) >= 0 ? null : wrongKind(value, path, 'a length')
    case 'instant':
      return isSafe(value) ? null : wrongKind(value, path, 'a point of time')
    case 'texts':
      return isTexts(value) ? null : wrongKind(value, path, 'a map of strings')
  }
}

const isInteger = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && (value | 0) === value

const isSafe = (value: unknown): boolean => Number.isSafeInteger(value)

const isStructure = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array)

const isTexts = (value: unknown): boolean =>
  isStructure(value) && Object.values(value).every((each) => typeof each === 'string')

function wrongKind(value: unknown, path: string, expected: string): WrongKind {
  const isPlain = typeof value !== 'object' && typeof value !== 'function'
  return { path, shown: isPlain ? String(value) : kindOf(value), expected }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  return value instanceof Uint8Array ? 'bytes' : 'structure'
}
