/**
 * Where the focus goes when a part of the page closes: to what was used before it, or if that has gone to what
 * stood beside it.
 */

/** Attached to a part that comes and goes: when it goes with the focus in it, the focus goes back. */
export function giveBack(part: HTMLElement): () => void {
  const { activeElement: opener } = document
  const beside = opener?.closest('section, nav, main') ?? null
  return () => {
    const held = part.contains(document.activeElement) || document.activeElement === document.body
    if (held) queueMicrotask(() => (isUsable(opener) ? opener : firstIn(beside))?.focus())
  }
}

type Focusable = HTMLElement | SVGElement

const isUsable = (element: Element | null): element is Focusable =>
  (element instanceof HTMLElement || element instanceof SVGElement) &&
  element.isConnected &&
  element !== document.body

/** The first thing to act on in a part that is still there, else in the page. */
function firstIn(part: Element | null): HTMLElement | null {
  const box = part?.isConnected ? part : document.querySelector('main')
  return box?.querySelector<HTMLElement>('button:not(:disabled), [tabindex="0"]') ?? null
}
