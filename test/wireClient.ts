/**
 * Unmodified AWS SDK clients over the wire's codec, without a socket: what a client writes is received, a door of
 * the test's own answers, and the client reads what was written.
 */
import { Readable } from 'node:stream'
import { EC2Client } from '@aws-sdk/client-ec2'
import { S3Client } from '@aws-sdk/client-s3'
import { STSClient } from '@aws-sdk/client-sts'
import type { HttpRequest, HttpResponse, WireOptions } from '../src/wire/http.ts'
import { exchange, httpRequest, OPEN, type TestDoor } from '../src/wire/testing.ts'

/** The request of an SDK, as far as it is looked at. */
interface SdkRequest {
  readonly method: string
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** The path and query of an SDK's request, as its HTTP handler would write them. */
function targetOf({ path, query }: SdkRequest): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    [value]
      .flat()
      .map((each) => (each === null ? encoded(name) : `${encoded(name)}=${encoded(String(each))}`)),
  )
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`
}

function fromSdk(request: SdkRequest): HttpRequest {
  const { body } = request
  if (body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)) {
    throw new Error('streams are not read here')
  }
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ])
  return httpRequest({
    method: request.method,
    target: targetOf(request),
    headers: Object.fromEntries(headers),
    ...(body === undefined ? {} : { body }),
  })
}

/** The HTTP handler of an SDK: every request goes through the codec to `door`. `seen` gets each request. */
export const handlerFor = (
  door: TestDoor,
  options: WireOptions = OPEN,
  seen: (request: HttpRequest, response: HttpResponse) => void = () => {},
) => ({
  handle(sdk: SdkRequest) {
    const request = fromSdk(sdk)
    const { status, headers, body } = exchange(request, door, options)
    seen(request, { status, headers, body })
    const names = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))
    return Promise.resolve({
      response: { statusCode: status, headers: names, body: Readable.from([body]) },
    })
  },
  metadata: { handlerProtocol: 'http/1.1' },
  updateHttpClientConfig: () => {},
  httpHandlerConfigs: () => ({}),
})

const PLAIN = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 1,
} as const

/** A client of each service over one handler; S3 in both styles of address. */
export function clientsFor(handler: ReturnType<typeof handlerFor>) {
  const requestHandler = handler
  const s3 = {
    ...PLAIN,
    requestHandler,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  } as const
  return {
    ec2: new EC2Client({ ...PLAIN, requestHandler }),
    sts: new STSClient({ ...PLAIN, requestHandler }),
    s3: new S3Client(s3),
    s3Path: new S3Client({ ...s3, forcePathStyle: true }),
  }
}
