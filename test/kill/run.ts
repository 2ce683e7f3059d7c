/**
 * Kill points: lessons are played in a real browser, and at moments drawn by a seed the page is closed, the worker is
 * ended, or every process of the browser is. Then the lab is opened again and asked whether anything is lost.
 *
 * Verified at each point: what the page had shown as Saved is there (step, state, prediction, inputs); the world's
 * hash is that of the same world replayed in Node from its beginning, and that of the same place before. A run that
 * was cut short waits to be run again: then the world is the one in which its step began. Not verified: a machine
 * that loses its power, since the system's own buffers outlive the browser.
 */
import type { BrowserContext, Page } from '@playwright/test'
import type { Standing } from '../../src/app/hooks.ts'
import { EPOCH } from '../../src/cloud/kernel/instant.ts'
import { NODE_HASHES } from '../../src/node/hashes.ts'
import { load } from '../../src/session/save.ts'
import { act, beginAnew, type Draw } from './act.ts'
import { MortalBrowser } from './browser.ts'

export type Way = 'page closed' | 'worker ended' | 'browser ended'
/** Every way there is to end something. */
export const WAYS: readonly Way[] = ['page closed', 'worker ended', 'browser ended']

declare global {
  interface Window {
    /** the page's newest worker */
    lastWorker?: Worker
    /** hears of each change of what the page shows as kept */
    heardKept?: (standing: Standing) => void
  }
}

/** One kill and what was found afterwards. */
export interface Killed {
  readonly way: Way
  readonly did: readonly string[]
  readonly saved: Standing | null
  readonly after: Standing
}

/** Actions that leave a future, or go to another world whose past is no shorter. */
const LEAVES = /^lab reset|^press (Start this step again|I know this)|^#/

/** How far a lesson is: its step's index and the state in it, as a number that only rises. */
const RANK: Readonly<Record<string, number>> = {
  ...{ entering: 0, ready: 1, asking: 1, picking: 1, open: 1, failed: 1, running: 2, paused: 2 },
  ...{ saying: 3, done: 4, finished: 5 },
}

export class KillRun {
  readonly #browser = new MortalBrowser()
  readonly #address: string
  readonly #draw: Draw
  #page: Page | null = null
  /** what the page has told since it was opened, oldest first */
  #heard: Standing[] = []
  /** the world's hash where it was asked for, by lesson, position and instant, in the present future */
  readonly #hashes = new Map<string, string>()
  #position = 0
  /** how many worlds were replayed in Node, and how many of them had been seen at that place before */
  replayed = 0
  compared = 0
  /** how many times there was something saved to be looked for */
  weighed = 0
  #place = ''

  constructor(address: string, draw: Draw) {
    this.#address = address
    this.#draw = draw
  }

