/**
 * One worker from its start to its death.
 *
 * Comlink never rejects what waits for a worker that has died, so everything asked of one is raced with `died`.
 * A worker is dead when it reports an error, when a message cannot be read, when it is killed, or when it does
 * not answer a ping for as long as it is given while the page is visible.
 */
import * as Comlink from 'comlink'
import type { WorkerLab } from './protocol.ts'

/** Rejects what was pending when the worker died. The world comes back; the call was not made, or is not known to be. */
export class WorkerLost extends Error {
  override name = 'WorkerLost'
}

const PING_MS = 1000
const LOOKS_A_PING = 4

export class Life {
  readonly remote: Comlink.Remote<WorkerLab>
  /** Never resolves; rejects with `WorkerLost` when the worker dies. */
  readonly died: Promise<never>
  readonly #worker: Worker
  #reject: (error: WorkerLost) => void = () => {}
  #onend: (reason: string) => void
  #alive = true
  #watchdog: ReturnType<typeof setInterval> | undefined

  /** `onend` is told once, when the worker dies, and not when it is closed. */
  constructor(worker: Worker, onend: (reason: string) => void) {
    this.#worker = worker
    this.#onend = onend
    this.remote = Comlink.wrap<WorkerLab>(worker)
    this.died = new Promise<never>((_resolve, reject) => {
      this.#reject = reject
    })
    this.died.catch(() => {})
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      this.kill(event.message || 'the worker reported an error')
    })
    worker.addEventListener('messageerror', () => this.kill('a message could not be read'))
  }

  get alive(): boolean {
    return this.#alive
  }

  /** Ends the worker, and rejects what waits for it. */
  kill(reason: string): void {
    if (!this.#alive) return
    this.#alive = false
    clearInterval(this.#watchdog)
    this.#worker.terminate()
    this.#reject(new WorkerLost(reason))
    this.#onend(reason)
  }

  /** Ends the worker because nobody wants it any more. */
  close(): void {
    this.#onend = () => {}
    this.kill('closed')
  }

  /** An answer, or the worker's death; an exception inside the worker is its death too. */
  async race<T>(answer: Promise<T>): Promise<T> {
    try {
      return await Promise.race([answer, this.died])
    } catch (error) {
      if (!(error instanceof WorkerLost))
        this.kill(error instanceof Error ? error.message : String(error))
      return await this.died
    }
  }

  /** Pings the worker from now on, and buries it when it is silent for `graceMs` of visible time. */
  watch(graceMs: number, visible: () => boolean): void {
    clearInterval(this.#watchdog)
    let silentMs = 0
    let waiting = false
    let looks = 0
    const everyMs = PING_MS / LOOKS_A_PING
    this.#watchdog = setInterval(() => {
      if (!visible()) return
      silentMs += waiting ? everyMs : 0
      if (silentMs >= graceMs) this.kill(`it did not answer for ${graceMs / 1000} s`)
      looks += 1
      if (waiting || looks % LOOKS_A_PING !== 0) return
      waiting = true
      this.race(this.remote.ping()).then(
        () => {
          waiting = false
          silentMs = 0
        },
        () => {},
      )
    }, everyMs)
  }
}
