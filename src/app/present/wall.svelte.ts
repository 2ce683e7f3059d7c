/**
 * The wall itself: its colours, whether it is black, whether the pointer rests, and that the screen stays awake.
 */
import { Echo, isClick, QUIET_MS, type WallAct, type WallKey, wallActOf } from './keys.ts'

/** Colours for a bright room, for a bad projector, for a dark room. */
export const LOOKS = ['light', 'contrast', 'dark'] as const
export type Look = (typeof LOOKS)[number]

/** The pointer is put away after this time of rest, ms. */
const POINTER_MS = 3000

/** What of a key's event is looked at. */
export interface WallKeyEvent
  extends WallKey,
    Pick<KeyboardEvent, 'repeat' | 'timeStamp' | 'preventDefault' | 'stopImmediatePropagation'> {
  readonly target: EventTarget | null
}

export class Wall {
  look = $state<Look>('light')
  /** Called when the presenter has chosen other colours. */
  onlook: (look: Look) => void = () => {}
  #chosen = false
  black = $state(false)
  /** whether the pointer has rested for a while */
  resting = $state(false)
  /** whether a press just now would be taken for an echo */
  echoing = $state(false)
  readonly #echo = new Echo()
  #timer: number | undefined
  #echoTimer: number | undefined
  #awake: WakeLockSentinel | null = null
  #over = false
  readonly #act: (act: WallAct) => void

  /** `act` is told what keys ask for; black and colours are the wall's own. */
  constructor(act: (act: WallAct) => void) {
    this.#act = act
  }

  /** Listens before any widget does. Returns what ends it. */
  listen(window: Window, root: HTMLElement): () => void {
    const key = (event: KeyboardEvent) => {
      const menu = window.document.querySelector(':popover-open') !== null
      this.press(event, menu)
    }
    const moved = () => this.#moved(window, root)
    const seen = () => void this.#stayAwake(window)
    const click = (event: MouseEvent) => {
      if (!this.black) return
      event.preventDefault()
      event.stopImmediatePropagation()
      this.black = false
    }
    window.addEventListener('keydown', key, { capture: true })
    window.addEventListener('click', click, { capture: true })
    window.addEventListener('pointermove', moved)
    window.document.addEventListener('visibilitychange', seen)
    moved()
    seen()
    root.dataset.wall = ''
    return () => {
      this.#over = true
      window.removeEventListener('keydown', key, { capture: true })
      window.removeEventListener('click', click, { capture: true })
      window.removeEventListener('pointermove', moved)
      window.document.removeEventListener('visibilitychange', seen)
      window.clearTimeout(this.#timer)
      window.clearTimeout(this.#echoTimer)
      void this.#awake?.release()
      delete root.dataset.wall
      delete root.dataset.resting
    }
  }

  /** A key is pressed: if it is the presenter's, nobody else hears of it. An open menu is closed by its own Escape. */
  press(event: WallKeyEvent, menu = false): void {
    const asked = wallActOf(event, isWidget(event.target))
    const act = asked === 'leave' && menu ? null : asked
    if (act === null && !this.black) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (event.repeat) return
    if (act === null || isClick(act)) {
      if (!this.#echo.passes(event.timeStamp)) return
      this.#quiet()
    }
    if (this.black) this.black = false
    else if (act !== null) this.do(act)
  }

  /** Does what a key or a button asks for. */
  do(act: WallAct): void {
    if (act === 'black') this.black = true
    else if (act === 'look') {
      this.#chosen = true
      this.look = LOOKS[(LOOKS.indexOf(this.look) + 1) % LOOKS.length] ?? 'light'
      this.onlook(this.look)
    } else this.#act(act)
  }

  /** Shows the colours that were chosen before, unless others have been since. */
  show(look: unknown): void {
    if (!this.#chosen) this.look = LOOKS.find((one) => one === look) ?? 'light'
  }

  #quiet(): void {
    clearTimeout(this.#echoTimer)
    this.echoing = true
    this.#echoTimer = Number(
      setTimeout(() => {
        this.echoing = false
      }, QUIET_MS),
    )
  }

  #moved(window: Window, root: HTMLElement): void {
    this.resting = false
    delete root.dataset.resting
    window.clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => {
      this.resting = true
      root.dataset.resting = ''
    }, POINTER_MS)
  }

  /** Asked again whenever the page is seen again: the browser lets go of it meanwhile. Not everywhere is there one. */
  async #stayAwake({ document, navigator }: Window): Promise<void> {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    try {
      const awake = await navigator.wakeLock.request('screen')
      if (this.#over) await awake.release()
      else this.#awake = awake
    } catch {
      // A battery that is low, or a policy, says no: then the screen sleeps when it would.
    }
  }
}

const WIDGETS =
  'a, button, input, select, textarea, summary, [role=grid], [role=gridcell], [tabindex="0"]'
const isWidget = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(WIDGETS) !== null
