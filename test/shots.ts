/** What `npm run shots` takes pictures of: each scene, and the steps worth looking at. */
import type { Page } from '@playwright/test'

/** A picture: its file's name, the address within the page, and what to do before it is taken. */
export interface Shot {
  name: string
  route: string
  prepare?: (page: Page) => Promise<void>
}

export const shots: Shot[] = [{ name: 'start', route: './' }]
