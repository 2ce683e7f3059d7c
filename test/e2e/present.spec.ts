/** At a projector: whole lessons by a clicker, votes, worlds that come back, keys that lose nothing, type that is read. */
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixture.ts'
import { idle, live } from './page.ts'
import { clicker, illegible, onWall, openWall, worldHash } from './present.ts'

const vote = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
  await idle(page)
}
/** What the room is asked to do. */
const ask = (page: Page) => page.locator('.column .ask')
/** The account's own machines on the picture. */
const mine = (page: Page) => page.locator('[data-ref*=":123456789012:instance/"]').first()
const heading = (page: Page) => page.getByRole('heading', { level: 1 })
/** More presses than any lesson takes. */
const MOST = 80

for (const lesson of ['eight-seconds', 'what-stays']) {
  test(`${lesson} is taught with four keys; every beat is undone with its world`, async ({
    page,
  }) => {
    test.setTimeout(240_000)
    const { click, forward, back } = clicker(page)
    await openWall(page, `#/present/${lesson}`)
    await click('F5')
    const seen: string[] = []
    for (let press = 0; press < MOST; press += 1) {
      const before = { wall: await onWall(page), hash: await worldHash(page) }
      seen.push(before.wall)
      if (before.wall.includes('To think about')) break
      await forward()
      const after = await onWall(page)
      // A question that nobody votes on asks once more: nothing to undo.
      if (after.includes('just show us')) continue
      await back()
      expect(await onWall(page)).toBe(
        before.wall.replace(/Nobody.*show us\./, 'Which one? Show it with your fingers.'),
      )
      expect(await worldHash(page)).toBe(before.hash)
      await forward()
      if ((await onWall(page)).includes('just show us')) await forward()
      expect(await onWall(page)).toBe(after)
    }
    await click('.')
    await expect(page.locator('.black')).toBeVisible()
    await click('PageDown')
    await expect(page.locator('.black')).toBeHidden()
    expect(await onWall(page)).toBe(seen.at(-1))
    expect(seen.at(-1)).toContain('To think about')
    expect(new Set(seen.map((wall) => wall.slice(0, 6))).size).toBe(7)
  })
}

test('the room votes twice around a talk; the outcome stands beside both votes, and Back keeps them', async ({
  page,
}) => {
  const { forward, back } = clicker(page)
  await openWall(page, '#/present/eight-seconds/big')
  await expect(heading(page)).toHaveText('Now a large one.')
  await vote(page, '1', '1', '1', '2', '4', 'Backspace')
  await expect(ask(page)).toHaveText('4 votes')
  // Nobody follows a majority that they cannot see.
  await expect(page.getByRole('img', { name: /first vote/ })).toHaveCount(0)
  await forward()
  await expect(ask(page)).toHaveText('Talk to your neighbour, then vote again.')
  await expect(page.getByRole('img', { name: 'first vote 3' })).toBeVisible()
  await vote(page, '2', '2', '2', '2')
  await forward()
  await expect(heading(page)).toHaveText('EC2 said no.')
  await forward()
  const votes = page.getByRole('img', { name: /vote/ })
  await expect(votes).toHaveCount(8)
  await expect(page.getByRole('img', { name: 'right' })).toHaveCount(1)
  await back()
  await back()
  await expect(ask(page)).toHaveText('Talk to your neighbour, then vote again. 4 votes')
  await back()
  await expect(ask(page)).toHaveText('4 votes')
})

test('hosts have numbers to vote by; what is so is one of them', async ({ page }) => {
  const { forward } = clicker(page)
  await openWall(page, '#/present/eight-seconds/choose')
  await expect(page.locator('.numbers span')).toHaveText(['1', '2', '3', '4', '5', '6'])
  await page.getByRole('button', { name: /One vote for 3/ }).click()
  await expect(ask(page)).toHaveText('1 vote')
  await forward()
  await forward()
  await expect(heading(page)).toHaveText('Where did the second machine go?')
  await vote(page, '2', '1', '1')
  await expect(page.getByRole('img', { name: /vote/ })).toHaveCount(0)
  await forward()
  // What was to be seen is told before what was asked, with the room's votes on it.
  await expect(heading(page)).toHaveText('Where did the second machine go?')
  await expect(page.getByRole('img', { name: 'right' })).toHaveCount(1)
  await expect(page.getByRole('img', { name: /vote/ })).toHaveText(['2', '1', '0'])
  await forward()
  await expect(page.getByText(/^It was host [\d.]+\.$/)).toBeVisible()
  await expect(page.getByRole('img', { name: 'right' })).toHaveCount(1)
})

test('an echo counts once; F5 and Shift+F5 never reload; the focus of a widget keeps nothing from the clicker', async ({
  page,
}) => {
  const { click, forward } = clicker(page)
  await openWall(page, '#/present/eight-seconds')
  await page.evaluate(() => document.documentElement.setAttribute('data-same', ''))
  await page.evaluate(() => {
    for (let press = 0; press < 2; press += 1)
      dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', cancelable: true }))
  })
  await idle(page)
  await expect(heading(page)).toHaveText('A slice is yours.')
  await page.getByRole('grid').focus()
  await forward()
  await expect(heading(page)).toHaveText('It has a disk.')
  await page.getByRole('button', { name: 'More', exact: true }).focus()
  await click('Shift+F5')
  await expect(heading(page)).toHaveText('Get yourself a computer.')
  await forward()
  // One press loses the class nothing; it is taken back by any other.
  await click('F5')
  await expect(heading(page)).toHaveText('A slice is yours.')
  await expect(page.getByText('Once more: to the first step.')).toBeVisible()
  await forward()
  await expect(page.getByText('Once more: to the first step.')).toBeHidden()
  await click('F5')
  await click('F5')
  await expect(heading(page)).toHaveText('Get yourself a computer.')
  await expect(page.locator('html')).toHaveAttribute('data-same', '')
})

