/** What a widget gives to tests: `window.cloudglass.idle()` resolves when it shows all that was asked for, and waits. */
import { tick } from 'svelte'
import type { Widget } from './widget.svelte.ts'

const STILL_FRAMES = 2

export function installHooks(widget: Widget, target: Window): void {
  const nextFrame = () => new Promise((resolve) => target.requestAnimationFrame(resolve))
  const idle = async () => {
    for (let count = 0; count < STILL_FRAMES; count = widget.idle ? count + 1 : 0) {
      await nextFrame()
      await tick()
    }
  }
  Object.assign(target, { cloudglass: { idle } })
}
