/** Time on the page: seeking, the latest, branches; what is selected; a refusal and the way back. In the sandbox. */
import { expect, test } from './fixture.ts'
import { idle, live, open, press } from './page.ts'

const track = 'Events in time'

test('drag to seek, Latest', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '#/sandbox')
  await press(page, /^Launch$/)
  const machines = page.getByRole('region', { name: 'Your machines' })
  await expect(machines).toContainText('running')
  const slider = page.getByRole('slider', { name: track })
  const box = await slider.boundingBox()
  if (box === null) throw new Error('the track has a place')
  await page.mouse.move(box.x + box.width * 0.5, box.y + 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.25, box.y + 2, { steps: 5 })
  await page.mouse.up()
  await idle(page)
  await expect(page.getByText(/events? back; acting here starts a branch/)).toBeVisible()
  await expect(machines).not.toContainText('running')
  await press(page, 'Latest')
  await expect(machines).toContainText('running')
})

test('acting in the past starts a branch, and the other future can be returned to', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '#/sandbox')
  await press(page, /^Launch$/)
  await page.getByRole('slider', { name: track }).press('Home')
  await idle(page)
  await press(page, /^Launch$/)
  await expect(page.getByText('You are on a branch; the other future is kept')).toBeVisible()
  await press(page, 'To the other future')
  await expect(page.getByRole('region', { name: 'Your machines' }).getByRole('button')).toHaveCount(
    1,
  )
})

test('the track by keyboard tells each event', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '#/sandbox')
  await press(page, /^Launch$/)
  const slider = page.getByRole('slider', { name: track })
  await expect(slider).toHaveAttribute('aria-valuetext', /running, event 6 of 6$/)
  await slider.press('ArrowLeft')
  await idle(page)
  await expect(live(page)).toHaveText(/after “network connected”\.$/)
  await slider.press('Home')
  await idle(page)
  await expect(slider).toHaveAttribute('aria-valuetext', /before the first of 6 events$/)
  await slider.press('PageUp')
  await idle(page)
  await expect(slider).toHaveAttribute('aria-valuetext', /host chosen, event 2 of 6$/)
  await slider.press('End')
  await idle(page)
  await expect(slider).toHaveAttribute('aria-valuetext', /running, event 6 of 6$/)
})

test('what is selected is inspected, everywhere the same, and acted on', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '#/sandbox')
  await press(page, /^Launch$/)
  await press(page, /^i-/)
  const inspector = page.getByRole('complementary', { name: 'What is selected' })
  await expect(inspector.getByRole('heading', { level: 2 }).first()).toHaveText(/^i-/)
  expect(page.url()).toContain('select=arn:aws:ec2:us-east-1:123456789012:instance/i-')
  await inspector.getByRole('button', { name: 'Stop' }).click()
  await idle(page)
  await expect(page.getByRole('region', { name: 'The command it made' })).toContainText(
    /aws ec2 stop-instances --instance-ids i-[0-9a-f]{17}\s*→ i-[0-9a-f]{17} stopping/,
  )
  await expect(live(page)).toHaveText('Your machine is stopped; its slice is free again.')
  await expect(inspector.getByRole('button', { name: 'Start' })).toBeVisible()
})

test('a refusal says AWS’s code and a plain sentence, and leads back', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '#/sandbox')
  await page.getByRole('combobox', { name: 'Instance type' }).selectOption('p5.48xlarge')
  await press(page, /^Launch$/)
  const refusal = page.locator('.refusal')
  await expect(refusal.locator('code').first()).toHaveText(/^\w+$/)
  await expect(live(page)).toHaveText(/^Refused: /)
  await press(page, 'Back to just before')
  await expect(refusal).toBeHidden()
})

test('the track stays where it is, whatever it is called that time rests at', async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '#/sandbox')
  const left = async () => (await page.getByRole('slider', { name: track }).boundingBox())?.x
  await page.getByRole('combobox', { name: 'Instance type' }).selectOption('p5.48xlarge')
  await press(page, /^Launch$/)
  await press(page, 'Back to just before')
  const before = await left()
  expect(before).toBeGreaterThan(0)
  await press(page, 'On to the next beat')
  // Cut short on the screen, it is whole to whoever points at it.
  const name = page.getByText(/^paused at “RunInstances refused/)
  await expect(name).toHaveAttribute('title', /^paused at “RunInstances refused \(\w+\)”$/)
  expect(await left()).toBe(before)
})
