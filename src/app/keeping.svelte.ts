/**
 * What stays when the page is closed: progress, worlds as they were left, settings, lessons.
 *
 * One keep a page. Where nothing can be kept, the page goes on in memory and says so. A world has one owner among
 * the browser's tabs: another tab shows it as it stands, and keeps nothing of what is done there.
 */

import type { OpenOptions, PlacedInput } from '../bridge/protocol.ts'
import { LAST_INSTANT } from '../cloud/kernel/instant.ts'
import {
  type Imported,
  type Keep,
  type KeptWorld,
  type Left,
  type Ownership,
  openKeep,
} from '../keep/keep.ts'
import type { HashedLesson } from '../lesson/catalogue.ts'
import { isLesson, isProgress } from '../lesson/guard.ts'
import type { Lesson } from '../lesson/lesson.ts'
import type { Progress } from '../lesson/progress.ts'
import { noteHere } from './before.ts'
import type { Missed } from './learn/kept.ts'
import { MOTIONS } from './motion.svelte.ts'
import type { Page } from './page.svelte.ts'
import { pageWords } from './pages/words.ts'
import { isPresented } from './presented.ts'
import { THEMES } from './theme.svelte.ts'
import { words } from './words.ts'

/** What the page keeps of each kind. */
export interface Kept {
  lesson: Lesson
  progress: Progress
  options: OpenOptions
  input: PlacedInput
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isCount = (value: unknown): boolean =>
  Number.isSafeInteger(value) && Math.abs(Number(value)) <= LAST_INSTANT

const isRequest = (value: unknown): boolean =>
  isObject(value) && [value.input, value.caller, value.context].every(isObject)

/** An older build may have written it, or a stranger: what has another form is taken as not there. */
const GUARDS = {
  lesson: isLesson,
  progress: (value: unknown): value is Progress => isProgress(value) || isPresented(value),
  options: (value: unknown): value is OpenOptions =>
    isObject(value) && typeof value.seed === 'string' && typeof value.scenario === 'string',
  input: (value: unknown): value is PlacedInput =>
    isObject(value) &&
    [value.serial, value.position, value.at].every(isCount) &&
    isRequest(value.request),
} as const

const kept = () => import('./learn/kept.ts')

/** What came of a file that was to be taken in. */
export type TakenIn =
  | { readonly ok: true; readonly missed: Missed }
  | Exclude<Imported, { readonly ok: true }>

export class Keeping {
  /** how far somebody is, by the lesson's id */
  progress = $state.raw<Readonly<Record<string, Progress>>>({})
  /** lessons that the person brought, by id */
  imported = $state.raw<readonly HashedLesson[]>([])
  /** why nothing can be kept; null when it can */
  trouble = $state.raw<string | null>(null)
  /** whether the open world is another tab's, and nothing of it is kept here */
  guest = $state(false)
  usedBytes = $state<number | null>(null)
  /** how many things are on their way to the disk */
  #writing = $state(0)
  /** whether what was kept is here */
  ready = $state(false)
  readonly #page: Page
  readonly #keep: Promise<Keep<Kept>>
  /** the world that was taken last, if this tab owns it */
  #taken: string | null = null
  /** the world of which what happens is kept: the one taken, once it is the open one */
  #world: string | null = null
  #owned: Ownership | null = null
  /** ends when the world asked for last is taken: they are taken one after the other */
  #taking: Promise<unknown> = Promise.resolve()

  constructor(page: Page) {
    this.#page = page
    this.#keep = openKeep<Kept>({ guards: GUARDS })
  }

  /** What became of all that was done: it is on the disk, on its way there, kept nowhere, or another tab's to keep. */
  get sign(): 'saved' | 'saving' | 'unkept' | 'copy' {
    if (this.trouble !== null) return 'unkept'
    if (this.guest) return 'copy'
    return this.#writing > 0 ? 'saving' : 'saved'
  }

  /** Counts something that is being written until it is. */
  async #written<T>(what: Promise<T>): Promise<T> {
    this.#writing += 1
    try {
      return await what
    } finally {
      this.#writing -= 1
    }
  }

  /** Takes in what was kept. */
  async start(): Promise<void> {
    const keep = await this.#keep
    keep.onstatus = () => this.#told(keep)
    this.#told(keep)
    await this.#read(keep)
    const { theme, motion } = this.#page
    theme.onchange = (choice) => void this.set('theme', choice)
    motion.onchange = (choice) => void this.set('motion', choice)
    this.ready = true
  }

