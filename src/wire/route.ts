/**
 * Which of S3's operations a request asks for: by method, by what it addresses, and by the query parameters and
 * headers that an operation must have. The one that must have most of what is there is meant.
 *
 * A sub-resource (`?acl`) that no operation of this method takes is refused: the request must not become the
 * plain one on the same address. Operations without a model are routed too, so that the door refuses them by name.
 */
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import type { OperationRow, Route, ServiceModel } from '../models/model.ts'
import { structureOf } from './shapes.ts'
import { percentDecode } from './values.ts'

/** What a request is about: a bucket, an object in it, or the account when both are null. */
export interface Address {
  readonly bucket: string | null
  readonly key: string | null
}

interface Rule {
  readonly operation: string
  readonly method: string
  readonly level: Level
  /** parameters that must be there, with a value or with any */
  readonly query: readonly (readonly [name: string, value: string | null])[]
  readonly headers: readonly string[]
}

type Level = 'SERVICE' | 'BUCKET' | 'OBJECT'

interface Routes {
  /** by method and level: `GET BUCKET` */
  readonly rules: ReadonlyMap<string, readonly Rule[]>
  /** parameters that make a request one about something else than its address */
  readonly subresources: ReadonlySet<string>
}

const HOST = String.raw`(?:amazonaws\.com(?:\.cn)?|localhost|127\.0\.0\.1\.nip\.io)$`
const REGION = String.raw`(?:[.-](?:dualstack|[a-z]{2}(?:-[a-z]+)+-\d))*`
const OF_S3 = new RegExp(`^(?:(.+)\\.)?s3${REGION}\\.${HOST}`)
/** A bucket alone before a local name: `photos.localhost`. */
const LOCAL = /^(.+)\.(?:localhost|127\.0\.0\.1\.nip\.io)$/

/** The bucket that a host names: null for S3's own hosts, undefined for hosts that are not known to be S3's. */
export function bucketOfHost(host: string): string | null | undefined {
  const name = host.toLowerCase().replace(/:\d*$/, '')
  const found = OF_S3.exec(name)
  return found === null ? LOCAL.exec(name)?.[1] : (found[1] ?? null)
}

/** What host and path address, byte for byte: no segment is resolved. Null when it is not encoded UTF-8. */
export function addressOf(host: string, path: string): Address | null {
  const ofHost = bucketOfHost(host)
  const rest = path.slice(1)
  const slash = rest.indexOf('/')
  const [first, second] = slash < 0 ? [rest, ''] : [rest.slice(0, slash), rest.slice(slash + 1)]
  const bucket = ofHost ?? percentDecode(first, false)
  const key = percentDecode(ofHost ? rest : second, false)
  if (!path.startsWith('/') || bucket === null || key === null) return null
  const isService = !ofHost && bucket === '' && key === '' && slash < 0
  return { bucket: isService ? null : bucket, key: key === '' ? null : key }
}

/** The parameters in an operation's own path, which tell it from others: `?acl`, `?list-type=2`. */
const literalsOf = (uri: string): (readonly [string, string | null])[] =>
  (uri.split('?', 2)[1] ?? '')
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('x-id='))
    .map((pair) => {
      const [name = '', value = null] = pair.split('=', 2)
      return [name, value]
    })

function ruleOf(operation: string, [method, uri, query, headers]: Route, level: Level): Rule {
  return {
    operation,
    method,
    level: uri.startsWith('/{Key+}') ? 'OBJECT' : level,
    query: [...literalsOf(uri), ...query.map((name) => [name, null] as const)],
    headers,
  }
}

function modelledRule(model: ServiceModel, operation: string, row: OperationRow): Rule {
  const required = structureOf(model, row.input).members.filter((member) => member[2]?.required)
  const [method = '', uri = ''] = row.traits?.http ?? []
  const query = required.flatMap((member) => member[2]?.httpQuery ?? [])
  const headers = required.flatMap((member) => member[2]?.httpHeader?.toLowerCase() ?? [])
  const ofBucket = required.some(([name]) => name === 'Bucket')
  return ruleOf(operation, [method, uri, query, headers], ofBucket ? 'BUCKET' : 'SERVICE')
}

function routesOf(model: ServiceModel): Routes {
  const others = Object.entries(model.others ?? {})
  const rules = [
    ...Object.entries(model.operations).map(([name, row]) => modelledRule(model, name, row)),
    ...others.map(([name, route]) => ruleOf(name, route, 'BUCKET')),
    // A form upload names its object in the form, so that its address is the bucket.
    ruleOf('PostObject', ['POST', '/', [], []], 'BUCKET'),
  ]
  const literals = rules.flatMap((rule) => rule.query.filter((each) => each[1] === null))
  // Of the parameters that only some operations take, these two also go with plain ones.
  const plain = new Set(['id', 'partNumber'])
  const names = literals.map(([name]) => name).filter((name) => !plain.has(name))
  const groups = new Map<string, Rule[]>()
  for (const rule of rules) {
    const name = `${rule.method} ${rule.level}`
    groups.set(name, [...(groups.get(name) ?? []), rule])
  }
  return { rules: groups, subresources: new Set(names) }
}

const known = new WeakMap<ServiceModel, Routes>()

const levelOf = ({ bucket, key }: Address): Level =>
  bucket === null ? 'SERVICE' : key === null ? 'BUCKET' : 'OBJECT'

/** The operation that a request asks for, or S3's refusal when there is none. */
export function routeOf(
  model: ServiceModel,
  method: string,
  address: Address,
  query: ReadonlyMap<string, string>,
  headers: ReadonlyMap<string, string>,
): Result<string> {
  const routes = known.get(model) ?? routesOf(model)
  known.set(model, routes)
  const level = levelOf(address)
  let best: Rule | undefined
  for (const rule of routes.rules.get(`${method} ${level}`) ?? []) {
    const fits =
      rule.query.every(
        ([name, value]) => query.has(name) && query.get(name) === (value ?? query.get(name)),
      ) && rule.headers.every((name) => (headers.get(name) ?? '') !== '')
    if (fits && (best === undefined || weight(rule) > weight(best))) best = rule
  }
  const taken = best?.query.map(([name]) => name) ?? []
  const left = [...query.keys()].some(
    (name) => routes.subresources.has(name) && !taken.includes(name),
  )
  if (best !== undefined && !left) return ok(best.operation)
  return method === 'OPTIONS' ? corsRefused(level, headers) : notAllowed(method, level)
}

const weight = ({ query, headers }: Rule): number => query.length + headers.length

/** ERRORS §12. */
const notAllowed = (method: string, level: Level): Result<never> =>
  fail('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    httpStatus: 405,
    details: { Method: method, ResourceType: level },
  })

/**
 * ERRORS §12: what a browser's preflight is told where no CORS rules are, and the lab has none yet. Simplified: a
 * bucket that is not there is told the same, where S3 says NoSuchBucket, since the wire knows no buckets.
 */
const corsRefused = (level: Level, headers: ReadonlyMap<string, string>): Result<never> =>
  fail('AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.', {
    httpStatus: 403,
    details: { Method: headers.get('access-control-request-method') ?? '', ResourceType: level },
  })
