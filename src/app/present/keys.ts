/**
 * What keys mean at a projector. A clicker is a keyboard of four or five keys, and some of them reload a page.
 *
 * Pure but for the quiet time: a worn button sends its key twice, and presses within 150 ms count once.
 */

/** What a key asks for. Votes go to the choice of a number. */
export type WallAct =
  | 'forward'
  | 'back'
  | 'black'
  | 'begin'
  | 'again'
  | 'leave'
  | 'look'
  | 'unvote'
  | { readonly vote: number }

export interface WallKey {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

/** The keys of clickers: they reach the presenter whatever has the focus. */
const CLICKER: Readonly<Record<string, WallAct>> = {
  PageDown: 'forward',
  PageUp: 'back',
  '.': 'black',
  b: 'black',
  B: 'black',
  F5: 'begin',
  Escape: 'leave',
}
/** Keys that mean something in a widget, too, and are left to it there. */
const ELSEWHERE: Readonly<Record<string, WallAct>> = {
  ArrowRight: 'forward',
  ArrowDown: 'forward',
  ' ': 'forward',
  Enter: 'forward',
  ArrowLeft: 'back',
  ArrowUp: 'back',
}

/** What a key asks for, or null when it is none of the presenter's. `widget` is whether one has the focus. */
export function wallActOf(key: WallKey, widget: boolean): WallAct | null {
  if (key.ctrlKey || key.altKey || key.metaKey) return null
  if (key.key === 'F5') return key.shiftKey ? 'again' : 'begin'
  if (key.shiftKey) return null
  const clicked = CLICKER[key.key]
  if (clicked !== undefined) return clicked
  if (/^[1-9]$/.test(key.key)) return { vote: Number(key.key) }
  if (key.key === 'Backspace') return 'unvote'
  if (key.key === 'c') return 'look'
  return widget ? null : (ELSEWHERE[key.key] ?? null)
}

/** Whether an act is one of a clicker's: only those are sent twice. Hands that count votes are fast. */
export const isClick = (act: WallAct): boolean => typeof act === 'string' && act !== 'unvote'

/** Presses within this time of the last one count once, ms. */
export const QUIET_MS = 150

/** Lets a press pass when it is none of the last one's echoes. */
export class Echo {
  #lastMs = Number.NEGATIVE_INFINITY

  /** Whether a press at this time counts. */
  passes(nowMs: number): boolean {
    const quiet = nowMs - this.#lastMs
    this.#lastMs = nowMs
    return quiet >= QUIET_MS
  }
}
