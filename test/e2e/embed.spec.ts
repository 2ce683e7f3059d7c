/** The widget and its tag, in pages of a host's. */
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { button, frameOf, rested, workersOf } from './embed.ts'
import { expect, expectAccessible, test } from './fixture.ts'

const KB = 1000
const WIDGETS = './demo/widgets.html'
/** Worlds are begun and lines run: on a busy machine each takes its time. */

/** Adds up what a page fetches, gzipped. */
function weighing(page: Page) {
  const fetched: Promise<readonly [string, number]>[] = []
  page.on('response', (response) => {
    const name = new URL(response.url()).pathname.split('/').at(-1) ?? ''
    fetched.push(
      response.body().then((body) => [name, gzipSync(body, { level: 9 }).length] as const),
    )
  })
  return async () => {
    const all = await Promise.all(fetched)
    return {
      sum: all.reduce((bytes, [, size]) => bytes + size, 0),
      of: (name: string) => all.find(([each]) => each === name)?.[1] ?? 0,
      names: all.map(([name]) => name),
    }
  }
}

/** What is wider than the box that it scrolls or stands in. */
const sideways = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.sheet, .sheet *')]
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 1 && scrollWidth > clientWidth)
      .map(({ className, textContent }) => `${className} ${textContent}`),
  )

test('a widget is small before play, and its tag is smaller', async ({ page }) => {
  const weigh = weighing(page)
  await page.goto('./demo/strict.html')
  const frame = await frameOf(page)
  const before = await weigh()
  expect(workersOf(page), 'no worker stands behind a picture').toBe(0)
  expect(before.names.filter((name) => /worker|woff2|language|index-/.test(name))).toEqual([])
  const tag = before.of('cloudglass-lab.js')
  expect(tag).toBeGreaterThan(0)
  expect(tag).toBeLessThanOrEqual(2 * KB)

  await button(frame, 'Launch').click()
  await rested(frame)
  const after = await weigh()
  const worker = after.names.find((name) => name.startsWith('worker')) ?? ''
  console.log(
    `gzip, B: tag ${tag}, before play ${before.sum}, worker ${after.of(worker)}, after play ${after.sum}`,
  )
  expect(before.sum + after.of(worker), 'the widget with its worker').toBeLessThanOrEqual(200 * KB)
})

test('a step about buckets shows what they keep before anything is begun', async ({ page }) => {
  await page.goto('./embed.html?lesson=what-stays&step=delete')
  await rested(page)
  const shelf = page.getByRole('region', { name: 'What S3 keeps' })
  await expect(shelf).toContainText(/shop-notes.*note\.txt.*Open from nine to six/)
  expect(workersOf(page)).toBe(0)
  await button(page, 'Say what you expect').click()
  await button(page, 'Just show me').click()
  await rested(page)
  await expect(shelf, 'the world that has come is asked').toContainText('This bucket is empty.')
})

test('at 320 by 240 the sentence is for the ear, and what comes is told once', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 240 })
  await page.goto('./embed.html?lesson=what-stays&step=store')
  await rested(page)
  const sentence = page.getByRole('paragraph').filter({ hasText: 'There is a bucket' })
  const live = page.locator('[aria-live], [role=status], [role=alert]')
  await expect(sentence, 'it is there to be read before anything is begun').toHaveCount(1)
  await expect(sentence).toHaveCSS('width', '1px')
  await expect(live).toHaveText([''])
  await button(page, 'Make the bucket').click()
  await rested(page)
  await expect(live).toHaveText([/^Goal 2 of 3: /])

  await button(page, 'More').click()
  await button(page, 'Hint 1 of 3').click()
  await rested(page)
  const hint = page.getByRole('listitem').filter({ hasText: 'An object lies in a bucket.' })
  await expect(hint).toBeInViewport({ ratio: 1 })
  await expect(live).toHaveText([/^Hint 1 of 3: An object lies/])
  expect(await sideways(page)).toEqual([])
})

