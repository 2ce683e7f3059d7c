/**
 * What is selected, everywhere the same: in the address, in the picture, in the inspector.
 *
 * The address holds it; this asks the cloud for what the inspector shows of it.
 */
import { parseRef, type Ref } from '../cloud/kernel/ref.ts'
import type { InspectView, RegionView } from '../cloud/views/types.ts'
import { ACCOUNT } from '../stage/account.ts'
import type { LabStore } from '../stage/lab.svelte.ts'
import type { Player } from '../stage/player.svelte.ts'
import type { Steer } from '../stage/steer.svelte.ts'
import { thingName } from './describe/sentences.ts'
import type { Speaker } from './describe/speaker.svelte.ts'
import type { Route } from './route.svelte.ts'
import { words } from './words.ts'

export interface SelectionParts {
  readonly lab: LabStore
  readonly player: Player
  readonly route: Route
  readonly speaker: Speaker
  readonly steer: Steer
  readonly region: RegionView | null
}

export class Selection {
  /** counts the selections made, so that an equal one is seen as well */
  turn = $state(0)
  readonly #parts: SelectionParts
  #watched: Ref | null = null

  constructor(parts: SelectionParts) {
    this.#parts = parts
  }

  /** What the inspector shows; null while it is asked for, and where the thing is not there. */
  get inspected(): InspectView | null {
    return (this.#parts.lab.views.inspect as InspectView | null | undefined) ?? null
  }

  /** Selects a thing everywhere, or nothing. */
  select(ref: Ref | null): void {
    const { region, route, speaker } = this.#parts
    this.turn += 1
    route.select(ref)
    this.#inspect(ref)
    if (ref !== null) speaker.say(words.speech.selected(thingName(region, ref)))
  }

  /** The address was changed from outside, or the world has begun: follow it. */
  follow(): void {
    const { lab, player, route, steer } = this.#parts
    const { at, select } = route.place
    this.#inspect(select)
    const head = lab.clock?.head
    if (at !== null && head !== undefined && at <= head && at !== player.now) void steer.seek(at)
  }

  #inspect(ref: Ref | null): void {
    if (ref === this.#watched) return
    this.#watched = ref
    const { lab } = this.#parts
    if (ref === null || parseRef(ref) === null) lab.unwatch('inspect')
    else lab.watch('inspect', 'inspect', { account: ACCOUNT, ref })
  }
}
