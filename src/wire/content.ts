/**
 * The content of a request: its body without framing, held against what `x-amz-content-sha256` says of it.
 *
 * Only S3 has that header. Codes and texts: ERRORS §12.
 */
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import { invalidRequest } from '../cloud/storage/errors.ts'
import { FRAMINGS, type Unframed, unframe } from './chunked.ts'
import type { Speech } from './claim.ts'
import type { HttpRequest, WireOptions } from './http.ts'
import { sha256Hex, UNSIGNED_PAYLOAD } from './sigv4.ts'

/** A body, and the headers that it would have without framing. */
export interface Content {
  readonly body: Uint8Array
  readonly headers: ReadonlyMap<string, string>
  /** chunk by chunk, null when there was no framing */
  readonly unframed: Unframed | null
}

/** Says what a body is: a hash in hexadecimal, or a word that stands for one. */
export const CONTENT_HASH = 'x-amz-content-sha256'
/** What may follow a body: only what is about its bytes, so that no trailer can stand for another header. */
const TRAILER = /^x-amz-checksum-[a-z0-9]+$/
const HASH = /^[0-9a-f]{64}$/

/** Takes the framing off. `payload` is what the request says its content is. */
export function contentOf(
  request: HttpRequest,
  speech: Speech,
  payload: string | undefined,
  options: WireOptions,
): Result<Content> {
  const { body, headers } = request
  if (speech !== 's3' || payload === undefined || payload === UNSIGNED_PAYLOAD) {
    return ok({ body, headers, unframed: null })
  }
  const framing = FRAMINGS.get(payload)
  if (framing !== undefined) {
    const length = headers.get('x-amz-decoded-content-length') ?? ''
    if (!/^\d{1,15}$/.test(length)) {
      return fail('MissingContentLength', 'You must provide the Content-Length HTTP header.', {
        httpStatus: 411,
      })
    }
    const declared = listOf(headers.get('x-amz-trailer')?.toLowerCase())
    if (!declared.every((name) => TRAILER.test(name))) {
      return invalidRequest('The value specified in the x-amz-trailer header is not supported')
    }
    const unframed = unframe(body, framing, Number(length), declared)
    if (!unframed.ok) return unframed
    return ok({
      body: unframed.value.body,
      headers: headersWithout(headers, unframed.value),
      unframed: unframed.value,
    })
  }
  if (!HASH.test(payload)) {
    return fail(
      'InvalidArgument',
      `${CONTENT_HASH} must be ${UNSIGNED_PAYLOAD}, ${[...FRAMINGS.keys()].join(', ')}, or a valid sha256 value.`,
      { details: { ArgumentName: CONTENT_HASH, ArgumentValue: payload } },
    )
  }
  const computed = sha256Hex(body, options.sha256)
  if (computed === payload) return ok({ body, headers, unframed: null })
  return fail(
    'XAmzContentSHA256Mismatch',
    `The provided '${CONTENT_HASH}' header does not match what was computed.`,
    {
      details: { ClientComputedContentSHA256: payload, S3ComputedContentSHA256: computed },
    },
  )
}

/** The headers that the content would have without framing: S3 keeps `gzip` of `aws-chunked,gzip`. */
function headersWithout(
  headers: ReadonlyMap<string, string>,
  { body, trailers }: Unframed,
): ReadonlyMap<string, string> {
  const out = new Map([...headers, ...trailers])
  out.set('content-length', String(body.length))
  const encodings = listOf(headers.get('content-encoding')).filter(
    (each) => each.toLowerCase() !== 'aws-chunked',
  )
  if (encodings.length > 0) out.set('content-encoding', encodings.join(','))
  else out.delete('content-encoding')
  return out
}

const listOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
