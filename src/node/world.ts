/**
 * The world behind the endpoint: HTTP requests to calls through the door, in cloud time, and back.
 *
 * Adds to the wire what a process of its own needs: a clock, accounts by access key where no signature is
 * checked, the session operations of `lab`, and a new beginning by `POST /_lab/reset`, which needs no
 * signature and is not for web pages. Without a journal it is a
 * bare cloud, which keeps no past and frees bytes as soon as nothing refers to them.
 */
import type { Answer, Caller, CallRequest, Members } from '../cloud/call.ts'
import { type Cloud, type CloudOptions, createCloud } from '../cloud/cloud.ts'
import { authenticate } from '../cloud/identity/accounts.ts'
import type { Epoch } from '../cloud/kernel/calendar.ts'
import type { Instant } from '../cloud/kernel/instant.ts'
import { FIRST_ACCOUNT, REGION } from '../cloud/kernel/ref.ts'
import { type Failure, fail, ok, type Result } from '../cloud/kernel/result.ts'
import type { Hashes } from '../cloud/kernel/world.ts'
import { learner } from '../cloud/scenarios/scenario.ts'
import { lab } from '../cloud/services/lab/index.ts'
import { advanced, paceOf } from '../command/goals.ts'
import { keepSave } from '../command/saves.ts'
import { checkControl, controlSession, isSessionOperation } from '../session/control.ts'
import { load, save } from '../session/save.ts'
import { Session } from '../session/session.ts'
import { MemoryShelf } from '../session/shelf.ts'
import type { HttpRequest, HttpResponse, WireOptions } from '../wire/http.ts'
import { receive, refuseUnread } from '../wire/receive.ts'
import { type EndpointArguments, PACES } from './arguments.ts'
import { EndpointClock } from './clock.ts'
import { internalFault } from './faults.ts'

/** What a world is made of, and what it knows of the place it runs in. */
export interface EndpointWorldOptions extends Omit<EndpointArguments, 'port'> {
  readonly seed: string
  readonly scenario: string
  readonly hashes: Hashes
  /** ms since 1970: what signatures are checked against, and the epoch of a new world */
  readonly nowMs: () => number
  /** ms that never go back: what cloud time follows */
  readonly steadyMs: () => number
  readonly newRequestId: () => string
  /** Tells of a programmer's error inside the cloud. */
  readonly report: (error: unknown, request: CallRequest) => void
}

export class EndpointWorld {
  readonly #options: EndpointWorldOptions
  readonly #saves: MemoryShelf
  /** with a journal the session that holds the cloud, else the cloud alone */
  #session: Session | null = null
  #cloud: Cloud
  #clock: EndpointClock

  constructor(options: EndpointWorldOptions) {
    this.#options = options
    this.#saves = new MemoryShelf(options.nowMs)
    this.#cloud = this.#begin()
    this.#clock = this.#startClock()
  }

  /** The world as it stands, for tests. */
  get cloud(): Cloud {
    return this.#cloud
  }

  /** Answers one request. It throws only when the wire does. */
  answer(request: HttpRequest): HttpResponse {
    if (request.target === RESET && request.method === 'POST') {
      // A browser says where a request comes from: tools of this machine may reset, pages of the web may not.
      if (request.headers.has('origin')) return this.refuse(request, NO_PAGES)
      this.#reset()
      return { status: 204, headers: [], body: new Uint8Array(0) }
    }
    this.#runTo(this.#clock.due)
    const received = receive(request, this.#wire())
    if (received.kind === 'response') return received.response
    const call = this.#asCalled(received.request)
    return received.finish(this.#tried(call))
  }

  /** A failure of a request that was not read whole, in its service's shape. */
  refuse(request: HttpRequest, failure: Failure): HttpResponse {
    return refuseUnread(request, this.#wire(), failure)
  }

  /** What the wire needs to know at this moment. */
  #wire(): WireOptions {
    return {
      nowMs: this.#options.nowMs(),
      epoch: this.#cloud.world.epoch,
      auth: this.#options.auth,
      sha256: this.#options.hashes.sha256,
      secretOf: (accessKeyId) => this.#cloud.secretOf(accessKeyId),
      newRequestId: this.#options.newRequestId,
    }
  }

  /** A throw inside the cloud has changed nothing; the client is told, in its own service's shape. */
  #tried(call: CallRequest): Answer {
    try {
      return this.#call(call)
    } catch (error) {
      this.#options.report(error, call)
      const code = call.service === 'sts' ? 'InternalFailure' : 'InternalError'
      return this.#own(internalFault(code))
    }
  }

  #call(call: CallRequest): Answer {
    if (call.service === lab.name && isSessionOperation(call.operation)) {
      const principal = authenticate(this.#cloud.world, call.caller)
      return this.#own(
        typeof principal === 'string'
          ? lab.unauthenticated(principal, call.caller)
          : this.#control(call.operation, call.input),
      )
    }
    return this.#session === null ? this.#cloud.call(call) : this.#session.call(call)
  }

