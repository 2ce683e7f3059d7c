/**
 * AWS JSON 1.1: the operation after the last dot of `X-Amz-Target`, and a body that is one object.
 *
 * Only `lab` speaks it yet. Times are seconds since 1970, bytes are Base64. A member that the model lacks goes to
 * the door by its name, so that the door refuses it. An answer without a shape is written as it is.
 */
import type { Members } from '../cloud/call.ts'
import { encodeBase64 } from '../cloud/kernel/base64.ts'
import type { Epoch } from '../cloud/kernel/calendar.ts'
import { instant } from '../cloud/kernel/instant.ts'
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import type { Value } from '../cloud/kernel/value.ts'
import type { ServiceModel, StructureShape } from '../models/model.ts'
import { operationOf, type Protocol, record, shapeOf, structureOf } from './shapes.ts'
import { decodeUtf8, MAX_MESSAGE_BYTES, parseScalar, secondsOf } from './values.ts'

const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

/** The value of a shape, or null when the JSON does not fit it; a member that is `null` is not there. */
function readValue(model: ServiceModel, epoch: Epoch, target: string, json: unknown): Value {
  const shape = shapeOf(model, target)
  if (typeof shape === 'string') return readScalar(epoch, shape, json)
  if ('list' in shape) {
    if (!Array.isArray(json)) return null
    const [item] = shape.list
    return whole(json.map((each) => readValue(model, epoch, item, each)))
  }
  if (!isObject(json)) return null
  if ('members' in shape) return readStructure(model, epoch, shape, json)
  const [item] = shape.value
  const entries = Object.entries(json).map(
    ([key, each]) => [key, readValue(model, epoch, item, each)] as const,
  )
  return entries.some(([, each]) => each === null) ? null : record(entries)
}

const whole = (values: readonly Value[]): Value => (values.includes(null) ? null : values)

function readScalar(epoch: Epoch, target: string, json: unknown): Value {
  if (target === 'number' || target === 'boolean' || target === 'string') {
    return typeof json === target ? (json as Value) : null
  }
  if (target === 'blob')
    return typeof json === 'string' ? parseScalar(target, json, epoch, 'body') : null
  const form = target === 'timestamp' ? 'epochSeconds' : target
  return typeof json === (form === 'epochSeconds' ? 'number' : 'string')
    ? parseScalar(form, String(json), epoch, 'body')
    : null
}

function readStructure(
  model: ServiceModel,
  epoch: Epoch,
  shape: StructureShape,
  json: Readonly<Record<string, unknown>>,
): Members | null {
  const entries: [string, Value][] = []
  for (const [name, given] of Object.entries(json)) {
    const target = shape.members.find(([member]) => member === name)?.[1]
    if (given === null) continue
    const value =
      target === undefined ? unknownValue(given) : readValue(model, epoch, target, given)
    if (value === null && target !== undefined) return null
    entries.push([name, value])
  }
  return record(entries)
}

/** What the door sees of a member that it will refuse by name. */
const unknownValue = (json: unknown): Value =>
  typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean' ? json : null

const malformed = (why: string): Result<never> => fail('SerializationException', why)

function readInput(
  model: ServiceModel,
  operation: string,
  body: Uint8Array,
  epoch: Epoch,
): Result<Members> {
  if (body.length > MAX_MESSAGE_BYTES) return malformed('The body is too long.')
  const text = decodeUtf8(body)
  let json: unknown
  try {
    json = text?.trim() === '' ? {} : JSON.parse(text ?? '')
  } catch {
    return malformed('The body is not JSON.')
  }
  if (!isObject(json)) return malformed('The body is not a JSON object.')
  const shape = structureOf(model, operationOf(model, operation)?.input ?? null)
  const members = readStructure(model, epoch, shape, json)
  return members === null ? malformed('A member of the body is of the wrong type.') : ok(members)
}

const open: Protocol['open'] = (model, incoming, epoch) => {
  const target = incoming.headers.get('x-amz-target') ?? ''
  const operation = target.slice(target.lastIndexOf('.') + 1)
  if (operation === '') return fail('UnknownOperationException', 'X-Amz-Target names no operation.')
  return ok({ operation, input: () => readInput(model, operation, incoming.body, epoch) })
}

/** A value as JSON: by its shape, or as it is where there is none. */
function toJson(model: ServiceModel, epoch: Epoch, target: string | null, value: Value): unknown {
  if (value instanceof Uint8Array) return encodeBase64(value)
  const shape = target === null ? null : shapeOf(model, target)
  if (Array.isArray(value)) {
    const item =
      shape !== null && typeof shape !== 'string' && 'list' in shape ? shape.list[0] : null
    return value.map((each) => toJson(model, epoch, item, each))
  }
  if (typeof value === 'object' && value !== null) {
    return record(
      Object.entries(value).map(([name, each]) => [
        name,
        each === undefined
          ? undefined
          : toJson(model, epoch, memberTarget(model, target, name), each),
      ]),
    )
  }
  const isTime = shape === 'timestamp' || shape === 'epochSeconds'
  if (isTime && typeof value === 'number') return secondsOf(epoch, instant(value))
  return typeof value === 'bigint' ? Number(value) : value
}

function memberTarget(model: ServiceModel, target: string | null, name: string): string | null {
  const shape = target === null ? null : shapeOf(model, target)
  if (shape === null || typeof shape === 'string' || 'list' in shape) return null
  if ('key' in shape) return shape.value[0]
  return shape.members.find(([member]) => member === name)?.[1] ?? null
}

const headersOf = (requestId: string) =>
  [
    ['x-amzn-RequestId', requestId],
    ['Content-Type', 'application/x-amz-json-1.1'],
  ] as const

/** `json`: AWS JSON 1.1. */
export const jsonProtocol: Protocol = {
  open,
  write: (model, operation, output, requestId, epoch) => ({
    status: 200,
    headers: headersOf(requestId),
    body: JSON.stringify(
      toJson(model, epoch, operationOf(model, operation)?.output ?? null, output),
    ),
  }),
  refuse: (_model, { code, message, httpStatus }, requestId) => ({
    status: httpStatus,
    headers: headersOf(requestId),
    body: JSON.stringify({ __type: code, message }),
  }),
}
