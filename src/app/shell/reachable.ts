/** For `{@attach}`: a box that scrolls, as in a low window, can be reached by the keyboard while it does. */
export function reachable(box: HTMLElement): () => void {
  const observer = new ResizeObserver(() => {
    if (box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0
    else box.removeAttribute('tabindex')
  })
  observer.observe(box)
  for (const child of box.children) observer.observe(child)
  return () => observer.disconnect()
}
