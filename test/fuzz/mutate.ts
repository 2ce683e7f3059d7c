/**
 * What fuzzed requests do to valid ones: bytes flipped, cut and doubled; methods, targets, headers, framing and
 * documents changed by somebody who knows what they mean.
 */
import type { HttpRequest } from '../../src/wire/http.ts'
import type { Dice } from './dice.ts'
import { BODIES, BUCKETS, HEADERS, KEYS, METHODS, PARAMETERS, PATHS } from './words.ts'

const latin = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** Some bytes of a text turned, left out, doubled, or put in anew. */
function scrambled(text: string, dice: Dice): string {
  if (text.length === 0) return dice.pick(['', ' ', '\x00', 'x'])
  const at = dice.below(text.length)
  const to = Math.min(text.length, at + 1 + dice.below(8))
  const [before, part, after] = [text.slice(0, at), text.slice(at, to), text.slice(to)]
  switch (dice.below(6)) {
    case 0:
      return before + after
    case 1:
      return before + part + part + after
    case 2:
      return before
    case 3:
      return (
        before +
        dice.pick(['%', '%00', '&', '=', '<', '>', '/', '\n', '"', '.', ';', ' ']) +
        part +
        after
      )
    case 4:
      return before + String.fromCharCode(dice.below(256)) + after
    default:
      return before + part.repeat(1 + dice.below(30)) + after
  }
}

/** A target as a client could write it on a request line: no spaces or control characters. */
const asTarget = (text: string): string => {
  const kept = [...text].filter((c) => c > ' ' && c !== '\x7f').join('')
  return kept === '' ? '/' : kept
}

type Mutation = (request: HttpRequest, dice: Dice, other: HttpRequest) => HttpRequest

const withHeader = (request: HttpRequest, name: string, value: string | null): HttpRequest => {
  const headers = new Map(request.headers)
  if (value === null) headers.delete(name)
  else headers.set(name, value)
  return { ...request, headers }
}

const parameter: Mutation = (request, dice) => {
  const [path = '', ...rest] = request.target.split('?')
  const parts = rest.join('?').split('&').filter(Boolean)
  const choice = parts.length === 0 ? 0 : dice.below(4)
  if (choice < 2) parts.splice(dice.below(parts.length + 1), 0, dice.pick(PARAMETERS))
  else if (choice === 2) parts.splice(dice.below(parts.length), 1)
  else parts.push(dice.pick(parts))
  return { ...request, target: `${path}?${parts.join('&')}` }
}

const path: Mutation = (request, dice) => {
  const [before = '', ...rest] = request.target.split('?')
  const parts = before.split('/')
  const at = dice.below(parts.length)
  const word = dice.pick([
    ...PATHS,
    ...BUCKETS.map((each) => `/${each}`),
    ...KEYS.map((each) => `/${encodeURI(each)}`),
  ])
  if (dice.onceIn(2)) parts[at] = `${parts[at]}${word}`
  else parts.splice(at, 1)
  const query = rest.length === 0 ? '' : `?${rest.join('?')}`
  return { ...request, target: asTarget(`${parts.join('/')}${query}`) }
}

const header: Mutation = (request, dice) => {
  const names = [...request.headers.keys()]
  if (names.length === 0 || dice.onceIn(2)) return withHeader(request, ...dice.pick(HEADERS))
  const name = dice.pick(names)
  if (dice.onceIn(3)) return withHeader(request, name, null)
  const value = scrambled(request.headers.get(name) ?? '', dice)
  return withHeader(
    request,
    name,
    [...value]
      .filter((c) => c >= ' ' && c !== '\x7f')
      .join('')
      .trim(),
  )
}

const form: Mutation = (request, dice) => {
  const parts = textOf(request.body).split('&')
  const at = dice.below(parts.length)
  const choice = dice.below(3)
  const number = () => dice.pick(['0', '-1', '2', '99999', '', 'x'])
  if (choice === 0) parts.splice(at, 1)
  else if (choice === 1) parts.splice(at, 0, dice.pick(PARAMETERS))
  else parts[at] = (parts[at] ?? '').replace(/\d+/, number)
  return { ...request, body: latin(parts.join('&')) }
}

const isForm = ({ body }: HttpRequest): boolean => textOf(body.subarray(0, 7)) === 'Action='

