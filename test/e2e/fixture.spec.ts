/**
 * The watch on the page is seen to catch what it is there for: in a window, a frame, a worker and
 * a service worker, each of which breaks the policy or asks another origin. And the policy that
 * it holds the page to is the one that DESIGN names, as header and in the page.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { APIRequestContext, BrowserContext, Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { open } from './page.ts'

const ELSEWHERE = 'http://elsewhere.invalid'

/** DESIGN's policy. Nobody may be refused to frame the lab, so frame-ancestors is not there. */
const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
}

/** A policy by directive. */
function directivesOf(policy = ''): Readonly<Record<string, string>> {
  const parts = policy.split(';').map((part) => part.trim().split(' '))
  return Object.fromEntries(parts.map(([name, ...values]) => [name ?? '', values.join(' ')]))
}

/** Breaks the policy and asks elsewhere, at once. */
const BREACHES = `
  try { new Function('1')() } catch {}
  fetch('${ELSEWHERE}/asked').catch(() => {})
`

/** Serves a script that the built page does not have, under the page's own policy or under none. */
async function serveScript(context: BrowserContext, name: string, body: string, policed = true) {
  const policy = Object.entries(POLICY).map((parts) => parts.join(' '))
  await context.route(`**/${name}`, (route) =>
    route.fulfill({
      body,
      contentType: 'text/javascript',
      headers: policed ? { 'content-security-policy': policy.join('; ') } : {},
    }),
  )
}

/** What the watch has caught, once it is so many things; forgotten, since they were asked for. */
async function caught(complaints: string[], count: number): Promise<readonly string[]> {
  await expect.poll(() => complaints.length).toBeGreaterThanOrEqual(count)
  return complaints.splice(0)
}

const fetchedFrom = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))

/** Which of the addresses are sent without DESIGN's policy. */
async function unpoliced(request: APIRequestContext, addresses: readonly string[]) {
  const sent = addresses.map(async (address) => {
    const header = (await request.get(address)).headers()['content-security-policy']
    return JSON.stringify(directivesOf(header)) === JSON.stringify(POLICY) ? [] : [address]
  })
  return (await Promise.all(sent)).flat()
}

test('the page carries its policy in itself, and each of its files as a header', async ({
  page,
  request,
}) => {
  await open(page)
  const meta = page.locator('meta[http-equiv="Content-Security-Policy"]')
  expect(directivesOf((await meta.getAttribute('content')) ?? '')).toEqual(POLICY)
  // It governs only what comes after it.
  const before = await meta.evaluate((one) => one.previousElementSibling?.outerHTML ?? 'nothing')
  expect(before).toBe('nothing')
  // A worker is under the policy that its own script is sent with, and under no other.
  const scripts = page.workers().map((worker) => worker.url())
  expect(scripts).toHaveLength(1)
  const all = [page.url(), ...scripts, ...(await fetchedFrom(page))]
  expect(all.length).toBeGreaterThan(5)
  expect(await unpoliced(request, all)).toEqual([])
})

test('the README tells a host to send that policy', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const [, policy] = /^Content-Security-Policy: (.*)$/m.exec(readme) ?? []
  expect(directivesOf(policy)).toEqual(POLICY)
})

