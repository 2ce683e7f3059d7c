/**
 * The query protocols: EC2's own, and the one of STS and its kin.
 *
 * A request is a form: `Action`, `Version`, and the members of the input by dotted names, in the body of a POST or
 * in the query of a GET. EC2 capitalises names and writes every list flat (`InstanceId.1`); the others write
 * `Tags.member.1`, and an empty list as an empty value. What no member takes goes to the door by its own name,
 * so that the door refuses it; as AWS quotes it, that is the name without its indices (ERRORS §2).
 *
 * Simplified: only the model's own version of a service is known; AWS also answers older ones.
 */
import type { Members } from '../cloud/call.ts'
import type { Epoch } from '../cloud/kernel/calendar.ts'
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import type { Value } from '../cloud/kernel/value.ts'
import type { ServiceModel, StructureShape, Traits } from '../models/model.ts'
import {
  type Incoming,
  operationOf,
  type Protocol,
  record,
  shapeOf,
  structureOf,
} from './shapes.ts'
import { decodePairs, decodeUtf8, MAX_MESSAGE_BYTES, parseScalar } from './values.ts'
import { element, writeXml, type XmlElement } from './xml.ts'
import { writeMembers } from './xmlShapes.ts'

/** One parameter, and whether a member took it. */
interface Parameter {
  readonly name: string
  readonly value: string
  taken: boolean
}

/** Parameters by the segments of their names. */
interface Node {
  own: Parameter | null
  readonly children: Map<string, Node>
}

const MAX_INDEX = 10_000
const MAX_SEGMENTS = 32
const NO_TRAITS: Traits = {}
/** What is about the request and not of it: signatures of all versions (§ "Common parameters" of AWS's guides). */
const ABOUT =
  /^(Action|Version|AWSAccessKeyId|Expires|SecurityToken|Signature|SignatureMethod|SignatureVersion|Timestamp|X-Amz-.*)$/i

const malformed = (why: string): Result<never> => fail('MalformedQueryString', why)

/** What AWS says of a form that is too long is not published; the limit is the lab's. */
const TOO_LARGE = fail(
  'RequestEntityTooLarge',
  `The request is longer than ${MAX_MESSAGE_BYTES} bytes.`,
  {
    httpStatus: 413,
  },
)

const isForm = ({ method, headers }: Incoming): boolean =>
  method === 'POST' &&
  !/^(application\/(x-amz-)?json|multipart\/)/i.test(headers.get('content-type') ?? '')

/** The parameters of a request, of its query and of its body when that is a form; of one name, only one. */
function parametersOf(incoming: Incoming): Result<ReadonlyMap<string, string>> {
  if (isForm(incoming) && incoming.body.length > MAX_MESSAGE_BYTES) return TOO_LARGE
  const body = isForm(incoming) ? decodeUtf8(incoming.body) : ''
  const pairs = body === null ? null : decodePairs(`${incoming.query}&${body.trim()}`)
  if (pairs === null) return malformed('The query string is malformed.')
  const parameters = new Map(pairs)
  if (parameters.size < pairs.length) return malformed('A parameter stands there twice.')
  return ok(parameters)
}

/** The parameters that members may take, as a tree; those with names too deep for any shape are left to the door. */
function treeOf(parameters: readonly Parameter[]): Node {
  const root: Node = { own: null, children: new Map() }
  for (const parameter of parameters) {
    const segments = parameter.name.split('.', MAX_SEGMENTS + 1)
    if (segments.length > MAX_SEGMENTS) continue
    let node = root
    for (const segment of segments) {
      const next: Node = node.children.get(segment) ?? { own: null, children: new Map() }
      node.children.set(segment, next)
      node = next
    }
    node.own = parameter
  }
  return root
}

/** Reads the input of one operation from its parameters, and keeps the first thing that is wrong. */
class FormReader {
  readonly #model: ServiceModel
  readonly #epoch: Epoch
  failure: Result<never> | null = null

  constructor(model: ServiceModel, epoch: Epoch) {
    this.#model = model
    this.#epoch = epoch
  }

