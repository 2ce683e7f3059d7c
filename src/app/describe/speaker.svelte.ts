/**
 * Says sentences politely. While the picture moves at most one in two seconds, and the newest wins.
 */

/** The least time between two sentences while playing, ms. */
const QUIET_MS = 2000

export class Speaker {
  sentence = $state('')
  turn = $state(0)
  readonly #nowMs: () => number
  #last = Number.NEGATIVE_INFINITY

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** Says a sentence now: something came to rest, or the person did something. */
  say(sentence: string): void {
    this.#last = this.#nowMs()
    this.sentence = sentence
    this.turn += 1
  }

  /** Says a milestone passed while playing, unless something was said just before. */
  mention(sentence: string): void {
    if (this.#nowMs() - this.#last >= QUIET_MS) this.say(sentence)
  }
}
