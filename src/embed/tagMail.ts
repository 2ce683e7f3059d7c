/**
 * The tag's messages to its widget: held until the widget listens, and every question answered or refused.
 *
 * A widget listens once it has said that it is ready; its frame is made when it is seen, and made anew for some
 * attributes. So many messages are held; beyond them the oldest goes.
 */

/** Messages held, at most. */
export const MOST_HELD = 32
/** How long an answer may take, ms: a world that has to come back first takes its time. */
export const PATIENCE_MS = 60_000

export type Message = Readonly<Record<string, unknown>>

interface Asked {
  readonly answer: (state: unknown) => void
  /** with what went wrong, in a sentence */
  readonly refuse: (why: string) => void
}

export class Mail {
  readonly #send: (message: Message) => void
  readonly #asked = new Map<unknown, Asked>()
  #held: Message[] | null = []
  #ids = 0

  /** `send` reaches the widget that listens. */
  constructor(send: (message: Message) => void) {
    this.#send = send
  }

  post(message: Message): void {
    if (this.#held === null) this.#send(message)
    else if (this.#held.push(message) > MOST_HELD) {
      this.#asked
        .get(this.#held.shift()?.id)
        ?.refuse('Too much was asked of a widget not yet there.')
    }
  }

  /** Asks for something that is answered under an id. Rejects with an `Error` that says why there is no answer. */
  ask(type: string): Promise<unknown> {
    this.#ids += 1
    const id = this.#ids
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => refuse('The widget did not answer.'), PATIENCE_MS)
      const end = () => {
        clearTimeout(late)
        this.#asked.delete(id)
      }
      const refuse = (why: string) => {
        end()
        reject(new Error(why))
      }
      const answer = (state: unknown) => {
        end()
        resolve(state)
      }
      this.#asked.set(id, { answer, refuse })
      this.post({ type, id })
    })
  }

  /** The widget listens: what was held is sent. */
  open(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const message of held) this.#send(message)
  }

  /** Takes an answer, or the refusal of one; whatever else the widget says is passed over. */
  take({ type, id, state, message }: Message): void {
    const asked = this.#asked.get(id)
    if (type === 'state') asked?.answer(state)
    if (type === 'error') asked?.refuse(String(message))
  }

  /** The widget is gone, and nobody answers what was asked of it; messages are held for the next. */
  close(): void {
    this.#held = []
    for (const { refuse } of this.#asked.values()) refuse('The widget was taken away.')
  }
}
