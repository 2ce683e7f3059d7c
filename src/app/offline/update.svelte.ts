/**
 * A newer build that waits for the person: it is told, and comes when it is asked for.
 *
 * Only the page whose button is pressed is loaded anew. Others go on with the build they have; the worker keeps its
 * files until they are closed.
 */

/** How often a page that stays open looks for a newer build when it is looked at again, ms of wall time. */
const LOOK_EVERY_MS = 3_600_000

/** What of a service worker's registration is used. */
export type Registration = Pick<
  ServiceWorkerRegistration,
  'active' | 'installing' | 'waiting' | 'update' | 'addEventListener'
>

/** What of the browser is used. */
export interface UpdateHost {
  readonly workers: Pick<ServiceWorkerContainer, 'controller' | 'addEventListener'>
  /** wall time, ms */
  nowMs(): number
  /** ends when all that was asked for until now is kept */
  kept(): Promise<unknown>
  reload(): void
}

export class Update {
  /** whether a newer build waits */
  ready = $state(false)
  /** whether the person has asked for it, and it is on its way */
  asked = $state(false)
  /** whether it did not come when it was asked for last, since not all was kept */
  failed = $state(false)
  readonly #host: UpdateHost
  readonly #registration: Registration
  #lookedMs: number

  constructor(host: UpdateHost, registration: Registration) {
    this.#host = host
    this.#registration = registration
    this.#lookedMs = host.nowMs()
    this.#look()
    registration.addEventListener('updatefound', () => this.#follow())
    this.#follow()
  }

  /** The page is looked at again: a newer build may have come meanwhile. */
  async seen(): Promise<void> {
    if (this.#host.nowMs() - this.#lookedMs < LOOK_EVERY_MS) return
    this.#lookedMs = this.#host.nowMs()
    // Without a network nothing is found, and nothing is wrong.
    await this.#registration.update().catch(() => {})
  }

  /** Loads the page anew with the newer build, once all that was done is kept. Where that fails, it can be asked again. */
  async take(): Promise<void> {
    if (this.asked) return
    this.asked = true
    this.failed = false
    try {
      await this.#host.kept()
    } catch {
      this.asked = false
      this.failed = true
      return
    }
    const { waiting } = this.#registration
    // Another page may have taken it already.
    if (waiting === null) return this.#host.reload()
    const gone = new AbortController()
    const reload = () => this.#host.reload()
    this.#host.workers.addEventListener('controllerchange', reload, {
      once: true,
      signal: gone.signal,
    })
    // A build that a newer one has replaced, or that could not begin, never takes over.
    waiting.addEventListener('statechange', () => {
      if (waiting.state !== 'redundant') return
      gone.abort()
      this.asked = false
      this.ready = false
      this.#look()
    })
    waiting.postMessage('take over')
  }

  #follow(): void {
    const { installing } = this.#registration
    installing?.addEventListener('statechange', () => this.#look())
  }

  /** Without a controller nothing older runs: what was installed is the first. */
  #look(): void {
    const { waiting } = this.#registration
    const waits = waiting !== null && waiting.state !== 'redundant'
    if (waits && this.#host.workers.controller !== null) this.ready = true
  }
}
