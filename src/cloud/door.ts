/**
 * The one door: every change of the world, and every question to it, comes through here.
 *
 * The order is the same for each call: authenticate, authorise, execute, audit, meter, journal. An operation
 * runs in a transaction, so a refused call changes only the audit trail, the journal and the stream of request
 * ids. What an operation starts to use, it meters while it executes; ids, timers and meters go with it when it
 * is refused. Set-up (before instant 0) leaves no audit record, journal entry or event.
 */

import { type AuditRecord, trail } from './audit/trail.ts'
import type { Answer, CallRequest, Members } from './call.ts'
import {
  type AuthenticationError,
  authenticate,
  authorise,
  type Principal,
} from './identity/accounts.ts'
import { LimitError } from './kernel/assert.ts'
import type { EventRecord } from './kernel/events.ts'
import { EPOCH, type Instant } from './kernel/instant.ts'
import { Journal } from './kernel/journal.ts'
import { arn, labRef, REGION, type Ref } from './kernel/ref.ts'
import { type Failure, fail, type Reason, type Result } from './kernel/result.ts'
import type { Value } from './kernel/value.ts'
import type { World } from './kernel/world.ts'
import { checkMembers, type Operation, type OperationContext, type Service } from './operation.ts'

/** What the door found out about a call before it ran. */
interface Visit {
  readonly service: Service | undefined
  readonly operation: Operation | undefined
  readonly principal: Principal | null
  readonly requestId: string
}

/** A visit, and why the caller is nobody, if that is so. */
interface Visitor extends Visit {
  readonly error: AuthenticationError | null
}

/** Who refuses a call: the check before the operation, or the operation itself. */
export type DecidedBy =
  | 'service'
  | 'region'
  | 'authentication'
  | 'members'
  | 'authorisation'
  | 'operation'

interface Passed {
  readonly operation: Operation
  readonly at: OperationContext
}
interface Stopped {
  readonly by: DecidedBy
  readonly refusal: Result<never>
}

type EventDetail = EventRecord['detail']

const REQUEST_IDS = 'request-id'
/** A peek draws nothing, so its request id is this one. */
const NO_REQUEST_ID = '00000000-0000-0000-0000-000000000000'
/** Never written to the audit trail, as CloudTrail withholds them. */
const SECRET_MEMBERS: ReadonlySet<string> = new Set(['KeyMaterial', 'UserData'])
/** The most characters of a refusal's words that its event holds. */
const MOST_TOLD = 1000
/** The most that an audit record holds of a call's parameters, and of its answer. */
const MOST_AUDITED = 102_400

export class Door {
  readonly journal = new Journal<CallRequest>(({ input }) => weightOf(input))
  readonly #history: boolean
  readonly #world: World
  readonly #services: ReadonlyMap<string, Service>

  constructor(world: World, services: readonly Service[], history = true) {
    this.#world = world
    this.#history = history
    this.#services = new Map(services.map((service) => [service.name, service]))
  }

  /** The requests that were made at an instant, in order; of those a replay has not passed yet, none. */
  requestsAt(at: Instant): readonly CallRequest[] {
    return this.journal.at(at).map(({ request }) => request)
  }