  structure(shape: StructureShape, from: Node): Members {
    const entries: [string, Value][] = []
    for (const [name, target, traits = NO_TRAITS] of shape.members) {
      const child = from.children.get(this.#keyOf(name, traits))
      const value = child === undefined ? undefined : this.#value(target, traits, child)
      if (value !== undefined) entries.push([name, value])
    }
    return record(entries)
  }

  #keyOf(name: string, traits: Traits): string {
    const key = traits.xmlName ?? name
    if (this.#model.service.protocol !== 'ec2Query') return key
    return traits.queryName ?? key.charAt(0).toUpperCase() + key.slice(1)
  }

  #value(target: string, traits: Traits, from: Node): Value | undefined {
    const shape = shapeOf(this.#model, target)
    if (typeof shape === 'string') return this.#scalar(shape, from)
    if ('members' in shape) {
      const members = this.structure(shape, from)
      return Object.keys(members).length > 0 ? members : undefined
    }
    if (!('list' in shape)) return undefined
    const [item, itemTraits = NO_TRAITS] = shape.list
    const flat = this.#model.service.protocol === 'ec2Query' || traits.xmlFlattened
    return this.#list(item, from, flat ? from : from.children.get(itemTraits.xmlName ?? 'member'))
  }

  #list(item: string, named: Node, from: Node | undefined): Value | undefined {
    if (named.own?.value === '') {
      named.own.taken = true
      return []
    }
    const indexed = [...(from?.children ?? [])]
      .filter(([index]) => /^\d{1,5}$/.test(index) && Number(index) <= MAX_INDEX)
      .sort(([a], [b]) => Number(a) - Number(b))
    const values = indexed
      .map(([, child]) => this.#value(item, NO_TRAITS, child))
      .filter((value) => value !== undefined)
    return values.length > 0 ? values : undefined
  }

  #scalar(target: string, from: Node): Value | undefined {
    const { own } = from
    if (own === null) return undefined
    own.taken = true
    const value = parseScalar(target, own.value, this.#epoch, 'body')
    if (value !== null) return value
    this.failure ??= fail(
      'InvalidParameterValue',
      `Value (${own.value}) for parameter ${own.name} is invalid. Expected a ${target}.`,
    )
    return undefined
  }
}

function readInput(
  model: ServiceModel,
  shape: StructureShape,
  all: ReadonlyMap<string, string>,
  epoch: Epoch,
): Result<Members> {
  const parameters = [...all]
    .filter(([name]) => !ABOUT.test(name))
    .map(([name, value]): Parameter => ({ name, value, taken: false }))
  const reader = new FormReader(model, epoch)
  const members = reader.structure(shape, treeOf(parameters))
  if (reader.failure !== null) return reader.failure
  const unknown: [string, string][] = []
  for (const { name, value } of parameters.filter((each) => !each.taken)) {
    const bare = name.replace(/\.\d+(?=\.|$)/g, '')
    // The door knows members by their names in the model, which a client cannot have meant here.
    const head = bare.split('.', 1)[0]
    if (shape.members.some(([member]) => member === head)) {
      return fail('UnknownParameter', `The parameter ${bare} is not recognized`)
    }
    unknown.push([bare, value])
  }
  return ok({ ...members, ...record(unknown) })
}

function versionRefused(model: ServiceModel, action: string, version: string | undefined) {
  const { id, apiVersion, protocol } = model.service
  if (version === apiVersion) return null
  if (protocol === 'query') {
    const asked = version ?? 'NO_VERSION_SPECIFIED'
    return fail('InvalidAction', `Could not find operation ${action} for version ${asked}`)
  }
  if (version === undefined) {
    return fail('MissingParameter', 'The request must contain the parameter Version')
  }
  return fail(
    'NoSuchVersion',
    `The requested version (${version}) of service Amazon${id} does not exist`,
  )
}

const open: Protocol['open'] = (model, incoming, epoch) => {
  const parameters = parametersOf(incoming)
  if (!parameters.ok) return parameters
  const action = parameters.value.get('Action') ?? ''
  if (action === '') return fail('MissingAction', 'The request must contain the parameter Action')
  const refused = versionRefused(model, action, parameters.value.get('Version'))
  if (refused !== null) return refused
  const row = operationOf(model, action)
  const shape = structureOf(model, row?.input ?? null)
  const input = () =>
    row === undefined ? ok({}) : readInput(model, shape, parameters.value, epoch)
  return ok({ operation: action, input })
}

/** EC2's `requestId` stands beside the members; the others keep it in `ResponseMetadata`. */
const write: Protocol['write'] = (model, operation, output, requestId, epoch) => {
  const { protocol, xmlNamespace } = model.service
  const row = operationOf(model, operation)
  const members = writeMembers({ model, epoch }, structureOf(model, row?.output ?? null), output)
  const namespace = new Map([['xmlns', xmlNamespace.replace(/\/?$/, '/')]])
  const ofEc2 = (): XmlElement[] => [
    element('requestId', requestId),
    // EC2 answers what has nothing to say with `true`.
    ...(row?.output === null ? [element('return', 'true')] : members),
  ]
  const ofOthers = (): XmlElement[] => [
    ...(row?.output === null ? [] : [element(`${operation}Result`, members)]),
    element('ResponseMetadata', [element('RequestId', requestId)]),
  ]
  const content = protocol === 'ec2Query' ? ofEc2() : ofOthers()
  return {
    status: 200,
    headers: headersOf(model, requestId),
    body: writeXml(element(`${operation}Response`, content, namespace)),
  }
}

/** Error envelopes: ERRORS §1. */
const refuse: Protocol['refuse'] = (model, failure, requestId) => {
  const said = [element('Code', failure.code), element('Message', failure.message)]
  const { protocol, xmlNamespace } = model.service
  const type = element('Type', failure.fault === 'client' ? 'Sender' : 'Receiver')
  const root =
    protocol === 'ec2Query'
      ? element('Response', [
          element('Errors', [element('Error', said)]),
          element('RequestID', requestId),
        ])
      : element(
          'ErrorResponse',
          [element('Error', [type, ...said]), element('RequestId', requestId)],
          new Map([['xmlns', xmlNamespace]]),
        )
  return {
    status: failure.httpStatus,
    headers: headersOf(model, requestId),
    body: writeXml(root),
  }
}

const headersOf = ({ service }: ServiceModel, requestId: string): (readonly [string, string])[] => [
  ['x-amzn-RequestId', requestId],
  ['Cache-Control', 'no-cache, no-store'],
  ['Content-Type', 'text/xml;charset=UTF-8'],
  ...(service.protocol === 'ec2Query' ? [['Server', 'AmazonEC2'] as const] : []),
]

/** `ec2Query` and `query`. */
export const queryProtocol: Protocol = { open, write, refuse }
