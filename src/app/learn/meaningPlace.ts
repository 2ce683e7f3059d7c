/**
 * Where the meaning of a word opens: right under the paragraph that has the word, so that its sentence stays
 * readable, or right above it where below there is no room or the step's one button. It begins where the
 * paragraph does, so that it lies in the column of the text and not over the picture.
 *
 * Pure. Everything in px of the window.
 */

/** A rectangle, as `getBoundingClientRect` tells it. */
export type Edges = Readonly<Record<'left' | 'top' | 'right' | 'bottom', number>>

export interface Around {
  /** the word that was pressed */
  readonly word: Edges
  /** the paragraph around it, or the word itself where it stands alone */
  readonly paragraph: Edges
  /** what must stay in reach: the step's one button */
  readonly free: readonly Edges[]
  readonly window: { readonly width: number; readonly height: number }
}

/** Between the paragraph and the meaning. */
const GAP = 6
/** Between the meaning and the edge of the window. */
const EDGE = 8

/** The left upper corner of a meaning that is `width` by `height` px. */
export function meaningPlace(
  size: { readonly width: number; readonly height: number },
  { word, paragraph, free, window }: Around,
): { readonly left: number; readonly top: number } {
  const left = Math.max(EDGE, Math.min(paragraph.left, window.width - EDGE - size.width))
  const right = left + size.width
  const lies = (top: number) => top >= EDGE && top + size.height <= window.height - EDGE
  const clear = (top: number) =>
    lies(top) &&
    !free.some(
      (one) =>
        one.left < right && one.right > left && one.top < top + size.height && one.bottom > top,
    )
  const below = paragraph.bottom + GAP
  const above = paragraph.top - GAP - size.height
  const underTheWord = word.bottom + GAP
  const tried = [below, above]
  const top = tried.find(clear) ?? tried.find(lies) ?? underTheWord
  return { left, top: Math.max(EDGE, Math.min(top, window.height - EDGE - size.height)) }
}
