/**
 * REST with XML, which is S3's: members stand in path, query, headers and body, as the model says.
 *
 * Keys are byte for byte what the path has, once decoded. Query parameters and headers that no member takes are
 * passed over, as S3 does. What is not as the model says it, S3 does not say per operation either but for the few
 * rows of `UNWRAPPED`, `EXPIRES_TEXT` and the status of a part of an object.
 */
import type { Members } from '../cloud/call.ts'
import { encodeBase64 } from '../cloud/kernel/base64.ts'
import type { Epoch } from '../cloud/kernel/calendar.ts'
import { stepSfc32 } from '../cloud/kernel/random.ts'
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import type { Value } from '../cloud/kernel/value.ts'
import { invalidArgument, malformedXml } from '../cloud/storage/errors.ts'
import type { Member, ServiceModel, StructureShape, Traits } from '../models/model.ts'
import { digestRefusal } from './digest.ts'
import { type Address, addressOf, routeOf } from './route.ts'
import {
  elementsOf,
  inBody,
  membersOf,
  operationOf,
  type Protocol,
  record,
  shapeOf,
  structureOf,
} from './shapes.ts'
import { decodePairs, decodeUtf8, parseScalar, utf8Of, writeScalar } from './values.ts'
import { element, MAX_XML_LENGTH, parseXml, writeXml } from './xml.ts'
import { readElement, writeElement, writeMembers } from './xmlShapes.ts'

const NO_TRAITS: Traits = {}
/** An answer that is its one member, without an element around it. */
const UNWRAPPED: Readonly<Record<string, string>> = { GetBucketLocation: 'LocationConstraint' }
/** A member that the SDK makes up from the header `Expires`; AWS never sends it under its own name. */
const EXPIRES_TEXT = 'ExpiresString'
/** A time here that is none is passed over (RFC 9110, §13.1.3). */
const LENIENT_TIMES = /if-(?:un)?modified-since$/i

/** A request of S3, taken apart. */
interface Asked {
  readonly address: Address
  readonly query: ReadonlyMap<string, string>
  readonly headers: ReadonlyMap<string, string>
  readonly body: Uint8Array
}

const invalidUri = (uri: string): Result<never> =>
  fail('InvalidURI', "Couldn't parse the specified URI.", { details: { URI: uri } })

/** Texts of ERRORS §12. */
const wrongValue = (target: string, name: string, value: string): Result<never> => {
  const isNumber = target === 'number'
  const number = `Provided ${name} not an integer or within integer range`
  return invalidArgument(isNumber ? number : `Invalid value for ${name}`, name, value)
}

/** Members from everywhere but the body; keeps the first thing that is wrong. */
class BindingReader {
  readonly #model: ServiceModel
  readonly #epoch: Epoch
  readonly #asked: Asked
  failure: Result<never> | null = null

  constructor(model: ServiceModel, epoch: Epoch, asked: Asked) {
    this.#model = model
    this.#epoch = epoch
    this.#asked = asked
  }

  member([name, target, traits = NO_TRAITS]: Member): Value | undefined {
    const { address, query, headers, body } = this.#asked
    if (traits.httpLabel) return (name === 'Bucket' ? address.bucket : address.key) ?? undefined
    if (traits.httpQuery !== undefined) {
      return this.#scalars(target, traits.httpQuery, query.get(traits.httpQuery), 'body')
    }
    if (traits.httpHeader !== undefined) {
      // A header without a value says nothing.
      const text = headers.get(traits.httpHeader.toLowerCase()) || undefined
      return this.#scalars(target, traits.httpHeader, text && (utf8Of(text) ?? text), 'header')
    }
    if (traits.httpPrefixHeaders !== undefined) return this.#prefixed(traits.httpPrefixHeaders)
    return traits.httpPayload ? this.#payload(target, traits, body) : undefined
  }

