/**
 * A call, written as the command line that makes the same call with the real AWS CLI.
 *
 * Models aws-cli 2's way of naming options: kebab-case of the member's name, flags for booleans, shorthand
 * for plain structures, JSON for what shorthand cannot hold, and what the CLI does to single operations:
 * run-instances' `--count` and plain user data, the files of bodies, the source of a copy without percent
 * signs. A body is named as a file in the folder, after its key. Times are not told from numbers here, so a call
 * with such members is not printed exactly, nor is user data that is no text. A value that begins with `file://`
 * would be read as a file by the CLI, and is not guarded against.
 */
import type { Members } from '../cloud/call.ts'
import { decodeBase64, encodeBase64 } from '../cloud/kernel/base64.ts'

/** What a line is made of: the parts of a request that it shows. */
export interface LineRequest {
  readonly service: string
  readonly operation: string
  readonly input: Members
}

type Part = Members[string]

/** Names of the CLI's commands where they are not the signing name. */
const COMMANDS: Readonly<Record<string, string>> = { s3: 's3api', monitoring: 'cloudwatch' }

/** What needs no quotes in a POSIX shell. A leading `~` or `=` never matches. */
const SHELL_SAFE = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/
/** What the CLI's shorthand takes as it stands. */
const SHORTHAND_KEY = /^[A-Za-z0-9\-_.#/:]+$/
const SHORTHAND_SAFE = /^[A-Za-z0-9_.:/@*+-]+$/

/** `RunInstances` as `run-instances`: the CLI's own rule for operations and members. */
export function kebabCase(name: string): string {
  return name
    .replace(/[A-Z]{2,}s$/, (plural) => `-${plural.toLowerCase()}`)
    .replace(/([^-])([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
}

/** One word for a POSIX shell, in single quotes where it needs them. */
export function shellQuote(text: string): string {
  return SHELL_SAFE.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** The command that makes a call, as a palette names it: `ec2 stop-instances`, `s3api put-object`. */
export const commandName = ({
  service,
  operation,
}: Pick<LineRequest, 'service' | 'operation'>): string =>
  `${COMMANDS[service] ?? service} ${kebabCase(operation)}`

/** The words of the command, not yet quoted. */
export function commandWords({ service, operation, input: asCalled }: LineRequest): string[] {
  const { input, words } = asTyped(operation, asCalled)
  const { count, rest } = takeCount(operation, input)
  const head =
    service === 'lab'
      ? ['lab', kebabCase(operation)]
      : ['aws', COMMANDS[service] ?? service, kebabCase(operation)]
  const options = Object.entries(rest).flatMap(([member, value]) => option(member, value))
  return [...head, ...options, ...count, ...words]
}

/** The file that a printed command takes an object's body from, or writes it to: the last part of its key. */
export const bodyFile = (key: string): string => key.replace(/^.*\//s, '') || 'object'

/** An input as it is typed, where the CLI turns what is typed into another value; and words at the end. */
function asTyped(operation: string, input: Members): { input: Members; words: string[] } {
  const { UserData, CopySource, Key } = input
  const file = bodyFile(String(Key ?? ''))
  if (operation === 'RunInstances' && typeof UserData === 'string') {
    return { input: { ...input, UserData: asText(UserData) }, words: [] }
  }
  if (operation === 'CopyObject' && typeof CopySource === 'string') {
    return { input: { ...input, CopySource: withoutPercents(CopySource) }, words: [] }
  }
  if (operation === 'PutObject' && input.Body !== undefined) {
    return { input: { ...input, Body: file }, words: [] }
  }
  return { input, words: operation === 'GetObject' ? [file] : [] }
}

/** Base64 as the text that it stands for; itself when it stands for none. */
function asText(base64: string): string {
  const bytes = decodeBase64(base64)
  if (bytes === null) return base64
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  return encodeBase64(new TextEncoder().encode(text)) === base64 ? text : base64
}

function withoutPercents(source: string): string {
  try {
    return decodeURIComponent(source)
  } catch {
    return source
  }
}

/** The command as one line that can be pasted into a shell. */
export function commandLine(request: LineRequest): string {
  return commandWords(request).map(shellQuote).join(' ')
}

/** run-instances has one option for both counts, and 1 when it is left out. */
function takeCount(operation: string, input: Members): { count: string[]; rest: Members } {
  const { MinCount, MaxCount, ...rest } = input
  if (operation !== 'RunInstances' || typeof MinCount !== 'number' || typeof MaxCount !== 'number')
    return { count: [], rest: input }
  if (MinCount === 1 && MaxCount === 1) return { count: [], rest }
  const words = MinCount === MaxCount ? `${MinCount}` : `${MinCount}:${MaxCount}`
  return { count: ['--count', words], rest }
}

function option(member: string, value: Part): string[] {
  if (value === undefined || value === null) return []
  const name = kebabCase(member)
  // The CLI has a name of its own for this one.
  if (member === 'DisableApiTermination' && value === false) return ['--enable-api-termination']
  const flag = asFlag(value)
  if (flag !== null) return [flag ? `--${name}` : `--no-${name}`]
  const words = optionWords(value)
  const [word = '', more] = words
  // A word that looks like an option is tied to its own.
  return more === undefined && word.startsWith('-')
    ? [`--${name}=${word}`]
    : [`--${name}`, ...words]
}

/** A boolean, or a structure that holds only one under `Value`, as attributes of EC2 do. */
function asFlag(value: Part): boolean | null {
  if (typeof value === 'boolean') return value
  if (!isStructure(value)) return null
  const members = Object.entries(value)
  const [name, inner] = members[0] ?? []
  return members.length === 1 && name === 'Value' && typeof inner === 'boolean' ? inner : null
}

function optionWords(value: Part): string[] {
  if (value instanceof Uint8Array) return [encodeBase64(value)]
  if (Array.isArray(value)) {
    if (isPlainList(value)) return value.map(String)
    const short = value.map(shorthand)
    return value.length > 0 && short.every((word) => word !== null) ? short : [json(value)]
  }
  if (isStructure(value)) return [shorthand(value) ?? json(value)]
  return [String(value)]
}

/** A structure in shorthand, such as `Name=state,Values=a,b`; null when that cannot say it. */
function shorthand(value: Part): string | null {
  if (!isStructure(value)) return null
  const members = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([name, inner]) => shorthandMember(name, inner, false))
  return members.length > 0 && members.every((word) => word !== null) ? members.join(',') : null
}

function shorthandMember(name: string, value: Part, nested: boolean): string | null {
  const inner = shorthandValue(value, nested)
  return inner === null || !SHORTHAND_KEY.test(name) ? null : `${name}=${inner}`
}

function shorthandValue(value: Part, nested: boolean): string | null {
  if (isScalar(value)) return SHORTHAND_SAFE.test(String(value)) ? String(value) : null
  if (Array.isArray(value)) {
    const words = value.map((inner: Part) => shorthandValue(inner, true))
    if (words.length === 0 || !words.every((word) => word !== null)) return null
    // One number by itself would not become a list.
    const bare = value.every(isScalar) && (words.length > 1 || typeof value[0] === 'string')
    return !nested && bare ? words.join(',') : `[${words.join(',')}]`
  }
  if (!isStructure(value)) return null
  const members = Object.entries(value).map(([name, inner]) => shorthandMember(name, inner, true))
  return members.length > 0 && members.every((word) => word !== null)
    ? `{${members.join(',')}}`
    : null
}

const json = (value: Part): string =>
  JSON.stringify(value, (_, inner: unknown) => {
    if (inner instanceof Uint8Array) return encodeBase64(inner)
    return typeof inner === 'bigint' ? Number(inner) : inner
  })

/** A list that is written word by word: no word of it looks like an option, nor one alone like JSON. */
const isPlainList = (value: readonly Part[]): boolean =>
  value.length > 0 &&
  value.every((each) => isScalar(each) && !String(each).startsWith('-')) &&
  !(value.length === 1 && /^\s*\[/.test(String(value[0])))

const isScalar = (value: Part): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

const isStructure = (value: Part): value is Members =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array)
