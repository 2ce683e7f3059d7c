/** The first minute by keyboard and by ear alone: the drawing cannot be seen, the sentences are heard. */
import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { idle, live, open, title } from './page.ts'

const MOST_TABS = 40

/** Tabs until the thing with this spoken name has the focus. */
async function tabTo(page: Page, role: 'button' | 'slider' | 'grid', name: RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name })
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    const there = await wanted.evaluateAll((all) =>
      all.some((one) => one === document.activeElement || one.contains(document.activeElement)),
    )
    if (there) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never came to ${role} ${name}`)
}

async function pressKey(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key)
  await idle(page)
}

test('the whole first minute by keyboard, with the drawing unseen', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page)
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('svg { opacity: 0 !important }')
    document.adoptedStyleSheets.push(sheet)
  })
  await tabTo(page, 'button', /^Launch one$/)
  await pressKey(page, 'Enter')
  await expect(live(page)).toHaveText(/^Which host would you choose\? It asks for 2 vCPU/)

  await tabTo(page, 'grid', /Hosts of the region/)
  await pressKey(page, 'ArrowDown')
  await pressKey(page, 'Enter')
  await expect(live(page)).toHaveText(/^You point at host \d\.\d\.$/)

  await page.evaluate(() => document.querySelector('h1')?.focus())
  await tabTo(page, 'button', /^Launch it$/)
  await pressKey(page, 'Enter')
  await expect(live(page)).toHaveText(/^The orchestrator chose host \d\.\d\.$/)

  await tabTo(page, 'button', /^No, another$/)
  await pressKey(page, 'Enter')
  await expect(live(page)).toHaveText(/You pointed at \d\.\d\. The orchestrator took/)
  await expect(title(page)).toBeFocused()

  await tabTo(page, 'button', /^Go on$/)
  await pressKey(page, 'Enter')
  await expect(live(page)).toHaveText(/^Host \d\.\d carved a slice for your machine\.$/)
  for (const sentence of [
    'The image is attached as its disk.',
    'Its network interface is connected.',
    'Your machine is running.',
  ]) {
    await tabTo(page, 'button', /^Go on$/)
    await pressKey(page, 'Enter')
    await expect(live(page)).toHaveText(sentence)
  }

  await tabTo(page, 'slider', /Events in time/)
  const slider = page.getByRole('slider', { name: 'Events in time' })
  await expect(slider).toHaveAttribute('aria-valuetext', /running, event 6 of 6$/)
  await pressKey(page, 'ArrowLeft')
  await expect(live(page)).toHaveText(/after “network connected”\.$/)
  await pressKey(page, 'Home')
  await expect(slider).toHaveAttribute('aria-valuetext', /before the first of 6 events$/)
  await pressKey(page, 'PageUp')
  await expect(slider).toHaveAttribute('aria-valuetext', /host chosen, event 2 of 6$/)
  await pressKey(page, 'End')
  await expect(title(page)).toHaveText('It is running.')
})
