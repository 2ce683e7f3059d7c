/**
 * The wire's signatures and framing beside the AWS SDK's own: what its signer signs is taken, and nothing else.
 */
import { createHash, createHmac } from 'node:crypto'
import { Readable } from 'node:stream'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import {
  buildQueryString,
  escapeUri,
  HttpRequest as SdkRequest,
  HttpResponse as SdkResponse,
} from '@smithy/core/protocols'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_EPOCH } from '../src/cloud/kernel/calendar.ts'
import { PLAIN_HASHES } from '../src/cloud/kernel/world.ts'
import { checksum } from '../src/cloud/storage/checksums.ts'
import { CHECKSUMS, type ChecksumName } from '../src/cloud/storage/rows.ts'
import type { HttpRequest, WireOptions } from '../src/wire/http.ts'
import { presign, sign, wireText } from '../src/wire/sigv4.ts'
import { authenticate } from '../src/wire/verify.ts'

const NOW = new Date('2026-01-01T09:00:00Z')
const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalr/UtnFEMI+K7MDENG' }

/** The SDK's hash, by Node. */
class Sha256 {
  readonly #hash

  constructor(secret?: Uint8Array | string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOfKey(secret))
  }

  update(chunk: Uint8Array | string): void {
    this.#hash.update(chunk)
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest())
  }

  reset(): void {
    throw new Error('no signer starts again')
  }
}

function bytesOfKey(secret: Uint8Array | string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof secret === 'string') return Buffer.from(secret)
  if (ArrayBuffer.isView(secret)) {
    return new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
  }
  return new Uint8Array(secret)
}

const signer = (service: string): SignatureV4 =>
  new SignatureV4({
    credentials: CREDENTIALS,
    region: 'us-east-1',
    service,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
  })

const options = (more: Partial<WireOptions> = {}): WireOptions => ({
  nowMs: NOW.getTime(),
  epoch: DEFAULT_EPOCH,
  auth: 'verify',
  secretOf: () => CREDENTIALS.secretAccessKey,
  newRequestId: () => '00000000-0000-4000-8000-000000000000',
  ...more,
})

function overWire(sent: SdkRequest, body: Uint8Array): HttpRequest {
  const query = buildQueryString(sent.query)
  return {
    method: sent.method,
    target: query === '' ? sent.path : `${sent.path}?${query}`,
    headers: new Map(
      Object.entries(sent.headers).map(([name, value]) => [name.toLowerCase(), wireText(value)]),
    ),
    body,
    secure: true,
    sourceIp: '192.0.2.10',
  }
}

function outcome(sent: HttpRequest, how = options()): string {
  const service = /^(s3|ec2|sts)\./.exec(sent.headers.get('host') ?? '')?.[1] ?? 's3'
  const found = authenticate(sent, how, service)
  if (!found.ok) return found.error.code
  const { caller } = found.value
  return caller.kind === 'signed' ? caller.verdict : caller.kind
}

const flip = (text: string, at: number): string =>
  text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1)

const segment = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('.', '..', '', ' ', '+', '%2F', "a!*'()b"),
)
/** A signed header's value keeps what a signer may fold: no white space at its ends. */
const value = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => text.replaceAll(/[\s\p{C}]/gu, '_'))
const parts = fc.record({
  service: fc.constantFrom('s3', 'ec2', 'sts'),
  method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD'),
  segments: fc.array(segment, { maxLength: 4 }),
  query: fc.dictionary(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).map((name) => `q${name}`),
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.array(fc.string({ maxLength: 4 }), { minLength: 1, maxLength: 3 }),
    ),
    { maxKeys: 4 },
  ),
  meta: fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), value, { maxKeys: 3 }),
  body: fc.uint8Array({ maxLength: 40 }),
})
type Parts = typeof parts extends fc.Arbitrary<infer T> ? T : never

function sdkRequest({ service, method, segments, query, meta, body }: Parts): SdkRequest {
  const headers: Record<string, string> = { host: `${service}.us-east-1.amazonaws.com` }
  for (const [name, text] of Object.entries(meta)) headers[`x-amz-meta-${name}`] = text
  return new SdkRequest({
    protocol: 'https:',
    method,
    hostname: headers.host ?? '',
    path: `/${segments.map(escapeUri).join('/')}`,
    query,
    headers,
    body,
  })
}

const lone = /[\uD800-\uDFFF]/u
const isWhole = (text: Parts): boolean => !lone.test(JSON.stringify(text))

