/**
 * The widget's side of the talk with its host page.
 *
 * Only the window that frames it is heard, and only from the origin that the frame's address names; to no other
 * origin is anything sent. Without a named origin it says nothing and hears nothing.
 */
import type { Incoming, Outgoing } from './messages.ts'
import { readMessage, written } from './messages.ts'

/** What it needs of the window. */
export interface HostWindow {
  /** the window that frames it; itself where none does */
  readonly parent: unknown
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

export class Host {
  /** Called with each message that is right. What it rejects with is told to the host. */
  onmessage: (message: Incoming) => Promise<void> = async () => {}
  readonly #window: HostWindow
  readonly #post: (message: unknown, origin: string) => void
  readonly #origin: string | null

  /** `post` reaches the parent; `origin` is null where the address names none. */
  constructor(
    target: HostWindow,
    post: (message: unknown, origin: string) => void,
    origin: string | null,
  ) {
    this.#window = target
    this.#post = post
    this.#origin = origin
    target.addEventListener('message', (event) => void this.#hear(event))
  }

  /** Tells the host something, where there is one. */
  say(message: Outgoing): void {
    if (this.#origin === null || this.#window.parent === this.#window) return
    this.#post(written(message), this.#origin)
  }

  async #hear({ data, origin, source }: MessageEvent): Promise<void> {
    if (this.#origin === null || origin !== this.#origin || source !== this.#window.parent) return
    const reading = readMessage(data)
    if (reading.kind === 'refused') {
      this.say({ type: 'error', code: reading.code, message: reading.message })
    }
    if (reading.kind !== 'taken') return
    const asked = reading.message
    try {
      await this.onmessage(asked)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      const of = asked.type === 'getState' ? { id: asked.id } : {}
      this.say({ type: 'error', code: 'failed', message, ...of })
    }
  }
}
