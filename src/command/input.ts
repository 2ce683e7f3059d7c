/**
 * The input of a call from the options of its line.
 *
 * Models the steps of aws-cli 2 between argparse and the wire, in its order: checks between options, values
 * unpacked, `--cli-input-json` beneath them, blobs from Base64, botocore's own changes (RunInstances' counts,
 * user data and interface; S3's names), a random token where the model wants one and none was given, the check
 * against the model. Not modelled: its thousand volumes a page; the lab does what it would do without. Where Debian's build of 2.9.19 fails on a bad `--count`, the words it means are said.
 */
import { encodeBase64 } from '../cloud/kernel/base64.ts'
import type { Value } from '../cloud/kernel/value.ts'
import { type Argument, type InterfaceMember, pagesOf } from './arguments.ts'
import { CommandError, EXIT, paramError, validationError } from './errors.ts'
import type { Globals } from './globals.ts'
import { kebabCase } from './line.ts'
import type { Service } from './names.ts'
import type { Given, Parsed } from './parser.ts'
import { isDict, isList, readWhole, typeName } from './python.ts'
import { JsonProblem, readValue } from './readJson.ts'
import { wrongBucket } from './sendable.ts'
import type { Environment, Span } from './types.ts'
import { bytesOf, loadFile, type Place, unpack } from './unpack.ts'
import { toMembers, validate } from './validate.ts'
import { isToken, membersOf, type Type, typeOf } from './values.ts'

/** Values by member, while they are put together. */
export type Draft = Record<string, Value>

/** How pages are asked for: by the CLI itself, unless the line asks for them. */
export interface Paging {
  readonly on: boolean
  readonly startingToken: string | null
  readonly maxItems: number | null
}

/** What a line asks of an operation. */
export interface Asked {
  readonly service: Service
  readonly operation: string
  readonly args: readonly Argument[]
  readonly parsed: Parsed
  readonly globals: Globals
  readonly env: Environment
}

/** Members from options, before botocore touches them, and how pages are asked for. Throws `CommandError`. */
export function readInput(asked: Asked): { draft: Draft; paging: Paging } {
  const paginate = checkPaging(asked)
  checkPairs(asked)
  // Names come from what was typed: without a prototype, `__proto__` is a name like any other.
  const draft: Draft = Object.create(null)
  const page = new Map<string, string | number>()
  for (const argument of asked.args) {
    const given = asked.parsed.given.get(argument.key)
    if (given?.option === argument) put(asked, argument, given, draft, page)
  }
  const beneath = readInputJson(asked)
  for (const [member, value] of Object.entries(beneath)) {
    if (!Object.hasOwn(draft, member)) draft[member] = value ?? null
  }
  const pages = pagesOf(asked.service, asked.operation)
  const own = pages !== undefined && (pages.input in draft || pages.limit in draft)
  const number = (name: string): number | null => {
    const value = page.get(name)
    return typeof value === 'number' ? value : null
  }
  const token = page.get('StartingToken')
  const on = pages !== undefined && paginate && !own
  const size = number('PageSize')
  if (on && size !== null) draft[pages.limit] = size
  return {
    draft,
    paging: {
      on,
      startingToken: typeof token === 'string' ? token : null,
      maxItems: number('MaxItems'),
    },
  }
}

/** The input as the call has it. Throws `CommandError`. */
export function finishInput(asked: Asked, draft: Draft): { readonly [member: string]: Value } {
  const { service, operation, env } = asked
  const members = membersOf(service.model, service.model.operations[operation]?.input ?? null)
  if (asked.globals.base64) {
    for (const [name, target] of members) {
      const value = draft[name]
      if (value !== undefined) draft[name] = decoded(service, typeOf(service.model, target), value)
    }
  }
  if (service.name === 's3') prepareS3(operation, draft)
  if (operation === 'RunInstances') prepareRun(draft)
  for (const [name, , traits] of members) {
    if (isToken(traits) && !Object.hasOwn(draft, name)) draft[name] = env.newToken()
  }
  const lines = validate(service, operation, draft, env.epoch())
  if (lines.length > 0) throw validationError(lines.join('\n'), { at: whereOf(asked, lines) })
  return toMembers(service, operation, draft, env.epoch())
}

/** The option that the first complaint is about. */
function whereOf(asked: Asked, lines: readonly string[]): Span | null {
  const text = lines[0] ?? ''
  const member = /(?:parameter|parameter in) ([A-Za-z0-9]+)/.exec(text)?.[1] ?? ''
  const given = asked.parsed.given.get(kebabCase(member))
  return given === undefined ? null : (given.words[0]?.at ?? given.at)
}

