/**
 * The first minute on the page: keeps where the flow stands, and does what its steps ask of the cloud.
 *
 * The machine decides; this class makes the calls, steers time, and tells the machine what has happened.
 */
import { initialTransition, type SnapshotFrom, transition } from 'xstate'
import type { EventRecord } from '../../cloud/kernel/events.ts'
import { instant } from '../../cloud/kernel/instant.ts'
import type { Ref } from '../../cloud/kernel/ref.ts'
import { ACCOUNT, FIRST_TYPE } from '../account.ts'
import type { Console } from '../console.svelte.ts'
import type { LabStore } from '../lab.svelte.ts'
import type { Player } from '../player.svelte.ts'
import type { Steer } from '../time/steer.svelte.ts'
import {
  type FirstMinuteContext,
  type FirstMinuteEvent,
  type FirstMinuteState,
  firstMinute,
} from './firstMinute.ts'
import { type Launch, launchesAt } from './launches.ts'

export interface FlowParts {
  readonly lab: LabStore
  readonly player: Player
  readonly steer: Steer
  readonly console: Console
}

export class FirstMinuteFlow {
  #snapshot = $state.raw<SnapshotFrom<typeof firstMinute>>(initialTransition(firstMinute)[0])
  readonly #parts: FlowParts
  #toldEvents: readonly EventRecord[] | null = null
  #toldPassed = -1

  constructor(parts: FlowParts) {
    this.#parts = parts
  }

  get state(): FirstMinuteState {
    return this.#snapshot.value
  }

  get context(): FirstMinuteContext {
    return this.#snapshot.context
  }

  send(event: FirstMinuteEvent): void {
    this.#snapshot = transition(firstMinute, this.#snapshot, event)[0]
  }

  /** Tells the flow what has happened up to the instant drawn, when that is other than it was told last. */
  sync(): void {
    const { lab, player } = this.#parts
    const passed = lab.events.findLastIndex((event) => event.at <= player.now)
    if (lab.events === this.#toldEvents && passed === this.#toldPassed) return
    this.#toldEvents = lab.events
    this.#toldPassed = passed
    this.send({ type: 'world', launches: this.#launches() })
  }

  begin(): void {
    this.send({ type: 'begin', since: this.#newest() })
  }

  point(host: Ref): void {
    this.send({ type: 'point', host })
  }

  /** Launches with the prediction, or without when the learner asks to be shown. */
  async launch(show: 'predicted' | 'shown'): Promise<void> {
    this.send({ type: show === 'predicted' ? 'commit' : 'showMe', since: this.#newest() })
    if (this.state !== 'launching') return
    const { console, lab, steer } = this.#parts
    try {
      const answer = await console.launch(FIRST_TYPE, 1)
      if (!answer.result.ok) {
        this.send({ type: 'refused', error: answer.result.error })
        return
      }
      const chosen = lab.events.some(
        (event) => event.type === 'compute.placement.chosen' && event.at >= answer.at,
      )
      if (chosen) this.sync()
      else await steer.toBeat()
    } catch {
      // The worker died: the store says so, and the step can be taken again.
      this.send({ type: 'lost' })
    }
  }

  /** To just before the call that made the launch, or that was refused. */
  async back(): Promise<void> {
    const { launch } = this.context
    const made = this.#parts.console.made
    const at = launch?.calledAt ?? made?.answer.at
    this.#parts.console.forget()
    if (this.state === 'refused') this.send({ type: 'back' })
    if (at !== undefined) await this.#parts.steer.seek(instant(Math.max(0, at - 1)))
  }

  #launches(): Launch[] {
    return launchesAt(this.#parts.lab.events, this.#parts.player.now, ACCOUNT)
  }

  #newest(): number {
    return this.#launches().at(-1)?.seq ?? 0
  }
}
