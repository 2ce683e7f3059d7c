/** The sandbox: what is done happens by itself unless time was stopped, and nothing is done by accident. */

import { expect, test } from './fixture.ts'
import { idle, open, press } from './page.ts'

const yours = 'Your machines'

test('a launch runs by itself to its end, and a double click launches one', async ({ page }) => {
  await open(page, '#/sandbox')
  await page.getByRole('button', { name: 'Launch', exact: true }).dblclick()
  const machines = page.getByRole('region', { name: yours }).getByRole('button')
  await expect(machines).toHaveCount(1)
  await expect(machines).toContainText('running', { timeout: 20_000 })
  await idle(page)
  await expect(page.getByText(/paused at “running”/)).toBeVisible()
})

test('what is done while time is stopped waits, and says so', async ({ page }) => {
  await open(page, '#/sandbox')
  await press(page, 'Launch')
  await expect(page.getByRole('region', { name: yours })).toContainText('running')
  await press(page, 'Back to the beat before')
  await press(page, 'Launch')
  await expect(page.getByText('Time is paused. Press Play, and it goes on.').first()).toBeVisible()
})

test('Terminate asks, and a count that cannot be is not sent', async ({ page }) => {
  await open(page, '#/sandbox')
  await press(page, 'Launch')
  await page.getByRole('region', { name: yours }).getByRole('button').first().click()
  await idle(page)
  await page.getByRole('button', { name: 'Terminate' }).click()
  await expect(page.getByRole('button', { name: 'Really terminate?' })).toBeVisible()
  await expect(page.getByRole('region', { name: yours })).toContainText('running')
  await press(page, 'Really terminate?')
  await expect(page.getByRole('region', { name: yours })).toContainText('terminated')

  await page.getByRole('spinbutton', { name: 'How many' }).fill('99')
  await expect(page.getByText('Between 1 and 20 at once.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Launch', exact: true })).toBeDisabled()
})
