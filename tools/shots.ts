/**
 * `npm run shots`: pictures of every scene and step listed in test/shots.ts, to be looked at.
 *
 * Each is taken light and dark at 1440x900, and light at a school laptop's and a phone's size,
 * with motion reduced and fonts loaded, so that two runs of the same source give the same picture.
 * `-- WORD` takes only those whose name has it.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { argv, pid } from 'node:process'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from '@playwright/test'
import { type Shot, shots } from '../test/shots.ts'
import { chromiumLaunchOptions, ensureChromium } from './browser.mjs'
import { buildPage, freePort, servePage } from './serve.mjs'

const folder = fileURLToPath(new URL('../shots', import.meta.url))

const FRAMES = [
  { name: 'light', width: 1440, height: 900, colorScheme: 'light' },
  { name: 'dark', width: 1440, height: 900, colorScheme: 'dark' },
  { name: 'laptop', width: 1366, height: 640, colorScheme: 'light' },
  { name: 'phone', width: 390, height: 844, colorScheme: 'light' },
] as const

type Frame = (typeof FRAMES)[number]

/** Waits until fonts are there and what they moved is drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
  })
}

async function take(browser: Browser, address: string, shot: Shot, frame: Frame): Promise<void> {
  const { width, height, colorScheme } = frame
  const viewport = { width, height }
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
  try {
    const page = await context.newPage()
    await page.goto(new URL(shot.route, address).href)
    await settled(page)
    await shot.prepare?.(page)
    await settled(page)
    await page.screenshot({ path: `${folder}/${shot.name}-${frame.name}.png` })
  } finally {
    await context.close()
  }
}

/** Takes the pictures one by one; a failed one is told and does not stop the others. */
async function takeAll(browser: Browser, address: string, chosen: Shot[]): Promise<number> {
  let failed = 0
  for (const shot of chosen) {
    for (const frame of FRAMES) {
      try {
        await take(browser, address, shot, frame)
        console.log(`shots/${shot.name}-${frame.name}.png`)
      } catch (error) {
        failed += 1
        console.error(`${shot.name}-${frame.name}: ${error}`)
      }
    }
  }
  return failed
}

const words = argv.slice(2)
const chosen = shots.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
)
ensureChromium()
mkdirSync(folder, { recursive: true })
const built = `.setup/shots-${pid}`
await buildPage(built)
const server = await servePage(await freePort(), built)
const browser = await chromium.launch(chromiumLaunchOptions())
process.exitCode = (await takeAll(browser, server.address, chosen)) === 0 ? 0 : 1
await browser.close()
await server.close()
rmSync(fileURLToPath(new URL(`../${built}`, import.meta.url)), { recursive: true, force: true })
