/** For tests: a scripted client of the bridge, the frames it sends, and a window without a browser. */
import { WorkerLost } from '../bridge/client.ts'
import type { ClockView, Frame, OpenOptions, Salvage } from '../bridge/protocol.ts'
import type { Answer, CallRequest, Members } from '../cloud/call.ts'
import type { EventRecord } from '../cloud/kernel/events.ts'
import { type Instant, instant } from '../cloud/kernel/instant.ts'
import type { Ref } from '../cloud/kernel/ref.ts'
import { fail, ok } from '../cloud/kernel/result.ts'
import type { LabPort } from '../stage/port.ts'
import type { PageWindow } from './page.svelte.ts'

/** A client that does what it is told to, and notes what was asked of it. */
export class FakePort implements LabPort {
  onframe: LabPort['onframe'] = () => {}
  ondeath: LabPort['ondeath'] = () => {}
  oninput: LabPort['oninput'] = () => {}
  /** `seek 5`, `play beat`, `watch inspect#2`, … */
  readonly asked: string[] = []
  /** what the next questions about time do, in order; then they are done at once */
  readonly steered: (() => Promise<void>)[] = []
  answer: (request: CallRequest) => Promise<Answer> = () => Promise.reject(new Error('no answer'))

  open = (_options?: OpenOptions) => this.#steer('open')
  openSalvage = async (_salvage?: Salvage) => {
    await this.#steer('openSalvage')
    return null
  }
  call = (request: CallRequest) => this.answer(request)
  peek = (request: CallRequest) => this.answer(request)
  look: LabPort['look'] = () => Promise.reject(new Error('no answer'))
  watch = (key: string) => void this.asked.push(`watch ${key}`)
  unwatch = (key: string) => void this.asked.push(`unwatch ${key}`)
  play: LabPort['play'] = ({ until }) => this.#steer(`play ${until}`)
  pause = () => this.#steer('pause')
  step: LabPort['step'] = (direction, by) => this.#steer(`step ${direction} ${by}`)
  seek = (at: Instant) => this.#steer(`seek ${at}`)
  latest = () => this.#steer('latest')
  backTo = (at: Instant, position: number) => this.#steer(`backTo ${at} ${position}`)
  otherFuture = () => this.#steer('otherFuture')
  fork = () => this.#steer('fork')
  save = () => Promise.resolve(new Uint8Array([7]))
  openSave: LabPort['openSave'] = async (bytes) => {
    this.asked.push(`openSave ${bytes}`)
    if (bytes[0] !== 7) return fail('save.unreadable', 'This is no save.')
    return ok(clockAt(0))
  }
  secretOf = () => Promise.resolve('secret')
  hash = () => Promise.resolve('hash')

  #steer(what: string): Promise<void> {
    this.asked.push(what)
    return this.steered.shift()?.() ?? Promise.resolve()
  }
}

/** What a question ends in when the worker dies of it. */
export const lost = (): Promise<never> => Promise.reject(new WorkerLost('it died'))
/** What a question ends in when the page itself is at fault. */
export const broken = (): Promise<never> => Promise.reject(new TypeError('a fault of the page'))

export const clockAt = (upTo: number, more: Partial<ClockView> = {}): ClockView => ({
  upTo: instant(upTo),
  head: instant(upTo),
  playing: false,
  pace: 1,
  behindMs: 0,
  pausedAt: null,
  position: 0,
  otherFuture: false,
  floor: instant(0),
  epoch: '2026-01-01T09:00:00Z',
  ...more,
})

export const frameAt = (upTo: number, more: Partial<Frame> = {}): Frame => ({
  clock: clockAt(upTo),
  views: {},
  events: [],
  restart: false,
  save: null,
  ...more,
})

export const happened = (
  seq: number,
  at: number,
  type: string,
  subjects: readonly Ref[] = [],
  cause: number | null = null,
): EventRecord => ({ seq, at: instant(at), type, subjects, cause, detail: {} })

export const answered = (at: number, event: number | null, value: Members): Answer => ({
  requestId: `r-${event}`,
  at: instant(at),
  event,
  result: { ok: true, value },
})

/** A window with a clock and timers that the test moves. Motion is reduced: the picture jumps. */
export class FakeWindow implements PageWindow {
  readonly location = { hash: '' }
  /** the addresses written, in order */
  readonly written: string[] = []
  nowMs = 0
  #due: { readonly id: number; readonly atMs: number; readonly run: () => void }[] = []
  #ids = 0
  #heard: (readonly [string, EventListenerOrEventListenerObject])[] = []
  readonly performance = { now: () => this.nowMs }
  readonly document = { documentElement: { dataset: {} } as HTMLElement }
  readonly history = {
    pushState: (_data: unknown, _unused: string, url?: string | URL | null) => this.#go(url),
    replaceState: (_data: unknown, _unused: string, url?: string | URL | null) => this.#go(url),
  }

  constructor(hash = '') {
    this.location.hash = hash
  }

  readonly #stored = new Map<string, string>()
  readonly localStorage = {
    getItem: (name: string) => this.#stored.get(name) ?? null,
    setItem: (name: string, value: string) => void this.#stored.set(name, value),
    removeItem: (name: string) => void this.#stored.delete(name),
  }
  matchMedia = () => ({ matches: true })
  requestAnimationFrame = () => 0
  cancelAnimationFrame = () => {}
  addEventListener = (type: string, hear: EventListenerOrEventListenerObject) => {
    this.#heard.push([type, hear])
  }
  removeEventListener = (type: string, hear: EventListenerOrEventListenerObject) => {
    this.#heard = this.#heard.filter(([of, one]) => of !== type || one !== hear)
  }
  clearTimeout = (id?: number) => {
    this.#due = this.#due.filter((one) => one.id !== id)
  }
  setTimeout = (handler: TimerHandler, delayMs = 0): number => {
    this.#ids += 1
    const run = typeof handler === 'function' ? () => void handler() : () => {}
    this.#due.push({ id: this.#ids, atMs: this.nowMs + delayMs, run })
    return this.#ids
  }

  /** Tells those who listen of an event. */
  tell(type: string): void {
    for (const [of, hear] of this.#heard) {
      if (of === type && typeof hear === 'function') hear(new Event(type))
    }
  }

  /** Lets wall time pass. */
  pass(ms: number): void {
    this.nowMs += ms
    const due = this.#due.filter(({ atMs }) => atMs <= this.nowMs)
    this.#due = this.#due.filter(({ atMs }) => atMs > this.nowMs)
    for (const { run } of due) run()
  }

  #go(url?: string | URL | null): void {
    this.location.hash = String(url)
    this.written.push(String(url))
  }
}
