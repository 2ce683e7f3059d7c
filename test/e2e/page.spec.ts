/** The built page opens quietly and accessibly, in the light and in the dark; its first picture is there early. */
import { expect, expectAccessible, test } from './fixture.ts'
import { idle, open, title } from './page.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page opens and is accessible (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.goto('./')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(page)
  })
}

test('the region stands before the cloud does, and stays as it is when that comes', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/\/worker-[^/]*\.js$/, async (route) => {
    await held
    await route.continue()
  })
  await page.goto('./')
  const hosts = page.locator('.cell[data-ref^="lab:host/"]')
  await expect(hosts.first()).toBeVisible()
  await expect(page.locator('button.primary')).toHaveCount(0)
  const drawn = () =>
    page
      .locator('.stage svg')
      .first()
      .evaluate((svg) => svg.outerHTML.replace(/ aria-[^=]*="[^"]*"/g, ''))
  const before = await drawn()
  release()
  await expect(page.locator('button.primary')).toBeEnabled()
  await idle(page)
  expect(await drawn()).toBe(before)

  // Whoever has been here may have another world than that one: nothing stands until it does.
  await page.addInitScript(() => {
    window.Worker = class extends EventTarget {
      postMessage() {
        document.documentElement.dataset.asked = ''
      }
      terminate() {}
    } as unknown as typeof Worker
    const look = new MutationObserver(() => {
      if (document.querySelector('.scene')) document.documentElement.dataset.flash = ''
    })
    look.observe(document, { childList: true, subtree: true })
  })
  await page.goto('about:blank')
  await page.goto('./')
  await expect(page.getByText('The cloud is starting.')).toBeVisible()
  // The world that was kept is asked for: what is to stand until then is decided, and drawn two frames later.
  await expect(page.locator('html')).toHaveAttribute('data-asked')
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  )
  await expect(page.locator('html')).not.toHaveAttribute('data-flash')
})

test('the rooms are a menu: keys walk it, and only a press goes there', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page)
  const menu = page.getByRole('navigation', { name: 'Rooms' })
  await menu.getByRole('button', { name: 'Learn' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Tab')
  await expect(menu.getByRole('button', { name: 'Sandbox' })).toBeFocused()
  await expect(menu.locator('[aria-current=page]')).toHaveText('Learn')
  await page.keyboard.press('Enter')
  await expect(menu.locator('[aria-current=page]')).toHaveText('Sandbox')
  await expect(title(page)).toHaveText('Launch')
})
