/**
 * Who sends a request, whether the signature is right, and the body without its framing.
 *
 * A claim that can be read is judged, and the verdict goes to the door with what AWS quotes of it; what is
 * malformed is answered at once. The clock is the caller's, so that a URL can expire in cloud time. Signatures of
 * an unknown key are not judged: the door says that the key is unknown. `open` takes every signature, yet the
 * content's own hash and framing must be right, since they are about the bytes and not about who sent them.
 */
import type { Caller, Verdict } from '../cloud/call.ts'
import { REGION } from '../cloud/kernel/ref.ts'
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import type { Chunk, Unframed } from './chunked.ts'
import { type Claim, queryOf, readClaim, type Speech, speechOf } from './claim.ts'
import { CONTENT_HASH, type Content, contentOf } from './content.ts'
import type { HttpRequest, WireOptions } from './http.ts'
import {
  basicTime,
  bytesOf,
  canonicalRequest,
  chunkStringToSign,
  sha256Hex,
  signature,
  signingKey,
  stringToSign,
  trailerStringToSign,
  UNSIGNED_PAYLOAD,
} from './sigv4.ts'

/** A request whose sender is judged. */
export interface Authentication {
  readonly caller: Caller
  readonly presigned: boolean
  /** of the signature's scope; null without one */
  readonly region: string | null
  /** without aws-chunked framing */
  readonly body: Uint8Array
  /** with the trailers, and as they would be without the framing */
  readonly headers: ReadonlyMap<string, string>
}

type Evidence = Readonly<Record<string, string>>
type Judgement = { readonly verdict: Verdict; readonly evidence?: Evidence }

const MOST_SKEW_MS = 900_000
const VALID: Judgement = { verdict: 'valid' }

/** Judges a request to a service (`s3`). A failure is answered at once, in that service's words. */
export function authenticate(
  request: HttpRequest,
  options: WireOptions,
  service: string,
): Result<Authentication> {
  const query = queryOf(request)
  const speech = speechOf(service)
  const read = readClaim(request, query, speech)
  if (options.auth === 'verify' && !read.ok) return read
  const claim = read.ok ? read.value : null
  const inQuery = claim?.presigned ? query.get('X-Amz-Content-Sha256') : undefined
  const payload = inQuery ?? request.headers.get(CONTENT_HASH)
  if (options.auth === 'open' || claim === null) {
    const content = contentOf(request, speech, payload, options)
    if (!content.ok) return content
    const caller =
      options.auth === 'open' ? openCaller(request, query, claim) : ({ kind: 'anonymous' } as const)
    const region = options.auth === 'open' ? REGION : null
    return ok(authentication(caller, claim, content.value, region))
  }
  const refused = speech === 's3' ? unsignedPart(request, claim, payload) : null
  if (refused !== null) return refused
  return judged(request, claim, speech, payload, options)
}

function judged(
  request: HttpRequest,
  claim: Claim,
  speech: Speech,
  payload: string | undefined,
  options: WireOptions,
): Result<Authentication> {
  const secret = options.secretOf(claim.accessKeyId)
  const late = judgeTime(claim, speech, options.nowMs)
  // S3 is told what the body's hash is and checks it apart; the others are not, and hash what came.
  const hash =
    speech === 's3' ? (payload ?? UNSIGNED_PAYLOAD) : sha256Hex(request.body, options.sha256)
  const proof = secret === undefined ? null : new Proof(request, claim, hash, secret)
  const found = late ?? proof?.judge() ?? VALID
  if (found.verdict !== 'valid') {
    const { body, headers } = request
    return ok(
      authentication(callerOf(claim, found), claim, { body, headers, unframed: null }, null),
    )
  }
  const content = contentOf(request, speech, payload, options)
  if (!content.ok) return content
  const { unframed } = content.value
  const judgement = (unframed && proof?.judgeChunks(unframed, options)) ?? VALID
  return ok(authentication(callerOf(claim, judgement), claim, content.value, null))
}

const authentication = (
  caller: Caller,
  claim: Claim | null,
  { body, headers }: Content,
  region: string | null,
): Authentication => ({
  caller,
  presigned: claim?.presigned ?? false,
  region: claim?.scope.region ?? region,
  body,
  headers,
})

const callerOf = (claim: Claim, { verdict, evidence }: Judgement): Caller => ({
  kind: 'signed',
  accessKeyId: claim.accessKeyId,
  sessionToken: claim.sessionToken,
  verdict,
  ...(evidence === undefined ? {} : { evidence }),
})

/** Whoever the request names, in whatever form, and nobody's key when it names none. */
function openCaller(
  request: HttpRequest,
  query: ReadonlyMap<string, string>,
  claim: Claim | null,
): Caller {
  const authorization = request.headers.get('authorization') ?? ''
  const named = /Credential=([^/,\s]+)/.exec(authorization) ?? /^AWS ([^:\s]+):/.exec(authorization)
  const inQuery = query.get('X-Amz-Credential')?.split('/')[0] ?? query.get('AWSAccessKeyId')
  return {
    kind: 'signed',
    accessKeyId: claim?.accessKeyId ?? named?.[1] ?? inQuery ?? '',
    sessionToken: claim?.sessionToken ?? null,
    verdict: 'valid',
  }
}