test('a class goes on after a reload; Esc leaves it, leaves the learner’s own alone, and Present comes back', async ({
  page,
}) => {
  const { click, forward } = clicker(page)
  await openWall(page, '#/present/eight-seconds')
  await forward()
  await forward()
  const wall = await onWall(page)
  await page.reload()
  await idle(page)
  expect(await onWall(page)).toBe(wall)
  // Escape closes an open menu, and nothing else.
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Black the screen' })).toBeVisible()
  await click('Escape')
  await expect(page.getByRole('button', { name: 'Black the screen' })).toBeHidden()
  await click('b')
  await click('Escape')
  await expect(page.locator('.wall')).toBeVisible()
  await click('Escape')
  await expect(heading(page)).toHaveText('Get yourself a computer.')
  await expect(page.getByRole('button', { name: 'Launch', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Present' }).click()
  await idle(page)
  expect(await onWall(page)).toBe(wall)
})

test('what a class was shown is nobody’s progress: Esc leads to where the learner is', async ({
  page,
}) => {
  await openWall(page, '#/present/eight-seconds/choose')
  await expect(heading(page)).toHaveText('Which host would you choose?')
  await clicker(page).click('Escape')
  await expect(heading(page)).toHaveText('Get yourself a computer.')
  await page.goto('./#/lessons')
  await expect(page.getByText('at step 1 of 7')).toBeVisible()
})

test('what the teacher tries out is a branch: Back returns to the frame and its world', async ({
  page,
}) => {
  const { forward, back } = clicker(page)
  await openWall(page, '#/present/what-stays')
  const [wall, hash] = [await onWall(page), await worldHash(page)]
  await mine(page).click()
  await page.getByRole('button', { name: 'Terminate' }).click()
  await idle(page)
  expect(await worldHash(page)).not.toBe(hash)
  await expect(page.getByText('Tried out. Back returns.')).toBeVisible()
  await back()
  expect([await onWall(page), await worldHash(page)]).toEqual([wall, hash])
  await forward()
  await expect(heading(page)).toHaveText('It stands still.')
})

test('the sandbox’s own world is shown alone, with what can be done there', async ({ page }) => {
  await openWall(page, '#/present')
  await page.getByRole('button', { name: 'Launch a t3.micro' }).click()
  await idle(page)
  await expect(mine(page)).toBeVisible()
  await clicker(page).click('Escape')
  await expect(page).toHaveURL(/#\/sandbox/)
})

test('the colours of the wall are there after a reload, and the page’s own theme is what it was', async ({
  page,
}) => {
  const look = page.locator('.wall')
  await openWall(page, '#/present/what-stays')
  await vote(page, 'c')
  await vote(page, 'c')
  await expect(look).toHaveAttribute('data-look', 'dark')
  await page.reload()
  await idle(page)
  await expect(look).toHaveAttribute('data-look', 'dark')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await clicker(page).click('Escape')
  await expect(page.locator('html')).not.toHaveAttribute('data-theme')
})

test('what must be known of the cloud is told in the footer, to be read from the last row', async ({
  page,
  context,
}) => {
  await openWall(page, '#/present/what-stays')
  const other = await context.newPage()
  await openWall(other, '#/present/what-stays')
  const told = other.locator('footer').getByRole('alert')
  await expect(told).toContainText('Another tab has this world open.')
  await expect(other.getByRole('alert')).toHaveCount(1)
  expect(await illegible(other)).toEqual([])
  await told.getByRole('button', { name: 'Close' }).click()
  await expect(told).toBeHidden()
  await expect(other.locator('footer .title')).toHaveText('What stays when the machine goes')
})

test('the pointer rests; each frame is said', async ({ page }) => {
  await openWall(page, '#/present/eight-seconds')
  await expect(live(page)).toHaveText(/^Get yourself a computer\./)
  await expect(page.locator('.wall')).toHaveClass(/resting/)
  expect(await page.locator('.wall').evaluate((wall) => getComputedStyle(wall).cursor)).toBe('none')
  await page.mouse.move(50, 50)
  await expect(page.locator('.wall')).not.toHaveClass(/resting/)
})

/** Which kinds of elements stand on the wall. */
const partsOfWall = (page: Page): Promise<string> =>
  page.locator('.wall').evaluate((wall) => {
    const kinds = [...wall.querySelectorAll('*')].map(
      (one) => `${one.tagName} ${one.getAttribute('class')} ${one.getAttribute('role')}`,
    )
    return [...new Set(kinds)].sort().join()
  })
const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 720 },
  { width: 1024, height: 768 },
] as const

for (const lesson of ['eight-seconds', 'what-stays']) {
  test(`all of ${lesson} can be read from the last row, at three sizes and in three colours`, async ({
    page,
  }) => {
    test.setTimeout(600_000)
    const { forward } = clicker(page)
    const seen = new Set<string>()
    await openWall(page, `#/present/${lesson}`)
    for (let press = 0; press < MOST; press += 1) {
      const wall = await onWall(page)
      for (const size of SIZES) {
        await page.setViewportSize(size)
        await idle(page)
        // The column makes room for its text, and the numbers follow their hosts, in the frames after.
        const wrong = () => illegible(page)
        await expect.poll(wrong, `${size.width}: ${wall}`).toEqual([])
      }
      // What is built of the same parts as a frame before it is as good as that.
      const parts = await partsOfWall(page)
      if (!seen.has(parts)) await expectAccessible(page)
      seen.add(parts)
      if (wall.includes('To think about')) return
      await vote(page, 'c', '1')
      await forward()
    }
    throw new Error('the lesson does not end')
  })
}
