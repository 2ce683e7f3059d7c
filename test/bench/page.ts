/**
 * The page in a real browser: how soon it stands, how soon a click is answered, what a frame costs it.
 *
 * Frames are measured while 200 instances stand on the 36 hosts and those launched last boot: script, style and
 * layout of the main thread between two frames, from the browser's own trace. Painting is not counted, since
 * the machines of this bench raster in software.
 */
import { fileURLToPath } from 'node:url'
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test'
import { build, preview } from 'vite'
import type { Row } from '../../tools/bench.ts'
import { chromiumLaunchOptions, ensureChromium } from '../../tools/browser.mjs'
import { freePort } from '../../tools/serve.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const outDir = '.setup/bench'
const MEASURED_MS = 6000
/** Trace events that are the page's own work; one nested in another is not counted twice. */
const OWN_WORK = new Set([
  'FunctionCall',
  'EvaluateScript',
  'UpdateLayoutTree',
  'Layout',
  'RunMicrotasks',
  'v8.run',
  'PrePaint',
])

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly ts: number
  readonly dur?: number
  readonly tid: number
  readonly pid: number
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Counts frames for `ms`; as text, because what runs in the page must not be rewritten by the loader. */
const COUNT_FRAMES = `(ms) => new Promise((resolve) => {
  let frames = 0
  const start = performance.now()
  requestAnimationFrame(function count() {
    frames += 1
    const passed = performance.now() - start
    if (passed >= ms) resolve((frames * 1000) / passed)
    else requestAnimationFrame(count)
  })
})`

/** Frames a second that the page is given, counted by itself. */
const frameRate = (page: Page, lengthMs: number): Promise<number> =>
  page.evaluate<number>(`(${COUNT_FRAMES})(${lengthMs})`)

/** The main thread's own work in each frame, in ms. */
function workPerFrame(events: readonly TraceEvent[]): number[] {
  const begins = events.filter(
    (event) => event.name === 'FireAnimationFrame' || event.name === 'Animation',
  )
  const tid = median(begins.map((event) => event.tid))
  const own = events.filter(
    (event) => event.tid === tid && event.ph === 'X' && OWN_WORK.has(event.name),
  )
  own.sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))
  const frames = events
    .filter((event) => event.tid === tid && event.name === 'FireAnimationFrame')
    .map((event) => event.ts)
    .sort((a, b) => a - b)
  const work = frames.map(() => 0)
  let end = 0
  let frame = 0
  for (const event of own) {
    if (event.ts < end) continue
    end = event.ts + (event.dur ?? 0)
    while (frame + 1 < frames.length && (frames[frame + 1] ?? 0) <= event.ts) frame += 1
    work[frame] = (work[frame] ?? 0) + (event.dur ?? 0) / 1000
  }
  return work.slice(1, -1)
}

async function traced(
  session: CDPSession,
  during: () => Promise<number>,
): Promise<{ rate: number; work: number[] }> {
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as TraceEvent[]) events.push(event)
  })
  const done = new Promise<void>((resolve) =>
    session.once('Tracing.tracingComplete', () => resolve()),
  )
  await session.send('Tracing.start', {
    categories: 'devtools.timeline,v8',
    transferMode: 'ReportEvents',
  })
  const rate = await during()
  await session.send('Tracing.end')
  await done
  return { rate, work: workPerFrame(events) }
}

/** From navigation to the first host drawn, in ms. */
async function firstStage(browser: Browser, address: string, slower: number): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } })
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower })
  const start = performance.now()
  await page.goto(address, { waitUntil: 'commit' })
  await page.locator('[data-ref^="lab:host/"]').first().waitFor()
  const took = performance.now() - start
  await page.close()
  return took
}

/** From navigation to loaded of a page with nothing on it, in ms. */
async function emptyPage(browser: Browser, address: string): Promise<number> {
  const page = await browser.newPage()
  const start = performance.now()
  await page.goto(address)
  const took = performance.now() - start
  await page.close()
  return took
}

async function crowd(browser: Browser, address: string, booting: 'one' | 'all'): Promise<Row[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(new URL('test/bench/crowd/idle.html', address).href)
  const empty = await frameRate(page, MEASURED_MS / 3)
  await page.goto(new URL(`test/bench/crowd/index.html#/sandbox?${booting}`, address).href)
  await page.locator('body[data-instances]').waitFor({ timeout: 60_000 })
  const instances = Number(await page.locator('body').getAttribute('data-instances'))
  const session = await page.context().newCDPSession(page)
  const { rate, work } = await traced(session, () => frameRate(page, MEASURED_MS))
  await page.close()
  const load = `${instances} instances, ${booting === 'one' ? 'one of them' : 'all new ones'} booting`
  return [
    {
      name: `own work per frame, median (${load})`,
      unit: 'ms',
      value: median(work),
      against: { budget: 8 },
      ratio: median(work) / 8,
    },
    {
      name: `frame rate (${load})`,
      unit: 'frames/s',
      value: rate,
      against: { 'empty page': empty },
      ratio: rate / empty,
    },
  ]
}

export async function rows(): Promise<Row[]> {
  await build({
    root,
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      rollupOptions: {
        input: ['index.html', 'test/bench/crowd/index.html', 'test/bench/crowd/idle.html'],
      },
    },
  })
  const port = await freePort()
  const server = await preview({
    root,
    logLevel: 'warn',
    build: { outDir },
    preview: { host: '127.0.0.1', port, strictPort: true },
  })
  const address = `http://127.0.0.1:${port}/`
  await ensureChromium()
  const browser = await chromium.launch(chromiumLaunchOptions())
  try {
    const nothing = await emptyPage(browser, new URL('test/bench/crowd/idle.html', address).href)
    const first = await firstStage(browser, address, 1)
    const slow = await firstStage(browser, address, 4)
    return [
      {
        name: 'first stage',
        unit: 'ms',
        value: first,
        against: { 'empty page': nothing },
        ratio: first / nothing,
      },
      {
        name: 'first stage, processor 4x slower',
        unit: 'ms',
        value: slow,
        against: { 'at full speed': first },
        ratio: slow / first,
      },
      ...(await crowd(browser, address, 'one')),
      ...(await crowd(browser, address, 'all')),
    ]
  } finally {
    await browser.close()
    await server.close()
  }
}
