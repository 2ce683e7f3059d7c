/** What stays when the page is closed: lessons mid-step with their worlds, the sandbox, settings; and what a tab, a worker or a full disk may do to it. */
import { expect, test } from './fixture.ts'
import { comeBack, goTo, holdWorkers, instantOf, standing, worldOf } from './keep.ts'
import { pointer } from './lessons.ts'
import { idle, open, press, title } from './page.ts'

const LESSON = '#/learn/eight-seconds'
const GUEST = 'Another tab has this world open. You see a copy: what you do here is not kept.'

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
})

test('paused at a beat: the same beat, the same instant, and on to the next', async ({ page }) => {
  await open(page, LESSON)
  await press(page, /^Launch$/)
  await press(page, 'Go on')
  await expect(title(page)).toHaveText('It has a disk.')
  const { at, world } = await standing(page)
  expect(world.machines).toHaveLength(1)
  await comeBack(page)
  await expect(title(page)).toHaveText('It has a disk.')
  expect(instantOf(page)).toBe(at)
  expect(await worldOf(page)).toEqual(world)
  await press(page, 'Go on')
  await expect(title(page)).toHaveText('It has an address.')
})

test('asking, with a prediction made: it is still made, and the run judges it', async ({
  page,
}) => {
  const hands = pointer(page)
  await open(page, LESSON)
  await press(page, /^Launch$/)
  for (let beat = 0; beat < 3; beat += 1) await press(page, 'Go on')
  await press(page, 'Next')
  await hands.point()
  const said = page.getByRole('region', { name: 'The step' }).getByText(/^You point at/)
  const pointed = await said.textContent()
  const { at, world } = await standing(page)
  await comeBack(page)
  await expect(title(page)).toHaveText('Which host would you choose?')
  await expect(said).toHaveText(pointed ?? '')
  expect(instantOf(page)).toBe(at)
  expect(await worldOf(page)).toEqual(world)
  await press(page, /^Launch$/)
  await expect(
    page.getByRole('heading', { name: 'Where did the second machine go?' }),
  ).toBeVisible()
  await comeBack(page)
  await press(page, /without any of mine/)
  await expect(page.getByText(/^You pointed at \d\.\d\. EC2/)).toBeVisible()
})

test('a challenge half done: its hints and what was done for it', async ({ page }) => {
  await open(page, LESSON)
  await press(page, 'I know this: to the challenge')
  await press(page, 'Hint 1 of 3')
  await press(page, 'Hint 2 of 3')
  await press(page, 'Ask for big again')
  await pointer(page).line(
    "aws ec2 terminate-instances --instance-ids $(aws ec2 describe-instances --filters Name=tag:Name,Values=shop --query 'Reservations[].Instances[].InstanceId | [0]' --output text)",
  )
  const { at, world } = await standing(page)
  await comeBack(page)
  await expect(title(page)).toHaveText('Make room for the large one.')
  await expect(page.getByRole('region', { name: 'Hints' }).getByRole('listitem')).toHaveCount(2)
  await expect(page.getByRole('button', { name: 'Hint 3 of 3' })).toBeVisible()
  expect(instantOf(page)).toBe(at)
  expect(await worldOf(page)).toEqual(world)
  expect(world.machines.filter(({ state }) => state === 'terminated')).toHaveLength(2)
})

test('a step begun again stands at its beginning, and its world with it', async ({ page }) => {
  await open(page, '#/learn/what-stays')
  await press(page, /^Stop$/)
  await press(page, 'Next')
  const at = instantOf(page)
  await press(page, 'Just show me')
  await expect.poll(() => instantOf(page)).not.toBe(at)
  await press(page, 'Start this step again')
  await expect.poll(() => instantOf(page)).toBe(at)
  await comeBack(page)
  await expect(title(page)).toHaveText('Leave it for thirty days.')
  expect(instantOf(page)).toBe(at)
  expect((await worldOf(page)).machines).toMatchObject([{ state: 'stopped' }])
})

test('closed in the middle of a run, the step is begun again', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  await open(page, LESSON)
  await page.getByRole('button', { name: /^Launch$/ }).click()
  await expect(page.getByRole('region', { name: 'The command it made' })).toBeVisible()
  await comeBack(page)
  await expect(title(page)).toHaveText('Get yourself a computer.')
  expect((await worldOf(page)).machines).toHaveLength(0)
  await press(page, /^Launch$/)
  await expect(title(page)).toHaveText('A slice is yours.')
})

