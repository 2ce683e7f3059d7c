/**
 * In a page of another site. The widget: its messages, and that a wheel and a finger over it move that page. The
 * whole lab in a frame where nothing may be kept (`framed.spec.ts`: where the frame has a disk of its own).
 */
import type { Page } from '@playwright/test'
import { button, frameOf, rested } from './embed.ts'
import { test as base, expect } from './fixture.ts'
import { type AtSchool, atSchool, beginInFrame, framed } from './school.ts'

interface Tag extends HTMLElement {
  getState(): Promise<{ world: Uint8Array | null }>
}
declare global {
  interface Window {
    /** Set by the school's pages: what they were told. */
    heard?: { readonly origin: string; readonly type?: string }[]
  }
}

const test = base.extend<AtSchool>(atSchool)

const heard = (page: Page) => page.evaluate(() => window.heard ?? [])

test('a widget runs in another site’s page, and both hear each other', async ({
  page,
  school,
  lab,
}) => {
  await page.goto(`${school.origin}/tag`)
  const frame = await frameOf(page)
  expect(new URL(frame.url()).origin).toBe(lab)
  await button(frame, 'Launch').click()
  await rested(frame)
  await expect(frame.getByText('A slice is yours.').first()).toBeVisible()

  const said = await heard(page)
  expect(new Set(said.map(({ origin }) => origin))).toEqual(new Set([lab]))
  expect(said.map(({ type }) => type)).toEqual(expect.arrayContaining(['ready', 'step']))
  const tag = page.locator('cloudglass-lab')
  await tag.evaluate((element) => element.setAttribute('theme', 'dark'))
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark')
  const bytes = await tag.evaluate(
    async (element) => (await (element as Tag).getState()).world?.length,
  )
  expect(bytes).toBeGreaterThan(0)
})

test('the whole lab runs in another site’s frame where nothing may be kept, and says so', async ({
  page,
  school,
}) => {
  await page.goto(`${school.origin}/lab`)
  await beginInFrame(page)
  await expect(framed(page).locator('[data-kept]')).toHaveAttribute('data-kept', 'unkept')
  await expect(framed(page).getByText(/kept/).first()).toBeVisible()
})

test('a tag says nothing to a page that is not the lab’s', async ({ page, school }) => {
  await page.goto(`${school.origin}/tag`)
  await frameOf(page)
  const tag = page.locator('cloudglass-lab')
  const inner = tag.locator('iframe')
  await inner.evaluate((element) => element.setAttribute('src', '/own'))
  const own = inner.contentFrame()
  await expect(own.getByText('The school’s own.')).toBeVisible()
  await tag.evaluate((element) => {
    ;(element as HTMLElement & { play(): void }).play()
    // What comes after it has come last.
    const frame = element.shadowRoot?.querySelector('iframe')
    frame?.contentWindow?.postMessage({ type: 'last' }, location.origin)
  })
  const told = () => own.locator('body').evaluate(() => window.heard?.map(({ type }) => type))
  await expect.poll(told).toEqual(['last'])
})

test('a widget says nothing to a page that is not the host its address names', async ({
  page,
  school,
  lab,
}) => {
  const inFrame = async (host: string) => {
    await page.goto(`${school.origin}/own`)
    await page.goto(`${school.origin}/frame#${host}`)
    const handle = await page.locator('iframe').elementHandle()
    const frame = await handle?.contentFrame()
    if (frame == null) throw new Error('no frame')
    await frame.waitForFunction(() => 'cloudglass' in window)
    await rested(frame)
    return frame
  }
  await inFrame(school.origin)
  await expect.poll(async () => (await heard(page)).map(({ type }) => type)).toContain('ready')

  const other = await inFrame(lab)
  await other.evaluate(() => window.parent.postMessage({ type: 'last' }, '*'))
  await expect.poll(async () => (await heard(page)).map(({ type }) => type)).toEqual(['last'])
  // Nor does it hear this page, whose origin it was not told.
  await page.locator('iframe').evaluate((element, to) => {
    const { contentWindow } = element as HTMLIFrameElement
    contentWindow?.postMessage({ cloudglass: 1, type: 'setTheme', theme: 'dark' }, to)
  }, lab)
  await rested(other)
  await expect(other.locator('html')).not.toHaveAttribute('data-theme', 'dark')
})

/** The middle of the widget, in the window. */
async function middleOf(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.locator('cloudglass-lab').boundingBox()
  if (box === null) throw new Error('the widget is not seen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
const scrolled = (page: Page) => page.evaluate(() => scrollY)

test('a wheel over the widget scrolls the page around it', async ({ page, school }) => {
  await page.goto(`${school.origin}/tag`)
  await frameOf(page)
  const { x, y } = await middleOf(page)
  await page.mouse.move(x, y)
  expect(await scrolled(page)).toBe(0)
  await page.mouse.wheel(0, 150)
  await expect.poll(() => scrolled(page)).toBe(150)
})

test.describe('with fingers', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 700 } })

  test('a finger over the widget scrolls the page around it', async ({ page, school }) => {
    await page.goto(`${school.origin}/tag`)
    await frameOf(page)
    const client = await page.context().newCDPSession(page)
    const { x, y } = await middleOf(page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: number) =>
      client.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: at === undefined ? [] : [{ x, y: at }],
      })
    // A busy browser drops some of a finger's way; a widget that keeps the finger leaves the page where it is.
    await expect(async () => {
      await touch('touchStart', y)
      for (let moved = 10; moved <= 150; moved += 10) await touch('touchMove', y - moved)
      await touch('touchEnd')
      expect(await scrolled(page)).toBeGreaterThan(20)
    }).toPass({ timeout: 20_000 })
  })
})
