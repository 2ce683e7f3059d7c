/**
 * The idle hook: tests wait on it and never sleep.
 *
 * `window.cloudglass.idle()` resolves when every question is answered and its frame is here, nothing plays,
 * the picture is at rest, the lesson waits for the person, the address is written, and the fonts are loaded, for two animation frames in a row.
 */
import { tick } from 'svelte'
import { hasWorld } from './hash.ts'
import type { Page } from './page.svelte.ts'

const STILL_FRAMES = 2

/** Waits until the page shows all that was asked for and rests. */
export function idleHook(page: Page, target: Window): () => Promise<void> {
  const nextFrame = () => new Promise((resolve) => target.requestAnimationFrame(resolve))
  const still = () =>
    page.failure !== null ||
    (page.lab.quiet &&
      page.keeping.ready &&
      // A page without a world rests without a clock.
      (page.lab.clock === null ? !hasWorld(page.route.room) : !page.lab.clock.playing) &&
      !page.player.moving &&
      !page.terminal.busy &&
      !page.classroom.busy &&
      page.presentation?.busy !== true &&
      !page.echoing &&
      !page.worlds.opening &&
      page.route.written)
  return async () => {
    await target.document.fonts.ready
    for (let count = 0; count < STILL_FRAMES; count = still() ? count + 1 : 0) {
      await nextFrame()
      await tick()
    }
  }
}
