/**
 * AWS Signature Version 4: canonical request, string to sign, signing key, and the signatures of headers, of
 * presigned URLs and of the chunks of a streamed body.
 *
 * Texts are held as HTTP carries them: a character a byte (latin-1), which is what `HttpRequest` holds, so a
 * signature is over the bytes that were sent. S3 takes the path as it is, encoded once; every other service
 * resolves its dots and doubled slashes, and encodes it a second time. A header that was sent twice is joined
 * by `, ` before it comes here, while some signers join by `,`: those two are not told apart.
 */
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { HttpRequest } from './http.ts'

/** The algorithm's name, in headers and strings to sign. */
export const ALGORITHM = 'AWS4-HMAC-SHA256'
/** In place of the hash of a body that is not signed. */
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD'
/** SHA-256 of nothing, in hexadecimal. */
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
/** The parameter of a presigned URL that its own signature leaves out. */
const SIGNATURE_PARAMETER = 'X-Amz-Signature'

/** What a signature is good for: a day (`20130524`), a Region and a service. */
export interface Scope {
  readonly date: string
  readonly region: string
  readonly service: string
}

/** Whose signature it is. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** What `sign` and `presign` need to know beside the request. */
export interface SigningOptions {
  readonly credentials: Credentials
  readonly region: string
  readonly service: string
  /** ms since 1970 */
  readonly nowMs: number
}

/** The parts of a request that a signature is over. */
export type Signable = Pick<HttpRequest, 'method' | 'target' | 'headers'>

/** A hash function over bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** `20130524/us-east-1/s3/aws4_request` */
const scopeText = ({ date, region, service }: Scope): string =>
  `${date}/${region}/${service}/aws4_request`

/** The bytes of a text of latin-1 characters. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}

/** The UTF-8 of a text, a character a byte: how HTTP carries it. */
export const wireText = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')

/** SHA-256 in hexadecimal. */
export const sha256Hex = (bytes: Uint8Array, sha256: Sha256 = nobleSha256): string =>
  bytesToHex(sha256(bytes))

/** A point of time as SigV4 writes it: `20130524T000000Z`. */
export const basicTime = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`

/** The path and query of a request target. */
export function splitTarget(target: string): readonly [path: string, query: string] {
  const at = target.indexOf('?')
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)]
}

/**
 * The canonical request. `payloadHash` is its last line: a hash in hexadecimal, or what stands for one.
 * Signed headers are taken in the order given, which a signer must have sorted.
 */
export function canonicalRequest(
  request: Signable,
  service: string,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const [path, query] = splitTarget(request.target)
  const headers = signedHeaders.map((name) => `${name}:${trimmed(request.headers.get(name) ?? '')}`)
  return [
    request.method,
    service === 's3' ? encodedOnce(path) : encodedAgain(path),
    canonicalQuery(query),
    ...headers,
    '',
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n')
}

/** The string to sign of a canonical request. */
export const stringToSign = (time: string, scope: Scope, canonical: string): string =>
  [ALGORITHM, time, scopeText(scope), sha256Hex(bytesOf(canonical))].join('\n')

/** The string to sign of a chunk, after the signature before it. */
export const chunkStringToSign = (
  time: string,
  scope: Scope,
  before: string,
  chunkHash: string,
): string =>
  [`${ALGORITHM}-PAYLOAD`, time, scopeText(scope), before, EMPTY_SHA256, chunkHash].join('\n')

/** The string to sign of the trailers: `name:value` and a line feed each, after the last chunk. */
export const trailerStringToSign = (
  time: string,
  scope: Scope,
  before: string,
  trailers: string,
): string =>
  ['AWS4-HMAC-SHA256-TRAILER', time, scopeText(scope), before, sha256Hex(bytesOf(trailers))].join(
    '\n',
  )

const MOST_KEYS = 64
const keys = new Map<string, Uint8Array>()

/** The key that signs for a scope. Remembered, since it is four hashes that every call of a day repeats. */
export function signingKey(secret: string, scope: Scope): Uint8Array {
  const name = `${secret}/${scopeText(scope)}`
  const known = keys.get(name)
  if (known !== undefined) return known
  let key = new TextEncoder().encode(`AWS4${secret}`)
  for (const part of scopeText(scope).split('/')) key = new Uint8Array(mac(key, part))
  if (keys.size >= MOST_KEYS) keys.clear()
  keys.set(name, key)
  return key
}

/** The signature of a string to sign, in hexadecimal. */
export const signature = (key: Uint8Array, text: string): string => bytesToHex(mac(key, text))

const mac = (key: Uint8Array, text: string): Uint8Array => hmac(nobleSha256, key, bytesOf(text))

/**
 * The headers of a request signed in its `Authorization` header. Signs `host`, `content-type` and every `x-amz-`
 * header; for S3 the hash of the body is one of them, unless the request brings what stands for it.
 */
export function sign(request: HttpRequest, options: SigningOptions): ReadonlyMap<string, string> {
  const { credentials, service } = options
  const headers = new Map(request.headers)
  headers.set('x-amz-date', basicTime(options.nowMs))
  if (credentials.sessionToken !== undefined) {
    headers.set('x-amz-security-token', credentials.sessionToken)
  }
  const payloadHash = headers.get('x-amz-content-sha256') ?? sha256Hex(request.body)
  if (service === 's3') headers.set('x-amz-content-sha256', payloadHash)
  const names = signedNames(headers)
  const canonical = canonicalRequest({ ...request, headers }, service, names, payloadHash)
  const [scope, found] = signed(canonical, options)
  const credential = `${credentials.accessKeyId}/${scopeText(scope)}`
  const authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${found}`
  return headers.set('authorization', authorization)
}

