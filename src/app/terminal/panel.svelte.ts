/**
 * The terminal's place on the page: whether it is open, how high it is, and the line being written.
 *
 * The terminal itself, with the command language, is fetched when it is first opened; this is all that the page
 * knows before. Kept as long as the page is.
 */
/** Two lines and the input. */
const LEAST_PX = 132
/** What header, time and a strip of the picture need. */
const OTHERS_PX = 330
/** How high it opens: a part of the window's height. */
const USUAL = 0.32
const MOST_USUAL_PX = 300

export class TerminalPanel {
  open = $state(false)
  /** px; null until it was resized */
  heightPx = $state<number | null>(null)
  /** the line being written */
  draft = $state('')
  /** counts the times it was asked for, so that the input takes the focus each time */
  turn = $state(0)
  /** whether a line runs */
  busy = $state(false)

  /** Opens it, with a line in its input or with what stands there. */
  show(line: string = this.draft): void {
    this.draft = line
    this.turn += 1
    this.open = true
  }

  hide(): void {
    this.open = false
  }

  /** Its height in a window of this height, px. */
  heightIn(windowPx: number): number {
    const [least, most] = this.heightBounds(windowPx)
    const usual = Math.min(MOST_USUAL_PX, Math.round(windowPx * USUAL))
    return Math.min(most, Math.max(least, Math.round(this.heightPx ?? usual)))
  }

  /** The least and the most that it may be, px: the picture keeps its room. */
  heightBounds(windowPx: number): readonly [least: number, most: number] {
    return [LEAST_PX, Math.max(LEAST_PX, windowPx - OTHERS_PX)]
  }
}
