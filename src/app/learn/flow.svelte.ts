/**
 * The first minute on the page: keeps where the flow stands, and does what its steps ask of the cloud.
 *
 * The machine decides; this class makes the calls, steers time, and tells the machine what has happened.
 */
import { initialTransition, type SnapshotFrom, transition } from 'xstate'
import type { Answer } from '../../cloud/call.ts'
import type { EventRecord } from '../../cloud/kernel/events.ts'
import { instant } from '../../cloud/kernel/instant.ts'
import { ec2Ref, type Ref } from '../../cloud/kernel/ref.ts'
import { ACCOUNT, FIRST_TYPE } from '../account.ts'
import { readStates } from '../answers.ts'
import type { Console } from '../console.svelte.ts'
import type { LabStore } from '../lab.svelte.ts'
import { passLost } from '../lost.ts'
import type { Player } from '../player.svelte.ts'
import type { Steer } from '../time/steer.svelte.ts'
import {
  type FirstMinuteContext,
  type FirstMinuteEvent,
  type FirstMinuteState,
  firstMinute,
} from './firstMinute.ts'
import { launchesAt } from './launches.ts'

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
    this.#tell()
  }

  begin(): void {
    this.send({ type: 'begin' })
  }

  point(host: Ref): void {
    this.send({ type: 'point', host })
  }

  /** Launches with the prediction, or without when the learner asks to be shown. */
  async launch(show: 'predicted' | 'shown'): Promise<void> {
    this.send({ type: show === 'predicted' ? 'commit' : 'showMe' })
    if (this.state !== 'launching') return
    try {
      const answer = await this.#parts.console.launch(FIRST_TYPE, 1)
      if (answer.result.ok) this.#follow(answer)
      else this.send({ type: 'refused', error: answer.result.error })
    } catch (error) {
      // The step can be taken again.
      this.send({ type: 'lost' })
      passLost(error)
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

  /** EC2's answer names the machine; its host was chosen by then, and the frame that tells of it is on its way. */
  #follow(answer: Answer): void {
    const [made] = readStates(answer)
    if (made !== undefined) {
      const instance = ec2Ref(ACCOUNT, 'instance', made.id)
      this.send({ type: 'answered', launch: { instance, calledAt: answer.at } })
    }
    this.#tell()
  }

  #tell(): void {
    const { lab, player } = this.#parts
    this.send({ type: 'world', launches: launchesAt(lab.events, player.now, ACCOUNT) })
  }
}
