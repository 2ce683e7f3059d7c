/**
 * A state on its way from a widget into the lab's keep.
 *
 * This page stands in a tab of its own, so its disk is the lab's, whatever the widget's was. What the person has
 * there already is replaced only when they say so. It never waits for ever: what does not come, or cannot be kept, is
 * lost, and the lab is there without it.
 */
import type { OpenOptions } from '../bridge/protocol.ts'
import type { Keep, Kinds } from '../keep/keep.ts'
import type { HashedLesson } from '../lesson/catalogue.ts'
import { isProgress } from '../lesson/guard.ts'
import type { Progress } from '../lesson/progress.ts'
import { optionsOf, SANDBOX } from '../stage/opening.ts'
import { readMessage, type State, VERSION } from './messages.ts'
import { HANDOVER_READY, labAddress } from './openLab.ts'

/**
 * `asking`: there is a world already; `taken`: another tab has it; `other`: it is of another form of its lesson than
 * the lab has; `lost`: nothing came, or nothing can be kept.
 */
export type Handed = 'waiting' | 'asking' | 'taken' | 'other' | 'lost' | 'going'

/** What it needs of the window. */
export interface HandoverWindow {
  readonly opener: { postMessage(message: unknown, origin: string): void } | null
  /** its hash is the place in the lab */
  readonly location: Pick<Location, 'origin' | 'hash' | 'replace'>
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

/** What of the keep is read and written here. */
export interface Kept extends Kinds {
  options: OpenOptions
  progress: Progress
}

/** What it asks of the keep. */
export interface HandoverKeep extends Pick<Keep<Kept>, 'status' | 'own' | 'close'> {
  readonly worlds: Pick<Keep<Kept>['worlds'], 'read' | 'begin'>
  readonly progress: Pick<Keep<Kept>['progress'], 'get'>
}

/** A lesson in the form that the lab has it in. */
export type Form = Pick<HashedLesson, 'lesson' | 'hash'>

/** How long the widget and the disk may take, ms: a world may have to come back first. */
export const PATIENCE_MS = 60_000

/** A lesson's world comes with how far the lesson is: what the lab has of that belongs to another world. */
const isWhole = ({ lesson, world, progress }: State): boolean =>
  lesson === null || world === null || reachedIn(lesson, progress) !== null

function reachedIn(lesson: string | null, progress: unknown): Progress | null {
  return isProgress(progress) && progress.lesson === lesson ? progress : null
}

export class Handing {
  state = $state<Handed>('waiting')
  /** the place in the lab */
  address = $state('./index.html')
  readonly #keep: Promise<HandoverKeep>
  readonly #load: (id: string) => Promise<Form>
  readonly #window: HandoverWindow
  #brought: State | null = null
  /** the lesson of what was brought; null for nobody's */
  #lesson: Form | null = null
  #patience: ReturnType<typeof setTimeout> | undefined

  /** `load` fetches a lesson by its id. */
  constructor(
    keep: Promise<HandoverKeep>,
    load: (id: string) => Promise<Form>,
    target: HandoverWindow,
  ) {
    this.#keep = keep
    this.#load = load
    this.#window = target
    const { opener, location } = target
    this.address = `./index.html${location.hash}`
    if (opener === null) {
      this.state = 'lost'
      return
    }
    this.#wait()
    target.addEventListener('message', ({ data, origin, source }) => {
      const awaited = this.state === 'waiting' && this.#brought === null
      const theirs = source === opener && origin === location.origin
      if (!awaited || !theirs || typeof data !== 'object' || data === null) return
      void this.#orLost(() => this.#take(data))
    })
    opener.postMessage(HANDOVER_READY, location.origin)
  }

  /** Waits, but not for ever: for the widget first, then for the disk. */
  #wait(): void {
    this.state = 'waiting'
    clearTimeout(this.#patience)
    this.#patience = setTimeout(() => {
      if (this.state === 'waiting') this.state = 'lost'
    }, PATIENCE_MS)
  }

  /** Does something; what fails is said, and the lab is there all the same. */
  async #orLost(what: () => Promise<void>): Promise<void> {
    try {
      await what()
    } catch (error) {
      console.error(error)
      this.state = 'lost'
    }
  }

  async #take(data: object): Promise<void> {
    const state = 'handover' in data ? data.handover : null
    const reading = readMessage({ cloudglass: VERSION, type: 'setState', state })
    if (
      reading.kind !== 'taken' ||
      reading.message.type !== 'setState' ||
      !isWhole(reading.message.state)
    ) {
      this.state = 'lost'
      return
    }
    this.#brought = reading.message.state
    const { lesson, step } = this.#brought
    this.address = labAddress({ lesson, stepId: step })
    const fits = await this.#fits(this.#brought)
    if (this.state !== 'waiting') return
    if (!fits) {
      this.state = 'other'
      return
    }
    const keep = await this.#keep
    const owned = await keep.own(this.#world)
    const kept = await keep.worlds.read(this.#world)
    owned.release()
    // Whoever was told that it is lost is not taken anywhere.
    if (this.state !== 'waiting') return
    if (keep.status.kind === 'memory') this.state = 'lost'
    else if (!owned.owner) this.state = 'taken'
    else if (kept !== null && (kept.serial > 0 || kept.save !== null)) this.state = 'asking'
    else await this.#replace()
  }

  /** Whether the lab can go on from it: it drops a world whose progress does not fit the lesson as the lab has it. */
  async #fits({ lesson, world, progress }: State): Promise<boolean> {
    if (lesson === null || world === null) return true
    this.#lesson = await this.#load(lesson)
    const { keptSnapshot } = await import('../lesson/runtime.ts')
    return keptSnapshot(this.#lesson, progress) !== null
  }

  get #world(): string {
    const lesson = this.#brought?.lesson ?? null
    return lesson === null ? 'sandbox' : `lesson:${lesson}`
  }

  /** Puts what was brought in the place of what is kept, and goes on to the lab. */
  async replace(): Promise<void> {
    if (this.state !== 'asking') return
    this.#wait()
    await this.#orLost(() => this.#replace())
  }

  async #replace(): Promise<void> {
    const brought = this.#brought
    if (brought?.world == null) return this.goOn()
    const { lesson, world: bytes, at, progress } = brought
    const keep = await this.#keep
    const options = this.#lesson === null ? SANDBOX : optionsOf(this.#lesson.lesson)
    const save = { bytes, serial: 0 }
    const reached = await this.#merged(keep, reachedIn(lesson, progress))
    if (this.state !== 'waiting') return
    // Another tab may have opened it while the person was asked.
    const owned = await keep.own(this.#world)
    try {
      if (!owned.owner) {
        this.state = 'taken'
        return
      }
      await keep.worlds.begin(this.#world, options, { save, at, progress: reached })
    } finally {
      owned.release()
    }
    // The lab's disk has what it had: the page must not seem to bring what it cannot keep.
    if (keep.status.kind === 'memory') this.state = 'lost'
    else {
      await keep.close()
      this.goOn()
    }
  }

  /** A lesson that was finished once stays so. */
  async #merged(keep: HandoverKeep, progress: Progress | null): Promise<Progress | null> {
    if (progress === null) return null
    const before = await keep.progress.get(progress.lesson)
    return { ...progress, finished: progress.finished || before?.finished === true }
  }

  /** On to the lab, with what is kept there. */
  goOn(): void {
    this.state = 'going'
    this.#window.location.replace(this.address)
  }
}
