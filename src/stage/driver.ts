/**
 * Command lines over the bridge: what a line asks for is asked of the worker, one thing at a time.
 *
 * Each call is posted by itself, so that a worker's death loses none that was answered. Cloud time passes at the
 * page's pace, where the person sees it; when they have stopped it, a line that waits is told so. A line that is
 * stopped asks for nothing more.
 */

import { WorkerLost } from '../bridge/client.ts'
import type { CallRequest, Members } from '../cloud/call.ts'
import { type Epoch, epochOf } from '../cloud/kernel/calendar.ts'
import { after, between, type Duration, duration, type Instant } from '../cloud/kernel/instant.ts'
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import { loadDocs, loadEnums } from '../command/caller.ts'
import { advanced, paceOf, sought } from '../command/goals.ts'
import { keepSave, readSave } from '../command/saves.ts'
import type { Effect, EffectAnswers, LineResult, Shelf, Steps } from '../command/types.ts'
import type { LabStore } from './lab.svelte.ts'
import type { Steer } from './steer.svelte.ts'

/** What of the page a line acts on. */
export interface DriverParts {
  readonly lab: LabStore
  readonly steer: Steer
  readonly worlds: {
    /** the lesson whose world is open; null for one of nobody's */
    readonly lesson: string | null
    load(bytes: Uint8Array): Promise<Result<unknown>>
    reset(): Promise<void>
  }
}

/** Who hears of steps as they are run: of each statement that is done, and of each call that was answered. */
export interface Hearer {
  done(outcome: LineResult): void
  called(request: CallRequest): void
}

/** A line that was stopped. */
export class Stopped extends Error {
  override name = 'Stopped'
}

export class Driver {
  readonly #parts: DriverParts
  readonly #shelf: Shelf

  /** `shelf` is where saves are written to and read from. */
  constructor(parts: DriverParts, shelf: Shelf) {
    this.#parts = parts
    this.#shelf = shelf
  }

  /** The world's instant 0. Throws when no world is open. */
  get epoch(): Epoch {
    return epochOf(this.#clock.epoch)
  }

  /** Cloud time as ms since 1970. */
  nowMs(): number {
    return this.epoch + Math.floor(this.#clock.upTo / 10_000)
  }

  /** Runs steps to their end. Rejects with `Stopped`, or `WorkerLost`. */
  async run<T>(steps: Steps<T>, signal: AbortSignal, hearer?: Hearer): Promise<T> {
    let step = steps.next()
    while (step.done !== true) {
      const { value } = step
      if (value.kind === 'done') hearer?.done(value.outcome)
      const answer = await this.answer(value, signal)
      if (value.kind === 'call') hearer?.called(value.request)
      if (signal.aborted) throw new Stopped()
      step = steps.next(answer)
    }
    return step.value
  }

  /** Answers one effect of a line. */
  async answer(effect: Effect, signal: AbortSignal): Promise<EffectAnswers[Effect['kind']]> {
    const { lab } = this.#parts
    switch (effect.kind) {
      case 'call':
        return lab.call(effect.request)
      case 'peek':
        return lab.peek(effect.request)
      case 'session':
        return this.#control(effect.operation, effect.input)
      case 'run':
        return this.#runOn(effect.limit, signal)
      case 'docs':
        return loadDocs(effect.service)
      case 'enums':
        return loadEnums(effect.service)
      case 'done':
        return null
    }
  }

  /** Lets time pass to the next event, unless the person stopped it, now or on the way. Rejects with `WorkerLost`. */
  async #runOn(limit: Duration, signal: AbortSignal): Promise<EffectAnswers['run']> {
    const { lab, steer } = this.#parts
    const { deaths } = lab
    const from = this.#clock.upTo
    if (steer.held) return { passed: duration(0), paused: true }
    const stands = this.#standing(signal)
    try {
      const plays = await steer.toEvent(after(from, limit))
      if (!plays) throw new WorkerLost('the wait was cut short')
      // A world that was given up shows nothing any more.
      await lab.orLost(stands.there, deaths)
    } finally {
      stands.end()
    }
    if (signal.aborted) await steer.rest()
    return { passed: between(from, this.#clock.upTo), paused: steer.held }
  }

  /** Listens until time stands, or the line is stopped. */
  #standing(signal: AbortSignal): { readonly there: Promise<void>; end(): void } {
    let end = () => {}
    const there = new Promise<void>((resolve) => {
      const unlisten = this.#parts.lab.listen(({ clock }) => {
        if (!clock.playing) resolve()
      })
      const stop = () => resolve()
      signal.addEventListener('abort', stop)
      end = () => {
        unlisten()
        signal.removeEventListener('abort', stop)
      }
    })
    return { there, end }
  }

  /** The operations of `lab` that act on the session. */
  async #control(operation: string, input: Members): Promise<Result<Members>> {
    const { lab } = this.#parts
    switch (operation) {
      case 'Advance':
        return this.#seek(advanced(this.#clock.upTo, input))
      case 'Seek':
        return this.#seek(sought(this.epoch, input))
      case 'Pace':
        return this.#setPace(paceOf(input))
      case 'Save':
        return keepSave(this.#shelf, input, await lab.save())
      case 'Load':
        return this.#load(input)
      case 'Fork':
        return this.#fork()
      case 'Reset':
        return this.#reset()
      default:
        return fail('NotHere', 'This terminal cannot do that.')
    }
  }

  /** Leaves what is known beyond now as the other future, where anything is. */
  async #fork(): Promise<Result<Members>> {
    const { lab } = this.#parts
    await lab.settled()
    const { upTo: at, head, position } = this.#clock
    await lab.steer((client) => client.fork())
    if (at < head) lab.futures.leave({ at, position })
    return ok({})
  }

  /** Opens a saved world. A lesson's own stays: its steps ask what became of it. */
  async #load(input: Members): Promise<Result<Members>> {
    const { lab, worlds } = this.#parts
    if (worlds.lesson !== null) {
      return fail('NotHere', 'A lesson keeps its own world: lab load is for the sandbox.')
    }
    const bytes = readSave(this.#shelf, input)
    if (!bytes.ok) return bytes
    const opened = await worlds.load(bytes.value)
    await lab.settled()
    return opened.ok ? ok({}) : opened
  }

  /** Begins the open world anew, and with it the lesson that it is of. */
  async #reset(): Promise<Result<Members>> {
    const { lab, worlds } = this.#parts
    await worlds.reset()
    await lab.settled()
    return ok({})
  }

  /** Rejects with `WorkerLost` when the worker dies meanwhile. */
  async #setPace(pace: Result<number>): Promise<Result<Members>> {
    if (!pace.ok) return pace
    const { steer } = this.#parts
    const set = await (pace.value === 0 ? steer.pause() : steer.setPace(pace.value))
    if (!set) throw new WorkerLost('the pace was not set')
    return ok({})
  }

  /**
   * Goes to an instant, where there is one. It does not stop time: what waits goes on from there. Rejects with
   * `WorkerLost` when the worker dies on the way: the world that comes back stands where it stood before.
   */
  async #seek(goal: Result<Instant>): Promise<Result<Members>> {
    if (!goal.ok) return goal
    const { steer } = this.#parts
    const { held } = steer
    try {
      if (!(await steer.seek(goal.value))) throw new WorkerLost('the way there was cut short')
    } finally {
      steer.held = held
    }
    return ok({})
  }

  get #clock() {
    const { clock } = this.#parts.lab
    if (clock === null) throw new Error('no world is open')
    return clock
  }
}
