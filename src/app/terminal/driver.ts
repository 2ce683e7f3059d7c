/**
 * Command lines over the bridge: what a line asks for is asked of the worker, one thing at a time.
 *
 * Each call is posted by itself, so that a worker's death loses none that was answered. Cloud time passes at the
 * page's pace, where the person sees it; when they have stopped it, a line that waits is told so. A line that is
 * stopped asks for nothing more.
 */

import type { Members } from '../../cloud/call.ts'
import { type Epoch, epochOf, parseIso } from '../../cloud/kernel/calendar.ts'
import {
  after,
  between,
  type Duration,
  duration,
  EPOCH,
  type Instant,
} from '../../cloud/kernel/instant.ts'
import { fail, ok, type Result } from '../../cloud/kernel/result.ts'
import { loadDocs, loadEnums } from '../../command/caller.ts'
import { parseDuration } from '../../command/duration.ts'
import { kebabCase } from '../../command/line.ts'
import type { Effect, EffectAnswers, Steps } from '../../command/types.ts'
import type { LabStore } from '../lab.svelte.ts'
import type { Steer } from '../time/steer.svelte.ts'

export interface DriverParts {
  readonly lab: LabStore
  readonly steer: Steer
}

/** A line that was stopped. */
export class Stopped extends Error {
  override name = 'Stopped'
}

export class Driver {
  readonly #parts: DriverParts

  constructor(parts: DriverParts) {
    this.#parts = parts
  }

  /** The world's instant 0. Throws when no world is open. */
  get epoch(): Epoch {
    return epochOf(this.#clock.epoch)
  }

  /** Cloud time as ms since 1970. */
  nowMs(): number {
    return this.epoch + Math.floor(this.#clock.upTo / 10_000)
  }

  /** Runs steps to their end. Rejects with `Stopped`, or with `WorkerLost`. */
  async run<T>(steps: Steps<T>, signal: AbortSignal): Promise<T> {
    let step = steps.next()
    while (step.done !== true) {
      const answer = await this.answer(step.value, signal)
      if (signal.aborted) throw new Stopped()
      step = steps.next(answer)
    }
    return step.value
  }

  /** Answers one effect of a line. */
  answer(effect: Effect, signal: AbortSignal): Promise<EffectAnswers[Effect['kind']]> {
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
    }
  }

  /** Lets time pass to the next event, unless the person stopped it, now or on the way. */
  async #runOn(limit: Duration, signal: AbortSignal): Promise<EffectAnswers['run']> {
    const { lab, steer } = this.#parts
    const from = this.#clock.upTo
    if (steer.held) return { passed: duration(0), paused: true }
    const stands = new Promise<void>((resolve) => {
      const end = lab.listen(({ clock }) => {
        if (clock.playing) return
        end()
        resolve()
      })
      signal.addEventListener('abort', () => {
        end()
        resolve()
      })
    })
    const plays = await steer.toEvent(after(from, limit))
    if (!plays) return { passed: duration(0), paused: true }
    await stands
    if (signal.aborted) await steer.rest()
    return { passed: between(from, this.#clock.upTo), paused: steer.held }
  }

  /** The operations of `lab` that act on the session, as far as the page can do them. */
  async #control(operation: string, input: Members): Promise<Result<Members>> {
    switch (operation) {
      case 'Advance': {
        const by = parseDuration(String(input.By))
        return by.ok ? this.#seek(after(this.#clock.upTo, by.value)) : by
      }
      case 'Seek':
        return this.#seekTo(String(input.To))
      case 'Pace':
        return this.#setPace(input.Pace)
      default:
        return fail('NotHere', INSTEAD.get(operation) ?? 'This terminal cannot do that.')
    }
  }

  async #setPace(pace: Members[string]): Promise<Result<Members>> {
    const { steer } = this.#parts
    if (typeof pace !== 'number' || !(pace >= 0 && pace <= MOST_PACE)) {
      return fail('InvalidPace', `A pace is a number of cloud seconds a second, 0 to ${MOST_PACE}.`)
    }
    if (pace === 0) await steer.pause()
    else await steer.setPace(pace)
    return ok({})
  }

  async #seekTo(text: string): Promise<Result<Members>> {
    const at = parseIso(this.epoch, text)
    if (at !== null && at >= EPOCH) return this.#seek(at)
    const since = parseDuration(text)
    if (since.ok) return this.#seek(after(EPOCH, since.value))
    const message = `'${text}' is neither a length of time since the beginning, such as 90s, nor a time in this world.`
    return fail('InvalidTime', message)
  }

  /** Goes to an instant. It does not stop time: what waits goes on from there. */
  async #seek(at: Instant): Promise<Result<Members>> {
    const { steer } = this.#parts
    if (between(EPOCH, at) > LONGEST) {
      return fail('InvalidDuration', 'A page’s world lasts a year.')
    }
    const { held } = steer
    await steer.seek(at)
    steer.held = held
    return ok({})
  }

  get #clock() {
    const { clock } = this.#parts.lab
    if (clock === null) throw new Error('no world is open')
    return clock
  }
}

const NO_WORLDS =
  'This page keeps no worlds, so it has no lab save and no lab load. lab seek goes back in this one.'
/** Operations of `lab` that this page cannot do, and what there is instead. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['Fork', 'On this page a branch begins by itself: go back with lab seek, and act there.'],
  ['Save', NO_WORLDS],
  ['Load', NO_WORLDS],
  ['Reset', 'Reload the page to begin anew, or go back with lab seek --to 0s.'],
])
/** The same as commands: what help and completion leave out. */
export const ABSENT: ReadonlySet<string> = new Set([...INSTEAD.keys()].map(kebabCase))

/** Beyond it nobody can watch: a day in a tenth of a second. */
const MOST_PACE = 864_000
/** A year: as far as a line may take the page's world. */
const LONGEST = duration(365 * 86_400 * 10_000_000)