test('every test of the page is under the watch', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const specs = readdirSync(folder).filter((name) => name.endsWith('.spec.ts'))
  expect(specs.length).toBeGreaterThan(9)
  const unwatched = specs.filter((name) => {
    const source = readFileSync(`${folder}${name}`, 'utf8')
    const theirs = [...source.matchAll(/import ([^'"]*) from '@playwright\/test'/g)]
    const onlyTypes = theirs.every(([, what = '']) => what.startsWith('type '))
    return !onlyTypes || !/import \{[^}]*\btest\b[^}]*\} from '\.\/fixture\.ts'/.test(source)
  })
  expect(unwatched).toEqual([])
})

test('a style, a script and a picture from elsewhere are caught in the page', async ({
  page,
  complaints,
}) => {
  await page.goto('./')
  await page.evaluate((elsewhere) => {
    document.body.setAttribute('style', 'color: red')
    const script = document.createElement('script')
    script.textContent = 'void 0'
    const image = document.createElement('img')
    image.src = `${elsewhere}/x.png`
    document.body.append(script, image)
  }, ELSEWHERE)
  // Three breaches of two policies (header and meta), each an event and a console error; a request.
  const found = await caught(complaints, 13)
  expect(found.filter((text) => text.startsWith('policy violation')).sort()).toEqual([
    ...Array(2).fill(`policy violation: img-src ${ELSEWHERE}/x.png`),
    ...Array(2).fill('policy violation: script-src-elem inline'),
    ...Array(2).fill('policy violation: style-src-attr inline'),
  ])
  expect(found).toContain(`foreign request: ${ELSEWHERE}/x.png`)
})

test('code made of text is caught in the page', async ({ page, context, complaints }) => {
  await serveScript(context, 'breach.js', BREACHES)
  await page.goto('./')
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.src = 'breach.js'
    document.body.append(script)
  })
  const found = await caught(complaints, 5)
  expect(found).toContain('policy violation: script-src eval')
  expect(found).toContain(`policy violation: connect-src ${ELSEWHERE}/asked`)
})

test('a frame in the page is watched as the page is', async ({ page, complaints }) => {
  await page.goto('./')
  await page.evaluate(() => {
    const frame = document.createElement('iframe')
    frame.srcdoc = '<p style="color: red">red</p><script>void 0</script>'
    document.body.append(frame)
  })
  const found = await caught(complaints, 8)
  expect(found).toContain('policy violation: style-src-attr inline')
  expect(found).toContain('policy violation: script-src-elem inline')
})

for (const type of ['module', 'classic'] as const) {
  test(`a worker is watched from its first line on (${type})`, async ({
    page,
    context,
    complaints,
  }) => {
    const later = `onmessage = () => { fetch('${ELSEWHERE}/again').catch(() => {}) }`
    await serveScript(context, 'breaching-worker.js', `${BREACHES}; ${later}`)
    await page.goto('./')
    await page.evaluate((kind) => {
      const worker = new Worker('breaching-worker.js', { type: kind })
      worker.postMessage('again')
    }, type)
    const found = (await caught(complaints, 3)).join('\n')
    expect(found).toContain('"blockedURL":"eval"')
    expect(found).toContain(`"blockedURL":"${ELSEWHERE}/asked"`)
    expect(found).toContain(`"blockedURL":"${ELSEWHERE}/again"`)
  })
}

test('a worker under no policy that asks elsewhere is caught', async ({
  page,
  context,
  complaints,
}) => {
  await serveScript(context, 'free-worker.js', BREACHES, false)
  await page.goto('./')
  await page.evaluate(() => {
    new Worker('free-worker.js')
  })
  expect(await caught(complaints, 1)).toContain(`foreign request: ${ELSEWHERE}/asked`)
})

test.describe('a service worker', () => {
  test.use({ serviceWorkers: 'allow' })

  test('is watched from its first line on', async ({ page, context, complaints }) => {
    await serveScript(context, 'breaching-service.js', BREACHES)
    await page.goto('./')
    await page.evaluate(() => navigator.serviceWorker.register('breaching-service.js').then())
    const found = (await caught(complaints, 2)).join('\n')
    expect(found).toContain('"blockedURL":"eval"')
    expect(found).toContain(`"blockedURL":"${ELSEWHERE}/asked"`)
  })

  test('under no policy that asks elsewhere is caught', async ({ page, context, complaints }) => {
    await serveScript(context, 'free-service.js', BREACHES, false)
    await page.goto('./')
    await page.evaluate(() => navigator.serviceWorker.register('free-service.js').then())
    expect(await caught(complaints, 1)).toContain(`foreign request: ${ELSEWHERE}/asked`)
  })
})
