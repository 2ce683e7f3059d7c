/** The lab of a lesson over the lab's page: fetched with the lesson's runtime, so that the entry carries neither. */
import { PageLab } from '../../stage/pageLab.ts'
import type { Page } from '../page.svelte.ts'

/** `left` is the type of the beat that a run stood at when the page was left; null when it did not. */
export const lessonLab = (page: Page, left: string | null): PageLab =>
  new PageLab(page, left, async () => (await import('./language.ts')).languageOf(page))
