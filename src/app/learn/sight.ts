/** For `{@attach}`: what has just come is in sight, as far as its box scrolls. */
export const intoSight = (element: HTMLElement): void =>
  element.scrollIntoView({ block: 'nearest' })
