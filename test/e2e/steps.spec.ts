/** A task's buttons and goals: what was done, what was refused, what is left of a machine; on a phone too. */
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { idle, open, press, title } from './page.ts'

const button = (page: Page, name: string | RegExp, exact?: { exact: boolean }): Locator =>
  page.getByRole('button', { name, ...exact })
const top = async (one: Locator): Promise<number> => Math.round((await one.boundingBox())?.y ?? -1)

test('a refusal comes under the button that was refused, which stays', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '#/learn/eight-seconds/room')
  await expect(title(page)).toHaveText('Make room for the large one.')
  const ask = button(page, /^Ask for big again/)
  const before = await top(ask)
  for (let times = 0; times < 2; times += 1) {
    await ask.click()
    await idle(page)
    await expect(page.locator('.refusal')).toContainText('InsufficientInstanceCapacity')
    expect(await top(ask)).toBe(before)
  }
  await expect(button(page, /^Ask for big again \(done\)/)).toHaveCount(0)
})

test('what was done is marked, and may be done again', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '#/learn/what-stays/store')
  await expect(title(page)).toHaveText('Keep a note elsewhere.')
  await press(page, /^Put note.txt into it/)
  await expect(page.locator('.refusal')).toContainText('NoSuchBucket')
  await expect(button(page, 'Put note.txt into it', { exact: true })).toBeEnabled()
  await press(page, /^Make the bucket/)
  await expect(button(page, 'Make the bucket (done)')).toBeEnabled()
  await press(page, /^Put note.txt into it/)
  await expect(button(page, 'Put note.txt into it (done)')).toBeEnabled()
  await expect(button(page, 'Let half a year pass', { exact: true })).toBeEnabled()
  await press(page, 'Terminal')
  await press(page, 'Start this step again')
  await expect(button(page, 'Make the bucket', { exact: true })).toBeEnabled()
  // The refused put, the bucket and the put that went well.
  const undone = page.getByRole('log').locator('.undone')
  await expect(undone.filter({ hasText: /undone/ })).toHaveCount(3)
})

test('a run that ends with a question leaves the keyboard in the step', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '#/learn/what-stays/month')
  await page.getByRole('slider', { name: /guess/i }).focus()
  await page.keyboard.press('ArrowRight')
  await button(page, 'Let 30 days pass').focus()
  await page.keyboard.press('Enter')
  const disk = page.getByText('Its disk, and nothing else.')
  await expect(disk).toBeVisible()
  await expect(title(page)).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.locator('.options button:focus')).toHaveCount(1)
})

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  test(`the keyboard comes to buttons as they are read, ${width} by ${height}`, async ({
    page,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height })
    const inOrder = async () => {
      const shown = await page.locator(':is(.step, .sheet) .buttons button').all()
      expect(shown.length).toBeGreaterThan(1)
      const boxes = await Promise.all(shown.map((one) => one.boundingBox()))
      const places = boxes.map((box) => (box?.y ?? 0) * 10_000 + (box?.x ?? 0))
      expect(places).toEqual(places.toSorted((a, b) => a - b))
    }
    // The first step has them under its words, the next one at its foot.
    await open(page, '#/learn/eight-seconds')
    await page.locator('button.primary').click()
    await expect(button(page, 'Start this step again')).toBeVisible()
    await idle(page)
    await inOrder()
    await open(page, '#/learn/eight-seconds/choose')
    await expect(button(page, 'Just show me')).toBeVisible()
    await inOrder()
  })
}

test.describe('with fingers', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } })

  test('a tap on the mark where it stands is an answer', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await open(page, '#/learn/what-stays/month')
    await expect(button(page, 'Let 30 days pass')).toBeDisabled()
    const box = await page.getByRole('slider', { name: /guess/i }).boundingBox()
    if (box === null) throw new Error('no mark')
    await page.touchscreen.tap(box.x + 8, box.y + box.height / 2)
    await expect(button(page, 'Let 30 days pass')).toBeEnabled()
    await expect(page.getByRole('status').filter({ hasText: /^0/ })).toBeVisible()
  })
})

