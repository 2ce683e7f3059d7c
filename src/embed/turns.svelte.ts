/**
 * What is asked of a widget, and only while the same thing is to be shown.
 *
 * A turn begins when something else is to be shown, or when what was shown has lost its world. What belongs to an
 * earlier turn does nothing any more, whether it waits in the queue or comes back from an await: it asks `check`
 * after each, and what it fails with then is nobody's.
 */
import { Left } from '../lesson/port.ts'

export interface Turn {
  /** whether another has begun */
  readonly over: boolean
  /** Throws `Left` when another has begun. */
  check(): void
}

export class Turns {
  #turn = 0
  /** ends when what was queued last in this turn is done */
  #last: Promise<unknown> = Promise.resolve()
  #pending = $state(0)

  /** Whether something that was asked for in this turn is still being done. */
  get busy(): boolean {
    return this.#pending > 0
  }

  /** The turn that is. */
  get now(): Turn {
    const turn = this.#turn
    const isOver = () => turn !== this.#turn
    return {
      get over() {
        return isOver()
      },
      check() {
        if (isOver()) throw new Left('something else is shown')
      },
    }
  }

  /** Another turn begins. Nothing in it waits for what an earlier one still has under way. */
  next(): Turn {
    this.#turn += 1
    this.#last = Promise.resolve()
    this.#pending = 0
    return this.now
  }

  /** Does something at once. Resolves to what it came to, or to null when its turn is over by then. */
  async do<T>(what: (turn: Turn) => Promise<T>): Promise<T | null> {
    const turn = this.now
    this.#pending += 1
    try {
      const result = await what(turn)
      return turn.over ? null : result
    } catch (error) {
      if (turn.over) return null
      throw error
    } finally {
      if (!turn.over) this.#pending -= 1
    }
  }

  /** The same, when all that was queued before it is done. */
  queue<T>(what: (turn: Turn) => Promise<T>): Promise<T | null> {
    const before = this.#last
    const done = this.do(async (turn) => {
      await before
      turn.check()
      return what(turn)
    })
    this.#last = done.catch(() => {})
    return done
  }
}
