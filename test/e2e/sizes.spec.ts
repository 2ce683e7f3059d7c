/** What the page weighs, gzipped, against DESIGN's budgets: all that is fetched before the first action. */
import { gzipSync } from 'node:zlib'
import { expect, test } from './fixture.ts'

const KB = 1000
const BUDGETS = { page: 90 * KB, worker: 120 * KB, styles: 12 * KB }

test('page and worker keep within their budgets', async ({ page }) => {
  const sizes = { page: 0, worker: 0, styles: 0 }
  const reading: Promise<void>[] = []
  page.on('response', (response) => {
    const path = new URL(response.url()).pathname
    if (!/\.(js|css)$/.test(path)) return
    const part = path.endsWith('.css') ? 'styles' : path.includes('worker') ? 'worker' : 'page'
    reading.push(
      response.body().then((body) => {
        sizes[part] += gzipSync(body, { level: 9 }).length
      }),
    )
  })
  await page.goto('./')
  await page.evaluate(() => window.cloudglass?.idle())
  await Promise.all(reading)
  console.log(`gzip: page ${sizes.page} B, worker ${sizes.worker} B, styles ${sizes.styles} B`)
  for (const part of ['page', 'worker', 'styles'] as const) {
    expect(sizes[part], `${part} was fetched`).toBeGreaterThan(0)
    expect(sizes[part], part).toBeLessThanOrEqual(BUDGETS[part])
  }
})
