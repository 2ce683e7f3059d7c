/**
 * The `aws-chunked` framing of a streamed body: chunks with their sizes and signatures, then trailing headers.
 *
 * A chunk is its size in hexadecimal, `;chunk-signature=` and 64 digits when chunks are signed, a line end, its
 * bytes and a line end; the last one has no bytes. Trailers are headers, a line each, and an empty line ends the
 * body. Every proper part of a body is refused, and so is anything after its end. Signatures are read here and
 * judged by the caller, who knows the key.
 */
import { fail, ok, type Result } from '../cloud/kernel/result.ts'

/** How a body is framed, as `x-amz-content-sha256` says. */
export interface Framing {
  /** each chunk carries a signature */
  readonly signed: boolean
  /** headers follow the last chunk */
  readonly trailer: boolean
}

/** The framings by the value of `x-amz-content-sha256`. */
export const FRAMINGS: ReadonlyMap<string, Framing> = new Map([
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', { signed: true, trailer: false }],
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', { signed: true, trailer: true }],
  ['STREAMING-UNSIGNED-PAYLOAD-TRAILER', { signed: false, trailer: true }],
])

/** One chunk; the last one is empty. */
export interface Chunk {
  readonly bytes: Uint8Array
  /** null when chunks are not signed */
  readonly signature: string | null
}

/** A body without its framing. */
export interface Unframed {
  readonly body: Uint8Array
  readonly chunks: readonly Chunk[]
  /** by lower-case name, in the order they came; without the signature */
  readonly trailers: ReadonlyMap<string, string>
  /** of the trailers; null when there is none */
  readonly trailerSignature: string | null
}

const LEAST_CHUNK_BYTES = 8192
/** A line of framing is short; what is longer is none. */
const MOST_LINE_BYTES = 8192

const SIZE = /^([0-9A-Fa-f]{1,12})$/
const SIGNED_SIZE = /^([0-9A-Fa-f]{1,12});chunk-signature=([0-9a-f]{64})$/
const TRAILER = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):(.*)$/
const TRAILER_SIGNATURE = 'x-amz-trailer-signature'

const INCOMPLETE = fail('IncompleteBody', 'The request body terminated unexpectedly')
const WRONG_LENGTH = fail(
  'IncompleteBody',
  'You did not provide the number of bytes specified by the Content-Length HTTP header',
)
const MALFORMED_TRAILER = fail(
  'MalformedTrailerError',
  'The request contained trailing data that was not well-formed or did not conform to our published schema.',
)

/**
 * Takes a body apart. `decodedLength` is the length that the client announced, in bytes; `declared` are the
 * names of the trailers in `x-amz-trailer`. Refused with `IncompleteBody`, `InvalidChunkSizeError` or
 * `MalformedTrailerError`.
 */
export function unframe(
  body: Uint8Array,
  framing: Framing,
  decodedLength: number,
  declared: readonly string[],
): Result<Unframed> {
  const read = chunksOf(body, framing.signed, decodedLength)
  if (!read.ok) return read
  const { chunks, end } = read.value
  const trailers = trailersOf(body, end)
  if (!trailers.ok) return trailers
  const trailerSignature = trailers.value.get(TRAILER_SIGNATURE) ?? null
  trailers.value.delete(TRAILER_SIGNATURE)
  const names = [...trailers.value.keys()]
  const asDeclared =
    names.length === declared.length && names.every((name) => declared.includes(name))
  const signedAsDue = (trailerSignature !== null) === (framing.signed && framing.trailer)
  if (!asDeclared || !signedAsDue) return MALFORMED_TRAILER
  return ok({ body: joined(chunks), chunks, trailers: trailers.value, trailerSignature })
}

/**
 * The chunks of a body, and where what follows them begins. It goes no further than the first chunk that is wrong,
 * so that their number is bound by the length that was announced.
 */
function chunksOf(
  body: Uint8Array,
  signed: boolean,
  decodedLength: number,
): Result<{ readonly chunks: readonly Chunk[]; readonly end: number }> {
  const chunks: Chunk[] = []
  let sum = 0
  for (let at = 0; ; ) {
    const line = lineAt(body, at)
    if (line === null) return INCOMPLETE
    const found = (signed ? SIGNED_SIZE : SIZE).exec(line)
    if (found === null) return INCOMPLETE
    const from = at + line.length + 2
    const size = Number.parseInt(found[1] ?? '', 16)
    const bytes = body.subarray(from, from + size)
    const before = chunks.at(-1)?.bytes.length ?? LEAST_CHUNK_BYTES
    if (size > 0 && before < LEAST_CHUNK_BYTES) return tooSmall(chunks.length - 1, before)
    sum += size
    if (sum > decodedLength) return WRONG_LENGTH
    chunks.push({ bytes, signature: found[2] ?? null })
    if (size === 0) return sum === decodedLength ? ok({ chunks, end: from }) : WRONG_LENGTH
    at = from + size + 2
    if (body[at - 2] !== 13 || body[at - 1] !== 10) return INCOMPLETE
  }
}

/** The trailers that begin at `at`, up to an empty line that must end the body. */
function trailersOf(body: Uint8Array, at: number): Result<Map<string, string>> {
  const trailers = new Map<string, string>()
  for (let from = at; ; ) {
    const line = lineAt(body, from)
    if (line === null) return from === at ? INCOMPLETE : MALFORMED_TRAILER
    from += line.length + 2
    if (line === '') return from === body.length ? ok(trailers) : MALFORMED_TRAILER
    const [, name, value] = TRAILER.exec(line) ?? []
    if (name === undefined || value === undefined) return MALFORMED_TRAILER
    if (trailers.has(name.toLowerCase())) return MALFORMED_TRAILER
    trailers.set(name.toLowerCase(), value.trim())
  }
}

/** The line at `at` without its end (CR LF), or null when there is none. */
function lineAt(body: Uint8Array, at: number): string | null {
  const most = Math.min(body.length - 1, at + MOST_LINE_BYTES)
  for (let end = at; end < most; end++) {
    if (body[end] === 13 && body[end + 1] === 10) {
      return String.fromCharCode(...body.subarray(at, end))
    }
  }
  return null
}

function joined(chunks: readonly Chunk[]): Uint8Array {
  const [first, ...rest] = chunks
  if (first !== undefined && rest.length <= 1) return first.bytes
  const out = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0))
  let at = 0
  for (const { bytes } of chunks) {
    out.set(bytes, at)
    at += bytes.length
  }
  return out
}

/** AWS counts from 1, and notices a small chunk when the next one begins (versity/versitygw#1683). */
const tooSmall = (index: number, bytes: number): Result<never> =>
  fail(
    'InvalidChunkSizeError',
    'Only the last chunk is allowed to have a size less than 8192 bytes',
    { details: { Chunk: String(index + 2), BadChunkSize: String(bytes) } },
  )
