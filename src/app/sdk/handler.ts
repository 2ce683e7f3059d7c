/**
 * The end of the AWS SDK's line: a request handler that asks a world in the page, where others open a socket.
 *
 * What the SDK made, signature and all, is taken apart by the same wire that serves clients outside, and its
 * answer goes back as HTTP. Header values cross as UTF-8, as the SDK signs them.
 */
import type { Answer, CallRequest } from '../../cloud/call.ts'
import type { HttpRequest, WireOptions } from '../../wire/http.ts'
import { receive } from '../../wire/receive.ts'
import { wireText } from '../../wire/sigv4.ts'

/** The world that the SDK's requests reach. */
export interface SdkWorld {
  /** How a request is judged: the clock and the keys, as they are now. */
  options(accessKeyId: string): Promise<WireOptions>
  call(request: CallRequest): Promise<Answer>
}

/** The SDK's request, as far as it matters here. */
interface SdkRequest {
  readonly method: string
  readonly protocol: string
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: BodyInit
}

/** The SDK's response: plain, as its own check asks. */
interface SdkResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: ReadableStream<Uint8Array> | null
}

/** A request handler for the clients of the AWS SDK. */
export interface SdkHandler {
  handle(
    request: SdkRequest,
    options?: { readonly abortSignal?: { readonly aborted: boolean } },
  ): Promise<{ response: SdkResponse }>
}

/** The address of the page's own machine, of those set aside for examples (RFC 5737). */
const SOURCE_IP = '192.0.2.10'

/** A handler that answers from a world. */
export const handlerOver = (world: SdkWorld): SdkHandler => ({
  async handle(request, { abortSignal } = {}) {
    if (abortSignal?.aborted) throw new DOMException('Request aborted', 'AbortError')
    const sent = await wireRequest(request)
    const received = receive(sent, await world.options(accessKeyOf(sent)))
    const response =
      received.kind === 'call'
        ? received.finish(await world.call(received.request))
        : received.response
    return {
      response: {
        statusCode: response.status,
        headers: Object.fromEntries(
          response.headers
            .map(([name, value]) => [name.toLowerCase(), value] as const)
            // By an error's date the SDK would correct its clock, which is cloud time already, and ask again.
            .filter(([name]) => name !== 'date'),
        ),
        body: new Response(Uint8Array.from(response.body)).body,
      },
    }
  },
})

async function wireRequest(request: SdkRequest): Promise<HttpRequest> {
  const query = queryText(request.query ?? {})
  const headers = Object.entries(request.headers)
  return {
    method: request.method,
    target: query === '' ? request.path : `${request.path}?${query}`,
    headers: new Map(headers.map(([name, value]) => [name.toLowerCase(), wireText(value)])),
    // A `Response` reads every form that a body comes in: text, bytes, blobs and streams.
    body: new Uint8Array(await new Response(request.body).arrayBuffer()),
    secure: request.protocol !== 'http:',
    sourceIp: SOURCE_IP,
  }
}

function queryText(query: NonNullable<SdkRequest['query']>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === null ? [name] : [value].flat().map((each) => `${encode(name)}=${encode(each)}`),
  )
  return pairs.join('&')
}

const encode = (text: string): string => encodeURIComponent(text)

/** The key that a request names, in its header or its query. */
const accessKeyOf = ({ headers, target }: HttpRequest): string =>
  /Credential=([^/,\s%]+)/.exec(headers.get('authorization') ?? target)?.[1] ?? ''
