/**
 * Where the page is, kept in its address: the room, what is selected, and the instant when it is at rest.
 *
 * Selecting is part of the address, so a link carries it, and Back of the browser undoes a change of room. The
 * address follows the place at most once in half a second, and the newest place wins: Safari throws above some
 * hundred changes in 30 seconds, and a scrub rests more often.
 */
import type { Instant } from '../cloud/kernel/instant.ts'
import type { Ref } from '../cloud/kernel/ref.ts'
import { HOME, hasInstant, hasSteps, type Place, type Room, readHash, writeHash } from './hash.ts'

/** The least time between two changes of the address, ms. */
const QUIET_MS = 500

/** What the route needs of the window. */
export interface RouteWindow
  extends Pick<Window, 'addEventListener' | 'removeEventListener' | 'setTimeout' | 'clearTimeout'> {
  readonly location: Pick<Location, 'hash'>
  readonly history: Pick<History, 'pushState' | 'replaceState'>
  readonly performance: Pick<Performance, 'now'>
}

export class Route {
  place = $state.raw<Place>(HOME)
  readonly #window: RouteWindow
  #wroteMs = Number.NEGATIVE_INFINITY
  /** the address as it was last read or written here */
  #known: string
  #timer: number | null = null
  /** Called when the place was changed to another room or world, by the page or from outside. */
  onmove: () => void = () => {}

  constructor(page: RouteWindow) {
    this.#window = page
    // A world that begins has not come to the instant of an old address yet.
    this.#known = page.location.hash
    const { at, ...place } = readHash(this.#known)
    this.place = { ...place, at: null }
    if (at !== null) this.#write()
  }

  get room(): Room {
    return this.place.room
  }

  /** The lesson whose world it is, or null. */
  get lesson(): string | null {
    return this.place.lesson
  }

  get selected(): Ref | null {
    return this.place.select
  }

  /** Whether the address is the place's; it may lag by half a second. */
  get written(): boolean {
    return this.#timer === null
  }

  /** Follows the address when it is changed from outside. Returns what ends it. */
  listen(): () => void {
    const read = () => {
      this.#cancel()
      this.#known = this.#window.location.hash
      this.place = readHash(this.#known)
      this.onmove()
    }
    this.#window.addEventListener('hashchange', read)
    return () => this.#window.removeEventListener('hashchange', read)
  }

  /** Goes to a room, of a lesson's world where one is named. Back of the browser leads back. */
  goTo(room: Room, lesson: string | null = null, step: string | null = null): void {
    const { place } = this
    if (room === place.room && lesson === place.lesson) return
    if (!this.written) this.#write()
    // A presentation has a world of its own: what was selected there, and when, is of no use elsewhere.
    const same = hasInstant(room) && hasInstant(place.room) && lesson === place.lesson
    this.place = same ? { ...place, room, step } : { ...HOME, room, lesson, step }
    this.#window.history.pushState(null, '', writeHash(this.place))
    this.#known = this.#window.location.hash
    this.onmove()
  }

  /** Notes which lesson and step are on the screen. */
  stepAt(lesson: string, step: string | null): void {
    const { place } = this
    if (!hasSteps(place.room) || (place.lesson === lesson && place.step === step)) return
    this.#replace({ ...place, lesson, step })
  }

  select(select: Ref | null): void {
    this.#replace({ ...this.place, select })
  }

  /** Notes the instant that the picture rests at. */
  restAt(at: Instant): void {
    if (!hasInstant(this.place.room)) return
    this.#replace({ ...this.place, at: at === 0 ? null : at })
  }

  #replace(place: Place): void {
    this.place = place
    if (this.#timer !== null) return
    const waitMs = this.#wroteMs + QUIET_MS - this.#window.performance.now()
    if (waitMs <= 0) this.#write()
    else this.#timer = this.#window.setTimeout(() => this.#write(), waitMs)
  }

  #write(): void {
    this.#cancel()
    this.#wroteMs = this.#window.performance.now()
    // Somebody has gone elsewhere, and the news of it is on its way: what would be written is of the place they left.
    if (this.#window.location.hash !== this.#known) return
    this.#window.history.replaceState(null, '', writeHash(this.place))
    this.#known = this.#window.location.hash
  }

  #cancel(): void {
    if (this.#timer !== null) this.#window.clearTimeout(this.#timer)
    this.#timer = null
  }
}
