/**
 * Which world the page has open: a lesson's, or the sandbox's own. Each is opened where it was left.
 *
 * A lesson's world is the same in its step and in the sandbox beside it, so going there and back opens nothing
 * anew. The catalogue and the settings leave the open world as it is.
 */
import { WorkerLost } from '../bridge/client.ts'
import type { OpenOptions } from '../bridge/protocol.ts'
import { EPOCH, instant, LAST_INSTANT } from '../cloud/kernel/instant.ts'
import type { Result } from '../cloud/kernel/result.ts'
import type { RegionView } from '../cloud/views/types.ts'
import type { KeptWorld } from '../keep/keep.ts'
import type { HashedLesson } from '../lesson/catalogue.ts'
import { LEAD_IN } from '../lesson/opening.ts'
import type { Progress } from '../lesson/progress.ts'
import { SCENES } from '../scenes/registry.ts'
import { ACCOUNT } from '../stage/account.ts'
import { passLost } from '../stage/lost.ts'
import { optionsOf, SANDBOX } from '../stage/opening.ts'
import { maybeBefore } from './before.ts'
import { hasWorld, type Place } from './hash.ts'
import type { Kept } from './keeping.svelte.ts'
import { catalogue, expectLesson, firstPicture, isThere, loadLesson } from './learn/catalogue.ts'
import type { Page } from './page.svelte.ts'
import { keptName } from './presented.ts'
import { words } from './words.ts'

export class Worlds {
  /** the lesson whose world is open; null for the sandbox's own */
  lesson = $state.raw<string | null>(null)
  /** whether a world is open at all */
  open = $state(false)
  /** whether one is being fetched or begun */
  opening = $state(false)
  /** whether the lesson's world is a presentation's, which leaves the learner's own alone */
  presented = $state(false)
  /** the region as the world that is being begun will show it */
  awaited = $state.raw<RegionView | null>(null)
  readonly #page: Page
  /** the lesson that it is of */
  #pictured: string | null = null
  /** counts the worlds asked for: what comes late belongs to none */
  #turn = 0
  /** the place that was asked for last, and the opening of its world */
  #place: Place | null = null
  #opened: Promise<void> = Promise.resolve()

  constructor(page: Page) {
    this.#page = page
  }

  /** Sees to it that the world of a place is open. Rejects when it cannot be opened. */
  async show(place: Place): Promise<void> {
    this.#place = place
    if (!hasWorld(place.room)) return
    const id = place.lesson ?? (place.room === 'learn' ? this.#home() : null)
    const { room, step } = place
    const presented = room === 'present' && id !== null
    const there = this.open && id === this.lesson && presented === this.presented
    this.presented = presented
    if (!there) this.#opened = this.#ask(id, false)
    await this.#opened
    // A link that came meanwhile is followed by itself.
    if (place !== this.#place && this.#place?.step !== null) return
    if (presented) return this.#page.presentation?.goTo(step)
    if (step === null || id === null || id !== this.lesson) return
    // A step that lies ahead is gone to, with the world that it begins in; nobody's way is undone by a link.
    const { classroom, route } = this.#page
    await classroom.know(step)
    if (classroom.lesson?.id === id) route.stepAt(id, classroom.step?.id ?? null)
  }

  /** What a place will need is fetched while it is read where somebody was: the first lesson, where none is named. */
  async expect({ room, lesson, step }: Place): Promise<void> {
    if (room !== 'learn') return
    const { classroom, route, window } = this.#page
    const id = lesson ?? catalogue[0]?.id ?? ''
    expectLesson(id)
    // Where nobody has been before, nothing else can stand there soon.
    if (step === null && !maybeBefore(window)) {
      const picture = await firstPicture(id)
      const { place } = route
      if (this.#turn === 0 && place.room === room && place.lesson === lesson)
        this.#picture(id, picture)
    }
    // After the picture: reading it in takes a slow processor as long as drawing that.
    classroom.expect()
  }

  /** Begins the open world anew, and its lesson with it. */
  async reset(): Promise<void> {
    this.#page.lab.futures.leave({ at: EPOCH, position: 0 })
    this.#opened = this.#ask(this.lesson, true)
    await this.#opened
  }

  /** What is kept has become another: the next place that has a world opens it anew. */
  leave(): void {
    this.#turn += 1
    this.open = false
    this.awaited = null
    this.#page.close()
  }

  async #ask(id: string | null, anew: boolean): Promise<void> {
    this.#turn += 1
    const turn = this.#turn
    const wanted = () => turn === this.#turn
    this.open = true
    this.lesson = id
    this.opening = true
    if (id !== this.#pictured) this.awaited = null
    this.#page.failure = null
    try {
      await this.#show(id, anew, wanted)
    } catch (error) {
      // The next one asked for ends the worker of this one.
      if (!wanted()) return passLost(error)
      this.open = false
      throw error
    } finally {
      if (wanted()) {
        this.opening = false
        this.awaited = null
      }
    }
  }

  /** Opens a lesson's world and the lesson, or the sandbox, as long as it is still wanted. */
  async #show(id: string | null, anew: boolean, wanted: () => boolean): Promise<void> {
    const { classroom, keeping } = this.#page
    const { presented } = this
    this.#page.close()
    if (id !== null && !presented) classroom.expect()
    const name = presented ? keptName(id ?? '') : `lesson:${id}`
    // Beside the words that a lesson is not there stands the sandbox's own region.
    const [world, taken] = await Promise.all([
      keeping.take(id === null || !isThere(id, keeping) ? 'sandbox' : name),
      id === null ? null : loadLesson(id, keeping),
    ])
    if (!wanted()) return
    classroom.missing = id !== null && taken === null
    const own = presented ? name : (id ?? '')
    const progress = taken === null || anew ? null : this.#progressOf(taken, own)
    const kept = anew || (taken !== null && progress === null) ? null : world
    if (!anew && kept === null && world !== null) {
      await this.#putAside(world, own)
      if (!wanted()) return
    }
    const options = taken === null ? SANDBOX : optionsOf(taken.lesson, taken.setUp)
    if (kept !== null) this.awaited = null
    else if (taken !== null && !presented) void this.#await(taken, wanted)
    const resumed = await this.#open(options, kept, wanted)
    if (!wanted()) return
    if (keeping.guest) this.#page.notice = words.shell.guest
    // Where the world could not be had as it was left, the lesson begins with it.
    if (taken === null) return
    if (presented) await this.#present(taken, resumed ? progress : null, wanted)
    else await classroom.open(taken, resumed ? progress : null)
  }

  /** A lesson's world begins as the build knows it: its picture stands while the worker makes it. */
  async #await({ lesson, hash }: HashedLesson, wanted: () => boolean): Promise<void> {
    const own = catalogue.some((entry) => entry.hash === hash)
    const picture = own ? await firstPicture(lesson.id) : null
    if (wanted() && this.opening) this.#picture(lesson.id, picture)
  }

  #picture(lesson: string, region: RegionView | null): void {
    this.#pictured = lesson
    this.awaited = region
  }