  /** The lesson of a hash, if it is kept. */
  async lesson(hash: string): Promise<Lesson | null> {
    return (await kept()).keptLesson((await this.#keep).lessons, hash)
  }

  /** Keeps lessons under their hashes, all or none, each in place of an older one of its id. */
  async putLessons(lessons: readonly HashedLesson[], imported: boolean): Promise<void> {
    const keep = await this.#keep
    await (await kept()).putLessons(keep.lessons, lessons, imported)
    if (imported) await this.#readLessons(keep)
  }

  async removeLesson(hash: string): Promise<void> {
    const keep = await this.#keep
    await keep.lessons.delete(hash)
    await this.#readLessons(keep)
  }

  /**
   * The world of a name as it was left, or null; from now on this tab's own, if no other has it. What still comes
   * of the world before is not kept, and nothing of this one is until `hold` or `begin`.
   */
  take(world: string): Promise<KeptWorld<Kept> | null> {
    this.#world = null
    const taking = this.#taking.then(() => this.#take(world))
    this.#taking = taking.catch(() => {})
    return taking
  }

  async #take(world: string): Promise<KeptWorld<Kept> | null> {
    const keep = await this.#keep
    this.#owned?.release()
    this.#owned = await keep.own(world)
    const { owner, guarded } = this.#owned
    this.guest = !owner
    this.#taken = owner ? world : null
    const kept = await keep.worlds.read(world, owner && !guarded)
    // What another build wrote, or a damaged disk, is not there to open, and must not be written over either.
    if (kept === null && owner) await this.#putAside(keep, world)
    return kept
  }

  /** The world that was taken is the open one: what happens in it is kept from now on. */
  hold(): void {
    this.#world = this.#taken
    if (this.#world !== null && this.trouble === null) noteHere(this.#page.window, true)
  }

  /** The world that was taken is begun anew, or as it was left elsewhere, and is the open one. */
  async begin(options: OpenOptions, left?: Left<Kept>): Promise<void> {
    this.hold()
    const world = this.#world
    if (world === null) return
    await this.#written(this.#keep.then(({ worlds }) => worlds.begin(world, options, left)))
  }

  /** The world that was taken cannot be opened: it is kept beside, for an export. */
  async setAside(): Promise<void> {
    if (this.#taken !== null) await this.#putAside(await this.#keep, this.#taken)
  }

  /** Copies what lies under a world's name to a name that is free, with how far its lesson was, and says so. */
  async #putAside({ worlds, progress }: Keep<Kept>, world: string): Promise<void> {
    const names = await worlds.list()
    if (!names.includes(world)) return
    const aside = (n: number): string => `${world}:aside-${n}`
    let free = 1
    while (names.includes(aside(free))) free += 1
    await worlds.copy(world, aside(free))
    const own = this.progress[world.replace(/^lesson:/, '')]
    if (own !== undefined) await progress.put({ ...own, lesson: `${own.lesson}:aside-${free}` })
    this.#page.notice = words.shell.unopened
  }

  /** An input that the world has accepted. */
  async input(input: PlacedInput): Promise<void> {
    await this.#keptly(({ worlds }, world) => worlds.append(world, input))
  }

  /** A save on which the world can be opened again, and where its clock stands. */
  async save(bytes: Uint8Array, serial: number, at: number): Promise<void> {
    await this.#keptly(({ worlds }, world) => worlds.save(world, { bytes, serial }, at))
  }

  /** Where the world's clock stands. */
  async leave(at: number): Promise<void> {
    await this.#keptly(({ worlds }, world) => worlds.leave(world, at))
  }

  /**
   * Does something for the world that is kept now, whichever is when its turn comes. False says that another tab has
   * it: from then on nothing more is kept here.
   */
  async #keptly(what: (keep: Keep<Kept>, world: string) => Promise<boolean>): Promise<void> {
    const world = this.#world
    if (world === null) return
    const done = await this.#written(this.#keep.then((keep) => what(keep, world)))
    if (done || this.#world !== world) return
    this.#world = null
    this.#taken = null
    this.guest = true
    this.#page.notice = words.shell.guest
  }

  /** How far somebody is. A lesson that was finished once stays so while it is played again. */
  async note(progress: Progress): Promise<void> {
    if (this.#world === null) return
    const before = this.progress[progress.lesson]
    const finished = progress.finished || before?.finished === true
    const kept = { ...progress, finished }
    this.progress = { ...this.progress, [kept.lesson]: kept }
    await this.#written(this.#keep.then((keep) => keep.progress.put(kept)))
    if (finished && before?.finished !== true) void (await this.#keep).persist()
  }

  /** What was chosen of a room's own. */
  async setting(name: string): Promise<unknown> {
    return (await this.#keep).settings.get(name)
  }
  async set(name: string, value: string): Promise<void> {
    await (await this.#keep).settings.put(name, value)
  }

  /** Ends when all that was to be kept until now is: the keep does one thing after the other. */
  async settled(): Promise<void> {
    await this.setting('theme')
  }

  async measure(): Promise<void> {
    const used = await (await this.#keep).estimate()
    this.usedBytes = used === null ? null : used.used
  }

  async exportAll(): Promise<Blob> {
    return (await this.#keep).exportAll()
  }

  /** Takes in a file, and shows what it holds; tells what of it is not what it should be, and so not there. */
  async importAll(file: Blob): Promise<TakenIn> {
    const keep = await this.#keep
    const imported = await keep.importAll(file)
    if (!imported.ok) return imported
    await this.#anew(keep)
    return { ok: true, missed: await (await kept()).missedOf(keep, imported) }
  }

  async clear(): Promise<void> {
    const keep = await this.#keep
    await keep.clear()
    noteHere(this.#page.window, false)
    await this.#anew(keep)
  }

  /** The page's own things are other ones now: what is open is opened anew. */
  async #anew(keep: Keep<Kept>): Promise<void> {
    this.#world = null
    this.#taken = null
    this.progress = {}
    this.#page.worlds.leave()
    await this.#read(keep)
    await this.measure()
  }

  async #read(keep: Keep<Kept>): Promise<void> {
    const list = await keep.progress.list()
    this.progress = Object.fromEntries(list.map((one) => [one.lesson, one]))
    await this.#readLessons(keep)
    const [theme, motion] = [await this.setting('theme'), await this.setting('motion')]
    this.#page.theme.show(THEMES.find((one) => one === theme) ?? 'system')
    this.#page.motion.show(MOTIONS.find((one) => one === motion) ?? 'system')
  }

  async #readLessons(keep: Keep<Kept>): Promise<void> {
    const some = (await keep.lessons.list()).some(({ imported }) => imported)
    this.imported = some ? await (await kept()).broughtLessons(keep.lessons) : []
  }

  #told({ status }: Keep<Kept>): void {
    if (status.kind === 'disk') return
    this.trouble = pageWords.troubles[status.reason] ?? status.reason
    this.#page.notice = words.shell.unkept(this.trouble)
  }
}
