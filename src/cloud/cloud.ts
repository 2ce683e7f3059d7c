/**
 * One emulated cloud: a pure function of (build, seed, scenario, journal of inputs).
 *
 * Puts together what the rooms declare (tables, logs, timers, events, services, views), runs the scenario's
 * set-up at negative instants, and lets time pass. It knows no wall clock: `runUntil` moves cloud time, in one
 * slice or a thousand with the same outcome.
 */
import { trail } from './audit/trail.ts'
import { meters } from './billing/meters.ts'
import { storageUsage } from './billing/storage.ts'
import { type Answer, type CallRequest, consoleCall, type Members } from './call.ts'
import { computeParts } from './compute/parts.ts'
import { Door } from './door.ts'
import { EVENTS } from './events.ts'
import { accountKey, accounts, authenticate, secretOf } from './identity/accounts.ts'
import { assert, must } from './kernel/assert.ts'
import type { Epoch } from './kernel/calendar.ts'
import { after, duration, EPOCH, hours, type Instant, instant } from './kernel/instant.ts'
import type { Timer, TimerHandler } from './kernel/schedule.ts'
import type { Reader, Writer } from './kernel/value.ts'
import { type Defaults, type Hashes, PLAIN_HASHES, World, type WorldFrame } from './kernel/world.ts'
import { createDefaultNetwork } from './network/defaults.ts'
import { findScenario } from './scenarios/index.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { ec2 } from './services/ec2/index.ts'
import { lab } from './services/lab/index.ts'
import { s3 } from './services/s3/index.ts'
import { sts } from './services/sts/index.ts'
import { type SetUp, SetUpRefused, shiftOf, wrongSetUp } from './setUp.ts'
import { buckets, objects } from './storage/rows.ts'
import { viewSpecs } from './views/registry.ts'
import type { ViewName, Views } from './views/types.ts'

/** How a cloud is made. Same options and same inputs, same world. */
export interface CloudOptions {
  readonly seed: string
  /** the name of a scenario */
  readonly scenario: string
  /** UTC of instant 0; the scenario's when left out */
  readonly epoch?: Epoch
  /** hash functions made ready by the caller; without them @noble's are used, with equal results */
  readonly hashes?: Hashes
  /**
   * false: no journal, events or audit trail are kept, and blobs that nothing refers to are free at once. Such
   * a cloud has no past: it cannot be saved with one, or sought. The default is true.
   */
  readonly history?: boolean
  /** `legacy`: what AWS gave new buckets before April 2023, for old lessons and clients; default `modern` */
  readonly defaults?: Defaults
  /**
   * true: whoever calls promises never to change bytes that went into a call or came out of one, so that large
   * ones are not copied. The world is the same. The default is false.
   */
  readonly sharesBytes?: boolean
  /** what is done after the scenario's own set-up, before instant 0 */
  readonly setUp?: SetUp
}

/** The state of a cloud at one instant, sharing what did not change since. */
export interface CloudFrame {
  readonly world: WorldFrame
  readonly journal: number
}

/** The longest that set-up may reach back. */
const SET_UP: Instant = instant(-hours(24 * 400))
const LAST_BEFORE = instant(EPOCH - 1)

export class Cloud {
  readonly world: World
  readonly door: Door
  readonly scenario: Scenario
  readonly #handlers: ReadonlyMap<string, TimerHandler<unknown>>

  /** Stands at instant 0, or before it at `draftAt`: where a set-up would begin whose calls are not known yet. */
  constructor(options: CloudOptions, scenario: Scenario, draftAt?: Instant) {
    this.scenario = scenario
    this.world = new World(
      {
        tables: [accounts, meters, storageUsage, buckets, objects, ...computeParts.tables],
        logs: [trail],
        timers: computeParts.timers.map((each) => each.kind),
        events: EVENTS,
      },
      {
        seed: options.seed,
        epoch: options.epoch ?? scenario.epoch,
        start: SET_UP,
        hashes: options.hashes ?? PLAIN_HASHES,
        history: options.history ?? true,
        defaults: options.defaults ?? 'modern',
        sharesBytes: options.sharesBytes ?? false,
      },
    )
    this.#handlers = new Map(computeParts.timers.map((each) => [each.kind.name, each]))
    this.door = new Door(this.world, [ec2, sts, s3, lab], options.history ?? true)
    this.#setUpScenario(draftAt ?? options.setUp?.begins ?? EPOCH)
    if (draftAt === undefined) this.#setUp(options.setUp)
  }

  /** Cloud time: every timer at or before it has fired. */
  get now(): Instant {
    return this.world.now
  }

  /** The next instant at which something will happen by itself. */
  get nextTimer(): Instant | undefined {
    return this.world.schedule.peek()
  }

  /** Answers a call at the present instant, after every timer of this instant. */
  call(request: CallRequest): Answer {
    this.runUntil(this.world.now)
    return this.door.call(request)
  }

  /** Answers a read-only call without leaving a trace. */
  peek(request: CallRequest): Answer {
    return this.door.peek(request)
  }

