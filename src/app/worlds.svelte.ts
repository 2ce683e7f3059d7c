/**
 * Which world the page has open: a lesson's, or the sandbox's own. Each is opened where it was left.
 *
 * A lesson's world is the same in its step and in the sandbox beside it, so going there and back opens nothing
 * anew. The catalogue and the settings leave the open world as it is.
 */
import type { OpenOptions } from '../bridge/protocol.ts'
import { after, EPOCH, seconds } from '../cloud/kernel/instant.ts'
import { SCENES } from '../scenes/registry.ts'
import { ACCOUNT } from './account.ts'
import { hasWorld, type Place } from './hash.ts'
import { catalogue, loadLesson } from './learn/catalogue.ts'
import type { HashedLesson } from './learn/classroom.svelte.ts'
import type { Page } from './page.svelte.ts'

/** A world has run this long when it is first shown, so that there is a `just before` of the first call. */
const LEAD_IN = after(EPOCH, seconds(1))
const SANDBOX: OpenOptions = { seed: 'sandbox', scenario: 'region' }

export class Worlds {
  /** the lesson whose world is open; null for the sandbox's own */
  lesson = $state.raw<string | null>(null)
  /** whether a world is open at all */
  open = $state(false)
  readonly #page: Page
  /** counts the worlds asked for: what comes late belongs to none */
  #turn = 0

  constructor(page: Page) {
    this.#page = page
  }

  /** Sees to it that the world of a place is open. Rejects when it cannot be opened. */
  async show(place: Place): Promise<void> {
    if (!hasWorld(place.room)) return
    const id = place.lesson ?? (place.room === 'learn' ? this.#home() : null)
    if (this.open && id === this.lesson) return
    this.#turn += 1
    const turn = this.#turn
    this.open = true
    this.lesson = id
    this.#page.classroom.close()
    const taken = id === null ? null : await loadLesson(id)
    if (turn !== this.#turn) return
    await this.#open(taken === null ? SANDBOX : optionsOf(taken))
    if (turn !== this.#turn || taken === null) return
    await this.#page.classroom.open(taken, null)
  }

  /** The lesson to go on with when the address names none. */
  #home(): string {
    return this.lesson ?? catalogue[0]?.id ?? ''
  }

  async #open(options: OpenOptions): Promise<void> {
    const { lab, selection, steer } = this.#page
    await lab.open(options)
    await steer.seek(LEAD_IN)
    steer.held = false
    for (const view of SCENES.region.views) lab.watch(view, view, { account: ACCOUNT })
    lab.watch('lifecycle', 'lifecycle', {})
    selection.follow()
  }
}

/** How a lesson's world is begun. */
function optionsOf({ lesson: { world, files } }: HashedLesson): OpenOptions {
  const { seed, scenario, epoch, setUp } = world
  return { seed, scenario, setUp, files, ...(epoch === null ? {} : { epoch }) }
}
