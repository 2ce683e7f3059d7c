import { describe, expect, it } from 'vitest'
import type { Caller } from '../cloud/call.ts'
import { DEFAULT_EPOCH } from '../cloud/kernel/calendar.ts'
import type { Result } from '../cloud/kernel/result.ts'
import type { HttpRequest, WireOptions } from './http.ts'
import {
  basicTime,
  bytesOf,
  chunkStringToSign,
  presign,
  type SigningOptions,
  sha256Hex,
  sign,
  signature,
  signingKey,
  trailerStringToSign,
} from './sigv4.ts'
import { type Authentication, authenticate as authenticateFor } from './verify.ts'

const NOW = Date.UTC(2026, 0, 1, 9)
const MINUTE = 60_000
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret/with+signs' }
const S3: SigningOptions = { credentials, region: 'us-east-1', service: 's3', nowMs: NOW }
const STS = { ...S3, service: 'sts' }

const options = (more: Partial<WireOptions> = {}): WireOptions => ({
  nowMs: NOW,
  epoch: DEFAULT_EPOCH,
  auth: 'verify',
  secretOf: (key) => (key === credentials.accessKeyId ? credentials.secretAccessKey : undefined),
  newRequestId: () => '00000000-0000-4000-8000-000000000000',
  ...more,
})

const isSts = ({ target, headers }: HttpRequest): boolean =>
  /Action=|%2Fsts%2F/.test(target) || (headers.get('authorization') ?? '').includes('/sts/')
const authenticate = (sent: HttpRequest, how: WireOptions): Result<Authentication> =>
  authenticateFor(sent, how, isSts(sent) ? 'sts' : 's3')

const request = (
  more: Partial<HttpRequest> & { head?: Record<string, string> } = {},
): HttpRequest => ({
  method: 'PUT',
  target: '/bucket/key?x-id=PutObject',
  headers: new Map(Object.entries({ host: 's3.us-east-1.amazonaws.com', ...more.head })),
  body: bytesOf('hello'),
  secure: true,
  sourceIp: '192.0.2.10',
  ...more,
})

const signed = (plain: HttpRequest = request(), how = S3): HttpRequest => ({
  ...plain,
  headers: sign(plain, how),
})
const presigned = (seconds: number, how = S3, plain = request({ method: 'GET' })): HttpRequest => ({
  ...plain,
  target: presign(plain, { ...how, expiresSeconds: seconds }),
})
const withHeader = (plain: HttpRequest, name: string, value: string | null): HttpRequest => {
  const headers = new Map(plain.headers)
  if (value === null) headers.delete(name)
  else headers.set(name, value)
  return { ...plain, headers }
}

function judged(sent: HttpRequest, how = options()): Authentication {
  const found = authenticate(sent, how)
  if (!found.ok) throw new Error(`${found.error.code}: ${found.error.message}`)
  return found.value
}
const callerOf = (sent: HttpRequest, how = options()): Caller => judged(sent, how).caller
const verdictOf = (sent: HttpRequest, how = options()): string => {
  const caller = callerOf(sent, how)
  return caller.kind === 'signed' ? caller.verdict : caller.kind
}
const refusalOf = (sent: HttpRequest, how = options()): unknown => {
  const found = authenticate(sent, how)
  return found.ok ? found.value.caller : found.error
}
const at = (ms: number): WireOptions => options({ nowMs: NOW + ms })

