/**
 * HTTP over a socket, as the wire wants it: whole requests in, whole responses out.
 *
 * Models: the front of AWS's services, for any client. Simplified: HTTP/1.1 without TLS, on this machine alone;
 * a body is held whole before it is understood. A response's head and body leave in one write.
 *
 * Invariants: nothing that comes over a socket throws out of here, and whoever can still read is answered with a
 * Code; what a body costs once it is read is bound by the wire's own limits. The bodies being read take at most `bodiesLimit` bytes together; what is too much is read and dropped,
 * because a client that is still sending would otherwise never see the answer.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type Failure, fail } from '../cloud/kernel/result.ts'
import { slowDown } from '../cloud/storage/errors.ts'
import type { HttpRequest, HttpResponse } from '../wire/http.ts'
import { internalFault } from './faults.ts'

/** What stands behind the socket, and how much it takes. */
export interface ServerOptions {
  /** Answers a whole request. A throw is a programmer's error: reported, and answered as AWS's own fault. */
  answer(request: HttpRequest): HttpResponse
  /** A failure of a request whose body was not taken, in its service's shape. */
  refuse(request: HttpRequest, failure: Failure): HttpResponse
  /** Tells of a programmer's error. */
  report(error: unknown, request: HttpRequest): void
  /** The longest body, in bytes. */
  readonly bodyLimit: number
  /** The most bytes of all bodies that are being read at one time; and of all that wait to be read by clients. */
  readonly bodiesLimit: number
  /** The longest that a request may take to arrive, head and body, in ms. */
  readonly requestTimeoutMs: number
  /** How long a connection is still read from when its last answer has left, in ms; 2000 if not given. */
  readonly lingerMs?: number
}

/** AWS takes 8 KiB of head; a little more lets the wire say what is wrong with its parts. */
const HEAD_LIMIT = 32_768
/** An idle connection is kept as long as AWS's clients keep theirs. */
const KEEP_ALIVE_MS = 60_000

const EMPTY = new Uint8Array(0)

const INTERNAL = internalFault('InternalError').error
const SLOW_DOWN = slowDown().error

/** A server that does not listen yet. */
export function createEndpointServer(options: ServerOptions): Server {
  const server = createServer({
    noDelay: true,
    maxHeaderSize: HEAD_LIMIT,
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: options.requestTimeoutMs,
    requestTimeout: options.requestTimeoutMs,
    connectionsCheckingInterval: Math.min(options.requestTimeoutMs, 30_000),
    // Node would answer a missing Host without a Code.
    requireHostHeader: false,
  })
  const desk = new Desk(options)
  server.on('request', (incoming, outgoing) => desk.take(incoming, outgoing, false))
  server.on('checkContinue', (incoming, outgoing) => desk.take(incoming, outgoing, true))
  // An expectation that is not known may be ignored (RFC 9110 §10.1.1).
  server.on('checkExpectation', (incoming, outgoing) => desk.take(incoming, outgoing, false))
  server.on('connect', (_incoming, socket: Socket) => desk.hangUp(socket, NO_TUNNELS))
  server.on('clientError', (error: Error & { code?: string }, socket: Socket) =>
    desk.hangUp(socket, troubleOf(error.code)),
  )
  return server
}

/** Stands for bytes that are no request. */
const NO_REQUEST: HttpRequest = {
  ...{ method: 'GET', target: '/', headers: new Map(), body: EMPTY },
  ...{ secure: false, sourceIp: '127.0.0.1' },
}

const NO_TUNNELS = fail(
  'MethodNotAllowed',
  'The specified method is not allowed against this resource.',
  { httpStatus: 405 },
).error

/** What was wrong with bytes that are no request, by the code that Node's parser gives (ERRORS §12). */
function troubleOf(code: string | undefined): Failure {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return fail(
        'RequestTimeout',
        'Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.',
      ).error
    case 'HPE_HEADER_OVERFLOW':
      return fail(
        'RequestHeaderSectionTooLarge',
        'Your request header section exceeds the maximum allowed size.',
      ).error
    case 'HPE_INVALID_EOF_STATE':
      return fail(
        'IncompleteBody',
        'You did not provide the number of bytes specified by the Content-Length HTTP header',
      ).error
    default:
      return fail('BadRequest', 'An error occurred when parsing the HTTP request.').error
  }
}

/** Takes requests apart and hands answers out. */
class Desk {
  readonly #options: ServerOptions
  #reading = 0
  #writing = 0

  constructor(options: ServerOptions) {
    this.#options = options
  }

