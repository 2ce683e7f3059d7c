/**
 * From a lesson's set-up lines to the calls that its world begins with.
 *
 * The lines run once over a draft of the world that stands before instant 0, so that `$(…)`, variables and `wait`
 * work as they do everywhere; what is kept is the calls, decoded, each at its instant. Time passes where the lines
 * let it (`lab advance`, `wait`), and a while after the last, in which what was launched comes to rest. This is
 * the whole command language, so whoever has no set-up should not load it.
 */
import type { Members } from '../cloud/call.ts'
import { type Cloud, type CloudOptions, draftCloud } from '../cloud/cloud.ts'
import { decodeBase64 } from '../cloud/kernel/base64.ts'
import {
  after,
  between,
  type Duration,
  EPOCH,
  type Instant,
  instant,
  minutes,
} from '../cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../cloud/kernel/ref.ts'
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import { LONGEST_SET_UP, MOST_SET_UP_CALLS, type SetUp, USUAL_SET_UP } from '../cloud/setUp.ts'
import { callerOf } from '../command/caller.ts'
import { advanced } from '../command/goals.ts'
import { run } from '../command/run.ts'
import { uuidOf } from '../command/tokens.ts'
import type { Effect, EffectAnswers, Environment, LineResult } from '../command/types.ts'
import { checkControl } from './control.ts'
import { credentialsIn } from './credentials.ts'
import { MemoryShelf } from './shelf.ts'

/** Instances boot and stop in about 8 s (`compute/stages.ts`); this is left to them at the end. */
const SETTLING: Duration = minutes(2)
const COLUMNS = 80

/** A world's options without set-up. */
export type DraftOptions = Omit<CloudOptions, 'setUp'>

/**
 * The set-up that lines come to in a world. `files` is what `file://` reads: base64 by name. Errors:
 * `SetUpRefused`, naming the line that failed and what was answered; `SetUpTooLong`; `InvalidFile`.
 */
export function setUpOf(
  options: DraftOptions,
  lines: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Result<SetUp> {
  const usual = attempt(options, lines, files, instant(-USUAL_SET_UP))
  if (usual !== OVERRUN) return usual.ok ? ok(usual.value.setUp) : usual
  const longest = attempt(options, lines, files, instant(-LONGEST_SET_UP))
  if (longest === OVERRUN) {
    return fail('SetUpTooLong', 'The set-up lets more than 30 days pass; a world begins sooner.')
  }
  if (!longest.ok) return longest
  const begins = instant(-(longest.value.length + SETTLING))
  const fitting = attempt(options, lines, files, begins)
  if (fitting === OVERRUN) return fail('SetUpTooLong', 'The set-up depends on when it begins.')
  return fitting.ok ? ok(fitting.value.setUp) : fitting
}

/** What an attempt comes to whose lines would reach beyond what may pass before instant 0. */
const OVERRUN = Symbol('overrun')

interface Attempt {
  readonly setUp: SetUp
  /** from its beginning to the end of the last line */
  readonly length: Duration
}

function attempt(
  options: DraftOptions,
  lines: readonly string[],
  files: Readonly<Record<string, string>>,
  begins: Instant,
): Result<Attempt> | typeof OVERRUN {
  const draft = new Draft(draftCloud(options, begins), options.seed)
  for (const [name, base64] of Object.entries(files)) {
    const bytes = decodeBase64(base64)
    const written = bytes === null ? null : draft.environment.shelf.write(name, bytes)
    if (!written?.ok) {
      return fail('InvalidFile', `The file ${name} cannot stand on the shelf: ${whyNot(written)}`)
    }
  }
  for (const [index, line] of lines.entries()) {
    const { exitCode, stderr } = draft.run(line)
    if (draft.overran) return OVERRUN
    if (exitCode !== 0) return refused(index, line, stderr)
  }
  if (draft.calls.length > MOST_SET_UP_CALLS) {
    return fail('SetUpTooLong', `A set-up makes at most ${MOST_SET_UP_CALLS} calls.`)
  }
  return ok({ setUp: { begins, calls: draft.calls }, length: between(begins, draft.now) })
}

const whyNot = (written: Result<null> | null): string =>
  written === null || written.ok ? 'it is not Base64.' : written.error.message

const refused = (index: number, line: string, stderr: string): Result<never> =>
  fail('SetUpRefused', `Set-up line ${index + 1}, \`${line}\`: ${stderr.trim()}`)

/** Runs lines over a cloud that stands before instant 0, and notes the calls. */
class Draft {
  readonly environment: Environment
  readonly calls: SetUp['calls'][number][] = []
  /** whether a line asked for more time than there is */
  overran = false
  readonly #cloud: Cloud
  readonly #seed: string
  #tokens = 0

  constructor(cloud: Cloud, seed: string) {
    this.#cloud = cloud
    this.#seed = seed
    const { epoch } = cloud.world
    const nowMs = (): number => epoch + Math.floor(cloud.now / 10_000)
    this.environment = {
      ...callerOf(credentialsIn(cloud, FIRST_ACCOUNT)),
      epoch: () => epoch,
      nowMs,
      shelf: new MemoryShelf(nowMs),
      variables: new Map(),
      columns: COLUMNS,
      newToken: () => this.#newToken(),
      palette: null,
    }
  }

  get now(): Instant {
    return this.#cloud.now
  }

  run(line: string): LineResult {
    const steps = run(line, this.environment)
    let step = steps.next()
    while (step.done !== true) step = steps.next(this.#answer(step.value))
    return step.value
  }

  #answer(effect: Effect): EffectAnswers[Effect['kind']] {
    const cloud = this.#cloud
    switch (effect.kind) {
      case 'call': {
        const answer = cloud.call(effect.request)
        // A refused call, which a line may have expected, leaves nothing that the world needs.
        if (answer.result.ok) this.calls.push({ at: cloud.now, request: effect.request })
        return answer
      }
      case 'peek':
        return cloud.peek(effect.request)
      case 'session':
        return this.#control(effect.operation, effect.input)
      case 'run': {
        const from = cloud.now
        const limit = after(from, effect.limit)
        const next = cloud.nextTimer ?? limit
        this.#pass(next < limit ? next : limit)
        return { passed: between(from, cloud.now), paused: this.overran }
      }
      case 'docs':
        return { source: '', operations: {} }
      case 'enums':
        return { source: '', enums: {}, members: {} }
      case 'done':
        return null
    }
  }

  /** Another each time, and the same when the set-up is worked out again. */
  #newToken(): string {
    this.#tokens += 1
    const name = `${this.#seed}/set-up-token/${this.#tokens}`
    return uuidOf(this.#cloud.world.hashes.sha256(new TextEncoder().encode(name)))
  }

  #control(operation: string, input: Members): Result<Members> {
    if (operation !== 'Advance') {
      return fail('NotHere', 'Before a world begins, time passes by lab advance, and only on.')
    }
    const goal = checkControl(operation, input) ?? advanced(this.now, input)
    if (!goal.ok) return goal
    this.#pass(goal.value)
    return ok({})
  }

  /** Lets time pass, up to what is left for things to settle. */
  #pass(goal: Instant): void {
    const last = instant(EPOCH - SETTLING)
    if (goal > last) this.overran = true
    else this.#cloud.runUntil(goal)
  }
}
