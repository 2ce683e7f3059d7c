/**
 * How an owner is shown: a colour and a texture, the same in every scene.
 *
 * Owner n takes colour n mod 4 and texture (n + floor(n / 4)) mod 4, which gives 16 different marks; the
 * owners past them are grey, unless one of their things is selected. Colour never stands alone.
 */

/** The textures, in the order of their numbers. */
export const TEXTURES = ['plain', 'dots', 'stripes', 'lines'] as const
export type Texture = (typeof TEXTURES)[number]

/** How many owners can be told apart. */
export const MARK_COUNT = 16

/** Colour 0 to 3, or null for grey, and the texture on it. */
export interface OwnerMark {
  readonly colour: number | null
  readonly texture: Texture
}

const GREY: OwnerMark = { colour: null, texture: 'plain' }

/** The mark of owner `n`; a selected thing keeps a colour past the sixteenth too. */
export function ownerMark(n: number, selected = false): OwnerMark {
  if (n >= MARK_COUNT && !selected) return GREY
  const place = n % MARK_COUNT
  const texture = TEXTURES[(place + Math.floor(place / 4)) % 4] ?? 'plain'
  return { colour: place % 4, texture }
}

/** The name of a mark within a document: the end of its pattern's id, such as `2-stripes`. */
export const markName = ({ colour, texture }: OwnerMark): string =>
  `${colour === null ? 'other' : colour + 1}-${texture}`

/** What a mark is filled with: a colour, or the pattern of `Textures` with the same prefix. */
export const markFill = (mark: OwnerMark, prefix: string): string =>
  mark.texture === 'plain'
    ? `var(--owner-${mark.colour === null ? 'other' : mark.colour + 1})`
    : `url(#${prefix}-${markName(mark)})`

/** Every mark there is, grey last. */
export const MARKS: readonly OwnerMark[] = [
  ...Array.from({ length: MARK_COUNT }, (_, n) => ownerMark(n)),
  GREY,
]