test('three widgets move nothing, steal nothing, and one lives at a time', async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.push((entry as unknown as { value: number }).value)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(WIDGETS)
  const frames = []
  for (const at of [0, 1, 2]) frames.push(await frameOf(page, at))
  const [first, , third] = frames
  if (first === undefined || third === undefined) throw new Error('three frames')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
  expect(workersOf(page)).toBe(0)

  const top = await page.evaluate(() => {
    scrollTo(0, 0)
    return scrollY
  })
  await button(first, 'Launch').click()
  await rested(first)
  expect(await page.evaluate(() => scrollY), 'no scroll theft').toBe(top)
  expect(workersOf(page)).toBe(1)
  await expect(first.getByText('A slice is yours.').first()).toBeVisible()

  await button(third, 'Launch a machine').click()
  await rested(third)
  await expect.poll(() => workersOf(page), 'the first lets its worker go').toBe(1)
  await expect(first.locator('.widget > .picture')).toHaveAttribute('inert', '')
  await expect(first.locator('.widget > .picture svg').first()).toBeVisible()

  await button(first, 'Play').click()
  await rested(first)
  await expect(first.getByText('It has a disk.').first(), 'it goes on where it was').toBeVisible()
  await expect(third.locator('.widget > .picture')).toHaveAttribute('inert', '')
  expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([])
})

test('the keyboard passes through, and axe finds nothing', async ({ page }) => {
  await page.goto('./demo/strict.html')
  const frame = await frameOf(page)
  await expectAccessible(page)
  await page.evaluate(() => {
    const after = document.createElement('button')
    after.textContent = 'After'
    document.querySelector('main')?.append(after)
    document.body.tabIndex = -1
    document.body.focus()
  })
  const inside = () => frame.evaluate(() => document.activeElement !== document.body)
  const names: string[] = []
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab')
    const out = await page.evaluate(() => document.activeElement?.textContent)
    if (out === 'After') break
    if (await inside())
      names.push(await frame.evaluate(() => document.activeElement?.textContent ?? ''))
  }
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('After')
  expect(names.map((name) => name.trim())).toContain('Launch')

  await button(frame, 'More').click()
  await expect(frame.getByText('Nothing is kept here.')).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(frame.getByText('Nothing is kept here.')).toBeHidden()
  await page.evaluate(() => document.querySelector('cloudglass-lab')?.setAttribute('theme', 'dark'))
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expectAccessible(page)
})

test('attributes and the widget follow each other, and what it says is sent on', async ({
  page,
}) => {
  await page.goto('./demo/strict.html')
  await page.evaluate(() => {
    const said: [string, unknown][] = []
    Object.assign(window, { said })
    for (const type of ['step', 'prediction', 'complete', 'error']) {
      addEventListener(`cloudglass-${type}`, (event) => {
        said.push([type, (event as CustomEvent).detail])
      })
    }
  })
  const said = () => page.evaluate(() => (window as unknown as { said: [string, unknown][] }).said)
  const frame = await frameOf(page)
  const tag = page.locator('cloudglass-lab')
  await tag.evaluate((element) => element.setAttribute('step', 'choose'))
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText('Which host would you choose?')
  await rested(frame)
  expect(workersOf(page), 'a step is gone to as a picture').toBe(0)

  await button(frame, 'Just show me').click()
  await rested(frame)
  await button(frame, 'Next step').click()
  await expect(tag, 'the widget’s step is the attribute').toHaveAttribute('step', 'give-back')
  await rested(frame)
  expect(await said()).toContainEqual(['complete', { lesson: 'eight-seconds', step: 'choose' }])

  await tag.evaluate((element) => element.setAttribute('step', 'nowhere'))
  await expect
    .poll(said)
    .toContainEqual(['error', { code: 'missing', message: 'There is no eight-seconds/nowhere.' }])
})

test('what is asked of a widget before it is there is done then, and every question ends', async ({
  page,
}) => {
  await page.goto('./demo/strict.html')
  interface Tag extends HTMLElement {
    play(): void
    getState(): Promise<unknown>
  }
  const asked = page.evaluate(async () => {
    const tag = document.createElement('cloudglass-lab') as Tag
    tag.setAttribute('lesson', 'eight-seconds')
    tag.className = 'wide'
    tag.play()
    document.querySelector('cloudglass-lab')?.replaceWith(tag)
    return tag.getState()
  })
  const frame = await frameOf(page)
  await expect(frame.getByText('A slice is yours.').first()).toBeVisible()
  expect(await asked).toMatchObject({ lesson: 'eight-seconds', step: 'launch' })

  const whyNot = await page.evaluate(async () => {
    const tag = document.querySelector<Tag>('cloudglass-lab')
    if (tag === null) throw new Error('no tag')
    const why = (state: Promise<unknown>) => state.then(String, String)
    const anew = why(tag.getState())
    tag.setAttribute('controls', 'play')
    const told = [await anew]
    const unready = why(tag.getState())
    tag.remove()
    return [...told, await unready, await why(tag.getState())]
  })
  expect(whyNot).toEqual([
    'Error: The widget was taken away.',
    'Error: The widget was taken away.',
    'Error: The widget is not in a page.',
  ])
})

