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

test('the page carries its policy, as a header and in itself', async ({ page }) => {
  const response = await page.goto('./')
  const header = response?.headers()['content-security-policy']
  expect(header).toContain("script-src 'self' 'wasm-unsafe-eval'")
  const meta = page.locator('meta[http-equiv="Content-Security-Policy"]')
  await expect(meta).toHaveAttribute('content', header ?? '')
})

test('the watch on the page sees a broken policy and a foreign request', async ({
  page,
  complaints,
}) => {
  await page.goto('./')
  await page.evaluate(() => {
    document.body.setAttribute('style', 'color: red')
    const image = document.createElement('img')
    image.src = 'http://elsewhere.invalid/x.png'
    document.body.append(image)
  })
  // Two breaches of two policies (header and meta), each an event and a console error; a request.
  await expect.poll(() => complaints.length).toBe(9)
  expect(complaints.filter((text) => text.startsWith('policy violation'))).toHaveLength(4)
  expect(complaints.filter((text) => text.startsWith('foreign request'))).toHaveLength(1)
  // They were asked for: forgotten, so that the fixture's own check passes.
  complaints.length = 0
})