  /** Runs a call at the present instant and answers it. What is thrown inside an operation changes nothing. */
  call(request: CallRequest): Answer {
    const world = this.#world
    if (!this.#hasRoom(request)) return this.#overloaded(request)
    // The ids are drawn for good only when the operation is through.
    const { requestId, eventId } = world.trial(() => drawIds(world))
    const visit = this.#visit(request, requestId)
    return world.because(null, () => {
      const result = this.#transact(request, visit)
      drawIds(world)
      if (!result.ok) this.#note('call.refused', request, visit, this.#why(request, visit, result))
      const event = world.now < EPOCH ? null : world.cause
      this.#audit(request, visit, eventId, result)
      this.#meter(request, visit, result)
      if (this.#history && world.now >= EPOCH && request.caller.kind !== 'service') {
        this.journal.take({ at: world.now, request })
      }
      world.events.flush()
      return { requestId, at: world.now, event, result }
    })
  }

  /** Answers a read-only call and leaves no trace of any kind: for checks, completion and inspectors. */
  peek(request: CallRequest): Answer {
    const visit = this.#visit(request, NO_REQUEST_ID)
    const reads = visit.operation?.readOnly ?? true
    const result = reads
      ? this.#world.trial(() => this.#run(request, visit))
      : fail('lab.NotReadOnly', `${request.operation} changes the world, so it cannot be peeked.`)
    return { requestId: NO_REQUEST_ID, at: this.#world.now, event: null, result }
  }

  #transact(request: CallRequest, visit: Visitor): Result<Members> {
    try {
      return this.#world.transaction(() => {
        this.#note(visit.operation?.readOnly ? 'call.read' : 'call.answered', request, visit, {})
        return this.#run(request, visit)
      })
    } catch (error) {
      if (error instanceof LimitError && visit.service !== undefined) {
        return visit.service.overloaded()
      }
      throw error
    }
  }

  /** Whether journal, trail and milestones can take what a call may bring. */
  #hasRoom(request: CallRequest): boolean {
    if (!this.#history) return true
    const records = this.#world.log(trail)
    return (
      this.journal.hasRoomFor(request) &&
      records.length < records.spec.limit &&
      this.#world.events.hasRoom
    )
  }

  /** A call that is turned away before it is an input: the world stays as it is. */
  #overloaded(request: CallRequest): Answer {
    const service = this.#services.get(request.service)
    const result = service?.overloaded() ?? fail('WorldFull', 'This world is full.')
    return { requestId: NO_REQUEST_ID, at: this.#world.now, event: null, result }
  }

  #visit(request: CallRequest, requestId: string): Visitor {
    const service = this.#services.get(request.service)
    const operations = service?.operations ?? {}
    const operation = Object.hasOwn(operations, request.operation)
      ? operations[request.operation]
      : undefined
    const found = authenticate(this.#world, request.caller)
    return typeof found === 'string'
      ? { service, operation, requestId, principal: null, error: found }
      : { service, operation, requestId, principal: found, error: null }
  }

  #run(request: CallRequest, visit: Visitor): Result<Members> {
    const passed = this.#pass(request, visit)
    if (!('operation' in passed)) return passed.refusal
    const result = passed.operation.run(request.input, passed.at)
    if (result.ok && request.input.DryRun === true) return DRY_RUN
    return result
  }

  /** The checks before any operation: what passes them, or the one that refuses and its answer. */
  #pass(request: CallRequest, visit: Visitor): Passed | Stopped {
    const { service, operation, principal, requestId } = visit
    if (service === undefined) {
      const text = `The lab does not emulate the service ${request.service}.`
      return { by: 'service', refusal: fail('UnknownService', text) }
    }
    const { region } = request.context
    if (region !== REGION) return { by: 'region', refusal: service.wrongRegion(region) }
    if (principal === null) {
      const refusal = service.unauthenticated(visit.error ?? 'unsigned', request.caller)
      return { by: 'authentication', refusal }
    }
    if (operation === undefined) {
      return { by: 'service', refusal: service.unknownOperation(request.operation) }
    }
    const { account } = principal
    const at = { world: this.#world, principal, account, context: request.context, requestId }
    const { members } = operation
    const wrong = checkMembers(request.operation, members, request.input, service.wrongMember)
    if (wrong !== null) return { by: 'members', refusal: wrong }
    const action = `${service.name}:${request.operation}`
    const resources = operation.resources(request.input, at)
    if (!authorise({ principal, action, resources, context: request.context })) {
      return { by: 'authorisation', refusal: service.unauthorised(principal, action, resources) }
    }
    return { operation, at }
  }

  /** What a refusal's event tells beside the call: the answer's words, who refused, and the reasons. */
  #why(request: CallRequest, visit: Visitor, { error }: { readonly error: Failure }): EventDetail {
    const passed = this.#pass(request, visit)
    const { code, message, httpStatus, fault, reasons } = error
    return {
      code,
      message: brief(message),
      httpStatus,
      fault,
      decidedBy: 'by' in passed ? passed.by : 'operation',
      reasons: reasons.map(({ code, ref, values }) => ({ code, ref, values: briefly(values) })),
    }
  }

  #note(
    type: 'call.answered' | 'call.read' | 'call.refused',
    request: CallRequest,
    visit: Visit,
    more: EventDetail,
  ): void {
    const subjects: Ref[] = [labRef('call', visit.requestId)]
    const account = visit.principal?.account ?? null
    if (account !== null) subjects.push(arn('iam', '', account, 'root'))
    this.#world.emit(type, subjects, {
      service: request.service,
      operation: request.operation,
      requestId: visit.requestId,
      account,
      readOnly: visit.operation?.readOnly ?? false,
      ...more,
    })
  }

  #meter(request: CallRequest, { service, principal }: Visit, result: Result<Members>): void {
    const world = this.#world
    if (world.now < EPOCH) return
    const { operation, input } = request
    service?.meter?.({ world, operation, principal, input, result })
  }

  #audit(request: CallRequest, visit: Visit, eventID: string, result: Result<Members>): void {
    const world = this.#world
    const source = visit.service?.eventSource ?? null
    if (source === null || world.now < EPOCH || !this.#history) return
    if (visit.operation?.dataEvent) return
    const error: Failure | null = result.ok ? null : result.error
    const readOnly = visit.operation?.readOnly ?? false
    const record: AuditRecord = {
      eventVersion: '1.11',
      userIdentity: identityOf(visit.principal),
      eventTime: world.now,
      eventSource: source,
      eventName: request.operation,
      awsRegion: request.context.region,
      sourceIPAddress: visit.principal?.service ?? request.context.sourceIp,
      userAgent: visit.principal?.service ?? request.context.userAgent,
      errorCode: error === null ? null : auditCode(request.service, error),
      errorMessage: error?.message ?? null,
      requestParameters: audited(request.input),
      responseElements: result.ok && !readOnly ? audited(result.value) : null,
      requestID: visit.requestId,
      eventID,
      readOnly,
      eventType: visit.principal?.type === 'AWSService' ? 'AwsServiceEvent' : 'AwsApiCall',
      managementEvent: true,
      eventCategory: 'Management',
      resources: [],
      recipientAccountId: visit.principal?.account ?? '',
    }
    world.log(trail).append(record)
  }
}

