/**
 * What a request says of who signed it: read from its `Authorization` header or from its query, not yet believed.
 *
 * What cannot be read is refused in the words of the service it was meant for. S3 names what is wrong; the query
 * services say `IncompleteSignature`. Codes and texts: ERRORS §11 and §12. Signature Version 2 and 4A are refused.
 */
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import { invalidArgument } from '../cloud/storage/errors.ts'
import type { HttpRequest } from './http.ts'
import { ALGORITHM, basicTime, type Scope, splitTarget } from './sigv4.ts'

/** A signature and what it claims to be over. */
export interface Claim {
  readonly accessKeyId: string
  readonly sessionToken: string | null
  readonly scope: Scope
  readonly signedHeaders: readonly string[]
  readonly signature: string
  /** when it was made, ms since 1970 */
  readonly timeMs: number
  /** in the query, not in a header */
  readonly presigned: boolean
  /** how long a presigned request is good for, in seconds; null when it does not say */
  readonly expiresSeconds: number | null
}

/** S3 speaks its own errors; all other services share theirs. */
export type Speech = 's3' | 'query'

/** How a service speaks, by the name in its signatures' scope. */
export const speechOf = (service: string): Speech => (service === 's3' ? 's3' : 'query')

/** What an `Authorization` header is made of; AWS takes them in any order. */
const PARTS: ReadonlySet<string> = new Set(['Credential', 'SignedHeaders', 'Signature'])
const PARAMETERS = ['Algorithm', 'Credential', 'Signature', 'Date', 'SignedHeaders', 'Expires']
const MOST_EXPIRES_SECONDS = 604_800
const CREDENTIAL = '"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request"'

/** The query's parameters, decoded; of one that comes twice, the first. */
export function queryOf(request: HttpRequest): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(splitTarget(request.target)[1])) {
    if (!parameters.has(name)) parameters.set(name, value)
  }
  return parameters
}

/** The parts of an `Authorization` header by their names; null when one is strange or stands there twice. */
function partsOf(authorization: string): ReadonlyMap<string, string> | null {
  const parts = new Map<string, string>()
  for (const part of authorization.slice(ALGORITHM.length).split(',')) {
    if (part.trim() === '') continue
    const [name = '', ...value] = part.split('=')
    if (!PARTS.has(name.trim()) || parts.has(name.trim())) return null
    parts.set(name.trim(), value.join('=').trim())
  }
  return parts
}

interface Credential {
  readonly accessKeyId: string
  readonly scope: Scope
}

/** What a `Credential` names, or null when it is not one. */
function credentialOf(text: string): Credential | null {
  const [accessKeyId = '', date = '', region = '', service = '', end, ...rest] = text.split('/')
  const whole = end === 'aws4_request' && rest.length === 0 && region !== '' && service !== ''
  return whole && /^\d{8}$/.test(date) ? { accessKeyId, scope: { date, region, service } } : null
}

/** What a request names as its `Credential`, in the query or in the header: the one that its claim will have. */
export function credentialNamed(
  request: HttpRequest,
  query: ReadonlyMap<string, string>,
): Credential | null {
  const authorization = request.headers.get('authorization') ?? ''
  const ofHeader = authorization.startsWith(`${ALGORITHM} `) ? partsOf(authorization) : null
  return credentialOf(query.get('X-Amz-Credential') ?? ofHeader?.get('Credential') ?? '')
}

/** The claim of a request, null when it makes none, or why it cannot be read. */
export function readClaim(
  request: HttpRequest,
  query: ReadonlyMap<string, string>,
  speech: Speech,
): Result<Claim | null> {
  const authorization = request.headers.get('authorization')
  const inQuery = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature'].some((name) =>
    query.has(name),
  )
  if (authorization !== undefined && inQuery) {
    return speech === 's3'
      ? invalidArgument(
          'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
          'Authorization',
          authorization,
        )
      : incomplete('AWS authentication cannot be both in the header and in the query.')
  }
  if (inQuery) return claimOfQuery(query, speech)
  if (authorization !== undefined) return claimOfHeader(request, authorization, speech)
  // What Signature Version 2 puts into a query.
  if (query.has('AWSAccessKeyId') && query.has('Signature')) return unsupported(speech)
  return ok(null)
}

function claimOfHeader(
  request: HttpRequest,
  authorization: string,
  speech: Speech,
): Result<Claim | null> {
  const [algorithm = ''] = authorization.split(' ', 1)
  if (algorithm !== ALGORITHM) {
    if (algorithm.startsWith('AWS')) return unsupported(speech)
    return speech === 's3'
      ? invalidArgument('Unsupported Authorization Type', 'Authorization', authorization)
      : incomplete(missingParts(new Map(), true), authorization)
  }
  const parts = partsOf(authorization)
  if (parts === null) {
    const why = 'the Authorization header must have Credential, SignedHeaders and Signature, once.'
    return speech === 's3' ? headerMalformed(why) : incomplete(why, authorization)
  }
  const credential = parts.get('Credential')
  const signedHeaders = parts.get('SignedHeaders')
  const signature = parts.get('Signature')
  const date = request.headers.get('x-amz-date') ?? request.headers.get('date')
  if (!credential || !signedHeaders || !signature || (!date && speech === 'query')) {
    return speech === 's3'
      ? headerMalformed(
          'the Authorization header must have Credential, SignedHeaders and Signature.',
        )
      : incomplete(missingParts(parts, date !== undefined), authorization)
  }
  const parsed = parseCredential(credential, speech, headerMalformed)
  if (!parsed.ok) return parsed
  const timeMs = timeOf(date ?? '')
  if (timeMs === null) {
    return speech === 's3'
      ? fail('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header', {
          httpStatus: 403,
        })
      : incomplete(`Date must be in ISO-8601 'basic format'. Got '${date}'.`)
  }
  const { scope } = parsed.value
  if (speech === 's3' && !sameDay(scope, timeMs)) return headerMalformed(wrongDay(scope, timeMs))
  return ok({
    ...parsed.value,
    sessionToken: request.headers.get('x-amz-security-token') ?? null,
    signedHeaders: signedHeaders.split(';'),
    signature,
    timeMs,
    presigned: false,
    expiresSeconds: null,
  })
}