  /** `waits`: the client sends the body only when it is told to go on. */
  take(incoming: IncomingMessage, outgoing: ServerResponse, waits: boolean): void {
    outgoing.on('error', () => incoming.socket.destroy())
    incoming.on('error', () => incoming.socket.destroy())
    const head = headOf(incoming)
    if (!hasBody(head)) {
      incoming.resume()
      this.#answer({ ...head, body: EMPTY }, outgoing)
      return
    }
    const declared = Number(head.headers.get('content-length') ?? 0)
    if (waits) {
      const trouble = this.#trouble(declared, 0)
      if (trouble !== null) {
        outgoing.shouldKeepAlive = false
        this.#refuse(head, trouble, outgoing)
        return
      }
      outgoing.writeContinue()
    }
    this.#collect(incoming, declared, (body) => {
      if (body instanceof Uint8Array) this.#answer({ ...head, body }, outgoing)
      else this.#refuse(head, body, outgoing)
    })
  }

  /** Says what is wrong to a socket that holds no request, and closes it. */
  hangUp(socket: Socket, failure: Failure): void {
    socket.on('error', () => socket.destroy())
    if (!socket.writable) {
      socket.destroy()
      return
    }
    const { refuse, lingerMs = LINGER_MS } = this.#options
    const { status, headers, body } = refuse(NO_REQUEST, failure)
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    const head = `HTTP/1.1 ${status} ${failure.code}\r\n${lines}Connection: close\r\n\r\n`
    // An earlier answer may still be on its way: the time runs from when all of it has left.
    socket.once('finish', () => void setTimeout(() => socket.destroy(), lingerMs).unref())
    socket.end(Buffer.concat([Buffer.from(head, 'latin1'), body]))
    // The rest is read and dropped, for a while: unread bytes would reset the connection under the answer.
    socket.resume()
  }

  /** Reads a body to its end; `done` gets it, or why it was not taken, and is not called when it never ends. */
  #collect(
    incoming: IncomingMessage,
    declared: number,
    done: (body: Uint8Array | Failure) => void,
  ): void {
    let chunks: Buffer[] = []
    let size = 0
    let trouble = this.#trouble(declared, 0)
    const drop = () => {
      this.#reading -= chunks.reduce((sum, chunk) => sum + chunk.length, 0)
      chunks = []
    }
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      trouble ??= this.#trouble(size, chunk.length)
      if (trouble !== null) {
        drop()
        return
      }
      chunks.push(chunk)
      this.#reading += chunk.length
    })
    incoming.on('end', () => {
      const body = trouble ?? joined(chunks, size)
      drop()
      done(body)
    })
    incoming.on('close', drop)
  }

  /** Why a body of so many bytes, `more` of them new, cannot be taken. */
  #trouble(size: number, more: number): Failure | null {
    const { bodyLimit, bodiesLimit } = this.#options
    if (size > bodyLimit) {
      const details = { ProposedSize: String(size), MaxSizeAllowed: String(bodyLimit) }
      return fail('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
        details,
      }).error
    }
    return this.#reading + more > bodiesLimit ? SLOW_DOWN : null
  }

  #answer(request: HttpRequest, outgoing: ServerResponse): void {
    if (this.#writing > this.#options.bodiesLimit) {
      this.#refuse(request, SLOW_DOWN, outgoing)
      return
    }
    try {
      const response = this.#options.answer(request)
      write(outgoing, response)
      this.#countUntilRead(response.body.length, outgoing)
    } catch (error) {
      this.#options.report(error, request)
      if (!outgoing.headersSent) write(outgoing, this.#options.refuse(request, INTERNAL))
    }
  }

  /** Small bodies are not worth a listener each. */
  #countUntilRead(bytes: number, outgoing: ServerResponse): void {
    if (bytes < SMALL_BYTES || outgoing.writableFinished) return
    this.#writing += bytes
    outgoing.once('close', () => {
      this.#writing -= bytes
    })
  }

  #refuse(head: Head, failure: Failure, outgoing: ServerResponse): void {
    write(outgoing, this.#options.refuse({ ...head, body: EMPTY }, failure))
  }
}

const SMALL_BYTES = 65_536
const LINGER_MS = 2000

/** A request without its body. */
type Head = Omit<HttpRequest, 'body'>

const hasBody = ({ headers }: Head): boolean =>
  headers.has('transfer-encoding') || (headers.get('content-length') ?? '0') !== '0'

function headOf(incoming: IncomingMessage): Head {
  const headers = new Map<string, string>()
  const { rawHeaders } = incoming
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase()
    const value = rawHeaders[i + 1] ?? ''
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  const sourceIp = incoming.socket.remoteAddress ?? '127.0.0.1'
  const method = incoming.method ?? 'GET'
  const whole = /^https?:\/\/([^/?#]*)(.*)$/is.exec(incoming.url ?? '')
  if (whole === null) {
    return { method, target: incoming.url ?? '/', headers, secure: false, sourceIp }
  }
  // A request for a proxy names its host in the target, which wins over the header (RFC 9112 §3.2.2).
  headers.set('host', whole[1] ?? '')
  const rest = whole[2] ?? ''
  const target = rest.startsWith('/') ? rest : `/${rest}`
  return { method, target, headers, secure: false, sourceIp }
}

/** A plain view of the bytes: a Buffer's `slice` would not copy, and what keeps a body relies on that. */
function joined(chunks: readonly Buffer[], size: number): Uint8Array {
  const [only] = chunks
  if (chunks.length === 1 && only !== undefined) {
    return new Uint8Array(only.buffer, only.byteOffset, only.length)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/** Head and body in one write, with the body's length unless the answer tells one itself (HEAD) or has none. */
function write(outgoing: ServerResponse, { status, headers, body }: HttpResponse): void {
  const flat = headers.flat()
  const tells = headers.some(([name]) => name.toLowerCase() === 'content-length')
  if (!tells && status !== 204 && status !== 304) flat.push('Content-Length', String(body.length))
  outgoing.writeHead(status, flat)
  if (body.length === 0) outgoing.end()
  else outgoing.end(body)
}