/** Whether the CLI asks for page after page: not with --no-paginate, and not beside the operation's own options. */
function checkPaging({ service, operation, parsed, globals }: Asked): boolean {
  const pages = pagesOf(service, operation)
  if (pages === undefined) return globals.paginate
  const own = [pages.input, pages.limit].some((name) => parsed.given.has(kebabCase(name)))
  if (globals.paginate && !own) return true
  const used = ['starting-token', 'page-size', 'max-items'].filter((name) => {
    const text = parsed.given.get(name)?.words[0]?.text ?? ''
    return text !== '' && readWhole(text) !== 0
  })
  if (used.length === 0) return false
  const options = used.map((name) => `--${name}`).join(', ')
  throw new CommandError(
    EXIT.usage,
    `Cannot specify --no-paginate along with pagination arguments: ${options}`,
    { at: parsed.given.get(used[0] ?? '')?.at ?? null },
  )
}

function checkPairs({ args, parsed }: Asked): void {
  for (const { role, key, flag } of args) {
    if (role.kind !== 'wrapped' || !role.on) continue
    const off = parsed.given.get(`no-${key}`)
    if (!parsed.given.has(key) || off === undefined) continue
    const message = `Cannot specify both the "${flag}" option and the "--no-${key}" option.`
    throw new CommandError(EXIT.usage, message, { at: off.at })
  }
  const simple = [
    'secondary-private-ip-addresses',
    'secondary-private-ip-address-count',
    'associate-public-ip-address',
  ].map((key) => parsed.given.get(key))
  const first = simple.find((given) => given !== undefined)
  if (first !== undefined && parsed.given.has('network-interfaces')) {
    const message =
      'Mixing the --network-interfaces option with the simple, scalar options is not supported.'
    throw new CommandError(EXIT.usage, message, { at: first.at })
  }
}

/** Puts what one option was given to where it belongs. */
function put(
  asked: Asked,
  argument: Argument,
  given: Given,
  draft: Draft,
  page: Map<string, string | number>,
): void {
  const { role } = argument
  const place: Place = {
    service: asked.service,
    shelf: asked.env.shelf,
    flag: argument.flag ?? argument.key,
    words: given.words,
  }
  const text = given.words[0]?.text ?? ''
  if (role.kind === 'flag') draft[role.member] = role.on
  else if (role.kind === 'wrapped') {
    const value = role.on && given.words.length > 0 ? unpack(place, role.target, false) : null
    draft[role.member] = value ?? { Value: role.on }
  } else if (role.kind === 'member') {
    // The lab's own words are never read from files: a save's name may look like a file's address.
    const asTyped = asked.service.name === 'lab' && role.target === 'string'
    draft[role.member] = asTyped ? text : unpack(place, role.target, argument.takes === 'many')
  } else if (role.kind === 'count') putCount(draft, text, given)
  else if (role.kind === 'interface') putInterface(draft, role.member, role.on, given)
  else if (role.kind === 'page') {
    const loaded = role.name === 'StartingToken' ? loadFile(place, text) : null
    const value = typeof loaded === 'string' ? loaded : text
    page.set(role.name, role.name === 'StartingToken' ? value : (readWhole(text) ?? 0))
  } else if (role.kind === 'inputYaml') {
    const message = 'The lab has no --cli-input-yaml. Use --cli-input-json.'
    throw new CommandError(EXIT.usage, message, { at: given.at })
  }
}

function putCount(draft: Draft, text: string, given: Given): void {
  const [least = '', most = least, more] = text.split(':')
  const [min, max] = [readWhole(least), readWhole(most)]
  if (min === null || max === null || more !== undefined) {
    const message = 'count parameter should be of form min[:max] (e.g. 1 or 1:10)'
    throw new CommandError(EXIT.usage, message, { at: given.words[0]?.at ?? given.at })
  }
  draft.MinCount = min
  draft.MaxCount = max
}

/** The members of run-instances' first interface that have options of their own. */
function putInterface(draft: Draft, member: InterfaceMember, on: boolean, given: Given): void {
  const texts = given.words.map((word) => word.text)
  const count = readWhole(texts[0] ?? '') ?? 0
  const values: Readonly<Record<InterfaceMember, Value | null>> = {
    PrivateIpAddresses:
      texts.length === 0 ? null : texts.map((text) => ({ PrivateIpAddress: text, Primary: false })),
    SecondaryPrivateIpAddressCount: count === 0 ? null : count,
    AssociatePublicIpAddress: on,
  }
  const value = values[member]
  if (value === null) return
  const first = firstInterface(draft) ?? { DeviceIndex: 0 }
  draft.NetworkInterfaces = [{ ...first, [member]: value }]
}

