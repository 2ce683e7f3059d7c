/**
 * What the types of a model are to the command language.
 *
 * A target of a model (see `models/model.ts`) is a name of a shape or a plain type; here it becomes a type that
 * can be walked, with Python's names of what it takes. Not told apart by the models, and so not here: whole
 * numbers from fractions. All numbers that the emulated operations of AWS take are whole; the lab's own may be
 * fractions.
 */
import type { Member, ServiceModel, Shape, Target, Traits } from '../models/model.ts'

/** A type that can be walked. `name` is the shape's, for noticing recursion. */
export type Type =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'timestamp' | 'blob' | 'document' }
  | { readonly kind: 'structure'; readonly name: string; readonly members: readonly Member[] }
  | { readonly kind: 'list'; readonly name: string; readonly element: Target }
  | { readonly kind: 'map'; readonly name: string; readonly value: Target }

const PLAIN: Readonly<Record<string, 'string' | 'number' | 'boolean' | 'timestamp' | 'blob'>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  blob: 'blob',
  stream: 'blob',
  bigInteger: 'number',
  bigDecimal: 'number',
  timestamp: 'timestamp',
  dateTime: 'timestamp',
  httpDate: 'timestamp',
  epochSeconds: 'timestamp',
}

/** The type that a target stands for. */
export function typeOf(model: ServiceModel, target: Target): Type {
  const kind = PLAIN[target]
  if (kind !== undefined) return { kind }
  if (target.endsWith('[]')) return { kind: 'list', name: target, element: target.slice(0, -2) }
  if (target.endsWith('{}')) return { kind: 'map', name: target, value: target.slice(0, -2) }
  const shape: Shape | undefined = model.shapes[target]
  if (shape === undefined) return { kind: 'document' }
  if ('members' in shape) return { kind: 'structure', name: target, members: shape.members }
  if ('list' in shape) return { kind: 'list', name: target, element: shape.list[0] }
  return { kind: 'map', name: target, value: shape.value[0] }
}

/** The members of a shape that is a structure; none for null. */
export function membersOf(model: ServiceModel, shape: string | null): readonly Member[] {
  const type = shape === null ? null : typeOf(model, shape)
  return type?.kind === 'structure' ? type.members : []
}

/** Whether a member's bytes are a stream, which the CLI takes from a file and writes to one. */
export const isStream = (target: Target): boolean => target === 'stream'

/** A list, structure or map, other than a list of plain values: what shorthand can write. */
export function takesShorthand(model: ServiceModel, type: Type): boolean {
  if (type.kind === 'structure' || type.kind === 'map') return true
  return type.kind === 'list' && isNested(typeOf(model, type.element))
}

const isNested = (type: Type): boolean =>
  type.kind === 'list' || type.kind === 'structure' || type.kind === 'map'

/** The one member `Value` of a structure that only wraps it, as EC2's attributes do; else null. */
export function wrapped(model: ServiceModel, type: Type): Type | null {
  if (type.kind !== 'structure') return null
  const [member, more] = type.members
  if (member === undefined || more !== undefined || member[0] !== 'Value') return null
  return typeOf(model, member[1])
}

/** The member that clients fill with a random token when it is not given. */
export const isToken = (traits: Traits | undefined): boolean => traits?.idempotencyToken === true