/**
 * The target of a request signed in its query: with the request's host it is a URL that is good for
 * `expiresSeconds` from now, without its body being signed. Signs every header that the request has.
 */
export function presign(
  request: Signable,
  options: SigningOptions & { readonly expiresSeconds: number },
): string {
  const { credentials, service } = options
  const names = [...request.headers.keys()].sort()
  const time = basicTime(options.nowMs)
  const scope = scopeText({ date: time.slice(0, 8), region: options.region, service })
  const parameters = [
    ['X-Amz-Algorithm', ALGORITHM],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${scope}`],
    ['X-Amz-Date', time],
    ['X-Amz-Expires', String(options.expiresSeconds)],
    ['X-Amz-SignedHeaders', names.join(';')],
    ...(credentials.sessionToken === undefined
      ? []
      : [['X-Amz-Security-Token', credentials.sessionToken]]),
  ]
  const added = parameters.map((pair) => pair.map(encoded).join('=')).join('&')
  const target = `${request.target}${request.target.includes('?') ? '&' : '?'}${added}`
  const payloadHash = service === 's3' ? UNSIGNED_PAYLOAD : EMPTY_SHA256
  const canonical = canonicalRequest({ ...request, target }, service, names, payloadHash)
  return `${target}&${SIGNATURE_PARAMETER}=${signed(canonical, options)[1]}`
}

function signed(canonical: string, options: SigningOptions): readonly [Scope, string] {
  const { region, service, credentials } = options
  const time = basicTime(options.nowMs)
  const scope = { date: time.slice(0, 8), region, service }
  const key = signingKey(credentials.secretAccessKey, scope)
  return [scope, signature(key, stringToSign(time, scope, canonical))]
}

const signedNames = (headers: ReadonlyMap<string, string>): string[] =>
  [...headers.keys()]
    .filter((name) => name === 'host' || name === 'content-type' || name.startsWith('x-amz-'))
    .sort()

const trimmed = (value: string): string =>
  value.replaceAll(/[ \t\r\n]+/g, ' ').replaceAll(/^ | $/g, '')

function escaped(code: number): string {
  const character = String.fromCharCode(code)
  if (/[A-Za-z0-9\-._~]/.test(character)) return character
  return `%${code.toString(16).toUpperCase().padStart(2, '0')}`
}

/** Percent-encodes every character but the unreserved ones (RFC 3986). */
const encoded = (text: string): string =>
  text.replaceAll(/[^A-Za-z0-9\-._~]/g, (found) => escaped(found.charCodeAt(0)))

/** Brings a percent-encoded text into one form: what must be encoded is, in upper case, and nothing else. */
const reencoded = (text: string, pattern: RegExp): string =>
  text.replaceAll(pattern, (found: string, hex: string | undefined) =>
    escaped(hex === undefined ? found.charCodeAt(0) : Number.parseInt(hex, 16)),
  )

const encodedOnce = (path: string): string =>
  reencoded(path, /%([0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~/]/g)

function encodedAgain(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(encoded(segment))
  }
  const end = segments.length > 0 && path.endsWith('/') ? '/' : ''
  return `/${segments.join('/')}${end}`
}

function canonicalQuery(query: string): string {
  const pairs: (readonly [string, string])[] = []
  for (const parameter of query.split('&')) {
    if (parameter === '') continue
    const at = parameter.indexOf('=')
    const name = queryText(at < 0 ? parameter : parameter.slice(0, at))
    if (name === SIGNATURE_PARAMETER) continue
    pairs.push([name, at < 0 ? '' : queryText(parameter.slice(at + 1))])
  }
  pairs.sort(([a, x], [b, y]) => order(a, b) || order(x, y))
  return pairs.map(([name, value]) => `${name}=${value}`).join('&')
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const queryText = (text: string): string =>
  reencoded(text.replaceAll('+', '%20'), /%([0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~]/g)