function firstInterface(draft: Draft): Draft | null {
  const list = draft.NetworkInterfaces
  const [first] = isList(list) ? list : []
  return isDict(first) ? (first as Draft) : null
}

function readInputJson({ parsed, service, env }: Asked): {
  readonly [member: string]: Value | undefined
} {
  const given = parsed.given.get('cli-input-json')
  const [word] = given?.words ?? []
  if (word === undefined) return {}
  const flag = '--cli-input-json'
  const place: Place = { service, shelf: env.shelf, flag, words: [word] }
  const loaded = loadFile(place, word.text) ?? word.text
  const text = typeof loaded === 'string' ? loaded : new TextDecoder().decode(loaded)
  try {
    const value = readValue(text)
    if (isDict(value)) return value
    const message = `Invalid type: expecting map, received <class '${typeName(value)}'>`
    throw paramError(flag, message, { at: word.at })
  } catch (problem) {
    if (!(problem instanceof JsonProblem)) throw problem
    throw paramError('cli-input-json', 'Invalid JSON received.', { at: word.at })
  }
}

/** Base64 in texts that stand for bytes. */
function decoded(service: Service, type: Type, value: Value): Value {
  if (type.kind === 'blob') return typeof value === 'string' ? bytesOf(value) : value
  if (type.kind === 'list' && isList(value)) {
    const element = typeOf(service.model, type.element)
    return value.map((each) => decoded(service, element, each))
  }
  if (type.kind !== 'structure' || !isDict(value)) return value
  const targets = new Map(type.members.map(([name, target]) => [name, target]))
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const target = targets.get(name)
      if (each === undefined || target === undefined) return [name, each]
      return [name, decoded(service, typeOf(service.model, target), each)]
    }),
  )
}

/** botocore's handlers for S3: names of buckets, ASCII metadata, the source of a copy in percent signs. */
function prepareS3(operation: string, draft: Draft): void {
  const { Bucket, Metadata, CopySource } = draft
  const wrong = typeof Bucket === 'string' ? wrongBucket(Bucket) : null
  if (wrong !== null) throw validationError(wrong)
  for (const [key, value] of isDict(Metadata) ? Object.entries(Metadata) : []) {
    if (typeof value !== 'string') {
      throw new CommandError(EXIT.general, `'${typeName(value)}' object has no attribute 'encode'`)
    }
    if (/^[\0-\x7f]*$/.test(`${key}${value}`)) continue
    throw validationError(
      `Non ascii characters found in S3 metadata for key "${key}", value: "${value}".  \n` +
        'S3 metadata can only contain ASCII characters. ',
    )
  }
  if (operation === 'CopyObject' && typeof CopySource === 'string') {
    draft.CopySource = quotedSource(CopySource)
  }
}

/** `bucket/key` with all but unreserved characters and `/` as percent signs; `?versionId=` stays. */
function quotedSource(source: string): string {
  const version = /\?versionId=\S+$/.exec(source)?.[0] ?? ''
  const path = source.slice(0, source.length - version.length)
  let out = ''
  for (const byte of new TextEncoder().encode(path)) {
    const c = String.fromCharCode(byte)
    out += /[A-Za-z0-9._~/-]/.test(c) ? c : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return out + version
}

/** RunInstances: one instance unless more are asked for, user data in Base64, one place for the interface. */
function prepareRun(draft: Draft): void {
  const { UserData } = draft
  if (typeof UserData === 'string') {
    draft.UserData = encodeBase64(new TextEncoder().encode(UserData))
  } else if (UserData instanceof Uint8Array) draft.UserData = encodeBase64(UserData)
  draft.MaxCount ??= 1
  draft.MinCount ??= 1
  const first = firstInterface(draft)
  const simple = [
    'PrivateIpAddresses',
    'SecondaryPrivateIpAddressCount',
    'AssociatePublicIpAddress',
  ]
  if (first === null || !simple.some((name) => name in first)) return
  const moved: Draft = { ...first }
  const move = (from: string, to: string, made: (value: Value) => Value): void => {
    const value = draft[from]
    if (value === undefined) return
    moved[to] = made(value)
    delete draft[from]
  }
  const same = (value: Value): Value => value
  move('SubnetId', 'SubnetId', same)
  move('SecurityGroupIds', 'Groups', same)
  move('PrivateIpAddress', 'PrivateIpAddresses', (value) => [
    { PrivateIpAddress: value, Primary: true },
  ])
  move('Ipv6AddressCount', 'Ipv6AddressCount', same)
  move('Ipv6Addresses', 'Ipv6Addresses', same)
  const rest = isList(draft.NetworkInterfaces) ? draft.NetworkInterfaces.slice(1) : []
  draft.NetworkInterfaces = [moved, ...rest]
}