  /** An answer that the door did not give. */
  #own(result: Result<Members>): Answer {
    return { requestId: this.#options.newRequestId(), at: this.#cloud.now, event: null, result }
  }

  /** Where no signature is checked, twelve digits are an account's own key, and any other key is the learner's. */
  #asCalled(call: CallRequest): CallRequest {
    if (this.#options.auth === 'verify') return call
    const key = call.caller.kind === 'signed' ? call.caller.accessKeyId : ''
    const own = /^\d{12}$/.test(key) && key !== FIRST_ACCOUNT
    if (own && this.#cloud.secretOf(key) === undefined) this.#createAccount(key)
    const caller: Caller = {
      kind: 'signed',
      accessKeyId: own ? key : learner.accessKeyId,
      sessionToken: null,
      verdict: 'valid',
    }
    return { ...call, caller }
  }

  /** A full world refuses it; the call that follows is then refused for its unknown key. */
  #createAccount(account: string): void {
    const caller: Caller = { kind: 'console', account: FIRST_ACCOUNT }
    const context = { ...OWN_CONTEXT }
    const input = { Account: account }
    this.#call({ service: 'lab', operation: 'CreateAccount', input, caller, context })
  }

  /** The session operations. Without a journal there is no past to go to. */
  #control(operation: string, input: Members): Result<Members> {
    const wrong = checkControl(operation, input)
    if (wrong !== null) return wrong
    switch (operation) {
      case 'Advance': {
        const goal = advanced(this.#cloud.now, input)
        if (!goal.ok) return goal
        this.#runTo(goal.value)
        this.#clock.anchor(this.#cloud.now)
        return ok({})
      }
      case 'Pace': {
        const pace = paceOf(input)
        if (!pace.ok) return pace
        this.#clock.anchor(this.#cloud.now, pace.value)
        return ok({})
      }
      case 'Reset':
        this.#reset()
        return ok({})
    }
    const session = this.#session
    if (session === null) return NO_JOURNAL
    switch (operation) {
      case 'Save':
        return keepSave(this.#saves, input, save(session))
      case 'Load':
        return this.#load(String(input.Name))
      default: {
        const result = controlSession(session, operation, input)
        this.#clock.anchor(this.#cloud.now)
        return result
      }
    }
  }

  #load(name: string): Result<Members> {
    const bytes = this.#saves.read(name)
    if (bytes === undefined) return fail('NoSuchSave', `There is no save named '${name}'.`)
    const loaded = load(bytes, this.#options.hashes)
    if (!loaded.ok) return loaded
    this.#session = loaded.value
    this.#cloud = loaded.value.cloud
    this.#clock.anchor(this.#cloud.now)
    return ok({})
  }

  #runTo(at: Instant): void {
    if (at <= this.#cloud.now) return
    if (this.#session === null) this.#cloud.runUntil(at)
    else this.#session.runUntil(at)
  }

  #reset(): void {
    this.#cloud = this.#begin()
    this.#clock = this.#startClock()
  }

  #begin(): Cloud {
    const { seed, scenario, hashes, defaults, journal, nowMs } = this.#options
    const epoch = Math.floor(nowMs()) as Epoch
    const options: CloudOptions = {
      ...{ seed, scenario, epoch, hashes, defaults, history: journal },
      // A body is read into bytes of its own, and an answer's only written to the socket.
      sharesBytes: true,
    }
    this.#session = journal ? new Session(options) : null
    return this.#session?.cloud ?? createCloud(options)
  }

  #startClock(): EndpointClock {
    return new EndpointClock(this.#options.steadyMs, this.#cloud.now, PACES[this.#options.pace])
  }
}

/** Where a new beginning is asked for, without a signature. */
const RESET = '/_lab/reset'

const NO_PAGES = fail('AccessDenied', 'Access Denied', { httpStatus: 403 }).error

const NO_JOURNAL = fail(
  'NoJournal',
  'This endpoint keeps no journal, so its world has no past. Start it with --journal.',
)

/** How the endpoint's own calls arrive. */
const OWN_CONTEXT = {
  region: REGION,
  sourceIp: '127.0.0.1',
  userAgent: 'cloudglass-endpoint',
  secureTransport: false,
  host: '127.0.0.1',
  presigned: false,
} as const
