/**
 * The wire: an HTTP request as a call for the door, and the door's answer as an HTTP response.
 *
 * A service is known by the Credential of the signature, else by the host, else by the form of the request; what is
 * left is S3's. Nothing here knows an operation: requests and answers are those that the models describe.
 *
 * A malformed request of a caller whom the door will not let in goes to the door without its input: AWS too looks
 * at who asks first. All other malformed ones are answered here, with AWS's error, and never reach the cloud.
 */
import type { Answer, Caller, Members } from '../cloud/call.ts'
import { must } from '../cloud/kernel/assert.ts'
import { REGION } from '../cloud/kernel/ref.ts'
import { type Failure, ok, type Result } from '../cloud/kernel/result.ts'
import { models } from '../models/index.ts'
import { labModel } from '../models/lab.ts'
import type { ProtocolName, ServiceModel } from '../models/model.ts'
import { credentialNamed, queryOf } from './claim.ts'
import type { HttpRequest, HttpResponse, Received, WireOptions } from './http.ts'
import { jsonProtocol } from './json.ts'
import { queryProtocol } from './query.ts'
import { restProtocol } from './rest.ts'
import { bucketOfHost } from './route.ts'
import type { Content, Incoming, Protocol, Understood } from './shapes.ts'
import { splitTarget } from './sigv4.ts'
import { httpDateOf, MAX_MESSAGE_BYTES } from './values.ts'
import { authenticate } from './verify.ts'

const KNOWN: readonly ServiceModel[] = [models.ec2, models.sts, models.s3, labModel]

/** A model of the lab that speaks another one is a mistake of ours. */
const PROTOCOLS: Readonly<Partial<Record<ProtocolName, Protocol>>> = {
  ec2Query: queryProtocol,
  query: queryProtocol,
  json: jsonProtocol,
  restXml: restProtocol,
}

const HOST_OF_AWS = /^([a-z0-9-]+)\.(?:[a-z0-9-]+\.)*amazonaws\.com(?::\d*)?$/

/** The parameter of a form or a query that is not decoded yet; enough for names and dates. */
const rawParameter = (text: string, name: string): string | undefined =>
  new RegExp(`(?:^|&)${name}=([^&]*)`).exec(text)?.[1]

/** The service whose clients write a request so, when neither signature nor host tells; S3's look like nothing else. */
function serviceOfForm(request: HttpRequest): string {
  const target = request.headers.get('x-amz-target')
  if (target !== undefined) {
    const prefix = target.slice(0, Math.max(0, target.lastIndexOf('.')))
    return KNOWN.find(({ service }) => service.target === prefix)?.service.signingName ?? prefix
  }
  const [path, query] = splitTarget(request.target)
  const type = request.headers.get('content-type') ?? ''
  const isForm = request.method === 'POST' && type.startsWith('application/x-www-form-urlencoded')
  const start = request.body.subarray(0, MAX_MESSAGE_BYTES)
  const text = isForm ? new TextDecoder().decode(start) : query
  if (path !== '/' || !(isForm || rawParameter(text, 'Action') !== undefined)) return 's3'
  const version = rawParameter(text, 'Version')
  const found = KNOWN.find(
    ({ service }) => service.protocol.endsWith('uery') && service.apiVersion === version,
  )
  return found?.service.signingName ?? 'ec2'
}

function serviceOf(request: HttpRequest): string {
  const signed = credentialNamed(request, queryOf(request))
  if (signed !== null) return signed.scope.service
  const host = (request.headers.get('host') ?? '').toLowerCase()
  const named = KNOWN.find(({ service }) => host.startsWith(`${service.endpointPrefix}.`))
  const bucket = bucketOfHost(host)
  // `ec2.s3.amazonaws.com` is a bucket, `ec2.localhost` is not.
  if (named !== undefined && bucket !== null && !/\.s3[.-]/.test(host)) {
    return named.service.signingName
  }
  if (bucket !== undefined) return 's3'
  return HOST_OF_AWS.exec(host)?.[1] ?? serviceOfForm(request)
}

/** A model in place of that of a service that the lab lacks: enough to write the door's refusal. */
function strangeModel({ headers }: HttpRequest): ServiceModel {
  const isQuery = headers.get('content-type')?.startsWith('application/x-www-form-urlencoded')
  const protocol = headers.has('x-amz-target') ? 'json' : isQuery ? 'query' : 'restXml'
  return { ...labModel, service: { ...labModel.service, protocol } }
}

