/**
 * What was done in the world, and whether it is of this future: a branch leaves what came after it, and whoever
 * returns to the other future has it again.
 *
 * It follows the worker's session, which keeps one other future. Going back and forth in time changes nothing here.
 */
import type { PlacedInput } from '../bridge/protocol.ts'
import type { CallRequest } from '../cloud/call.ts'
import type { Instant } from '../cloud/kernel/instant.ts'

/** A place in a future: an instant, and how many inputs had been taken by then. */
interface Place {
  readonly at: Instant
  readonly position: number
}

/** Something that was done, at its place. */
export class Deed implements Place {
  readonly at: Instant
  readonly position: number
  /** whether it is of a future that was left */
  undone = $state(false)

  constructor({ at, position }: Place) {
    this.at = at
    this.position = position
  }
}

export class Futures {
  /** what was done in this future */
  #here: Deed[] = []
  /** where the other future leaves this one, and what was done in it from there on */
  #other: { readonly place: Place; readonly deeds: readonly Deed[] } | null = null
  readonly #calls = new WeakMap<CallRequest, Deed>()

  /** The world took a call. `branched` says whether that left a known future. */
  take({ at, position, request }: PlacedInput, branched: boolean): void {
    if (branched) this.leave({ at, position })
    this.#calls.set(request, this.#add({ at, position: position + 1 }))
  }

  /** What a call was; undefined for one that the world did not take. */
  of(request: CallRequest): Deed | undefined {
    return this.#calls.get(request)
  }

  /** Something is done by an instant, with all that was called for in this future. */
  note(at: Instant): Deed {
    return this.#add({ at, position: this.#here.at(-1)?.position ?? 0 })
  }

  /** What was done after a place is of the other future from now on. */
  leave(place: Place): void {
    const isAfter = ({ at, position }: Deed) => at > place.at || position > place.position
    const deeds = this.#here.filter(isAfter)
    this.#here = this.#here.filter((deed) => !isAfter(deed))
    for (const deed of deeds) deed.undone = true
    this.#other = { place, deeds }
  }

  /** The other future is this one now, and this one the other. */
  change(): void {
    if (this.#other === null) return
    const { place, deeds } = this.#other
    this.leave(place)
    for (const deed of deeds) deed.undone = false
    this.#here.push(...deeds)
  }

  /** Another world is opened: what was done in the one before can neither be undone nor come back. */
  forget(): void {
    this.#here = []
    this.#other = null
  }

  #add(place: Place): Deed {
    const deed = new Deed(place)
    this.#here.push(deed)
    return deed
  }
}
