/** The widget and its tag, in pages of a host's. */
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { button, frameOf, rested, workersOf } from './embed.ts'
import { expect, test } from './fixture.ts'

const KB = 1000
const WIDGETS = './demo/widgets.html'
/** Worlds are begun and lines run: on a busy machine each takes its time. */
test.describe.configure({ timeout: 120_000 })

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
  await expect(first.locator('main > .picture')).toHaveAttribute('inert', '')
  await expect(first.locator('main > .picture svg').first()).toBeVisible()

  await button(first, 'Play').click()
  await rested(first)
  await expect(first.getByText('It has a disk.').first(), 'it goes on where it was').toBeVisible()
  await expect(third.locator('main > .picture')).toHaveAttribute('inert', '')
  expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([])
})