/** What a request to a service that the lab lacks asks for, as far as its form tells. */
function strangeOperation(incoming: Incoming): Result<Understood> {
  const target = incoming.headers.get('x-amz-target')?.split('.').at(-1)
  const body = new TextDecoder().decode(incoming.body.subarray(0, 4096))
  const action = rawParameter(`${incoming.query}&${body}`, 'Action')
  return ok({ operation: target ?? action ?? incoming.method, input: () => ok({}) })
}

/** Whether the door will know the caller; it is for the door to say why not. */
const isKnown = (caller: Caller, { auth, secretOf }: WireOptions): boolean =>
  auth === 'open' ||
  (caller.kind === 'signed' &&
    caller.verdict === 'valid' &&
    secretOf(caller.accessKeyId) !== undefined)

/** A response with the headers that every one has; without a body where HTTP has none. */
function respond(
  request: HttpRequest,
  nowMs: number,
  { status, headers, body }: Content,
  more: Readonly<Record<string, string>> = {},
): HttpResponse {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const isHead = request.method === 'HEAD'
  const isEmpty = isHead || status === 204 || status === 304
  const is = (name: string, other: string): boolean => name.toLowerCase() === other
  const kept = headers.filter(
    ([name]) =>
      // The length of a HEAD's answer is the object's; all others have their own.
      (isHead || !is(name, 'content-length')) && (!is(name, 'content-type') || status !== 304),
  )
  const length = isEmpty ? [] : [['Content-Length', String(bytes.length)] as const]
  return {
    status,
    headers: [...kept, ...Object.entries(more), ['Date', httpDateOf(nowMs)], ...length],
    body: isEmpty ? new Uint8Array() : bytes,
  }
}

/** The service that a request is meant for, and how it says no. */
function serviceFor(request: HttpRequest, { nowMs }: WireOptions) {
  const name = serviceOf(request)
  const known = KNOWN.find(({ service }) => service.signingName === name)
  const model = known ?? strangeModel(request)
  const protocol = must(PROTOCOLS[model.service.protocol], 'a protocol of the wire')
  const refuse = (failure: Failure, requestId: string): HttpResponse =>
    respond(request, nowMs, protocol.refuse(model, failure, requestId), failure.headers)
  return { name, known, model, protocol, refuse }
}

/** Answers a request whose body was not taken, with a failure in the shape of its service. */
export const refuseUnread = (
  request: HttpRequest,
  options: WireOptions,
  failure: Failure,
): HttpResponse => serviceFor(request, options).refuse(failure, options.newRequestId())

/** Understands a request as a call; or answers it, when it is none. No request that HTTP can carry makes it throw. */
export function receive(request: HttpRequest, options: WireOptions): Received {
  const { name, known, model, protocol, refuse } = serviceFor(request, options)
  const refuseNow = (error: Failure): Received => ({
    kind: 'response',
    response: refuse(error, options.newRequestId()),
  })

  const authentication = authenticate(request, options, name)
  if (!authentication.ok) return refuseNow(authentication.error)
  const { caller, presigned, region, body, headers } = authentication.value
  const [path, query] = splitTarget(request.target)
  const incoming: Incoming = { method: request.method, path, query, headers, body }
  const opened =
    known === undefined ? strangeOperation(incoming) : protocol.open(model, incoming, options.epoch)
  if (!opened.ok) return refuseNow(opened.error)
  const { operation, input } = opened.value
  const members: Result<Members> = isKnown(caller, options) ? input() : ok({})
  if (!members.ok) return refuseNow(members.error)
  const context = {
    region: region ?? REGION,
    sourceIp: request.sourceIp,
    userAgent: headers.get('user-agent') ?? headers.get('x-amz-user-agent') ?? '',
    secureTransport: request.secure,
    host: headers.get('host') ?? '',
    presigned,
  }
  const finish = ({ requestId, result }: Answer): HttpResponse =>
    result.ok
      ? respond(
          request,
          options.nowMs,
          protocol.write(model, operation, result.value, requestId, options.epoch),
        )
      : refuse(result.error, requestId)
  return {
    kind: 'call',
    request: { service: name, operation, input: members.value, caller, context },
    finish,
  }
}
