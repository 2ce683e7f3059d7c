/**
 * How soon the built page stands and answers on a processor 4 times slower, each time in a browser context without
 * cache or storage, in turn with an empty page of the same build and fonts.
 *
 * Times are the page's own, from the start of its navigation. The browser slows the main thread only: the worker
 * runs at full speed, and the network is this machine's own.
 */
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from '@playwright/test'
import { build, preview } from 'vite'
import type { Row } from '../../tools/bench.ts'
import { chromiumLaunchOptions, ensureChromium } from '../../tools/browser.mjs'
import { freePort } from '../../tools/serve.mjs'
import { median } from './measure.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const outDir = '.setup/bench-load'
const SLOWER = 4
const RUNS = 7

/** When a run's moments came, in ms since its navigation began. */
interface Moments {
  readonly stage: number
  readonly button: number
  /** when what the button asked for was on the screen */
  readonly answered: number
}

/**
 * Notes when the stage and the button stand, presses the button at once, and notes when the heading has changed.
 * As text, because what runs in the page must not be rewritten by the loader.
 */
const WATCH = (stage: string) => `
window.moments = new Promise((resolve) => {
  const at = {}
  let before = ''
  const look = () => {
    const heading = document.querySelector('h1')?.textContent.trim() ?? ''
    const button = document.querySelector('button.primary:not(:disabled)')
    if (document.querySelector('${stage}') !== null) at.stage ??= performance.now()
    if (at.button === undefined && at.stage !== undefined && button !== null && heading !== '') {
      at.button = performance.now()
      before = heading
      button.click()
    } else if (at.button !== undefined && heading !== '' && heading !== before) {
      requestAnimationFrame(() => resolve({ ...at, answered: performance.now() }))
      return
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})`

async function coldRun(browser: Browser, address: string, stage: string): Promise<Moments> {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.addInitScript(WATCH(stage))
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.goto(address, { waitUntil: 'commit' })
  const moments = await page.evaluate<Moments>('window.moments')
  await context.close()
  return moments
}

function rowOf(
  name: string,
  ours: readonly Moments[],
  empty: readonly Moments[],
  take: (one: Moments) => number,
): Row {
  const times = ours.map(take)
  const value = median(times)
  const nothing = median(empty.map(take))
  return {
    name: `${name}, main thread ${SLOWER}x slower, median of ${RUNS} cold`,
    unit: 'ms',
    value,
    against: {
      'empty page with these fonts': nothing,
      'own fastest': Math.min(...times),
      'own slowest': Math.max(...times),
    },
    ratio: value / nothing,
  }
}

export async function rows(): Promise<Row[]> {
  await build({
    root,
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      rollupOptions: { input: ['index.html', 'test/bench/empty/index.html'] },
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
    const ours: Moments[] = []
    const empty: Moments[] = []
    for (let run = 0; run < RUNS; run += 1) {
      empty.push(await coldRun(browser, new URL('test/bench/empty/', address).href, 'h1'))
      ours.push(await coldRun(browser, address, '[data-ref^="lab:host/"]'))
    }
    return [
      rowOf('first stage', ours, empty, ({ stage }) => stage),
      rowOf('first action can be taken', ours, empty, ({ button }) => button),
      rowOf('first action is answered', ours, empty, ({ answered }) => answered),
    ]
  } finally {
    await browser.close()
    await server.close()
  }
}