test('what an explanation comes to is in sight', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 1440, height: 900 })
  await open(page, '#/learn/eight-seconds/why')
  const right = [
    'No Intel host had 16 vCPUs free.',
    'EC2, looking for a host.',
    'More room on one host.',
  ]
  for (const name of right) await page.getByRole('radio', { name }).click()
  await expect(page.getByText('The largest gap decides.')).toBeInViewport({ ratio: 0.9 })
})

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  test(`a stopped machine is seen with its disk, ${width} by ${height}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height })
    await open(page, '#/learn/what-stays')
    const left = page.getByRole('list', { name: 'Your machines that are on no host' })
    await expect(left).toHaveCount(0)
    await press(page, /^Stop$/)
    await expect(left).toContainText(/shop\s*stopped/)
    await expect(left).toContainText(/disk of 8\sGB, attached/)
    // On a phone it has a row of its own: it lies over no host.
    const [picture, row] = await Promise.all([page.locator('.view').boundingBox(), top(left)])
    const bottom = (picture?.y ?? Infinity) + (picture?.height ?? 0)
    if (width < 720) expect(row).toBeGreaterThanOrEqual(Math.floor(bottom))
    await left.getByRole('button').click()
    await idle(page)
    await expect(page).toHaveURL(/select=arn:aws:ec2:us-east-1:\d+:instance\/i-/)
    await expect(page.getByRole('complementary')).toContainText('stopped')
    await expect(left.getByRole('button')).toHaveAttribute('aria-pressed', 'true')
  })
}

test('on a phone a goal that was reached is in sight, and hosts keep their kinds', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '#/learn/eight-seconds/give-back')
  await expect(title(page)).toHaveText('Give one back.')
  const kinds = page.locator('.stage svg').getByText('Graviton')
  await expect(kinds).not.toHaveCount(0)
  const before = await kinds.count()
  await press(page, /second/)
  await expect(page.getByRole('complementary')).toBeVisible()
  expect(await kinds.count()).toBe(before)
  await press(page, /^Terminate$/)
  await press(page, 'Really terminate?')
  await expect(page.getByRole('complementary')).toBeHidden()
  const goal = page.getByText(/The machine named/)
  await expect(goal).toBeInViewport()
  await expect(button(page, /^Next$/)).toBeEnabled()
})

test('on a phone a refusal leaves the step’s buttons and goals in reach', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '#/learn/what-stays/store')
  await press(page, 'Put note.txt into it')
  await expect(page.locator('.refusal')).toContainText('NoSuchBucket')
  await button(page, 'Why?').click()
  for (const one of [button(page, 'Make the bucket'), page.getByText('A new year has begun')]) {
    await one.scrollIntoViewIfNeeded()
    await expect(one).toBeInViewport({ ratio: 1 })
  }
  await expect(button(page, 'Start this step again')).toBeInViewport({ ratio: 1 })
  await press(page, 'Make the bucket')
  await expect(button(page, 'Make the bucket (done)')).toBeEnabled()
})

test('whoever looked at the past goes on from where the run stands', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '#/learn/eight-seconds')
  await press(page, 'Launch')
  await press(page, 'Go on')
  await expect(title(page)).toHaveText('It has a disk.')
  await press(page, 'Back to the beat before')
  await expect(page.getByText('The picture shows the past.', { exact: false })).toBeVisible()
  await press(page, 'Go on')
  await expect(title(page)).toHaveText('It has an address.')
})

test('on a phone the bill that answers is in sight', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '#/learn/what-stays/minute')
  await page.getByRole('radio', { name: 'For one whole minute.' }).check()
  await press(page, 'Start and stop')
  await expect(title(page)).toHaveText('Stopped again.')
  for (const what of [/^Machine’s time/, /^Disk/])
    await expect(page.getByRole('row', { name: what })).toBeInViewport({ ratio: 1 })
})

test('a link is followed while the world of another is being opened, and on the way to one', async ({
  page,
}) => {
  const follow = (step: string) =>
    page.evaluate((to) => {
      location.hash = `#/learn/eight-seconds/${to}`
    }, step)
  await page.goto('./#/learn/eight-seconds')
  await follow('big')
  await follow('why')
  await expect(title(page)).toHaveText('Why was it refused?')
  await idle(page)
  await expect(page).toHaveURL(/#\/learn\/eight-seconds\/why\b/)
  await expect(page.getByRole('group', { name: 'What caused it?' })).toBeVisible()
})

test('a link is followed while time runs', async ({ page }) => {
  await open(page, '#/learn/eight-seconds')
  await button(page, 'Launch', { exact: true }).click()
  await expect(button(page, 'On to the next event')).toBeVisible()
  await page.evaluate(() => {
    location.hash = '#/learn/eight-seconds/grow'
  })
  await expect(title(page)).toHaveText('Your shop grows.')
  await idle(page)
  await expect(page).toHaveURL(/#\/learn\/eight-seconds\/grow\b/)
  await expect(button(page, 'Order fifteen')).toBeEnabled()
})

test('on a later day a phone’s clock has seconds', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '#/learn/what-stays/minute')
  await expect(title(page)).toHaveText('Ten seconds, please.')
  await expect(page.locator('.sheet code').getByText(/^day 31 \d\d:\d\d:\d\d$/)).toBeVisible()
})
