/** The height that a widget likes at a width, px: those of the four arrangements, and between them by its width. */
export function heightAt(width: number): number {
  const height = width < 480 ? width * (3 / 4) : Math.min(width * (9 / 16), 600)
  return Math.max(240, Math.round(width >= 960 ? 600 : height))
}