  #scalars(
    target: string,
    name: string,
    text: string | undefined,
    place: 'body' | 'header',
  ): Value | undefined {
    if (text === undefined) return undefined
    const shape = shapeOf(this.#model, target)
    if (typeof shape !== 'string') {
      return text === '' ? [] : text.split(',').map((each) => each.trim())
    }
    const value = parseScalar(shape, text, this.#epoch, place)
    // Every number of S3's parameters and headers is a whole one.
    if (value !== null && (shape !== 'number' || /^-?\d+$/.test(text))) return value
    if (!LENIENT_TIMES.test(name)) this.failure ??= wrongValue(shape, name, text)
    return undefined
  }

  #prefixed(prefix: string): Value | undefined {
    const entries = [...this.#asked.headers]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), utf8Of(value) ?? value] as const)
    return entries.length > 0 ? record(entries) : undefined
  }

  #payload(target: string, traits: Traits, body: Uint8Array): Value | undefined {
    const shape = shapeOf(this.#model, target)
    if (typeof shape === 'string') return body
    if (body.length === 0) {
      if (traits.required) this.failure ??= fail('MissingRequestBodyError', 'Request Body is empty')
      return undefined
    }
    const text = body.length > MAX_XML_LENGTH ? null : decodeUtf8(body)
    const parsed = text === null ? null : parseXml(text)
    const root = parsed?.ok && parsed.root.name === (traits.xmlName ?? target) ? parsed.root : null
    const place = { model: this.#model, epoch: this.#epoch }
    const value = root === null ? null : readElement(place, target, root)
    if (value === null) this.failure ??= malformedXml()
    return value ?? undefined
  }
}

function readInput(
  model: ServiceModel,
  operation: string,
  asked: Asked,
  epoch: Epoch,
): Result<Members> {
  const wrong = digestRefusal(operation, asked)
  if (wrong !== null) return wrong
  const shape = structureOf(model, operationOf(model, operation)?.input ?? null)
  const reader = new BindingReader(model, epoch, asked)
  const entries: [string, Value][] = []
  for (const member of shape.members) {
    const value = reader.member(member)
    if (value !== undefined) entries.push([member[0], value])
  }
  return reader.failure ?? ok(record(entries))
}

const open: Protocol['open'] = (model, incoming, epoch) => {
  const { method, path, headers, body } = incoming
  const address = addressOf(headers.get('host') ?? '', path)
  const pairs = decodePairs(incoming.query)
  if (address === null || pairs === null) return invalidUri(path)
  // Of a parameter that comes twice, the first counts.
  const query = new Map([...pairs].reverse())
  const operation = routeOf(model, method, address, query, headers)
  if (!operation.ok) return operation
  const asked: Asked = { address, query, headers, body }
  const input = () => readInput(model, operation.value, asked, epoch)
  return ok({ operation: operation.value, input })
}

const PLAIN = /^[ -~]*$/

/** A header's value as characters of its bytes: UTF-8, without what would end the line. */
const headerText = (text: string): string =>
  PLAIN.test(text)
    ? text
    : Array.from(new TextEncoder().encode(text), (byte) =>
        byte < 0x20 || byte === 0x7f ? ' ' : String.fromCharCode(byte),
      ).join('')

/** User metadata as S3 gives it: what is not ASCII, as an encoded word of RFC 2047. */
function metadataText(text: string): string {
  const bytes = new TextEncoder().encode(text)
  return bytes.some((byte) => byte > 0x7e) ? `=?UTF-8?B?${encodeBase64(bytes)}?=` : headerText(text)
}

/** What a header may be named (RFC 9110, §5.6.2). */
const HEADER_NAME = /^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/

/** User metadata as headers; S3 counts in `x-amz-missing-meta` those that cannot be. */
function metadataHeaders(prefix: string, value: Value): [string, string][] {
  const entries = Object.entries(membersOf(value))
  const named = entries.filter(([key]) => HEADER_NAME.test(key))
  const headers = named.map(([key, each]): [string, string] => [
    prefix + key,
    metadataText(String(each)),
  ])
  const missing = entries.length - named.length
  return missing === 0 ? headers : [...headers, ['x-amz-missing-meta', String(missing)]]
}

function headersOf(
  model: ServiceModel,
  shape: StructureShape,
  output: Members,
  epoch: Epoch,
): (readonly [string, string])[] {
  return shape.members.flatMap(([name, target, traits = NO_TRAITS]) => {
    const value = output[name]
    const { httpHeader, httpPrefixHeaders } = traits
    if (value === undefined || value === null) return []
    if (httpPrefixHeaders !== undefined) return metadataHeaders(httpPrefixHeaders, value)
    if (httpHeader === undefined) return []
    const plain = shapeOf(model, target)
    const text =
      typeof plain === 'string'
        ? writeScalar(plain, value, epoch, 'header')
        : elementsOf(value).map(String).join(',')
    if (name !== EXPIRES_TEXT) return [[httpHeader, headerText(text)]]
    return output.Expires === undefined ? [['Expires', headerText(text)]] : []
  })
}

function bodyOf(
  model: ServiceModel,
  operation: string,
  shape: StructureShape,
  output: Members,
  epoch: Epoch,
): Uint8Array | string {
  const place = { model, epoch }
  const namespace = new Map([['xmlns', model.service.xmlNamespace]])
  const [payload, target = '', traits] = shape.members.find((each) => each[2]?.httpPayload) ?? []
  const value = payload === undefined ? undefined : output[payload]
  if (value instanceof Uint8Array) return value
  if (value !== undefined) {
    return writeXml(writeElement(place, traits?.xmlName ?? target, target, value, namespace))
  }
  const unwrapped = UNWRAPPED[operation]
  if (unwrapped !== undefined) {
    return writeXml(element(unwrapped, String(output[unwrapped] ?? ''), namespace))
  }
  if (!shape.members.some(([, , each = NO_TRAITS]) => inBody(each))) return ''
  const root = shape.traits?.xmlName ?? `${operation}Result`
  return writeXml(element(root, writeMembers(place, shape, output), namespace))
}

const write: Protocol['write'] = (model, operation, output, requestId, epoch) => {
  const row = operationOf(model, operation)
  const shape = structureOf(model, row?.output ?? null)
  const body = bodyOf(model, operation, shape, output, epoch)
  const hasXml = typeof body === 'string' && body !== ''
  const headers = [...headersOf(model, shape, output, epoch), ...idsOf(requestId).headers]
  if (hasXml) headers.push(['Content-Type', 'application/xml'])
  const isPart = output.ContentRange !== undefined
  return { status: isPart ? 206 : (row?.traits?.http?.[2] ?? 200), headers, body }
}

const ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ0123456789'
const ID_BYTES = 72
/** Enough for every bit of a seed to reach every word. */
const MIXING_ROUNDS = 16

/**
 * S3's two ids of a request: 16 letters and digits, and 56 bytes in Base64. Both are numbers that the door's id,
 * a UUID, is the seed of.
 */
function idsOf(requestId: string) {
  const digits = requestId.replaceAll('-', '')
  const words = new Uint32Array(4)
  for (let i = 0; i < 4; i++) words[i] = Number.parseInt(digits.slice(8 * i, 8 * i + 8), 16)
  for (let i = 0; i < MIXING_ROUNDS; i++) stepSfc32(words)
  const bytes = new Uint8Array(ID_BYTES)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < ID_BYTES; at += 4) view.setUint32(at, stepSfc32(words))
  let short = ''
  for (const byte of bytes.subarray(0, 16)) short += ALPHABET[byte % 32]
  const host = encodeBase64(bytes.subarray(16))
  return {
    short,
    host,
    headers: [
      ['x-amz-id-2', host],
      ['x-amz-request-id', short],
      ['Server', 'AmazonS3'],
    ] as const,
  }
}

/** Error envelope: ERRORS §1. */
const refuse: Protocol['refuse'] = (_model, failure, requestId) => {
  const ids = idsOf(requestId)
  const parts = [
    ['Code', failure.code],
    ['Message', failure.message],
    ...Object.entries(failure.details ?? {}),
    ['RequestId', ids.short],
    ['HostId', ids.host],
  ] as const
  const root = element(
    'Error',
    parts.map(([name, text]) => element(name, text)),
  )
  return {
    status: failure.httpStatus,
    headers: [...ids.headers, ['Content-Type', 'application/xml']],
    body: writeXml(root),
  }
}

/** `restXml`, as S3 has it. */
export const restProtocol: Protocol = { open, write, refuse }