/** A text as an event keeps it: a caller's own words in it may be of any length, and events are kept for ever. */
const brief = (text: string): string =>
  text.length > MOST_TOLD ? `${text.slice(0, MOST_TOLD)}…` : text

const briefly = (values: Reason['values']): Reason['values'] =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? brief(value) : value,
    ]),
  )

/** How much of a value can be of any length: bytes, and the characters of texts and of names. */
function weightOf(value: Value | undefined): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length
  if (typeof value !== 'object' || value === null) return 0
  let sum = 0
  for (const [name, each] of Object.entries(value)) {
    sum += weightOf(each) + (Array.isArray(value) ? 0 : name.length)
  }
  return sum
}

/** EC2's answer to a call that would have succeeded (ERRORS §2). */
const DRY_RUN = fail('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', {
  httpStatus: 412,
})

/** CloudTrail writes EC2's codes, and no other's, with whose fault it was before them (ERRORS §1). */
const auditCode = (service: string, { fault, code }: Failure): string =>
  service === 'ec2' ? `${fault === 'client' ? 'Client' : 'Server'}.${code}` : code

function identityOf(principal: Principal | null): Value {
  if (principal === null) return { type: 'Unknown' }
  if (principal.type === 'AWSService') return { type: principal.type, invokedBy: principal.service }
  return {
    type: principal.type,
    principalId: principal.principalId,
    arn: principal.arn,
    accountId: principal.account,
    ...(principal.accessKeyId === null ? {} : { accessKeyId: principal.accessKeyId }),
  }
}

/**
 * Members as an audit record holds them: without secrets, and not when they are very large. CloudTrail leaves out
 * what is longer than 100 KB too; the form of the note and the measure (`weightOf`) are the lab's choice.
 */
function audited(members: Members): Value {
  const originalSize = weightOf(members)
  if (originalSize > MOST_AUDITED) {
    const reason = `The lab's audit trail leaves out what is larger than ${MOST_AUDITED} bytes.`
    return { omitted: true, originalSize, reason }
  }
  // By `fromEntries`, which gives a member its name even when a client calls it `__proto__`.
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name,
      SECRET_MEMBERS.has(name) ? '<sensitiveDataRemoved>' : value,
    ]),
  )
}

/** The ids of a call and of its audit record. */
const drawIds = (world: World) => ({ requestId: uuid(world), eventId: uuid(world) })

/** A version 4 UUID from the stream of request ids (RFC 9562). */
function uuid(world: World): string {
  const digits = world.streams.hex(REQUEST_IDS, 32)
  const variant = '89ab'[Number.parseInt(digits[16] ?? '0', 16) & 3] ?? '8'
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20),
  ]
  return parts.join('-')
}