function claimOfQuery(query: ReadonlyMap<string, string>, speech: Speech): Result<Claim | null> {
  const part = (name: string): string => query.get(`X-Amz-${name}`) ?? ''
  const due = speech === 's3' ? PARAMETERS : PARAMETERS.slice(0, -1)
  if (due.some((name) => part(name) === '')) {
    return speech === 's3'
      ? queryMalformed(
          'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
        )
      : incomplete(
          `AWS query-string parameters must include ${due.map((name) => `'X-Amz-${name}'`).join(', ')}. Re-examine the query-string parameters.`,
        )
  }
  if (part('Algorithm') !== ALGORITHM) {
    return speech === 's3'
      ? queryMalformed(`X-Amz-Algorithm only supports "${ALGORITHM}"`)
      : incomplete(`Unsupported AWS 'algorithm': '${part('Algorithm')}'`)
  }
  const parsed = parseCredential(part('Credential'), speech, queryMalformed)
  if (!parsed.ok) return parsed
  const timeMs = timeOf(part('Date'))
  if (timeMs === null) {
    return speech === 's3'
      ? queryMalformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
      : incomplete(`Date must be in ISO-8601 'basic format'. Got '${part('Date')}'.`)
  }
  const { scope } = parsed.value
  if (speech === 's3' && !sameDay(scope, timeMs)) return queryMalformed(wrongDay(scope, timeMs))
  const wrong = speech === 's3' ? wrongExpires(part('Expires')) : null
  if (wrong !== null) return queryMalformed(wrong)
  const expires = part('Expires')
  return ok({
    ...parsed.value,
    sessionToken: query.get('X-Amz-Security-Token') ?? null,
    signedHeaders: part('SignedHeaders').split(';'),
    signature: part('Signature'),
    timeMs,
    presigned: true,
    expiresSeconds: /^\d{1,9}$/.test(expires) ? Number(expires) : null,
  })
}

/** Why S3 does not take a presigned URL's lifetime, or null. */
function wrongExpires(text: string): string | null {
  if (!/^-?\d+$/.test(text)) return 'X-Amz-Expires should be a number'
  if (Number(text) < 1) return 'X-Amz-Expires must be non-negative'
  if (Number(text) <= MOST_EXPIRES_SECONDS) return null
  return `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${MOST_EXPIRES_SECONDS} seconds`
}

function parseCredential(
  text: string,
  speech: Speech,
  malformed: (what: string) => Result<never>,
): Result<Credential> {
  const credential = credentialOf(text)
  if (credential === null) {
    return speech === 's3'
      ? malformed(
          malformed === queryMalformed
            ? `Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting ${CREDENTIAL}.`
            : `the Credential is mal-formed; expecting ${CREDENTIAL}.`,
        )
      : incomplete(
          `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${text}'`,
        )
  }
  if (credential.accessKeyId === '') {
    return speech === 's3'
      ? malformed('a non-empty Access Key (AKID) must be provided in the credential.')
      : incomplete('Credential must name an access key.')
  }
  return ok(credential)
}

/** ms since 1970 of `20130524T000000Z`, or of a date as HTTP writes it (RFC 9110); null when it is neither. */
function timeOf(text: string): number | null {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (found === null) {
    const ms = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(text)
      ? Date.parse(text)
      : Number.NaN
    return Number.isNaN(ms) ? null : ms
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map(Number)
  const ms = Date.UTC(year, month - 1, day, hour, minute, second)
  // A day that its month lacks, or the year 0, would come back as another.
  return basicTime(ms) === text ? ms : null
}

const sameDay = (scope: Scope, timeMs: number): boolean => basicTime(timeMs).startsWith(scope.date)

const wrongDay = (scope: Scope, timeMs: number): string =>
  `Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${basicTime(timeMs).slice(0, 8)}".`

function missingParts(parts: ReadonlyMap<string, string>, hasDate: boolean): string {
  const missing = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => !parts.get(name))
    .map((name) => `Authorization header requires '${name}' parameter.`)
  if (!hasDate) {
    missing.push(
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    )
  }
  return missing.join(' ')
}

const incomplete = (message: string, authorization?: string): Result<never> =>
  fail(
    'IncompleteSignature',
    authorization === undefined ? message : `${message} Authorization=${authorization}`,
  )

const headerMalformed = (what: string): Result<never> =>
  fail('AuthorizationHeaderMalformed', `The authorization header is malformed; ${what}`)

const queryMalformed = (what: string): Result<never> =>
  fail('AuthorizationQueryParametersError', what)

const unsupported = (speech: Speech): Result<never> =>
  speech === 's3'
    ? fail(
        'InvalidRequest',
        'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
      )
    : incomplete(`Unsupported AWS 'algorithm': the lab checks ${ALGORITHM} alone.`)
