/** A question about the world that is asked at each rest: while time runs, the last answer stands. */

import { passLost } from './lost.ts'
import type { LessonStage } from './pageLab.ts'

/** Whose world it is, and whether its time runs. */
export interface Asking extends Pick<LessonStage, 'lab' | 'player'> {
  readonly moving: boolean
}

export class Asked<T> {
  #answer: T

  /**
   * To be made while a component is; `first` stands until there is an answer. A worker that dies leaves the last.
   * Where there is no page nothing is asked.
   */
  constructor(page: () => Asking | null, first: T, ask: () => Promise<T>) {
    this.#answer = $state.raw(first)
    $effect(() => {
      const asking = page()
      if (asking === null) return
      const { lab, moving, player } = asking
      if (moving || lab.clock === null) return
      void [player.now, lab.clock.position]
      let wanted = true
      ask().then((answer) => {
        if (wanted) this.#answer = answer
      }, passLost)
      return () => {
        wanted = false
      }
    })
  }

  get answer(): T {
    return this.#answer
  }
}
