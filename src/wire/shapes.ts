/**
 * What the names in a model stand for, and what a codec makes of a request.
 */
import type { Members } from '../cloud/call.ts'
import type { Epoch } from '../cloud/kernel/calendar.ts'
import type { Failure, Result } from '../cloud/kernel/result.ts'
import type { Value } from '../cloud/kernel/value.ts'
import type { ServiceModel, Shape, StructureShape, Traits } from '../models/model.ts'

/** A request without its signature and framing, taken apart but not decoded. */
export interface Incoming {
  readonly method: string
  /** before the question mark, percent-encoded */
  readonly path: string
  /** after the question mark, percent-encoded */
  readonly query: string
  /** by lower-case name */
  readonly headers: ReadonlyMap<string, string>
  readonly body: Uint8Array
}

/** A request whose operation is known; its input is decoded when asked for. */
export interface Understood {
  readonly operation: string
  readonly input: () => Result<Members>
}

/** An answer as its protocol writes it, before the headers that every answer has. */
export interface Content {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array | string
}

/** One way to write requests and answers. `requestId` is the answer's, as the door gave it. */
export interface Protocol {
  open(model: ServiceModel, incoming: Incoming, epoch: Epoch): Result<Understood>
  write(
    model: ServiceModel,
    operation: string,
    output: Members,
    requestId: string,
    epoch: Epoch,
  ): Content
  refuse(model: ServiceModel, failure: Failure, requestId: string): Content
}

/** A record by its entries: none of them, `__proto__` either, is more than a name. */
export const record = <T>(
  entries: Iterable<readonly [string, T]>,
): { readonly [name: string]: T } => Object.fromEntries(entries)

/** The shape that a target names, or the name of a plain type. */
export function shapeOf(model: ServiceModel, target: string): Shape | string {
  if (Object.hasOwn(model.shapes, target)) return model.shapes[target] ?? target
  if (target.endsWith('[]')) return { list: [target.slice(0, -2)] }
  if (target.endsWith('{}')) return { key: ['string'], value: [target.slice(0, -2)] }
  return target
}

const NOTHING: StructureShape = { members: [] }

/** The structure that an operation takes or gives; one without members where it has none. */
export function structureOf(model: ServiceModel, name: string | null): StructureShape {
  const shape = name === null ? NOTHING : shapeOf(model, name)
  return typeof shape !== 'string' && 'members' in shape ? shape : NOTHING
}

/** The row of an operation, if the model has it. */
export const operationOf = (model: ServiceModel, name: string) =>
  Object.hasOwn(model.operations, name) ? model.operations[name] : undefined

/** Whether a member stands in the body, as an element of its own. */
export const inBody = (traits: Traits): boolean =>
  traits.httpHeader === undefined &&
  traits.httpPrefixHeaders === undefined &&
  traits.httpQuery === undefined &&
  !traits.httpLabel &&
  !traits.httpPayload

/** The members of a value that is a structure. */
export const membersOf = (value: Value): Members =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array)
    ? (value as Members)
    : {}

/** The elements of a value that is a list. */
export const elementsOf = (value: Value): readonly Value[] => (Array.isArray(value) ? value : [])