  /** Plays for a while, kills in a way that is drawn or given, opens again, and throws when anything is lost. */
  async point(given?: Way): Promise<Killed> {
    const page = this.#page ?? (await this.#open('#/learn/eight-seconds'))
    const did = await this.#play(page)
    const way = given ?? WAYS[Math.floor(this.#draw() * WAYS.length)] ?? 'page closed'
    // What comes after is the recovery's, and proves nothing of what was saved.
    const heard = [...this.#heard]
    const hash = new URL(page.url()).hash
    this.#place = hash
    const again = await this.#kill(page, way, hash)
    const after = await standingOf(again)
    const saved = heard.findLast(({ kept }) => kept === 'saved') ?? null
    const killed = { way, did, saved, after }
    if ((after.position ?? 0) < this.#position || did.some((one) => LEAVES.test(one)))
      this.#hashes.clear()
    this.#position = after.position ?? 0
    try {
      this.#compare(killed, heard)
      await this.#replay(again, killed)
    } catch (error) {
      throw new Error(
        `${JSON.stringify(killed, null, 1)}\nheard ${JSON.stringify(heard.slice(-6))}`,
        {
          cause: error,
        },
      )
    }
    return killed
  }

  end(): Promise<void> {
    return this.#browser.end()
  }

  /** A few actions; the last one's effects are under way when this ends, somewhere. */
  async #play(page: Page): Promise<string[]> {
    const did: string[] = []
    const actions = 1 + Math.floor(this.#draw() * 6)
    for (let left = actions; left > 0; left -= 1) {
      const anew = this.#draw() < 0.06
      did.push(await (anew ? beginAnew(page) : act(page, this.#draw)))
      if (left > 1) {
        await page.evaluate(() => window.cloudglass.idle())
        await this.#note(page)
      }
    }
    // The moment of the kill: after so many turns of the page's frames.
    const frames = Math.floor(this.#draw() ** 2 * 90)
    await page.evaluate(async (count) => {
      for (let n = 0; n < count; n += 1) await new Promise(requestAnimationFrame)
    }, frames)
    return did
  }

  /** Notes the hash of the place where the world rests. */
  async #note(page: Page): Promise<void> {
    const before = await standingOf(page)
    // In another future other things stand at the same place.
    if ((before.position ?? 0) < this.#position) this.#hashes.clear()
    this.#position = before.position ?? 0
    const hash = await page.evaluate(() => window.cloudglass.hash())
    const after = await standingOf(page)
    if (keyOf(before) === keyOf(after)) this.#hashes.set(keyOf(after), hash)
  }

  async #kill(page: Page, way: Way, hash: string): Promise<Page> {
    if (way === 'worker ended') {
      await page.evaluate(() => {
        window.lastWorker?.terminate()
        window.lastWorker?.dispatchEvent(new ErrorEvent('error', { message: 'ended' }))
      })
      await rested(page)
      return page
    }
    if (way === 'page closed') await page.close()
    else await this.#browser.kill()
    return this.#open(hash)
  }

  async #open(hash: string): Promise<Page> {
    const context = await this.#browser.context()
    const page = await context.newPage()
    await page.emulateMedia({ reducedMotion: this.#draw() < 0.5 ? 'reduce' : 'no-preference' })
    this.#heard = []
    await listen(context, page, (standing) => this.#heard.push(standing))
    await page.goto(`${this.#address}${hash}`)
    await rested(page)
    this.#page = page
    return page
  }

  /** What had been shown as saved is there. */
  #compare({ saved, after }: Killed, heard: readonly Standing[]): void {
    if (after.kept !== 'saved' && after.kept !== 'saving') throw new Error(`it is ${after.kept}`)
    if (this.#place.startsWith('#/learn/') && after.lesson === null)
      throw new Error('the lesson is gone')
    if (saved === null || saved.lesson !== after.lesson || saved.lesson === null) return
    const since = heard.slice(heard.lastIndexOf(saved))
    // Whoever began something again or went elsewhere left on purpose what was saved.
    const again = since.some(({ at, step, state }) => {
      const back = step !== saved.step && (at ?? 0) < (saved.at ?? 0)
      return back || (state === 'entering' && saved.state !== 'done')
    })
    if (again) return
    this.weighed += 1
    const ran = since.some(({ state, step }) => state === 'running' && step === after.step)
    const cut = ran && ['ready', 'asking'].includes(after.state ?? '')
    if (saved.step === after.step) {
      const fell = (RANK[after.state ?? ''] ?? 0) < (RANK[saved.state ?? ''] ?? 0)
      if (fell && !cut) throw new Error(`the step fell back to ${after.state}`)
      if (saved.predicted !== null && after.predicted === null)
        throw new Error('the prediction is lost')
      const fewer = (after.position ?? 0) < (saved.position ?? 0)
      if (fewer && !cut) throw new Error('an input is lost')
    } else if (!since.some(({ step }) => step === after.step)) {
      throw new Error('the step is another')
    }
  }

  /** The world is one that follows from its inputs, and the one that stood here before. */
  async #replay(page: Page, { after }: Killed): Promise<void> {
    const [hash, base64] = await page.evaluate(async () => {
      const { cloudglass } = window
      const bytes = await cloudglass.save()
      let text = ''
      for (const byte of bytes) text += String.fromCharCode(byte)
      return [await cloudglass.hash(), btoa(text)] as const
    })
    const loaded = load(Buffer.from(base64, 'base64'), NODE_HASHES)
    if (!loaded.ok) throw new Error(`the save cannot be read: ${loaded.error.message}`)
    const session = loaded.value
    const { now } = session
    session.seek(EPOCH)
    session.seek(now)
    if (session.cloud.hash() !== hash) throw new Error('a replay in Node gives another world')
    this.replayed += 1
    const stood = this.#hashes.get(keyOf(after))
    if (stood !== undefined) this.compared += 1
    if (stood !== undefined && stood !== hash)
      throw new Error('the world that stood here is another')
  }
}

const keyOf = ({ lesson, position, at }: Standing): string => `${lesson} ${position} ${at}`
const standingOf = (page: Page): Promise<Standing> =>
  page.evaluate(() => window.cloudglass.standing())

/** Waits until the page rests and all is kept. */
const rested = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await window.cloudglass.idle()
    while (window.cloudglass.standing().kept === 'saving') await new Promise(requestAnimationFrame)
  })

/** Hears of each change of what a page shows as kept, and can get at its worker. */
async function listen(
  context: BrowserContext,
  page: Page,
  heard: (standing: Standing) => void,
): Promise<void> {
  await page.exposeFunction('heardKept', heard)
  // What runs these tests keeps functions' names by a helper of its own, which the page has not.
  await page.addInitScript({ content: 'globalThis.__name = (named) => named' })
  await page.addInitScript(() => {
    window.Worker = class extends Worker {
      constructor(...how: ConstructorParameters<typeof Worker>) {
        super(...how)
        window.lastWorker = this
      }
    }
    let told = ''
    const look = () => {
      const shown = document.querySelector('[data-kept]')?.getAttribute('data-kept')
      const standing = window.cloudglass?.standing()
      const news = JSON.stringify(standing)
      if (standing === undefined || shown !== standing.kept || news === told) return
      told = news
      window.heardKept?.(standing)
    }
    new MutationObserver(look).observe(document, {
      ...{ attributes: true, subtree: true, childList: true, characterData: true },
    })
  })
  context.setDefaultTimeout(60_000)
}
