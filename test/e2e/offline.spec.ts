/**
 * Without a network after one visit, and newer versions that wait until they are asked for; on a plain static host,
 * under a path. Two builds that differ in the name of every script stand for two versions.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { build } from 'vite'
import { filesIn } from '../../tools/offlinePlugin.ts'
import { test as base, expect } from './fixture.ts'
import { StaticHost } from './host.ts'
import { comeBack, goTo, instantOf, standing, worldOf } from './keep.ts'
import { pointer } from './lessons.ts'
import { idle, open, press, title } from './page.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FIRST = resolve(ROOT, process.env.CLOUDGLASS_PAGE ?? 'dist')
const LESSON = '#/learn/eight-seconds'

/** Where the second version is built; before the first test. */
let second = ''

const test = base.extend<{ host: StaticHost }>({
  host: async ({ browserName: _ }, use) => {
    const host = new StaticHost(FIRST)
    await host.start()
    await use(host)
    await host.stop()
  },
  baseURL: ({ host }, use) => use(host.address),
  serviceWorkers: 'allow',
})

test.beforeAll(async () => {
  test.setTimeout(240_000)
  second = mkdtempSync(join(tmpdir(), 'cloudglass-second-'))
  const named = { entryFileNames: 'assets/second-[hash].js', chunkFileNames: 'assets/2-[hash].js' }
  await build({
    ...{ root: ROOT, logLevel: 'error' },
    build: { outDir: second, emptyOutDir: true, rolldownOptions: { output: named } },
  })
})
test.afterAll(() => rmSync(second, { recursive: true }))

/** Waits until all of the lab is there without a network. */
const kept = (page: Page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))

/** The files that are kept, by cache. */
const cached = (page: Page): Promise<readonly (readonly string[])[]> =>
  page.evaluate(async () => {
    const { scope } = await navigator.serviceWorker.ready
    const names = await caches.keys()
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return requests.map((each) => each.map(({ url }) => url.slice(scope.length)).sort())
  })

/** The browser looks for a newer version, as it does by itself when a page is opened. */
const look = (page: Page) =>
  page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update()
  })

const entryOf = (page: Page) => page.locator('script[type=module]').getAttribute('src')
const notice = (page: Page) => page.getByRole('status', { name: 'A new version' })

test('after one visit all of the lab runs without a network', async ({ page, context, host }) => {
  await open(page, LESSON)
  await kept(page)
  const files = filesIn(FIRST).map(({ path }) => path)
  expect(await cached(page)).toEqual([files.sort()])
  await host.stop()
  await context.setOffline(true)
  await comeBack(page)
  await press(page, /^Launch$/)
  for (let beat = 0; beat < 3; beat += 1) await press(page, /^Go on$/)
  await expect(title(page)).toHaveText('It runs.')
  await pointer(page).line('aws ec2 describe-instances --query "Reservations[].Instances[].State"')
  await expect(page.getByRole('log')).toContainText('running')
  expect((await worldOf(page)).machines).toMatchObject([{ state: 'running' }])
  for (const room of ['settings', 'lessons', 'sandbox', 'learn/what-stays']) {
    await goTo(page, `#/${room}`)
    await expect(page.getByText('could not be fetched')).toHaveCount(0)
  }
})

test('the first visit itself may lose the network', async ({ page, host }) => {
  await open(page, LESSON)
  await kept(page)
  await host.stop()
  await press(page, /^Launch$/)
  await pointer(page).line('aws ec2 describe-vpcs')
  await expect(page.getByRole('log')).toContainText('vpc-')
})

