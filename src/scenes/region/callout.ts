/**
 * Where the list of stages stands: beside the host it speaks of, never on it, never out of the box.
 */
import type { Box, Rect } from './plan.ts'

const GAP = 10

const overlap = (a: Rect, b: Rect): number => {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y)
  return w > 0 && h > 0 ? w * h : 0
}

/**
 * A place for a callout of size `w` by `h` that points at `at`, a share of `host`.
 *
 * Below is tried first, then above, right and left; the one that covers the least of `keep`, the other marks
 * one should see, wins. Null when it fits nowhere without covering the host.
 */
export function placeCallout(
  { w, h }: Pick<Rect, 'w' | 'h'>,
  host: Rect,
  at: Rect,
  keep: readonly Rect[],
  box: Box,
): Rect | null {
  const clampX = (x: number) => Math.min(Math.max(0, x), box.width - w)
  const clampY = (y: number) => Math.min(Math.max(0, y), box.height - h)
  // Within the bar if it is wide enough, else from its left end, so that its labels stay whole.
  const middle = Math.min(at.x + at.w / 2 - w / 2, host.x + host.w - w)
  const under = clampX(Math.max(host.x, middle))
  const besideY = clampY(at.y + at.h / 2 - h / 2)
  const tries = [
    { x: under, y: host.y + host.h + GAP },
    { x: under, y: host.y - GAP - h },
    { x: host.x + host.w + GAP, y: besideY },
    { x: host.x - GAP - w, y: besideY },
  ]
  const fits = tries
    .map((place): Rect => ({ ...place, w, h }))
    .filter(({ x, y }) => x >= 0 && y >= 0 && x + w <= box.width && y + h <= box.height)
  const covered = (place: Rect) => keep.reduce((area, rect) => area + overlap(place, rect), 0)
  const [first, ...others] = fits
  if (first === undefined) return null
  return others.reduce((best, place) => (covered(place) < covered(best) ? place : best), first)
}
