/** The widget's entry: no font is fetched, and no worker until somebody presses something. */
import '../ui/tokens.css'
import '../ui/base.css'
import './embed.css'
import { catalogue } from 'virtual:lessons'
import { mount, tick } from 'svelte'
import { LabClient } from '../bridge/client.ts'
import { installHooks } from './hooks.ts'
import { Host } from './host.ts'
import { Live } from './live.ts'
import { readParams, type Warning } from './params.ts'
import { heightAt } from './size.ts'
import { talk } from './talk.ts'
import Widget from './Widget.svelte'
import { Widget as State } from './widget.svelte.ts'

const makeWorker = () =>
  new Worker(new URL('../bridge/worker.ts', import.meta.url), { type: 'module' })

/** Frames are asked for only while the picture moves. */
function beatsOf(page: Window) {
  const reduced = page.matchMedia('(prefers-reduced-motion: reduce)')
  return {
    request: (callback: (ms: number) => void) => page.requestAnimationFrame(callback),
    cancel: (handle: number) => page.cancelAnimationFrame(handle),
    reducedMotion: () => reduced.matches,
  }
}

async function start(target: HTMLElement): Promise<void> {
  const { params, warnings } = readParams(location.search, catalogue)
  const widget = new State(new LabClient(makeWorker), beatsOf(window), params, warnings)
  const warn = (warning: Warning) => console.warn(widget.words.warned(warning))
  warnings.forEach(warn)
  widget.onwarning = warn
  document.documentElement.lang = params.lang
  const host = new Host(
    window,
    (message, origin) => window.parent.postMessage(message, origin),
    params.host,
  )
  const live = new Live()
  live.onother = () => void widget.freeze()
  widget.world.onwake = () => live.begin()
  talk(widget, host)
  installHooks(widget, window)
  mount(Widget, { target, props: { widget } })
  new IntersectionObserver((entries) => {
    void widget.seen(entries.some(({ isIntersecting }) => isIntersecting))
  }).observe(target)
  let wide = 0
  new ResizeObserver(() => {
    const { innerWidth: width } = window
    if (width === wide) return
    wide = width
    host.say({ type: 'resize', width, height: heightAt(width) })
  }).observe(target)
  await widget.show(params.lesson, params.step)
  await tick()
  host.say({ type: 'ready', lesson: widget.lesson, step: widget.stepId })
}

const target = document.getElementById('widget')
if (target !== null) void start(target)
