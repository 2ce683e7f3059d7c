/**
 * The fixture of every end-to-end test: a page that must stay quiet.
 *
 * A test fails when, at its end, its browser context has logged an error, thrown one that nobody
 * caught, asked another origin for anything, or broken the content security policy, in a page, a
 * frame, a worker or a service worker. In frames the policy's events are collected from the first
 * script on. A browser tells nobody of a breach inside a worker, so an observer is put into each;
 * it also gets the reports from before it came. A worker that ends within some milliseconds of its
 * beginning is not seen.
 */
import { AxeBuilder } from '@axe-core/playwright'
import {
  type BrowserContext,
  test as base,
  expect,
  type Page,
  type Worker as Watched,
} from '@playwright/test'

declare global {
  interface Window {
    /** Set by the fixture in every frame; tells the test of a broken policy. */
    reportPolicyViolation?: (text: string) => void
  }
}

/** Whether an address is the page's own: the same origin, or data made in the page. */
function isOwn(address: string, origin: string): boolean {
  const { protocol, origin: asked } = new URL(address)
  return asked === origin || protocol === 'data:' || protocol === 'blob:'
}

/** Lets a worker say on the console, which the fixture hears, where the policy is broken in it. */
async function watchWorker(worker: Watched): Promise<void> {
  const observed = worker.evaluate(() => {
    const tell = (reports: readonly Report[]) => {
      for (const { body } of reports) console.error('policy violation', JSON.stringify(body))
    }
    new ReportingObserver(tell, { types: ['csp-violation'], buffered: true }).observe()
  })
  // It may have ended already.
  await observed.catch(() => {})
}

async function watch(context: BrowserContext, origin: string): Promise<string[]> {
  const complaints: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console error: ${message.text()}`)
  })
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().message}`))
  context.on('request', (request) => {
    if (!isOwn(request.url(), origin)) complaints.push(`foreign request: ${request.url()}`)
  })
  context.on('page', (page) => page.on('worker', (worker) => void watchWorker(worker)))
  context.on('serviceworker', (worker) => void watchWorker(worker))
  await context.exposeFunction('reportPolicyViolation', (text: string) => {
    complaints.push(`policy violation: ${text}`)
  })
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      window.reportPolicyViolation?.(`${event.violatedDirective} ${event.blockedURI}`)
    })
  })
  return complaints
}

/** Playwright's `test`, with a page that is watched. */
export const test = base.extend<{ complaints: string[] }>({
  complaints: [
    async ({ context, baseURL }, use) => {
      const complaints = await watch(context, new URL(baseURL ?? '').origin)
      await use(complaints)
      expect(complaints, 'the page stays quiet').toEqual([])
    },
    { auto: true },
  ],
})

/** Fails with a readable list when axe finds anything wrong in the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map((node) => node.target.join(' ')),
  }))
  expect(found, 'axe finds nothing').toEqual([])
}

export { expect }
