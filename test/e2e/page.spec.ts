/** The built page opens quietly and accessibly, in the light and in the dark. */
import { expect, expectAccessible, test } from './fixture.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page opens and is accessible (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.goto('./')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(page)
  })
}
