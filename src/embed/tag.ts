/**
 * `<cloudglass-lab lesson="eight-seconds" step="choose">`: a widget in another page.
 *
 * Its children (a picture, a sentence, a link) are what is shown without script, in print, and until the widget is
 * there; they also give it its box, so nothing moves when it comes. The frame is made when it is seen. Attributes and
 * the widget follow each other; what the widget says is sent on as `cloudglass-step`, `cloudglass-complete`, ….
 */
import { ATTRIBUTES, type Attributes, frameAddress, messagesFor, reflected } from './tagLogic.ts'
import { Mail, type Message } from './tagMail.ts'

const BASE = import.meta.url
const ORIGIN = new URL(BASE).origin
const VERSION = 1
/** The attributes that say what is shown: what was asked of a widget with others is not meant for this one. */
const SHOWN = ['lesson', 'step', 'at'] as const

/** In a sheet of its own, which no host's policy on styles forbids. */
const SHEET = new CSSStyleSheet()
SHEET.replaceSync(`
:host { display: block; position: relative; min-block-size: 240px }
:host([hidden]) { display: none }
iframe { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; border: 0; opacity: 0; pointer-events: none }
:host(:state(ready)) iframe { opacity: 1; pointer-events: auto }
:host(:state(ready)) slot { visibility: hidden }
@media print {
  iframe { display: none }
  :host(:state(ready)) slot { visibility: visible }
}`)

class CloudglassLab extends HTMLElement {
  static observedAttributes = [...ATTRIBUTES]
  readonly #internals = this.attachInternals()
  readonly #seen = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) this.#make()
  })
  #frame: HTMLIFrameElement | null = null
  /** the attributes as the widget knows them */
  #known: Attributes = {}
  #changing = false
  readonly #mail = new Mail((message) => this.#send(message))

  constructor() {
    super()
    const root = this.attachShadow({ mode: 'open' })
    root.adoptedStyleSheets = [SHEET]
    root.append(document.createElement('slot'))
  }

  connectedCallback(): void {
    addEventListener('message', this)
    this.#seen.observe(this)
  }

  disconnectedCallback(): void {
    removeEventListener('message', this)
    this.#seen.disconnect()
    this.#drop()
    this.#mail.close()
  }

  /** Changes of one turn are told together. */
  attributeChangedCallback(): void {
    if (this.#frame === null || this.#changing) return
    this.#changing = true
    queueMicrotask(() => {
      this.#changing = false
      if (this.#frame === null) return
      const [before, after] = [this.#known, this.#attributes]
      const messages = messagesFor(before, after)
      this.#known = after
      const ready = this.#internals.states.has('ready')
      const changed = (name: string) => before[name] !== after[name]
      // The address of a frame made anew says it all: nothing that has changed is held for it.
      if (messages === null || (!ready && ATTRIBUTES.some(changed))) {
        if (SHOWN.some(changed)) this.#mail.close()
        this.#drop()
        this.#make()
      } else for (const message of messages) this.#send(message)
    })
  }

  play = (): void => this.#mail.post({ type: 'play' })
  pause = (): void => this.#mail.post({ type: 'pause' })
  reset = (): void => this.#mail.post({ type: 'reset' })
  step = (direction = 1): void => this.#mail.post({ type: 'step', direction })
  seek = (at: number): void => this.#mail.post({ type: 'seek', at })
  setState = (state: unknown): void => this.#mail.post({ type: 'setState', state })

  /** The widget as it is, for `setState` of another. Rejects with an `Error` where it is not there, or goes away. */
  async getState(): Promise<unknown> {
    if (!this.isConnected) throw new Error('The widget is not in a page.')
    this.#make()
    return this.#mail.ask('getState')
  }

  handleEvent({ data, origin, source }: MessageEvent): void {
    const frame = this.#frame
    if (frame === null || source !== frame.contentWindow || origin !== ORIGIN) return
    if (data?.cloudglass !== VERSION) return
    const { cloudglass: _, type, ...detail } = data
    if (type === 'ready') {
      this.#internals.states.add('ready')
      this.#mail.open()
    }
    this.#mail.take(data)
    if (type === 'state') return
    this.#reflect(reflected(this.#known, data))
    this.dispatchEvent(new CustomEvent(`cloudglass-${type}`, { detail, bubbles: true }))
  }

  get #attributes(): Attributes {
    return Object.fromEntries(ATTRIBUTES.map((name) => [name, this.getAttribute(name)]))
  }

  #reflect(attributes: Attributes): void {
    this.#known = attributes
    for (const name of ATTRIBUTES) {
      const value = attributes[name] ?? null
      if (value === this.getAttribute(name)) continue
      if (value === null) this.removeAttribute(name)
      else this.setAttribute(name, value)
    }
  }

  #send(message: Message): void {
    this.#frame?.contentWindow?.postMessage({ cloudglass: VERSION, ...message }, ORIGIN)
  }

  #make(): void {
    if (this.#frame !== null) return
    this.#known = this.#attributes
    const frame = document.createElement('iframe')
    frame.src = frameAddress(BASE, this.#known, location.origin)
    frame.title = this.title || 'Cloudglass'
    this.#frame = frame
    this.shadowRoot?.append(frame)
  }

  #drop(): void {
    this.#frame?.remove()
    this.#frame = null
    // What a widget that was not yet there was asked is asked of the next, where that shows the same.
    if (this.#internals.states.delete('ready')) this.#mail.close()
  }
}

customElements.define('cloudglass-lab', CloudglassLab)
