/**
 * Command lines over a session: what a line asks for is done at once, and cloud time moves in one go.
 *
 * A line's time is cloud time: `wait` runs the session on to the next thing that happens and asks again. What
 * lies outside a session is kept here beside it: the shelf, the variables, and what loads lazily. `lab save`
 * and `lab load` use the shelf; `lab load` and `lab reset` put another session in the place of this one.
 */
import type { Members } from '../cloud/call.ts'
import { accountKey, accounts } from '../cloud/identity/accounts.ts'
import { assert } from '../cloud/kernel/assert.ts'
import type { Epoch } from '../cloud/kernel/calendar.ts'
import { after, between, type Instant } from '../cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../cloud/kernel/ref.ts'
import { ok, type Result } from '../cloud/kernel/result.ts'
import { callerOf } from '../command/caller.ts'
import { run } from '../command/run.ts'
import { keepSave, readSave } from '../command/saves.ts'
import { uuidOf } from '../command/tokens.ts'
import type { Effect, EffectAnswers, Environment, LineResult, Steps } from '../command/types.ts'
import { checkControl, controlSession } from './control.ts'
import { load, save } from './save.ts'
import { Session } from './session.ts'
import { MemoryShelf } from './shelf.ts'

/** What help and completion need, loaded by whoever may wait. */
export interface Loaded {
  /** by service */
  readonly docs?: Readonly<Record<string, EffectAnswers['docs']>>
  readonly enums?: Readonly<Record<string, EffectAnswers['enums']>>
}

const COLUMNS = 80

/** What help and completion say where nothing was loaded: names, without sentences and values. */
const NO_DOCS = { source: '', operations: {} }
const NO_ENUMS = { source: '', enums: {}, members: {} }

/** Runs lines, one after the other, over one session at a time. */
export class LineRunner {
  readonly environment: Environment
  readonly #loaded: Loaded
  #session: Session
  #tokens = 0

  /** Lines are the learner's account's, signed, unless `environment` says otherwise. */
  constructor(session: Session, loaded: Loaded = {}, environment: Partial<Environment> = {}) {
    this.#session = session
    this.#loaded = loaded
    const epoch = (): Epoch => this.#session.cloud.world.epoch
    const nowMs = (): number => epoch() + Math.floor(this.#session.now / 10_000)
    this.environment = {
      ...callerOf(credentialsOf(session, FIRST_ACCOUNT)),
      epoch,
      nowMs,
      shelf: new MemoryShelf(nowMs),
      variables: new Map(),
      columns: COLUMNS,
      newToken: () => this.#newToken(),
      palette: null,
      ...environment,
    }
  }

  /** The session that lines act on now. */
  get session(): Session {
    return this.#session
  }

  /** Runs a line, or a script of several. */
  run(text: string): LineResult {
    return this.drive(run(text, this.environment))
  }

  /** Runs steps to their end. */
  drive<T>(steps: Steps<T>): T {
    let step = steps.next()
    while (step.done !== true) step = steps.next(this.#answer(step.value))
    return step.value
  }

  #answer(effect: Effect): EffectAnswers[Effect['kind']] {
    switch (effect.kind) {
      case 'call':
        return this.#session.call(effect.request)
      case 'peek':
        return this.#session.peek(effect.request)
      case 'session':
        return this.#control(effect.operation, effect.input)
      case 'run':
        return this.#runOn(after(this.#session.now, effect.limit))
      case 'docs':
        return this.#loaded.docs?.[effect.service] ?? NO_DOCS
      case 'done':
        return null
      case 'enums':
        return this.#loaded.enums?.[effect.service] ?? NO_ENUMS
    }
  }

  /** Another in each place of the journal and at each time of asking, and the same when all is repeated. */
  #newToken(): string {
    this.#tokens += 1
    const { seed } = this.#session.options
    const { door, world } = this.#session.cloud
    const name = `${seed}/token/${door.journal.position}/${this.#tokens}`
    return uuidOf(world.hashes.sha256(new TextEncoder().encode(name)))
  }

  /** On to the end of the next instant at which a timer or a known input is due, or to the limit. */
  #runOn(limit: Instant): EffectAnswers['run'] {
    const { cloud, now } = this.#session
    const input = cloud.door.journal.upcoming?.at
    const due = [limit, cloud.nextTimer ?? limit, input ?? limit]
    const goal = due.reduce((first, at) => (at < first ? at : first))
    this.#session.runUntil(goal)
    return { passed: between(now, goal), paused: false }
  }

  #control(operation: string, input: Members): Result<Members> {
    const wrong = checkControl(operation, input)
    if (wrong !== null) return wrong
    switch (operation) {
      case 'Save':
        return keepSave(this.environment.shelf, input, save(this.#session))
      case 'Load':
        return this.#load(input)
      case 'Reset':
        this.#session = new Session(this.#session.options)
        return ok({})
      default:
        return controlSession(this.#session, operation, input)
    }
  }

  #load(input: Members): Result<Members> {
    const bytes = readSave(this.environment.shelf, input)
    const loaded = bytes.ok ? load(bytes.value, this.#session.options.hashes) : bytes
    if (!loaded.ok) return loaded
    this.#session = loaded.value
    return ok({})
  }
}

/** Runs one line over a session, with a shelf and variables of its own unless they are given. */
export const runLine = (
  session: Session,
  text: string,
  environment: Partial<Environment> = {},
): LineResult => new LineRunner(session, {}, environment).run(text)

/** The access key of an account's root. */
export function credentialsOf(session: Session, account: string): Environment['credentials'] {
  const row = session.cloud.world.table(accounts).get(accountKey(account))
  assert(row !== undefined, `the world has the account ${account}`)
  return { accessKeyId: row.accessKeyId, secretAccessKey: row.secretAccessKey }
}