test('a newer version is told in the middle of a step, and waits', async ({ page, host }) => {
  await open(page, LESSON)
  await kept(page)
  await press(page, /^Launch$/)
  await expect(title(page)).toHaveText('A slice is yours.')
  await expect(notice(page)).toBeHidden()
  const first = await entryOf(page)
  await page.evaluate(() => {
    window.name = 'not reloaded'
  })
  host.folder = second
  await look(page)
  await expect(notice(page)).toContainText('A new version is ready.')
  // The lesson goes on, with scripts of the first build that are fetched only now.
  await press(page, /^Go on$/)
  await pointer(page).line('aws ec2 describe-vpcs')
  await expect(page.getByRole('log')).toContainText('vpc-')
  expect(await page.evaluate(() => window.name)).toBe('not reloaded')
  const before = await standing(page)
  // Opened again beside it, the lab is still the first version.
  await comeBack(page)
  expect(await entryOf(page)).toBe(first)
  await expect(notice(page)).toContainText('A new version is ready.')

  await notice(page).getByRole('button', { name: 'Reload now' }).click()
  await expect(page.locator('script[src*="second-"]')).toBeAttached()
  await expect(title(page)).toBeVisible()
  await idle(page)
  expect({ at: instantOf(page), world: await worldOf(page) }).toEqual(before)
  await expect(notice(page)).toBeHidden()
  const files = filesIn(second).map(({ path }) => path)
  await expect.poll(() => cached(page)).toEqual([files.sort()])
})

test('a version that is put off comes with the next visit', async ({ page, context, host }) => {
  await open(page, LESSON)
  await kept(page)
  host.folder = second
  await look(page)
  await notice(page).getByRole('button', { name: 'Later' }).click()
  await expect(notice(page)).toBeHidden()
  await page.close()
  // The browser changes over some time after the last page is gone.
  const visited = async () => {
    const next = await context.newPage()
    await next.goto(`./${LESSON}`)
    const entry = await entryOf(next)
    await next.close()
    return entry
  }
  await expect.poll(visited).toContain('second-')
})

test('another tab is left as it is, and keeps its own files', async ({ page, context, host }) => {
  await open(page, LESSON)
  await kept(page)
  const other = await context.newPage()
  await open(other, '#/sandbox')
  await other.evaluate(() => {
    window.name = 'not reloaded'
  })
  host.folder = second
  await look(page)
  await notice(page).getByRole('button', { name: 'Reload now' }).click()
  await expect(page.locator('script[src*="second-"]')).toBeAttached()
  await idle(page)
  expect(await cached(page)).toHaveLength(2)
  await goTo(other, '#/settings')
  await expect(other.getByText('What is kept', { exact: true })).toBeVisible()
  expect(await other.evaluate(() => window.name)).toBe('not reloaded')
  // Its own button only opens it anew.
  await notice(other).getByRole('button', { name: 'Reload now' }).click()
  await expect(other.locator('script[src*="second-"]')).toBeAttached()
  await idle(other)
  await expect.poll(() => cached(page)).toHaveLength(1)
})

test('a host in the middle of an upload installs nothing', async ({ page, host }) => {
  await open(page, LESSON)
  await kept(page)
  const half = mkdtempSync(join(tmpdir(), 'cloudglass-half-'))
  cpSync(second, half, { recursive: true })
  writeFileSync(join(half, 'index.html'), '<!doctype html><title>half of it</title>')
  host.folder = half
  const ended = page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    const installing = new Promise<ServiceWorker | null>((found) =>
      registration.addEventListener('updatefound', () => found(registration.installing)),
    )
    await registration.update()
    const worker = await installing
    while (worker?.state === 'installing') {
      await new Promise((changed) => worker.addEventListener('statechange', changed))
    }
    return worker?.state
  })
  expect(await ended).toBe('redundant')
  rmSync(half, { recursive: true })
  await expect(notice(page)).toBeHidden()
  await host.stop()
  await comeBack(page)
  await press(page, /^Launch$/)
  await expect(title(page)).toHaveText('A slice is yours.')
})

for (const [how, block] of [
  ['has none', 'absent'],
  ['refuses it', 'refuse'],
  ['answers with nothing', 'nothing'],
] as const) {
  test(`a browser that ${how}: the lab goes on without a word`, async ({ page }) => {
    await page.addInitScript((way) => {
      if (way === 'absent') {
        Object.defineProperty(navigator, 'serviceWorker', { value: undefined })
        return
      }
      ServiceWorkerContainer.prototype.register = async () => {
        if (way === 'refuse') throw new DOMException('denied', 'SecurityError')
        return Reflect.get({}, 'registration')
      }
    }, block)
    await open(page, LESSON)
    await press(page, /^Launch$/)
    await expect(title(page)).toHaveText('A slice is yours.')
    await comeBack(page)
    await expect(title(page)).toHaveText('A slice is yours.')
    await expect(page.getByRole('alert')).toBeHidden()
    await expect(notice(page)).toBeHidden()
  })
}
