/**
 * The page's own console: makes the calls that buttons ask for, and keeps the last one with its answer.
 */

import { consoleCall } from '../bridge/client.ts'
import type { Answer, CallRequest, Members } from '../cloud/call.ts'
import { EPOCH, type Instant } from '../cloud/kernel/instant.ts'
import type { Failure } from '../cloud/kernel/result.ts'
import { notInThisStep } from '../command/allowed.ts'
import { commandName } from '../command/line.ts'
import { ACCOUNT } from '../stage/account.ts'
import type { LabStore } from '../stage/lab.svelte.ts'
import { passLost } from '../stage/lost.ts'
import { readAddress, readImages, readTypes, type TypeOffer } from './answers.ts'

export interface Made {
  readonly request: CallRequest
  readonly answer: Answer
}

/** Where on the page a call is made from: a refusal is shown there. `bucket` and `object` are fields for names. */
export type CallPlace = 'step' | 'inspector' | 'bucket' | 'object'

export class Console {
  /** The last call and its answer; the strip prints it. */
  made = $state.raw<Made | null>(null)
  /** Types that are sold, once asked for. */
  types = $state.raw<readonly TypeOffer[]>([])
  /** where the button of the last call stands: a refusal is shown there */
  from = $state<CallPlace>('step')
  readonly #lab: LabStore
  readonly #listeners = new Set<(made: Made) => void>()
  readonly #images = new Map<string, string>()

  constructor(lab: LabStore) {
    this.#lab = lab
  }

  /** Listens to the calls that buttons make. Returns what ends it. */
  listen(listener: (made: Made) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Commands that may change anything just now, such as `ec2 stop-instances`; null when all may. A button's call
   * outside it is refused before it is sent, as a typed line is.
   */
  palette: () => readonly string[] | null = () => null

  /** The refusal of the last call, if it was refused. */
  get refusal(): Failure | null {
    return this.made?.answer.result.ok === false ? this.made.answer.result.error : null
  }

  /** When the last call was refused; null where the cloud did not even hear of it. */
  get refusedAt(): Instant | null {
    return this.refusal === null || this.made?.answer.event === null
      ? null
      : (this.made?.answer.at ?? null)
  }

  /** Makes a call and keeps it. Rejects when the worker dies. */
  async call(
    service: 'ec2' | 's3',
    operation: string,
    input: Members,
    from: CallPlace = 'step',
  ): Promise<Answer> {
    const request = consoleCall(ACCOUNT, service, operation, input)
    const palette = this.palette()
    const name = commandName(request)
    if (palette === null || palette.includes(name)) return this.perform(request, from)
    const answer: Answer = {
      requestId: '',
      at: this.#lab.clock?.upTo ?? EPOCH,
      event: null,
      result: notInThisStep(palette),
    }
    return this.#keep({ request, answer }, from)
  }

  /** Makes a call of anybody's and keeps it, as if a button had made it. */
  async perform(request: CallRequest, from: CallPlace): Promise<Answer> {
    return this.#keep({ request, answer: await this.#lab.call(request) }, from)
  }

  #keep(made: Made, from: CallPlace): Answer {
    this.from = from
    this.made = made
    for (const listener of this.#listeners) listener(made)
    return made.answer
  }

  /** Launches `count` instances of a type from the first image of AWS's for its architecture. */
  async launch(type: string, count: number, from: CallPlace = 'step'): Promise<Answer> {
    const offer = this.types.find((one) => one.type === type)
    const ImageId = await this.#firstImage(offer?.architecture ?? 'x86_64')
    const input = { ImageId, InstanceType: type, MinCount: count, MaxCount: count }
    return this.call('ec2', 'RunInstances', input, from)
  }

  /** Asks which types are sold, once the world is open. A peek: nothing is recorded. */
  async askTypes(): Promise<void> {
    if (this.types.length > 0) return
    const request = consoleCall(ACCOUNT, 'ec2', 'DescribeInstanceTypes', {})
    try {
      await this.#lab.opened
      this.types = readTypes(await this.#lab.peek(request))
    } catch (error) {
      // Without an answer the first type is offered alone.
      passLost(error)
    }
  }

  /** The private address of an instance at this instant, or nothing. A peek. */
  async privateAddress(id: string): Promise<string> {
    const request = consoleCall(ACCOUNT, 'ec2', 'DescribeInstances', { InstanceIds: [id] })
    try {
      return readAddress(await this.#lab.peek(request))
    } catch (error) {
      passLost(error)
      return ''
    }
  }

  /** What was refused belongs to what is over. */
  forgetRefusal(): void {
    if (this.refusal !== null) this.made = null
  }

  /** The notice of a refusal was read. */
  forget(): void {
    this.made = null
  }

  async #firstImage(architecture: string): Promise<string> {
    const known = this.#images.get(architecture)
    if (known !== undefined) return known
    const Filters = [{ Name: 'architecture', Values: [architecture] }]
    const request = consoleCall(ACCOUNT, 'ec2', 'DescribeImages', { Owners: ['amazon'], Filters })
    const [image = ''] = readImages(await this.#lab.peek(request))
    if (image !== '') this.#images.set(architecture, image)
    return image
  }
}
