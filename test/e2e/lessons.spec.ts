/** Both lessons, from beginning to end: by pointer, by keyboard with the drawing unseen, on a phone, for axe. */
import { expect, expectAccessible, test } from './fixture.ts'
import { keyboard, pointer, walkEightSeconds, walkWhatStays } from './lessons.ts'
import { idle, live, open, press, title } from './page.ts'

const WALKS = {
  'eight-seconds': walkEightSeconds,
  'what-stays': walkWhatStays,
} as const
const IDS = ['eight-seconds', 'what-stays'] as const

for (const id of IDS) {
  test(`${id} by pointer, to its finished page`, async ({ page }) => {
    test.setTimeout(180_000)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await open(page, `#/learn/${id}`)
    await WALKS[id](page, pointer(page))
    await expect(page.getByRole('heading', { name: 'What you saw' })).toBeVisible()
    await press(page, 'Where it comes from')
    await expect(page.getByText(/^str:/)).toHaveCount(0)
  })

  test(`${id} by keyboard alone, with the drawing unseen`, async ({ page }) => {
    test.setTimeout(240_000)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await open(page, `#/learn/${id}`)
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync('svg { opacity: 0 !important }')
      document.adoptedStyleSheets.push(sheet)
    })
    await WALKS[id](page, keyboard(page))
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing in any step of ${id} (${colorScheme})`, async ({ page }) => {
      test.setTimeout(400_000)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await open(page, `#/learn/${id}`)
      await WALKS[id](page, pointer(page), async () => expectAccessible(page))
    })
  }
}

test('a newcomer comes to the first success in at most six actions', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page)
  let actions = 0
  while ((await title(page).textContent())?.trim() !== 'It runs.') {
    // What a stranger does: press the one button that stands out.
    await page.locator('.button.primary').click()
    await idle(page)
    actions += 1
    expect(actions).toBeLessThanOrEqual(6)
  }
  console.log(`from opening to the first running machine: ${actions} actions`)
})

test('one primary button at a time, and no panel before it is needed', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page)
  const primary = page.locator('.button.primary')
  await expect(primary).toHaveCount(1)
  await expect(page.getByRole('region', { name: 'Time' })).toBeHidden()
  await expect(page.getByRole('complementary')).toBeHidden()
  await expect(page.getByRole('region', { name: 'The command it made' })).toBeHidden()
  await press(page, /^Launch$/)
  await expect(primary).toHaveCount(1)
  await expect(page.getByRole('region', { name: 'Time' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'The command it made' })).toContainText(
    /aws ec2 run-instances --image-id ami-[0-9a-f]{17} --instance-type t3\.micro/,
  )
})

test('a step is heard: its title and first sentence, each beat, what is pointed at', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page)
  await press(page, /^Launch$/)
  await expect(live(page)).toHaveText(/^Host \d\.\d carved a slice for your machine\.$/)
  for (const sentence of [
    'The image is attached as its disk.',
    'Its network interface is connected.',
  ]) {
    await press(page, 'Go on')
    await expect(live(page)).toHaveText(sentence)
  }
  await press(page, 'Go on')
  await press(page, /^Next$/)
  await expect(live(page)).toHaveText(/^Which host would you choose\? You ask for a second machine/)
  await page.getByRole('combobox', { name: 'Your guess' }).selectOption({ index: 10 })
  await idle(page)
  await expect(live(page)).toHaveText(/^You point at host \d\.\d\.$/)
})

test('with motion the run plays to each beat and rests there', async ({ page }) => {
  await open(page)
  await press(page, /^Launch$/)
  await expect(title(page)).toHaveText('A slice is yours.')
  await expect(page.getByText('paused at “slice carved”')).toBeVisible()
})

test('a step’s palette holds for buttons and for typed lines', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page)
  await press(page, /^Launch$/)
  for (let beat = 0; beat < 3; beat += 1) await press(page, 'Go on')
  await press(page, /^Next$/)
  await press(page, 'Just show me')
  await press(page, /^Next$/)
  await expect(title(page)).toHaveText('Give one back.')
  await press(page, /second/)
  await press(page, 'Reboot')
  await expect(page.locator('.refusal').getByText('NotInThisStep')).toBeVisible()
  const hands = pointer(page)
  await hands.line('aws s3 mb s3://not-here')
  await expect(page.getByRole('log')).toContainText('NotInThisStep')
})

test('“I know this” leads to the challenge, with a world that fits', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page)
  await press(page, 'I know this: to the challenge')
  await expect(title(page)).toHaveText('Make room for the large one.')
  await expect(page.getByText('needs 1, has 0')).toBeVisible()
  await expect(page.getByText(/You are on a branch/)).toBeHidden()
})

test('a link to a step opens it, with the world that it begins in', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '#/learn/eight-seconds/choose')
  await expect(title(page)).toHaveText('Which host would you choose?')
  await expect(page.getByRole('img', { name: 'Step 2 of 7' })).toBeVisible()
  await page.getByRole('navigation').getByRole('button', { name: 'Sandbox' }).click()
  await idle(page)
  await expect(page.getByRole('region', { name: 'Your machines' })).toContainText('first')
})

test('a link leads on from a step that is done, and back from none', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '#/learn/what-stays')
  await press(page, /^Stop$/)
  await expect(title(page)).toHaveText('It stands still.')
  await open(page, '#/learn/what-stays/minute')
  await expect(title(page)).toHaveText('Ten seconds, please.')
  await open(page, '#/learn/what-stays/stop')
  await expect(title(page)).toHaveText('Ten seconds, please.')
  await expect(page).toHaveURL(/what-stays\/minute/)
})

test('a step begun again has its world back', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '#/learn/what-stays')
  await press(page, /^Stop$/)
  await press(page, 'Start this step again')
  await expect(title(page)).toHaveText('Stop your machine.')
  await page.getByRole('navigation').getByRole('button', { name: 'Sandbox' }).click()
  await idle(page)
  await expect(page.getByRole('region', { name: 'Your machines' })).toContainText('running')
})

for (const [width, height] of [
  [390, 844],
  [320, 640],
] as const) {
  test(`a phone of ${width} by ${height} walks eight-seconds in the sheet`, async ({ page }) => {
    test.setTimeout(240_000)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height })
    await open(page)
    await expectAccessible(page)
    await press(page, /^Launch$/)
    await expectAccessible(page)
    for (let beat = 0; beat < 3; beat += 1) await press(page, 'Go on')
    await press(page, /^Next$/)
    await press(page, 'Just show me')
    await press(page, 'Show all of the step')
    await expect(page.getByText('Its reasons, in order')).toBeVisible()
    await expectAccessible(page)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(width)
  })
}

test('nothing scrolls on a school laptop, and the track is one line', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 1366, height: 640 })
  await open(page)
  await press(page, /^Launch$/)
  const overflow = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('.step .body, .stage, .scene')]
      .filter((one) => one.scrollHeight > one.clientHeight + 1)
      .map((one) => one.className),
  )
  expect(overflow).toEqual([])
  const box = await page.getByRole('slider', { name: 'Events in time' }).boundingBox()
  expect(box?.height).toBeLessThan(40)
})
