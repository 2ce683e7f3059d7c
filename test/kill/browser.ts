/**
 * A Chromium of our own with a profile that outlives it, so that its processes can be ended as a power button ends
 * them: no page of it hears of it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { CHROMIUM_ARGS, ensureChromium } from '../../tools/browser.mjs'

const LISTENS = /DevTools listening on (ws:\S+)/

export class MortalBrowser {
  readonly #profile = mkdtempSync(join(tmpdir(), 'cloudglass-kill-'))
  #child: ChildProcess | null = null
  #browser: Browser | null = null

  /** The profile's own context; a browser that was ended is started again. */
  async context(): Promise<BrowserContext> {
    if (this.#browser === null) {
      const child = spawn(
        ensureChromium(),
        [
          ...CHROMIUM_ARGS,
          ...['--headless=new', '--remote-debugging-port=0', '--no-first-run'],
          `--user-data-dir=${this.#profile}`,
          'about:blank',
        ],
        { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
      )
      this.#child = child
      this.#browser = await chromium.connectOverCDP(await addressOf(child))
    }
    const [context] = this.#browser.contexts()
    if (context === undefined) throw new Error('the browser has no context')
    return context
  }

  /** Ends every process of the browser at once. */
  async kill(): Promise<void> {
    const [child, browser] = [this.#child, this.#browser]
    this.#child = null
    this.#browser = null
    if (child?.pid === undefined) return
    const ended = once(child, 'exit')
    process.kill(-child.pid, 'SIGKILL')
    await ended
    await browser?.close()
  }

  async end(): Promise<void> {
    await this.kill()
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  let said = ''
  for await (const chunk of child.stderr ?? []) {
    said += String(chunk)
    const address = LISTENS.exec(said)?.[1]
    if (address !== undefined) return address
  }
  throw new Error(`the browser did not start: ${said}`)
}