test('the sandbox goes on where it was, and a lesson’s world is another', async ({ page }) => {
  // Two launches at the pace of the cloud, some ten seconds each.
  await open(page, '#/sandbox')
  await press(page, /^Launch$/)
  await press(page, /^Launch$/)
  await expect(page.getByRole('region', { name: 'Your machines' })).not.toContainText('pending')
  const world = await worldOf(page)
  expect(world.machines).toHaveLength(2)
  await goTo(page, LESSON)
  await expect(title(page)).toHaveText('Get yourself a computer.')
  expect((await worldOf(page)).machines).toHaveLength(0)
  await goTo(page, '#/sandbox')
  expect(await worldOf(page)).toEqual(world)
  await comeBack(page)
  expect(await worldOf(page)).toEqual(world)
})

test('going to a lesson while the sandbox runs mixes nothing of one into the other', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  await open(page, LESSON)
  const fresh = instantOf(page)
  await goTo(page, '#/sandbox')
  await page.getByRole('button', { name: /^Launch$/ }).click()
  await expect(page.getByRole('region', { name: 'Your machines' })).toContainText('pending')
  await goTo(page, LESSON)
  await comeBack(page)
  await expect(title(page)).toHaveText('Get yourself a computer.')
  expect(instantOf(page)).toBe(fresh)
  expect((await worldOf(page)).machines).toHaveLength(0)
  await goTo(page, '#/sandbox')
  expect((await worldOf(page)).machines).toHaveLength(1)
})

test('the list of lessons says how far one is', async ({ page }) => {
  await open(page, '#/learn/what-stays')
  await press(page, /^Stop$/)
  await press(page, 'Next')
  await open(page, '#/lessons')
  const lesson = (name: RegExp) => page.getByRole('listitem').filter({ hasText: name })
  await expect(lesson(/What stays/)).toContainText('at step 2 of 7')
  await expect(lesson(/^Eight seconds/)).toContainText('not begun')
  await comeBack(page)
  await expect(lesson(/What stays/)).toContainText('at step 2 of 7')
  await press(page, /^Go on: What stays/)
  await expect(title(page)).toHaveText('Leave it for thirty days.')
})

test('a finished lesson is finished, to read, and stays so while it is played again', async ({
  page,
}) => {
  await open(page, LESSON)
  await press(page, 'I know this: to the challenge')
  await pointer(page).line(
    "aws ec2 terminate-instances --instance-ids $(aws ec2 describe-instances --filters Name=tag:Name,Values=shop Name=availability-zone,Values=us-east-1a --query 'Reservations[].Instances[].InstanceId | [:2]' --output text)",
  )
  await press(page, 'Ask for big again')
  await press(page, 'Finish')
  await comeBack(page)
  await expect(page.getByRole('heading', { name: 'What you saw' })).toBeVisible()
  await press(page, 'Play it again')
  await expect(title(page)).toHaveText('Get yourself a computer.')
  await comeBack(page)
  await expect(title(page)).toHaveText('Get yourself a computer.')
  await open(page, '#/lessons')
  await expect(page.getByRole('listitem').filter({ hasText: /^Eight seconds/ })).toContainText(
    'finished',
  )
})

test('theme and motion stay as they were chosen', async ({ page }) => {
  await open(page, '#/settings')
  const theme = page.getByRole('group', { name: 'Theme' })
  const motion = page.getByRole('group', { name: 'Motion' })
  await theme.getByRole('radio', { name: 'Dark' }).check()
  await motion.getByRole('radio', { name: 'Before and after' }).check()
  await idle(page)
  await comeBack(page)
  await expect(theme.getByRole('radio', { name: 'Dark' })).toBeChecked()
  await expect(motion.getByRole('radio', { name: 'Before and after' })).toBeChecked()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.locator('html')).toHaveAttribute('data-motion', 'reduced')
})

test('a second tab shows a copy, says so, and keeps nothing', async ({ page, context }) => {
  await open(page, LESSON)
  await press(page, /^Launch$/)
  const world = await worldOf(page)
  const second = await context.newPage()
  await second.emulateMedia({ reducedMotion: 'reduce' })
  await open(second, LESSON)
  await expect(second.getByText(GUEST)).toBeVisible()
  await expect(title(second)).toHaveText('A slice is yours.')
  expect(await worldOf(second)).toEqual(world)
  for (let beat = 0; beat < 3; beat += 1) await press(second, 'Go on')
  await expect(title(second)).toHaveText('It runs.')
  await second.close()
  await comeBack(page)
  await expect(page.getByText(GUEST)).toBeHidden()
  await expect(title(page)).toHaveText('A slice is yours.')
  expect(await worldOf(page)).toEqual(world)
})

