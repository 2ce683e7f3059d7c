/** The first minute by pointer: the whole way, its time, its refusals, in every theme and size. */

import { expect, expectAccessible, test } from './fixture.ts'
import { boot, idle, launch, live, open, press, title } from './page.ts'

const track = 'Events in time'

test('the first minute, from one button to a running machine', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page)
  await expect(title(page)).toHaveText('Get yourself a computer.')
  await expect(page.getByRole('region', { name: 'Time' })).toBeHidden()
  await expect(page.getByRole('complementary')).toBeHidden()
  await launch(page)
  await expect(title(page)).toHaveText('It chose. What did you see?')
  await expect(page.getByText('Its reasons, in order')).toBeHidden()
  await expect(page.getByRole('region', { name: 'The command it made' })).toContainText(
    /aws ec2 run-instances --image-id ami-[0-9a-f]{17} --instance-type t3\.micro/,
  )
  await press(page, 'No, another')
  const step = page.getByRole('region', { name: 'The step' })
  await expect(
    step.getByText(
      /^You pointed at 3\.2\. The orchestrator took \d\.\d\. 3\.2 has .+ vCPU free\.$/,
    ),
  ).toBeVisible()
  await expect(page.getByText('Its reasons, in order')).toBeVisible()
  await expect(page.getByText('paused at “host chosen”')).toBeVisible()
  await press(page, 'Go on')
  await expect(title(page)).toHaveText('A slice is yours.')
  for (let beat = 0; beat < 3; beat += 1) await press(page, 'Go on')
  await expect(title(page)).toHaveText('It is running.')
  await expect(page.getByText(/^i-[0-9a-f]{17}$/)).toBeVisible()
  await expect(page.getByText(/^172\.31\.\d+\.\d+$/)).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every step is accessible (${colorScheme})`, async ({ page }) => {
    // Seven looks of axe, some seconds each on a busy machine.
    test.setTimeout(150_000)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await open(page)
    await expectAccessible(page)
    await press(page, 'Launch one')
    await expectAccessible(page)
    await page.getByRole('combobox', { name: 'Your guess' }).selectOption({ index: 10 })
    await press(page, 'Launch it')
    await expectAccessible(page)
    await press(page, 'No, another')
    await expectAccessible(page)
    await press(page, 'Go on')
    await expectAccessible(page)
    for (let beat = 0; beat < 3; beat += 1) await press(page, 'Go on')
    await expectAccessible(page)
    await press(page, 'Look around')
    await press(page, /^i-/)
    await expectAccessible(page)
    await page.getByRole('slider', { name: track }).press('PageDown')
    await idle(page)
    await expectAccessible(page)
  })
}

test('with motion the run plays to each beat and rests there', async ({ page }) => {
  await open(page)
  await press(page, 'Launch one')
  await press(page, 'Just show me')
  await expect(title(page)).toHaveText('It chose a host. Why that one?')
  await press(page, 'Go on')
  await expect(title(page)).toHaveText('A slice is yours.')
  await expect(page.getByText('paused at “slice carved”')).toBeVisible()
})

test('drag to seek, Latest, and back to just before', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page)
  await launch(page)
  await boot(page)
  const slider = page.getByRole('slider', { name: track })
  const box = await slider.boundingBox()
  if (box === null) throw new Error('the track has a place')
  await page.mouse.move(box.x + box.width * 0.5, box.y + 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.25, box.y + 2, { steps: 5 })
  await page.mouse.up()
  await idle(page)
  await expect(page.getByText(/events? back; acting here starts a branch/)).toBeVisible()
  await expect(title(page)).not.toHaveText('It is running.')
  await press(page, 'Latest')
  await expect(title(page)).toHaveText('It is running.')
  await press(page, 'Back to just before')
  await expect(title(page)).toHaveText('Which host would you choose?')
})

test('acting in the past starts a branch, and the other future can be returned to', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page)
  await launch(page)
  await boot(page)
  await press(page, 'Back to just before')
  await press(page, 'Just show me')
  await expect(title(page)).toHaveText('It chose a host. Why that one?')
  await expect(page.getByText('You are on a branch; the other future is kept')).toBeVisible()
  await press(page, 'To the other future')
  await expect(title(page)).toHaveText('It is running.')
})

test('what is selected is inspected, everywhere the same, and acted on', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page)
  await launch(page)
  await boot(page)
  await press(page, 'Look around')
  await press(page, /^i-/)
  const inspector = page.getByRole('complementary', { name: 'What is selected' })
  await expect(inspector.getByRole('heading', { level: 2 })).toHaveText(/^i-/)
  expect(page.url()).toContain('select=arn:aws:ec2:us-east-1:123456789012:instance/i-')
  await inspector.getByRole('button', { name: 'Stop' }).click()
  await idle(page)
  await expect(page.getByRole('region', { name: 'The command it made' })).toContainText(
    /aws ec2 stop-instances --instance-ids i-[0-9a-f]{17}\s*→ i-[0-9a-f]{17} stopping/,
  )
  await press(page, 'On to the next beat')
  await expect(live(page)).toHaveText('Your machine is stopped; its slice is free again.')
  await expect(inspector.getByRole('button', { name: 'Start' })).toBeVisible()
  await page.getByRole('button', { name: 'Events' }).click()
  await page.getByRole('button', { name: /RunInstances answered/ }).click()
  await idle(page)
  await expect(inspector.getByRole('heading', { level: 2 })).toHaveText('RunInstances')
  await expect(inspector.getByText('What was asked')).toBeVisible()
})

test('a refusal says AWS’s code and a plain sentence, and leads back', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '#/sandbox')
  await page.getByRole('combobox', { name: 'Instance type' }).selectOption('p5.48xlarge')
  await press(page, 'Launch')
  const refusal = page.locator('.refusal')
  await expect(refusal.locator('code')).toHaveText(/^\w+$/)
  await expect(live(page)).toHaveText(/^Refused: /)
  await press(page, 'Back to just before')
  await expect(refusal).toBeHidden()
})

test('nothing scrolls on a school laptop, and the track is one line', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 1366, height: 640 })
  await open(page)
  await launch(page)
  await press(page, 'No, another')
  const overflow = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('.step .body, .stage, .scene')]
      .filter((one) => one.scrollHeight > one.clientHeight + 1)
      .map((one) => one.className),
  )
  expect(overflow).toEqual([])
  const box = await page.getByRole('slider', { name: track }).boundingBox()
  expect(box?.height).toBeLessThan(40)
})

for (const [width, height] of [
  [390, 844],
  [320, 640],
] as const) {
  test(`a phone of ${width} by ${height} walks it in the sheet`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height })
    await open(page)
    await expectAccessible(page)
    await press(page, 'Launch one')
    await press(page, 'Just show me')
    await expect(page.getByRole('slider', { name: track })).toBeVisible()
    await expectAccessible(page)
    await press(page, 'Show all of the step')
    await expect(page.getByText('Its reasons, in order')).toBeVisible()
    await press(page, 'Go on')
    for (let beat = 0; beat < 3; beat += 1) await press(page, 'Go on')
    await expect(title(page)).toHaveText('It is running.')
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(width)
  })
}