describe("the SDK's signer", () => {
  it('is believed, in the header and in the query', async () => {
    await fc.assert(
      fc.asyncProperty(parts.filter(isWhole), async (chosen) => {
        const plain = sdkRequest(chosen)
        const signed = await signer(chosen.service).sign(plain, { signingDate: NOW })
        expect(outcome(overWire(signed as SdkRequest, chosen.body))).toBe('valid')
        const bodiless = chosen.service === 's3' ? chosen.body : new Uint8Array()
        const shared = sdkRequest({ ...chosen, body: bodiless })
        if (chosen.service === 's3') shared.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD'
        const presigned = await signer(chosen.service).presign(shared, {
          signingDate: NOW,
          expiresIn: 60,
          unhoistableHeaders: new Set(Object.keys(shared.headers)),
        })
        expect(outcome(overWire(presigned as SdkRequest, bodiless))).toBe('valid')
      }),
      { numRuns: 200 },
    )
  })

  it('is not believed when a bit of what it signed has changed', async () => {
    const places = fc.record({
      target: fc.nat(),
      header: fc.nat(),
      body: fc.nat(),
      signature: fc.nat(),
    })
    await fc.assert(
      fc.asyncProperty(parts.filter(isWhole), places, async (drawn, place) => {
        // Other services resolve the dots of a path, so two paths may be the same there.
        const chosen = drawn.service === 's3' ? drawn : { ...drawn, segments: [] }
        const plain = sdkRequest(chosen)
        const sdk = await signer(chosen.service).sign(plain, { signingDate: NOW })
        const sent = overWire(sdk as SdkRequest, chosen.body)
        const { target, headers, body } = sent
        const wrong: HttpRequest[] = [{ ...sent, method: flip(sent.method, 0) }]
        const from = 1 + (place.target % Math.max(1, target.length - 1))
        if (target.length > 1) wrong.push({ ...sent, target: flip(target, from) })
        for (const [name, text] of headers) {
          if (name === 'authorization') continue
          const other = flip(text, place.header % text.length)
          wrong.push({ ...sent, headers: new Map(headers).set(name, other) })
        }
        if (body.length > 0) {
          const other = body.slice()
          other[place.body % body.length] = (other[place.body % body.length] ?? 0) ^ 1
          wrong.push({ ...sent, body: other })
        }
        const authorization = headers.get('authorization') ?? ''
        const digit = authorization.length - 1 - (place.signature % 64)
        wrong.push({
          ...sent,
          headers: new Map(headers).set('authorization', flip(authorization, digit)),
        })
        for (const each of wrong) expect(outcome(each)).not.toBe('valid')
      }),
      { numRuns: 200 },
    )
  })

  it('makes what sign and presign make', async () => {
    const how = { credentials: CREDENTIALS, region: 'us-east-1', nowMs: NOW.getTime() }
    await fc.assert(
      fc.asyncProperty(parts.filter(isWhole), async (chosen) => {
        const plain = sdkRequest(chosen)
        const theirs = await signer(chosen.service).sign(plain, { signingDate: NOW })
        const before = overWire(plain, chosen.body)
        const ours = sign(before, { ...how, service: chosen.service })
        if (chosen.service === 's3') {
          expect(ours.get('authorization')).toBe(theirs.headers.authorization)
        }
        expect(outcome({ ...before, headers: ours })).toBe('valid')
        const target = presign(before, { ...how, service: chosen.service, expiresSeconds: 60 })
        const shared = {
          ...before,
          target,
          ...(chosen.service === 's3' ? {} : { body: new Uint8Array() }),
        }
        expect(outcome(shared)).toBe('valid')
      }),
      { numRuns: 100 },
    )
  })
})

async function bytesOfBody(body: Uint8Array | Readable): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** What the SDK sends for a PutObject, and its body's bytes. */
async function captured(
  body: Uint8Array | Readable,
  name: ChecksumName,
  length: number,
): Promise<HttpRequest> {
  let sent: HttpRequest | undefined
  const client = new S3Client({
    region: 'us-east-1',
    credentials: CREDENTIALS,
    forcePathStyle: true,
    maxAttempts: 1,
    requestStreamBufferSize: 65_536,
    requestHandler: {
      handle: async (request: SdkRequest) => {
        sent = overWire(request, await bytesOfBody(request.body))
        return {
          response: new SdkResponse({ statusCode: 200, headers: {}, body: Readable.from([]) }),
        }
      },
    },
  })
  const command = new PutObjectCommand({
    Bucket: 'bucket',
    Key: 'a key',
    Body: body,
    ContentLength: length,
    ChecksumAlgorithm: name,
  })
  await client.send(command)
  if (sent === undefined) throw new Error('nothing was sent')
  return sent
}

describe("the SDK's uploads", () => {
  const bytes = Uint8Array.from({ length: 200_001 }, (_, at) => (at * 7) & 255)
  const now = () => options({ nowMs: Date.now() })

  it.each(CHECKSUMS)('of bytes carry the checksum that S3 computes: %s', async (name) => {
    const sent = await captured(bytes, name, bytes.length)
    const header = sent.headers.get(`x-amz-checksum-${name.toLowerCase()}`)
    expect(header).toBe(checksum(name, bytes, PLAIN_HASHES))
    expect(outcome(sent, now())).toBe('valid')
  })

  it.each(CHECKSUMS)('of streams are unframed: %s', async (name) => {
    const pieces = [bytes.subarray(0, 3), bytes.subarray(3, 90_000), bytes.subarray(90_000)]
    const sent = await captured(Readable.from(pieces), name, bytes.length)
    expect(sent.headers.get('x-amz-content-sha256')).toBe('STREAMING-UNSIGNED-PAYLOAD-TRAILER')
    const found = authenticate(sent, now(), 's3')
    if (!found.ok) throw new Error(`${found.error.code}: ${found.error.message}`)
    expect(found.value.caller).toMatchObject({ verdict: 'valid' })
    expect(Buffer.from(found.value.body).equals(Buffer.from(bytes))).toBe(true)
    expect(found.value.headers.get(`x-amz-checksum-${name.toLowerCase()}`)).toBe(
      checksum(name, bytes, PLAIN_HASHES),
    )
    expect(found.value.headers.has('content-encoding')).toBe(false)
  })
})
