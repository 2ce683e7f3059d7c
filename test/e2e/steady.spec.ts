/** What arrives has its room: hosts and the one button stay where they are when time, a command or a selection come. */
import type { Locator, Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixture.ts'
import { idle, open, press, title } from './page.ts'

const cell = (page: Page, label: string): Locator =>
  page.getByRole('gridcell', { name: new RegExp(`^host ${label},`) })

/** Where hosts and the primary button stand, in whole px. */
async function places(page: Page): Promise<Record<string, readonly number[]>> {
  const found: Record<string, readonly number[]> = {}
  for (const label of ['1.1', '5.4', '9.4']) found[label] = await corner(cell(page, label))
  found.button = await corner(page.locator('.button.primary'))
  return found
}
const corner = (one: Locator): Promise<readonly number[]> =>
  one.evaluate((element) => {
    const { left, top } = element.getBoundingClientRect()
    return [Math.round(left), Math.round(top)]
  })

for (const [width, height] of [
  [1440, 900],
  [1366, 640],
  [1100, 760],
] as const) {
  test(`nothing moves in the first step, ${width} by ${height}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height })
    await open(page)
    const before = await places(page)
    await press(page, /^Launch$/)
    await expect(page.getByRole('region', { name: 'Time' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'The command it made' })).toBeVisible()
    expect(await places(page)).toEqual(before)
    await expectAccessible(page)
    for (let beat = 0; beat < 3; beat += 1) {
      await press(page, 'Go on')
      expect(await places(page)).toEqual(before)
    }
    await expect(title(page)).toHaveText('It runs.')
    await cell(page, '2.2').click({ position: { x: 4, y: 12 } })
    await idle(page)
    await expect(page.getByRole('complementary')).toBeVisible()
    expect(await places(page)).toEqual(before)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('complementary')).toBeHidden()
    expect(await places(page)).toEqual(before)
    await press(page, 'Back to the beat before')
    await expect(page.getByText(/acting here starts a branch/)).toBeVisible()
    expect(await places(page)).toEqual(before)
    await expectAccessible(page)
  })

  test(`the picture stays in the past and on a branch, with a terminal too, ${width} by ${height}`, async ({
    page,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height })
    await open(page, '#/sandbox')
    await press(page, /^Launch$/)
    const kinds = page.locator('.stage svg').getByText(/^(Intel|Graviton)$/)
    const track = page.getByRole('slider', { name: 'Events in time' })
    const branchOff = async () => {
      const [stood, said] = [await places(page), await kinds.count()]
      await track.press('Home')
      await idle(page)
      await expect(page.getByText(/acting here starts a branch/)).toBeVisible()
      expect(await places(page)).toEqual(stood)
      await press(page, /^Launch$/)
      await expect(page.getByText(/You are on a branch/)).toBeVisible()
      expect(await places(page)).toEqual(stood)
      expect(await kinds.count()).toBe(said)
    }
    await branchOff()
    await expect(page.getByRole('region', { name: 'The command it made' })).toBeVisible()
    await press(page, 'To the other future')
    await press(page, 'Terminal')
    await branchOff()
  })
}

test('the words of the picture are explained until something is selected', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page)
  const key = page.getByRole('region', { name: 'How to read the picture' })
  for (const word of ['zone', 'rack', 'Graviton', 'training']) {
    await expect(key.getByRole('term').filter({ hasText: word })).toHaveCount(1)
  }
  await cell(page, '2.2').click({ position: { x: 4, y: 12 } })
  await idle(page)
  await expect(key).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(key).toBeVisible()
})
