/** What a person does on the page outside the flow of a lesson: calls, pointing, going back; each is said. */
import type { Members } from '../cloud/call.ts'
import type { Ref } from '../cloud/kernel/ref.ts'
import type { RegionView } from '../cloud/views/types.ts'
import { passLost } from '../stage/lost.ts'
import type { Steer } from '../stage/steer.svelte.ts'
import type { CallPlace, Console } from './console.svelte.ts'
import { thingName } from './describe/sentences.ts'
import type { Speaker } from './describe/speaker.svelte.ts'
import { plainRefusal } from './refusal.ts'
import { words } from './words.ts'

export interface ActsParts {
  readonly console: Console
  readonly speaker: Speaker
  readonly steer: Steer
  readonly region: RegionView | null
}

export class Acts {
  readonly #parts: ActsParts

  constructor(parts: ActsParts) {
    this.#parts = parts
  }

  /** Says what was pointed at as the prediction. */
  sayPointed(host: Ref): void {
    const { region, speaker } = this.#parts
    speaker.say(words.speech.pointed(thingName(region, host)))
  }

  /** Launches machines. True when it was done, as of each of these. */
  launch(type: string, count: number, from: CallPlace): Promise<boolean> {
    return this.#happen(() => this.#parts.console.launch(type, count, from))
  }

  /** Start, stop, reboot or terminate one instance. */
  act(operation: string, id: string, from: CallPlace): Promise<boolean> {
    const input = { InstanceIds: [id] }
    return this.#happen(() => this.#parts.console.call('ec2', operation, input, from))
  }

  /** Makes, fills or deletes something of S3's, which is done when it is answered. */
  store(operation: string, input: Members, from: CallPlace): Promise<boolean> {
    return this.#make(() => this.#parts.console.call('s3', operation, input, from))
  }

  /** Says the refusal of the last call, if it was refused. */
  sayRefusal(): void {
    const { console, speaker } = this.#parts
    const { refusal } = console
    if (refusal !== null) speaker.say(words.speech.refused(refusal.code, plainRefusal(refusal)))
  }

  /** Makes a call, and lets happen what it leads to. */
  async #happen(call: () => Promise<unknown>): Promise<boolean> {
    const done = await this.#make(call)
    if (done) await this.#parts.steer.letHappen()
    return done
  }

  async #make(call: () => Promise<unknown>): Promise<boolean> {
    try {
      await call()
      this.sayRefusal()
      return this.#parts.console.refusal === null
    } catch (error) {
      passLost(error)
      return false
    }
  }
}
