/** For `{@attach}`: what has just come is in sight, as far as its box scrolls. */
export const intoSight = (element: HTMLElement): void =>
  element.scrollIntoView({ block: 'nearest' })

/** For `{@attach}`: it stands at the top of its box, as far as that scrolls. */
export const atTheTop = (element: HTMLElement): void => element.scrollIntoView({ block: 'start' })