/** What S3 wants to see signed, and is not; or null. */
function unsignedPart(
  request: HttpRequest,
  claim: Claim,
  payload: string | undefined,
): Result<never> | null {
  if (!claim.presigned && payload === undefined) {
    return fail('InvalidRequest', `Missing required header for this request: ${CONTENT_HASH}`)
  }
  const names = [...request.headers.keys()].filter(
    (name) =>
      (name === 'host' || (name.startsWith('x-amz-') && name !== CONTENT_HASH)) &&
      !claim.signedHeaders.includes(name),
  )
  if (names.length === 0) return null
  return fail('AccessDenied', 'There were headers present in the request which were not signed', {
    httpStatus: 403,
    details: { HeadersNotSigned: names.sort().join(', ') },
  })
}

/** Whether a signature's time is over, or its clock is off; null when it is neither. */
function judgeTime(claim: Claim, speech: Speech, nowMs: number): Judgement | null {
  const { timeMs, expiresSeconds } = claim
  const lifeMs = claim.presigned && expiresSeconds !== null ? expiresSeconds * 1000 : MOST_SKEW_MS
  if (timeMs - nowMs <= MOST_SKEW_MS && nowMs - timeMs <= lifeMs) return null
  if (speech === 's3' && claim.presigned && nowMs > timeMs) {
    const evidence = {
      Expires: isoTime(timeMs + lifeMs),
      ServerTime: isoTime(nowMs),
      'X-Amz-Expires': String(expiresSeconds),
    }
    return { verdict: 'expired', evidence }
  }
  const s3 = {
    RequestTime: basicTime(timeMs),
    ServerTime: isoTime(nowMs),
    MaxAllowedSkewMilliseconds: String(MOST_SKEW_MS),
  }
  const bound = nowMs > timeMs ? 'Earliest' : 'Latest'
  const others = {
    RequestTime: basicTime(timeMs),
    ServerTime: basicTime(nowMs),
    [bound]: basicTime(nowMs > timeMs ? nowMs - MOST_SKEW_MS : nowMs + MOST_SKEW_MS),
  }
  return { verdict: 'skewed', evidence: speech === 's3' ? s3 : others }
}

/** The signatures that a key makes, beside those that came. */
class Proof {
  readonly #claim: Claim
  readonly #canonical: string
  readonly #time: string
  readonly #key: Uint8Array

  constructor(request: HttpRequest, claim: Claim, hash: string, secret: string) {
    this.#claim = claim
    this.#canonical = canonicalRequest(request, claim.scope.service, claim.signedHeaders, hash)
    this.#time = basicTime(claim.timeMs)
    this.#key = signingKey(secret, claim.scope)
  }

  judge(): Judgement | null {
    const { scope, signedHeaders } = this.#claim
    const text = stringToSign(this.#time, scope, this.#canonical)
    const inScope = this.#time.startsWith(scope.date) && signedHeaders.includes('host')
    return this.#compare(text, inScope ? this.#claim.signature : '')
  }

  /** Chunk by chunk, each after the signature before it, and then the trailers. */
  judgeChunks(unframed: Unframed, options: WireOptions): Judgement | null {
    let before = this.#claim.signature
    for (const chunk of unframed.chunks) {
      const wrong = this.#judgeChunk(chunk, before, options)
      if (wrong !== null) return wrong
      before = chunk.signature ?? ''
    }
    if (unframed.trailerSignature === null) return null
    const trailers = [...unframed.trailers].map(([name, value]) => `${name}:${value}\n`).join('')
    const text = trailerStringToSign(this.#time, this.#claim.scope, before, trailers)
    return this.#compare(text, unframed.trailerSignature)
  }

  #judgeChunk(chunk: Chunk, before: string, { sha256 }: WireOptions): Judgement | null {
    if (chunk.signature === null) return null
    const hash = sha256Hex(chunk.bytes, sha256)
    const text = chunkStringToSign(this.#time, this.#claim.scope, before, hash)
    return this.#compare(text, chunk.signature)
  }

  #compare(text: string, given: string): Judgement | null {
    if (signature(this.#key, text) === given) return null
    const evidence = {
      AWSAccessKeyId: this.#claim.accessKeyId,
      StringToSign: text,
      SignatureProvided: this.#claim.signature,
      StringToSignBytes: hexBytes(text),
      CanonicalRequest: new TextDecoder().decode(bytesOf(this.#canonical)),
      CanonicalRequestBytes: hexBytes(this.#canonical),
    }
    return { verdict: 'signature-mismatch', evidence }
  }
}

const isoTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

const hexBytes = (text: string): string =>
  Array.from(bytesOf(text), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