describe('a signature in the header', () => {
  it('is taken when the key makes it', () => {
    expect(judged(signed())).toMatchObject({
      caller: { kind: 'signed', accessKeyId: 'AKIDEXAMPLE', sessionToken: null, verdict: 'valid' },
      presigned: false,
      region: 'us-east-1',
      body: bytesOf('hello'),
    })
  })

  it('quotes what should have been signed when it is another', () => {
    const sent = signed(request(), {
      ...S3,
      credentials: { ...credentials, secretAccessKey: 'no' },
    })
    const caller = callerOf(sent)
    if (caller.kind !== 'signed') throw new Error(caller.kind)
    const { evidence = {} } = caller
    expect(caller.verdict).toBe('signature-mismatch')
    expect(evidence.AWSAccessKeyId).toBe('AKIDEXAMPLE')
    expect(sent.headers.get('authorization')).toContain(`Signature=${evidence.SignatureProvided}`)
    expect(evidence.CanonicalRequest).toMatch(/^PUT\n\/bucket\/key\nx-id=PutObject\nhost:s3/)
    expect(evidence.StringToSign).toBe(
      `AWS4-HMAC-SHA256\n20260101T090000Z\n20260101/us-east-1/s3/aws4_request\n${sha256Hex(bytesOf(evidence.CanonicalRequest ?? ''))}`,
    )
    expect(evidence.StringToSignBytes).toMatch(/^41 57 53 34 2d 48 4d 41 43/)
    expect(evidence.CanonicalRequestBytes).toMatch(/^50 55 54 0a 2f 62/)
  })

  it('of an unknown key is left to the door', () => {
    expect(verdictOf(signed(), options({ secretOf: () => undefined }))).toBe('valid')
  })

  it('carries the session token', () => {
    const sent = signed(request(), {
      ...S3,
      credentials: { ...credentials, sessionToken: 'abc' },
    })
    expect(callerOf(sent)).toMatchObject({ sessionToken: 'abc', verdict: 'valid' })
  })

  it('may be 15 minutes off and no more', () => {
    for (const sign of [1, -1]) {
      expect(verdictOf(signed(), at(sign * 15 * MINUTE))).toBe('valid')
      expect(verdictOf(signed(), at(sign * (15 * MINUTE + 1000)))).toBe('skewed')
    }
    expect(callerOf(signed(), at(16 * MINUTE))).toMatchObject({
      evidence: {
        RequestTime: '20260101T090000Z',
        ServerTime: '2026-01-01T09:16:00Z',
        MaxAllowedSkewMilliseconds: '900000',
      },
    })
  })

  it('gives STS the bound that it missed', () => {
    const sent = signed(request(), STS)
    expect(callerOf(sent, at(16 * MINUTE))).toMatchObject({
      evidence: { Earliest: '20260101T090100Z', ServerTime: '20260101T091600Z' },
    })
    expect(callerOf(sent, at(-16 * MINUTE))).toMatchObject({
      evidence: { Latest: '20260101T085900Z' },
    })
  })

  it.each([
    [
      'credential',
      'Credential=AKIDEXAMPLE/20260101/us-east-1/aws4_request',
      'AuthorizationHeaderMalformed',
    ],
    ['empty key', 'Credential=/20260101/us-east-1/s3/aws4_request', 'AuthorizationHeaderMalformed'],
    [
      'day',
      'Credential=AKIDEXAMPLE/20260102/us-east-1/s3/aws4_request',
      'AuthorizationHeaderMalformed',
    ],
  ])('is refused by S3 with a malformed %s', (_name, credential, code) => {
    const good = signed()
    const header = good.headers.get('authorization') ?? ''
    const bad = withHeader(good, 'authorization', header.replace(/Credential=[^,]+/, credential))
    expect(refusalOf(bad)).toMatchObject({ code, httpStatus: 400 })
  })

  it.each([
    ['a part twice', (header: string) => `${header}, ${header.slice(header.indexOf(' '))}`],
    ['a strange part', (header: string) => `${header}, X=/20260101/us-east-1/s3/aws4_request`],
    ['two headers joined', (header: string) => `${header}, ${header}`],
  ])('is refused with %s', (_name, changed) => {
    const bad = (good: HttpRequest) =>
      withHeader(good, 'authorization', changed(good.headers.get('authorization') ?? ''))
    expect(refusalOf(bad(signed()))).toMatchObject({ code: 'AuthorizationHeaderMalformed' })
    const sts = signed(request({ target: '/?Action=GetCallerIdentity' }), STS)
    expect(refusalOf(bad(sts))).toMatchObject({ code: 'IncompleteSignature' })
  })

  it.each([
    ['Credential', "Authorization header requires 'Credential' parameter."],
    ['Signature', "Authorization header requires 'Signature' parameter."],
    ['SignedHeaders', "Authorization header requires 'SignedHeaders' parameter."],
  ])('lacks its %s', (part) => {
    const target = '/?Action=GetCallerIdentity'
    const withoutPart = (service: string): HttpRequest => {
      const good = signed(request({ target }), { ...S3, service })
      const header = good.headers.get('authorization') ?? ''
      const bad = header.replace(new RegExp(`${part}=[^,]+(, )?`), '')
      return withHeader(good, 'authorization', bad)
    }
    expect(refusalOf(withoutPart('sts'))).toMatchObject({ code: 'IncompleteSignature' })
    const s3 = { ...withoutPart('s3'), target: '/bucket' }
    expect(refusalOf(s3)).toMatchObject({ code: 'AuthorizationHeaderMalformed' })
  })

  it('of Version 2 is refused', () => {
    expect(refusalOf(withHeader(request(), 'authorization', 'AWS key:c2ln'))).toMatchObject({
      code: 'InvalidRequest',
      message:
        'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    })
    const target = '/bucket/key?AWSAccessKeyId=a&Signature=b&Expires=1'
    expect(refusalOf(request({ target }))).toMatchObject({ code: 'InvalidRequest' })
  })

  it('must cover each x-amz- header and the host', () => {
    const added = withHeader(signed(), 'x-amz-meta-later', 'x')
    expect(refusalOf(added)).toMatchObject({
      code: 'AccessDenied',
      httpStatus: 403,
      message: 'There were headers present in the request which were not signed',
      details: { HeadersNotSigned: 'x-amz-meta-later' },
    })
  })

  it('needs a date', () => {
    const dateless = withHeader(signed(), 'x-amz-date', null)
    expect(refusalOf(dateless)).toMatchObject({ code: 'AccessDenied', httpStatus: 403 })
    const sts = withHeader(signed(request(), STS), 'x-amz-date', null)
    expect(refusalOf(sts)).toMatchObject({ code: 'IncompleteSignature' })
    const absurd = withHeader(signed(request(), STS), 'x-amz-date', '20260231T090000Z')
    expect(refusalOf(absurd)).toMatchObject({ code: 'IncompleteSignature' })
  })

  it('is not read beside one in the query', () => {
    const both = withHeader(presigned(60), 'authorization', 'AWS4-HMAC-SHA256 x')
    expect(refusalOf(both)).toMatchObject({ code: 'InvalidArgument' })
  })
})

describe('a presigned URL', () => {
  it('is good for its time and then expired', () => {
    const sent = presigned(3600)
    expect(judged(sent, at(0))).toMatchObject({ presigned: true, caller: { verdict: 'valid' } })
    expect(verdictOf(sent, at(60 * MINUTE))).toBe('valid')
    expect(callerOf(sent, at(60 * MINUTE + 1000))).toMatchObject({
      verdict: 'expired',
      evidence: {
        Expires: '2026-01-01T10:00:00Z',
        ServerTime: '2026-01-01T10:00:01Z',
        'X-Amz-Expires': '3600',
      },
    })
    expect(verdictOf(sent, at(-16 * MINUTE))).toBe('skewed')
  })

  it.each([
    ['X-Amz-Expires', '0'],
    ['X-Amz-Expires', '-1'],
    ['X-Amz-Expires', '604801'],
    ['X-Amz-Expires', 'soon'],
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA1'],
    ['X-Amz-Credential', 'AKIDEXAMPLE'],
    ['X-Amz-Date', '2026-01-01'],
    ['X-Amz-Signature', ''],
    ['X-Amz-SignedHeaders', ''],
  ])('is refused by S3 with %s=%s', (name, value) => {
    const sent = presigned(604_800)
    expect(verdictOf(sent)).toBe('valid')
    const target = sent.target.replace(new RegExp(`${name}=[^&]*`), `${name}=${value}`)
    expect(refusalOf({ ...sent, target })).toMatchObject({
      code: 'AuthorizationQueryParametersError',
      httpStatus: 400,
    })
  })

  it.each(['', '&x=1'])('names all that it lacks%s', (more) => {
    const target = `/bucket/key?X-Amz-Signature=1${more}`
    expect(refusalOf(request({ target }))).toMatchObject({
      message:
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    })
  })

  it('of STS is over an empty body and lives 15 minutes when it does not say', () => {
    const plain = request({
      method: 'GET',
      target: '/?Action=GetCallerIdentity',
      body: bytesOf(''),
    })
    expect(verdictOf(presigned(60, STS, plain))).toBe('valid')
    expect(callerOf(presigned(60, STS, plain), at(2 * MINUTE))).toMatchObject({
      verdict: 'skewed',
      evidence: { Earliest: '20260101T084700Z' },
    })
  })
})

describe('the content', () => {
  it('is held against its hash', () => {
    const sent = { ...signed(), body: bytesOf('hellp') }
    const expected = {
      code: 'XAmzContentSHA256Mismatch',
      details: {
        ClientComputedContentSHA256: sha256Hex(bytesOf('hello')),
        S3ComputedContentSHA256: sha256Hex(bytesOf('hellp')),
      },
    }
    expect(refusalOf(sent)).toMatchObject(expected)
    expect(refusalOf(sent, options({ auth: 'open' }))).toMatchObject(expected)
  })

  it('is part of what other services sign', () => {
    expect(verdictOf({ ...signed(request(), STS), body: bytesOf('hellp') })).toBe(
      'signature-mismatch',
    )
  })

  it('must say what it is', () => {
    const silent = withHeader(signed(), 'x-amz-content-sha256', null)
    expect(refusalOf(silent)).toMatchObject({ code: 'InvalidRequest' })
    const odd = signed(request({ head: { 'x-amz-content-sha256': 'STREAMING-NONSENSE' } }))
    expect(refusalOf(odd)).toMatchObject({
      code: 'InvalidArgument',
      details: { ArgumentName: 'x-amz-content-sha256' },
    })
  })

  it('need not be signed', () => {
    const sent = signed(request({ head: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }))
    expect(verdictOf({ ...sent, body: bytesOf('other') })).toBe('valid')
  })
})

const KEY = signingKey(credentials.secretAccessKey, {
  date: '20260101',
  region: 'us-east-1',
  service: 's3',
})
const SCOPE = { date: '20260101', region: 'us-east-1', service: 's3' }

/** An upload in signed chunks, with a trailer. */
function streamed(): HttpRequest {
  const parts = ['a'.repeat(8192), 'bc', '']
  const plain = request({
    head: {
      'content-encoding': 'aws-chunked,gzip',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '8194',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    },
  })
  const headers = sign(plain, S3)
  let before = /Signature=(\w+)/.exec(headers.get('authorization') ?? '')?.[1] ?? ''
  let body = ''
  for (const part of parts) {
    const hash = sha256Hex(bytesOf(part))
    before = signature(KEY, chunkStringToSign(basicTime(NOW), SCOPE, before, hash))
    body += `${part.length.toString(16)};chunk-signature=${before}\r\n${part}${part && '\r\n'}`
  }
  const trailer = 'x-amz-checksum-crc32:AAAAAA=='
  const last = signature(KEY, trailerStringToSign(basicTime(NOW), SCOPE, before, `${trailer}\n`))
  body += `${trailer}\r\nx-amz-trailer-signature:${last}\r\n\r\n`
  return { ...plain, headers, body: bytesOf(body) }
}

describe('a body in chunks', () => {
  it.each(['host', 'x-amz-copy-source', 'x-amz-trailer-signature', 'x-amz-checksum-'])(
    'may not bring the header %s after it',
    (name) => {
      const sent = request({
        head: {
          'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
          'x-amz-decoded-content-length': '5',
          'x-amz-trailer': name,
        },
        body: bytesOf(`5\r\nhello\r\n0\r\n${name}:other.s3.localhost\r\n\r\n`),
      })
      expect(refusalOf(sent, options({ auth: 'open' }))).toMatchObject({ code: 'InvalidRequest' })
    },
  )

  it('comes out with the headers that it would have without framing', () => {
    for (const auth of ['verify', 'open'] as const) {
      const { body, headers, caller } = judged(streamed(), options({ auth }))
      expect(caller).toMatchObject({ verdict: 'valid' })
      expect(Buffer.from(body).toString()).toBe(`${'a'.repeat(8192)}bc`)
      expect(headers.get('content-encoding')).toBe('gzip')
      expect(headers.get('content-length')).toBe('8194')
      expect(headers.get('x-amz-checksum-crc32')).toBe('AAAAAA==')
    }
  })

  it('is signed bit by bit: chunks, their order and the trailer', () => {
    const sent = streamed()
    const flipped = (index: number): HttpRequest => {
      const body = sent.body.slice()
      body[index] = (body[index] ?? 0) ^ 1
      return { ...sent, body }
    }
    const wire = Buffer.from(sent.body).toString('latin1')
    const places = [
      wire.indexOf('aaaa') + 5000,
      wire.indexOf('bc\r\n'),
      wire.indexOf('AAAAAA=='),
      wire.indexOf('chunk-signature=') + 20,
      wire.lastIndexOf('chunk-signature=') + 20,
      wire.indexOf('trailer-signature:') + 20,
    ]
    const verdicts = places.map((place) => {
      const found = authenticate(flipped(place), options())
      if (!found.ok) return found.error.code
      return found.value.caller.kind === 'signed' ? found.value.caller.verdict : ''
    })
    // A digit of a signature may become a character that is none, which is bad framing.
    const digits = ['signature-mismatch', 'IncompleteBody']
    expect(verdicts.slice(0, 3)).toEqual(new Array(3).fill('signature-mismatch'))
    for (const verdict of verdicts.slice(3)) expect(digits).toContain(verdict)
  })

  it('quotes the string that the chunk should have signed', () => {
    const sent = streamed()
    const body = sent.body.slice()
    body[200] = 98
    expect(callerOf({ ...sent, body })).toMatchObject({
      verdict: 'signature-mismatch',
      evidence: { StringToSign: expect.stringMatching(/^AWS4-HMAC-SHA256-PAYLOAD\n/) },
    })
  })

  it('must announce its length', () => {
    const plain = request({
      head: { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' },
    })
    expect(refusalOf(signed(plain))).toMatchObject({
      code: 'MissingContentLength',
      httpStatus: 411,
    })
  })
})

describe('without a signature', () => {
  it('a request is anonymous', () => {
    expect(judged(request())).toMatchObject({
      caller: { kind: 'anonymous' },
      region: null,
    })
  })

  it.each([
    ['nothing', {}, ''],
    [
      'a bad signature',
      { authorization: 'AWS4-HMAC-SHA256 Credential=abc/1/2/3, Signature=0' },
      'abc',
    ],
    ['Version 2', { authorization: 'AWS abc:c2ln' }, 'abc'],
    ['another scheme', { authorization: 'Bearer abc' }, ''],
  ])('an open wire takes %s', (_name, head, accessKeyId) => {
    const found = judged(request({ head }), options({ auth: 'open' }))
    expect(found.caller).toMatchObject({ kind: 'signed', accessKeyId, verdict: 'valid' })
    expect(found.region).toBe('us-east-1')
  })

  it('an open wire asks no questions of time or key', () => {
    const sent = signed(request(), {
      ...S3,
      credentials: { ...credentials, secretAccessKey: 'no' },
    })
    const how = options({ auth: 'open', nowMs: 0 })
    expect(callerOf(sent, how)).toMatchObject({ accessKeyId: 'AKIDEXAMPLE', verdict: 'valid' })
  })
})