  /** What presents a lesson is fetched with it. */
  async #present(taken: HashedLesson, kept: Progress | null, wanted: () => boolean): Promise<void> {
    const { presentationOf } = await import('./present/presentationOf.ts')
    if (!wanted()) return
    const presentation = presentationOf(this.#page, taken)
    this.#page.presentation = presentation
    await presentation.open(this.#page.route.place.step, kept)
  }

  /** How far somebody is in just this form of a lesson: of another form only that it was finished is of use. */
  #progressOf({ hash }: HashedLesson, name: string): Progress | null {
    const kept = this.#page.keeping.progress[name]
    return kept?.hash === hash ? kept : null
  }

  /** Nobody can go on with a world without how far its lesson was: where something was done in it, it is kept beside. */
  async #putAside({ serial, save }: KeptWorld<Kept>, name: string): Promise<void> {
    if (serial === 0 && save === null) return
    const { keeping } = this.#page
    await keeping.setAside()
    const corrected = !keeping.guest && name in keeping.progress
    if (corrected) this.#page.notice = words.shell.corrected
  }

  /** The lesson to go on with when the address names none: the one last worked on, else the first. */
  #home(): string {
    const { keeping } = this.#page
    const last = Object.values(keeping.progress)
      .sort((a, b) => b.changedMs - a.changedMs)
      .map(({ lesson }) => lesson)
    const there = [this.lesson, ...last].find((id) => id !== null && isThere(id, keeping))
    return there ?? catalogue[0]?.id ?? ''
  }

  /** Opens a saved world in the sandbox's place. What cannot be read leaves what is open; errors: those of a save. */
  async load(bytes: Uint8Array): Promise<Result<unknown>> {
    const { keeping, lab, player } = this.#page
    player.jump()
    const opened = await lab.openSave(bytes)
    if (opened.ok)
      await keeping.begin(SANDBOX, { save: { bytes, serial: 0 }, at: opened.value.upTo })
    return opened
  }

  async #open(
    options: OpenOptions,
    kept: KeptWorld<Kept> | null,
    wanted: () => boolean,
  ): Promise<boolean> {
    const { console, keeping, lab, selection, steer } = this.#page
    console.forget()
    const resumed = kept !== null && (await this.#resume(kept, wanted))
    if (!wanted()) return false
    if (!resumed) {
      // What is kept under the name goes only when there is a world to take its place.
      await lab.open(options)
      if (!wanted()) return false
    }
    for (const view of SCENES.region.views) lab.watch(view, view, { account: ACCOUNT })
    lab.watch('lifecycle', 'lifecycle', {})
    if (!resumed) await Promise.all([keeping.begin(options), this.#leadIn(wanted)])
    // Nobody has stopped time in this world: it was the seek.
    steer.held = false
    selection.follow()
    return resumed
  }

  /**
   * Goes to where every world is begun. One whose worker died of it is back before that instant, and is brought there
   * once more. Rejects with `WorkerLost` when that fails too.
   */
  async #leadIn(wanted: () => boolean): Promise<void> {
    const { steer } = this.#page
    if (await steer.seek(LEAD_IN)) return
    if (wanted() && (await steer.seek(LEAD_IN))) return
    throw new WorkerLost('the way to the beginning was cut short')
  }

  /** Opens a world as it was left; false when no worker survives it. */
  async #resume(
    { options, save, inputs, serial, at }: KeptWorld<Kept>,
    wanted: () => boolean,
  ): Promise<boolean> {
    const { keeping, lab } = this.#page
    const left = instant(
      Math.min(Math.max(at ?? inputs.at(-1)?.at ?? LEAD_IN, LEAD_IN), LAST_INSTANT),
    )
    try {
      const world = { options, save: save?.bytes ?? null, inputs, serial, at: left }
      const resumed = lab.resume(world)
      keeping.hold()
      const dropped = await resumed
      if (dropped !== null) this.#page.notice = words.shell.died(true, dropped)
      return true
    } catch (error) {
      passLost(error)
      if (!wanted()) return false
      await keeping.setAside()
      return false
    }
  }
}
