/** What the tests of widgets share: a host page, its frames, and what each weighs. */
import type { Frame, Locator, Page } from '@playwright/test'

/** The frame of a widget on a host page, once its first picture is there. */
export async function frameOf(page: Page, at = 0): Promise<Frame> {
  const tag = page.locator('cloudglass-lab').nth(at)
  await tag.scrollIntoViewIfNeeded()
  const handle = await tag.locator('iframe').elementHandle()
  const frame = await handle?.contentFrame()
  if (frame == null) throw new Error('the widget has no frame')
  await frame.waitForFunction(() => 'cloudglass' in window)
  await rested(frame)
  return frame
}

/** Waits until the widget shows all that was asked for, and waits. */
export const rested = (frame: Frame | Page): Promise<void> =>
  frame.evaluate(() => window.cloudglass.idle())

export const button = (frame: Frame | Page, name: string): Locator =>
  frame.getByRole('button', { name, exact: true })

/** Workers that run on a page, its frames' included. */
export const workersOf = (page: Page): number => page.workers().length