  /** The secret of an access key, for whoever checks signatures. */
  secretOf(accessKeyId: string): string | undefined {
    return secretOf(this.world, accessKeyId)
  }

  /**
   * Lets time pass up to and including `until`, firing at most `most` timers.
   * True when `until` is reached; otherwise the clock stands at the last timer fired.
   */
  runUntil(until: Instant, most: number = Number.POSITIVE_INFINITY): boolean {
    assert(until >= this.world.now, 'time runs forward')
    for (let fired = 0; fired < most; fired++) {
      const timer = this.world.schedule.due(until)
      if (timer === undefined) {
        this.world.moveTo(until)
        return true
      }
      this.#fire(timer)
    }
    return false
  }

  frame(): CloudFrame {
    return { world: this.world.frame(), journal: this.door.journal.position }
  }

  /** Goes to a frame of this cloud; inputs and events known beyond it stay known. */
  restore(frame: CloudFrame): void {
    this.world.restore(frame.world)
    this.door.journal.moveTo(frame.journal)
  }

  /** The whole state as bytes. */
  write(to: Writer): void {
    this.world.write(to, true)
  }

  /** Takes over a state that `write` wrote; the caller sees to journal and events. */
  read(from: Reader): void {
    this.world.read(from)
  }

  /** SHA-256 of the state, in hexadecimal. */
  hash(): string {
    return this.world.hash()
  }

  /** Whether there is a view of a name. */
  hasView(name: string): name is ViewName {
    return Object.hasOwn(viewSpecs, name)
  }

  /** Computes a view. */
  view<Name extends ViewName>(name: Name, params: Views[Name]['params']): Views[Name]['data'] {
    return viewSpecs[name].compute(this.world, params, this.door)
  }

  /** Rises when a view may have changed. */
  revision(name: ViewName): number {
    return this.world.revision(viewSpecs[name].tables)
  }

  /** Whether a view changes as time passes, even when no table does: what has been used so far costs more. */
  followsClock(name: ViewName): boolean {
    return viewSpecs[name].followsClock === true
  }

  #fire(timer: Timer): void {
    this.world.moveTo(timer.at)
    const handler = must(this.#handlers.get(timer.kind.name), `a handler of ${timer.kind.name}`)
    this.world.because(timer.cause, () => handler.handle(this.world, timer.data))
    this.world.events.flush()
  }

  /** The scenario's own set-up, over before a set-up that begins at `begins`. */
  #setUpScenario(begins: Instant): void {
    for (const spec of this.scenario.accounts) {
      this.world.table(accounts).set(accountKey(spec.id), spec)
      createDefaultNetwork(this.world, spec.id)
    }
    computeParts.begin(this.world, this.scenario.hostScale)
    const shift = duration(shiftOf(begins))
    this.scenario.setUp({
      runUntil: (at) => {
        assert(at < EPOCH, 'set-up happens before instant 0')
        this.runUntil(after(at, shift))
      },
      call: (account, service, operation, input) =>
        this.#setUpCall(consoleCall(account, service, operation, input)),
    })
    if (begins < EPOCH) this.runUntil(begins)
  }

  /** What the options ask for beside the scenario, and the rest of the time until instant 0. */
  #setUp(setUp: SetUp | undefined): void {
    const wrong = setUp === undefined ? null : wrongSetUp(setUp)
    assert(wrong === null, wrong ?? '')
    for (const { at, request } of setUp?.calls ?? []) {
      this.runUntil(at)
      this.#setUpCall(request)
    }
    // What is due at instant 0 itself belongs to the world's own time.
    this.runUntil(LAST_BEFORE)
    this.world.moveTo(EPOCH)
    assert(this.world.log(trail).length === 0, 'the audit trail begins empty')
    assert(this.world.table(meters).size === 0, 'the meters begin empty')
    assert(this.world.events.next === 1, 'events begin at instant 0')
    for (const account of this.#actors(setUp)) computeParts.meter(this.world, account)
  }

  /** The accounts that a set-up acted as. */
  #actors(setUp: SetUp | undefined): ReadonlySet<string> {
    const actors = new Set<string>()
    for (const { request } of setUp?.calls ?? []) {
      const principal = authenticate(this.world, request.caller)
      if (typeof principal !== 'string') actors.add(principal.account)
    }
    return actors
  }

  #setUpCall(request: CallRequest): Members {
    const { result } = this.call(request)
    if (result.ok) return result.value
    throw new SetUpRefused(request, result.error)
  }
}

/**
 * A new cloud, set up, at instant 0. Throws when the scenario is unknown, and `SetUpRefused` when a call of the
 * set-up is.
 */
export function createCloud(options: CloudOptions): Cloud {
  return new Cloud(options, must(findScenario(options.scenario), `scenario ${options.scenario}`))
}

/** A cloud that stands where a set-up begins, for whoever works out its calls. It is not taken beyond instant 0. */
export function draftCloud(options: Omit<CloudOptions, 'setUp'>, begins: Instant): Cloud {
  const scenario = must(findScenario(options.scenario), `scenario ${options.scenario}`)
  return new Cloud(options, scenario, begins)
}