test('a tab that was a guest owns the world when the other has gone', async ({ page, context }) => {
  await open(page, LESSON)
  const second = await context.newPage()
  await second.emulateMedia({ reducedMotion: 'reduce' })
  await open(second, LESSON)
  await expect(second.getByText(GUEST)).toBeVisible()
  await page.close()
  await comeBack(second)
  await expect(second.getByText(GUEST)).toBeHidden()
  await press(second, /^Launch$/)
  await comeBack(second)
  await expect(title(second)).toHaveText('A slice is yours.')
})

for (const [how, block] of [
  ['does not allow it', 'throw'],
  ['refuses every database', 'refuse'],
] as const) {
  test(`a browser that ${how}: the page says so and works`, async ({ page }) => {
    await page.addInitScript((way) => {
      if (way === 'throw') {
        Object.defineProperty(window, 'indexedDB', {
          get() {
            throw new DOMException('denied', 'SecurityError')
          },
        })
      } else {
        IDBFactory.prototype.open = () => {
          throw new DOMException('denied', 'InvalidStateError')
        }
      }
    }, block)
    await open(page, LESSON)
    await expect(page.getByRole('alert')).toContainText(/^Nothing can be kept: /)
    await page.getByRole('alert').getByRole('button', { name: 'Close' }).click()
    await press(page, /^Launch$/)
    await expect(title(page)).toHaveText('A slice is yours.')
    await goTo(page, '#/lessons')
    await expect(page.getByText('at step 1 of 7')).toBeVisible()
    await goTo(page, '#/settings')
    await expect(page.getByText(/^Nothing can be kept here: /)).toBeVisible()
    await goTo(page, LESSON)
    await expect(title(page)).toHaveText('A slice is yours.')
    await comeBack(page)
    await expect(title(page)).toHaveText('Get yourself a computer.')
  })
}

test('a worker that crashes in the middle of a step takes nothing along', async ({
  page,
  complaints,
}) => {
  await open(page, LESSON)
  await press(page, /^Launch$/)
  const world = await worldOf(page)
  await page.workers()[0]?.evaluate(() => {
    setTimeout(() => {
      throw new Error('a crash for the test')
    }, 0)
  })
  await expect(page.getByRole('alert')).toContainText(
    'The cloud stopped and was brought back. Nothing is lost.',
  )
  await idle(page)
  expect(await worldOf(page)).toEqual(world)
  await press(page, 'Go on')
  await expect(title(page)).toHaveText('It has a disk.')
  await comeBack(page)
  await expect(title(page)).toHaveText('It has a disk.')
  // The crash itself was asked for.
  const others = complaints.filter((one) => !one.includes('a crash for the test'))
  complaints.length = 0
  expect(others).toEqual([])
})

test('a worker that is killed in the middle of a run: the step is there to be run again', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  await holdWorkers(page)
  await open(page, LESSON)
  await page.getByRole('button', { name: /^Launch$/ }).click()
  await expect(page.getByRole('region', { name: 'The command it made' })).toBeVisible()
  await page.evaluate(() => window.heldWorkers?.at(-1)?.terminate())
  await expect(page.getByRole('alert')).toContainText('Nothing is lost.', { timeout: 30_000 })
  await idle(page)
  await expect(title(page)).toHaveText('Get yourself a computer.')
  await press(page, /^Launch$/)
  await expect(title(page)).toHaveText('A slice is yours.')
  expect((await worldOf(page)).machines).toHaveLength(1)
})

test('a lesson that is not there is said, with a way to those that are', async ({ page }) => {
  await page.goto('./#/learn/no-such-lesson')
  await expect(title(page)).toHaveText('There is no such lesson here.')
  await idle(page)
  await page.getByRole('main').getByRole('button', { name: 'All lessons' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lessons')
})

test('going from room to room before a world stands ends at the last one', async ({ page }) => {
  await open(page, '#/sandbox')
  await page.evaluate(
    async (places) => {
      for (const hash of places) {
        window.location.hash = hash
        await new Promise(requestAnimationFrame)
      }
    },
    [LESSON, '#/sandbox', '#/learn/what-stays', '#/sandbox', LESSON],
  )
  await expect(title(page)).toHaveText('Get yourself a computer.')
  await idle(page)
  await expect(page.getByRole('alert')).toBeHidden()
  await press(page, /^Launch$/)
  await comeBack(page)
  await expect(title(page)).toHaveText('A slice is yours.')
  await expect(page.getByText(GUEST)).toBeHidden()
})
