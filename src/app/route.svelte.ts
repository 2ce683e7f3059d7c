/**
 * Where the page is, kept in its address: the room, what is selected, and the instant when it is at rest.
 *
 * Selecting is part of the address, so a link carries it, and Back of the browser undoes a change of room.
 */
import type { Instant } from '../cloud/kernel/instant.ts'
import type { Ref } from '../cloud/kernel/ref.ts'
import { type Place, type Room, readHash, writeHash } from './hash.ts'

export class Route {
  place = $state.raw<Place>({ room: 'learn', at: null, select: null })
  readonly #window: Window

  constructor(page: Window) {
    this.#window = page
    this.place = readHash(page.location.hash)
  }

  get room(): Room {
    return this.place.room
  }

  get selected(): Ref | null {
    return this.place.select
  }

  /** Follows the address when it is changed from outside. Returns what ends it. */
  listen(): () => void {
    const read = () => {
      this.place = readHash(this.#window.location.hash)
    }
    this.#window.addEventListener('hashchange', read)
    return () => this.#window.removeEventListener('hashchange', read)
  }

  goTo(room: Room): void {
    if (room === this.place.room) return
    this.place = { ...this.place, room }
    this.#window.history.pushState(null, '', writeHash(this.place))
  }

  select(select: Ref | null): void {
    this.#replace({ ...this.place, select })
  }

  /** Notes the instant that the picture rests at. */
  restAt(at: Instant): void {
    this.#replace({ ...this.place, at: at === 0 ? null : at })
  }

  #replace(place: Place): void {
    this.place = place
    this.#window.history.replaceState(null, '', writeHash(place))
  }
}