/** The body in the framing of aws-chunked, with sizes that may lie. */
const framed: Mutation = (request, dice, other) => {
  if (isForm(request)) return form(request, dice, other)
  const body = textOf(request.body)
  const cut = dice.below(body.length + 1)
  const chunk = (part: string) =>
    `${(part.length + (dice.onceIn(5) ? 1 : 0)).toString(16)}${dice.pick(['', ';chunk-signature=0', ';x'])}\r\n${part}\r\n`
  const trailer = dice.pick(['\r\n', 'x-amz-checksum-crc32:AAAAAA==\r\n\r\n', 'x\r\n', ''])
  const parts = [body.slice(0, cut), body.slice(cut)].filter(Boolean).map(chunk)
  const changed = { ...request, body: latin(`${parts.join('')}0\r\n${trailer}`) }
  const kind = dice.pick(HEADERS.filter(([name]) => name === 'x-amz-content-sha256'))
  const length = String(body.length + (dice.onceIn(5) ? 1 : 0))
  return withHeader(withHeader(changed, ...kind), 'x-amz-decoded-content-length', length)
}

/** An element of a document doubled, renamed, emptied or put into itself. */
const element: Mutation = (request, dice, other) => {
  if (isForm(request)) return form(request, dice, other)
  const text = textOf(request.body)
  const found = [...text.matchAll(/<(\w+)[^<>]*>([^<>]*)<\/\1>/g)]
  if (found.length === 0) return { ...request, body: latin(dice.pick(BODIES)) }
  const one = dice.pick(found)
  const [whole, name = '', content = ''] = one
  const changed = dice.pick([
    whole + whole,
    `<${name}/>`,
    `<${name}>${whole}</${name}>`,
    `<x:${name} xmlns:x="y">${content}</x:${name}>`,
    `<Other>${content}</Other>`,
    `<${name}><![CDATA[${content}]]></${name}>`,
    `<${name}>&#x${dice.below(0x11ffff).toString(16)};</${name}>`,
    `<${name}>${'9'.repeat(30)}</${name}>`,
  ])
  return { ...request, body: latin(text.replace(whole, () => changed)) }
}

/** Parts of another request, of the same kind: a form without its action is only that. */
const lent: Mutation = (request, dice, other) => {
  if (isForm(request) !== isForm(other)) return parameter(request, dice, other)
  const { body, headers, target } = other
  return { ...request, ...dice.pick([{ body }, { headers }, { target }]) }
}

const rewritten: Mutation = (request, dice, other) => {
  if (isForm(request) && !dice.onceIn(8)) return form(request, dice, other)
  const body = dice.onceIn(4) ? dice.bytes(dice.below(64)) : latin(dice.pick(BODIES))
  return { ...request, body }
}

const TOKENS = [
  ...['&', 'a=1&', 'Filter.1.Value.1=x&', '1\r\nx\r\n', '0\r\n', 'x:y\r\n', '%41', '%', '+'],
  ...['<a>', '<a/>', '<a b="">', '&amp;', '<!---->', '[', '{"a":', ',', ';', '.1', '/', 'x'],
]

/**
 * One token, again and again: what costs most for each byte that is sent. From 64 KiB to 4 MiB of it in a body, and
 * to 256 KiB in a head, of which a server takes less.
 */
export const inflated: Mutation = (request, dice) => {
  const token = dice.pick(TOKENS)
  const place = dice.below(4)
  const length = 65_536 * (1 + dice.below(place < 2 ? 4 : 64))
  const text = token.repeat(Math.ceil(length / token.length))
  switch (place) {
    case 0:
      return { ...request, target: asTarget(`${request.target.split('?')[0]}?${text}`) }
    case 1:
      return withHeader(request, dice.pick(HEADERS)[0], text.replaceAll(/[\r\n]/g, ''))
    case 2:
      return { ...request, body: latin(text) }
    default: {
      const body = textOf(request.body)
      const at = dice.below(body.length + 1)
      return { ...request, body: latin(body.slice(0, at) + text + body.slice(at)) }
    }
  }
}

const MUTATIONS: readonly Mutation[] = [
  ...[parameter, parameter, path, path, header, header, header],
  ...[framed, element, form, rewritten, lent, lent],
  (request, dice) => ({ ...request, method: dice.pick(METHODS) }),
  (request, dice) => ({ ...request, target: asTarget(scrambled(request.target, dice)) }),
  (request, dice) => ({ ...request, body: latin(scrambled(textOf(request.body), dice)) }),
]

/** One request in so many is made long: each costs as much as hundreds of others. */
const INFLATE = 250

/** A request changed by none to four mutations; `other` lends its parts. */
export function mutated(request: HttpRequest, other: HttpRequest, dice: Dice): HttpRequest {
  let changed = request
  for (let left = dice.below(5); left > 0; left--) {
    changed = dice.pick(MUTATIONS)(changed, dice, other)
  }
  return dice.onceIn(INFLATE) ? inflated(changed, dice, other) : changed
}
