/**
 * The idle hook: tests wait on it and never sleep.
 *
 * `window.cloudglass.idle()` resolves when every question is answered and its frame is here, nothing plays,
 * the picture is at rest, the address is written, and the fonts are loaded, for two animation frames in a row.
 */
import { tick } from 'svelte'
import type { Page } from './page.svelte.ts'

declare global {
  interface Window {
    cloudglass: { idle(): Promise<void> }
  }
}

const STILL_FRAMES = 2

export function installIdleHook(page: Page, target: Window): void {
  const nextFrame = () => new Promise((resolve) => target.requestAnimationFrame(resolve))
  const still = () =>
    page.failure !== null ||
    (page.lab.quiet &&
      page.lab.clock?.playing === false &&
      !page.player.moving &&
      page.route.written)
  target.cloudglass = {
    async idle() {
      await target.document.fonts.ready
      for (let count = 0; count < STILL_FRAMES; count = still() ? count + 1 : 0) {
        await nextFrame()
        await tick()
      }
    },
  }
}
