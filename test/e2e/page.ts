/** What the tests of the page share: opening it, waiting on the idle hook, hearing what is said. */
import { expect, type Locator, type Page } from '@playwright/test'
// Tells of `window.cloudglass`.
import type {} from '../../src/app/hooks.ts'

/** Waits until the page shows all that was asked for and rests. */
export async function idle(page: Page): Promise<void> {
  // A page that has just been loaded anew has no hook yet.
  await page.waitForFunction(() => 'cloudglass' in window)
  await page.evaluate(() => window.cloudglass.idle())
}

/** Opens the page at a place and waits until it stands. */
export async function open(page: Page, hash = ''): Promise<void> {
  await page.goto(`./${hash}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await idle(page)
}

/** Presses a button by its name and waits. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click()
  await idle(page)
}

/** The page's own live region; scenes have others. */
export const live = (page: Page): Locator => page.locator('.page > [role=status]')

/** The title of the step. */
export const title = (page: Page): Locator => page.getByRole('heading', { level: 1 })
