/**
 * Whether somebody may have been here before: known at once, while the keep is still being opened.
 *
 * A hint beside the keep, and no more: where it is wrong, the first picture is the lesson's own for a moment.
 */

/** Of the window. Reading it throws where a browser keeps nothing for this page. */
export interface Storing {
  readonly localStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

const NAME = 'cloudglass'

export function maybeBefore(page: Storing): boolean {
  try {
    return page.localStorage.getItem(NAME) !== null
  } catch {
    return false
  }
}

/** Notes that somebody is here, or that nothing is left of it. */
export function noteHere(page: Storing, here: boolean): void {
  try {
    if (here) page.localStorage.setItem(NAME, 'before')
    else page.localStorage.removeItem(NAME)
  } catch {
    // Nothing is kept here: there will be no `before`.
  }
}