test('a frame hears its host alone', async ({ page }) => {
  await page.goto('./demo/strict.html')
  const frame = await frameOf(page)
  const heard = await frame.evaluate(async () => {
    const play = { cloudglass: 1, type: 'setTheme', theme: 'dark' }
    // A frame that posts to itself is not its host; nor is a host of another origin.
    window.postMessage(play, location.origin)
    const wrong = { data: play, source: window.parent, origin: 'https://other.example' }
    window.dispatchEvent(new MessageEvent('message', wrong))
    await window.cloudglass.idle()
    return document.documentElement.dataset.theme ?? null
  })
  expect(heard).toBeNull()
  await page.evaluate(() => {
    const inner = document.querySelector('cloudglass-lab')?.shadowRoot?.querySelector('iframe')
    const theme = { cloudglass: 1, type: 'setTheme', theme: 'dark' }
    inner?.contentWindow?.postMessage(theme, location.origin)
  })
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('off the screen nothing runs', async ({ page }) => {
  await page.goto(WIDGETS)
  const frame = await frameOf(page, 2)
  await frame.evaluate(() => {
    const asked = { frames: 0 }
    Object.assign(window, { asked })
    const request = window.requestAnimationFrame.bind(window)
    window.requestAnimationFrame = (callback) => {
      asked.frames += 1
      return request(callback)
    }
  })
  const clock = () => frame.locator('.time code').textContent()
  const asked = () =>
    frame.evaluate(() => (window as unknown as { asked: { frames: number } }).asked.frames)
  await button(frame, 'Play').click()
  await expect(button(frame, 'Pause')).toBeVisible()
  const before = await asked()
  await expect.poll(asked, 'it moves while it is seen').toBeGreaterThan(before)

  await page.evaluate(() => scrollTo(0, 0))
  await expect(button(frame, 'Play'), 'it stops when it has left').toHaveCount(1)
  const [stood, frames] = [await clock(), await asked()]
  // Thirty frames of the host's go by: a clock that ran would have moved half a second.
  await page.evaluate(async () => {
    for (let count = 0; count < 30; count += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
  })
  expect([await clock(), await asked()]).toEqual([stood, frames])

  await page.locator('cloudglass-lab').nth(2).scrollIntoViewIfNeeded()
  await expect(button(frame, 'Pause'), 'it goes on when it comes back').toBeVisible()
})

test('without script the children stand, and in print', async ({ browser, baseURL, page }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const plain = await context.newPage()
  await plain.goto(new URL(WIDGETS, baseURL).href)
  await expect(plain.getByText('Launch a machine in the lab.')).toBeVisible()
  await context.close()

  await page.goto('./demo/strict.html')
  await frameOf(page)
  const link = page.getByText('Open the lesson in the lab.')
  await expect(link).toBeHidden()
  await page.emulateMedia({ media: 'print' })
  await expect(link).toBeVisible()
  await expect(page.locator('cloudglass-lab iframe')).toBeHidden()
})

test('what was done goes along into the lab', async ({ context, page }) => {
  await page.goto('./demo/strict.html')
  const frame = await frameOf(page)
  await button(frame, 'Launch').click()
  await rested(frame)
  const opening = context.waitForEvent('page')
  await button(frame, 'More').click()
  await frame.getByRole('link', { name: 'Open in lab' }).filter({ visible: true }).click()
  const lab = await opening
  await lab.waitForURL(/index\.html#\/learn\/eight-seconds\/launch/)
  await lab.waitForFunction(() => 'cloudglass' in window)
  await lab.evaluate(() => window.cloudglass.idle())
  await expect(lab.getByText('A slice is yours.').first()).toBeVisible()
})

test('a press by key keeps the focus, so that the next one goes on', async ({ page }) => {
  await page.goto('./demo/strict.html')
  const frame = await frameOf(page)
  await button(frame, 'Launch').focus()
  for (const next of ['Go on', 'Go on']) {
    await page.keyboard.press('Enter')
    await rested(frame)
    const focused = () => frame.evaluate(() => document.activeElement?.textContent?.trim())
    expect(await focused()).toBe(next)
  }
})
