/**
 * One lesson's sheet while it is on the screen: the lesson is fetched, shown, and played for its answers.
 *
 * Whoever closes it, or asks again, ends the worker of the playing before.
 */
import { WorkerLost } from '../../bridge/client.ts'
import type { HashedLesson } from '../../lesson/catalogue.ts'
import type { Lesson } from '../../lesson/lesson.ts'
import { Elsewhere } from '../../lesson/play.ts'
import type { Keeping } from '../keeping.svelte.ts'
import { loadLesson } from '../learn/catalogue.ts'
import { type OwnLab, openOwnLab } from './ownLab.ts'
import { type Played, playLesson } from './play.ts'
import { type SheetStep, sheetOf } from './sheet.ts'

/** `missing`: there is no such lesson; `unread`: it could not be fetched; `failed`: its answers could not be computed. */
export type PaperState = 'fetching' | 'missing' | 'unread' | 'computing' | 'computed' | 'failed'

export class Paper {
  state = $state<PaperState>('fetching')
  lesson = $state.raw<Lesson | null>(null)
  /** how many steps are played */
  done = $state(0)
  /** what a line of the lesson's or the browser said, where it is the reason of a failure */
  reason = $state.raw<string | null>(null)
  /** Called when the answers are there, or will not be. */
  onend: (state: 'computed' | 'failed') => void = () => {}
  #played = $state.raw<Played | null>(null)
  #hashed: HashedLesson | null = null
  #lab: OwnLab | null = null
  /** rises when what is under way is not wanted any more */
  #era = 0

  readonly steps: readonly SheetStep[] = $derived(
    this.lesson === null ? [] : sheetOf(this.lesson, this.#played),
  )

  /** Shows a lesson's sheet. */
  async open(id: string, keeping: Keeping): Promise<void> {
    this.close()
    const era = this.#era
    this.state = 'fetching'
    let hashed: HashedLesson | null
    try {
      hashed = await loadLesson(id, keeping)
    } catch {
      // It is not here, and not in the keep: whoever reads it is told, and may try again.
      if (era === this.#era) this.state = 'unread'
      return
    }
    if (era !== this.#era) return
    this.#hashed = hashed
    this.lesson = hashed?.lesson ?? null
    if (hashed === null) this.state = 'missing'
    else await this.compute()
  }

  /** Plays the lesson for its answers; once more where that failed. */
  async compute(): Promise<void> {
    if (this.#hashed === null) return
    this.#end()
    const era = this.#era
    this.state = 'computing'
    this.done = 0
    this.reason = null
    try {
      const played = await this.#play(this.#hashed, () => era === this.#era)
      if (era !== this.#era) return
      this.#played = played
      this.#tell('computed')
    } catch (error) {
      if (era === this.#era && !(error instanceof Elsewhere)) this.#failed(error)
    }
    // A worker is let go as soon as nobody asks it anything.
    if (era === this.#era) this.#end()
  }

  /** The sheet is left. */
  close(): void {
    this.#end()
    this.#hashed = null
    this.#played = null
    this.lesson = null
  }

  async #play(hashed: HashedLesson, wanted: () => boolean): Promise<Played> {
    const own = await openOwnLab(hashed)
    if (!wanted()) {
      own.close()
      throw new Elsewhere()
    }
    this.#lab = own
    const lost = own.died.then(() => Promise.reject(new WorkerLost('the worker died')))
    const tell = (done: number) => {
      if (wanted()) this.done = done
    }
    return Promise.race([lost, playLesson(hashed.lesson, own.lab, wanted, tell)])
  }

  #failed(error: unknown): void {
    // Of a worker that died nothing more is to be said than that.
    const said = error instanceof WorkerLost || !(error instanceof Error)
    this.reason = said ? null : error.message
    this.#tell('failed')
  }

  #tell(state: 'computed' | 'failed'): void {
    this.state = state
    this.onend(state)
  }

  #end(): void {
    this.#era += 1
    this.#lab?.close()
    this.#lab = null
  }
}
