/** What the person must know of the cloud itself, in a sentence: it died, did not start, cannot keep its pace or be kept. */
import type { Page } from './page.svelte.ts'
import { words } from './words.ts'

/** Less than this is not worth a sentence, ms. */
const WORTH_SAYING_MS = 500

/** What is to be told now, and whether the person may close it; null where there is nothing. */
export function toldOf({ lab, failure, notice }: Page): { text: string; closes: boolean } | null {
  if (failure !== null) return { text: words.shell.failed, closes: false }
  const { death } = lab
  const told = death === null ? notice : words.shell.died(death.recovered, death.droppedInput)
  if (told !== null) return { text: told, closes: true }
  const behind = lab.clock?.behindMs ?? 0
  return behind < WORTH_SAYING_MS ? null : { text: words.time.behind(behind), closes: false }
}

/** The person has read it. */
export function close(page: Page): void {
  page.lab.death = null
  page.notice = null
}
