/** For tests of the wire: requests by their parts, and the codec with a door of the test's own. */
import type { CallRequest, Members } from '../cloud/call.ts'
import { DEFAULT_EPOCH } from '../cloud/kernel/calendar.ts'
import { EPOCH } from '../cloud/kernel/instant.ts'
import type { Result } from '../cloud/kernel/result.ts'
import type { HttpRequest, HttpResponse, WireOptions } from './http.ts'
import { receive } from './receive.ts'
import { parseXml, type XmlElement } from './xml.ts'

/** Takes any signature; the clock stands at the epoch. */
export const OPEN: WireOptions = {
  nowMs: DEFAULT_EPOCH,
  epoch: DEFAULT_EPOCH,
  auth: 'open',
  secretOf: () => undefined,
  newRequestId: () => '00000000-0000-4000-8000-000000000000',
}

export const REQUEST_ID = '7f3a1c52-9d0e-4b8a-a6c4-0123456789ab'

/** What answers a call in a test. */
export type TestDoor = (request: CallRequest) => Result<Members>

/** A request by its parts; what is left out is empty. */
export const httpRequest = (parts: {
  readonly method?: string
  readonly target?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}): HttpRequest => ({
  method: parts.method ?? 'GET',
  target: parts.target ?? '/',
  headers: new Map(Object.entries(parts.headers ?? {})),
  body:
    typeof parts.body === 'string'
      ? new TextEncoder().encode(parts.body)
      : (parts.body ?? new Uint8Array()),
  secure: false,
  sourceIp: '127.0.0.1',
})

/** What a door makes of a request, and the response to it. */
export function exchange(
  request: HttpRequest,
  door: TestDoor,
  options: WireOptions = OPEN,
): HttpResponse {
  const received = receive(request, options)
  if (received.kind === 'response') return received.response
  const result = door(received.request)
  return received.finish({ requestId: REQUEST_ID, at: EPOCH, event: null, result })
}

/** The parts of a request. */
export type Parts = Parameters<typeof httpRequest>[0]

/** The headers of a form. */
export const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }

/** The headers of a signature that names a service. */
export const scope = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`,
  'x-amz-date': '20260101T000000Z',
})

/** The call that a request is; throws when it is none. */
export function callOf(parts: Parts): CallRequest {
  const received = receive(httpRequest(parts), OPEN)
  if (received.kind === 'call') return received.request
  throw new Error(new TextDecoder().decode(received.response.body))
}

/** The body of a response as text. */
export const textOf = (response: HttpResponse): string => new TextDecoder().decode(response.body)

/** The first element of a name in a document. */
export function elementOf(root: XmlElement, name: string): XmlElement | undefined {
  if (root.name === name) return root
  return root.children.map((child) => elementOf(child, name)).find((found) => found !== undefined)
}

/** Status and error code of a request that is answered at once. */
export function refusalOf(parts: Parts): string {
  const received = receive(httpRequest(parts), OPEN)
  if (received.kind === 'call') throw new Error(`a call of ${received.request.operation}`)
  const text = textOf(received.response)
  const xml = parseXml(text)
  const code = xml.ok ? elementOf(xml.root, 'Code')?.text : JSON.parse(text).__type
  return `${received.response.status} ${code}`
}
