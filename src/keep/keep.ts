/**
 * The keep: what a person would miss if it were gone. Lessons brought along, progress, worlds as they were left,
 * settings; in IndexedDB, or in memory with the same behaviour where that cannot be had.
 *
 * Invariants. Every method is one transaction, whole or not at all; they happen in the order they were asked for,
 * but for those that are fetched first (copy, export, import, clear). What a method has resolved for while the
 * status says `disk` is there when the page is opened again. A disk that fails turns the keep to memory once, for
 * the life of the page, with everything it held; nothing of the session is lost, and the disk keeps what it had.
 * What is put is copied, but for a save's bytes. No method rejects because of the disk; they reject with
 * `TypeError` for what cannot be kept (`plain.ts`).
 */
import type { Imported } from './archive.ts'
import { Disk, openDisk, type Trouble, troubleOf } from './disk.ts'
import type { Guards, KeptLesson, Kinds } from './kinds.ts'
import { Memory } from './memory.ts'
import { Owners, type Ownership } from './own.ts'
import { Part, type Run, Settings } from './parts.ts'
import type { Shelf } from './rows.ts'
import { isOf, Worlds } from './worlds.ts'

export type { Imported, Refusal } from './archive.ts'
export type { Reason, Trouble } from './disk.ts'
export type * from './kinds.ts'
export type { Ownership } from './own.ts'
export type { KeptWorld, Left } from './worlds.ts'

/** Where things are kept. `detail` is for whoever reports it, not for whoever learns. */
export type Status = { readonly kind: 'disk' } | ({ readonly kind: 'memory' } & Trouble)

export interface KeepOptions<K extends Kinds> {
  /** the database's name */
  readonly name?: string
  /** how long the browser may take to open it, in ms of wall time */
  readonly patienceMs?: number
  /** what says whether a thing read is what it should be: an imported file may hold anything */
  readonly guards?: Guards<K>
}

/** What is seldom wanted is fetched when it is. */
const rare = () => import('./rare.ts')

/** Opens the keep. Never rejects, and waits for no other tab. */
export async function openKeep<K extends Kinds = Kinds>({
  name = 'cloudglass',
  patienceMs = 5000,
  guards = {},
}: KeepOptions<K> = {}): Promise<Keep<K>> {
  return new Keep(name, guards, await openDisk(name, patienceMs))
}

export class Keep<K extends Kinds = Kinds> {
  /** compiled lessons by the hash of their content */
  readonly lessons: Part<'lessons', KeptLesson<K['lesson']>>
  /** how far somebody is, by the lesson's id */
  readonly progress: Part<'progress', K['progress']>
  readonly worlds: Worlds<K>
  readonly settings: Settings
  /** Called when the status has changed, which happens once at most. */
  onstatus: (status: Status) => void = () => {}
  readonly #name: string
  readonly #owners = new Owners()
  #shelf: Shelf
  /** why it is not the disk's */
  #trouble: Trouble | null = null
  /** ends when all that was asked for has been done */
  #last: Promise<unknown> = Promise.resolve()

  constructor(name: string, guards: Guards<K>, disk: Disk | Trouble) {
    this.#name = name
    const run: Run = (mode, stores, work) =>
      this.#inTurn(() => this.#safely((shelf) => shelf.run(mode, stores, work)))
    this.lessons = new Part(run, 'lessons', (row): row is KeptLesson<K['lesson']> =>
      isOf(row.lesson, guards.lesson),
    )
    this.progress = new Part(run, 'progress', (row): row is K['progress'] =>
      isOf(row, guards.progress),
    )
    this.worlds = new Worlds(run, guards)
    this.settings = new Settings(run)
    if (disk instanceof Disk) {
      this.#shelf = disk
      disk.onleave = (trouble) => this.#inTurn(() => this.#leave(disk, trouble))
    } else {
      this.#shelf = new Memory()
      this.#trouble = disk
    }
  }

  get status(): Status {
    return this.#trouble ? { kind: 'memory', ...this.#trouble } : { kind: 'disk' }
  }

  /** Asks to be the one tab that writes a world; never waits for another. */
  own(world: string): Promise<Ownership> {
    return this.#owners.own(`${this.#name}/${world}`)
  }

  /** Everything as one file. */
  async exportAll(): Promise<Blob> {
    const { write } = await rare()
    return this.#inTurn(() => this.#safely(write))
  }

  /**
   * Replaces everything by what a file holds, or changes nothing and says why. A world that is open afterwards
   * takes no input until it is begun or read again, in any tab.
   */
  async importAll(file: Blob): Promise<Imported> {
    const { take } = await rare()
    return this.#inTurn(() => take(file, this.#shelf))
  }

  /**
   * Deletes everything, on disk too when the keep has turned to memory. False when nobody can say that the disk
   * holds nothing: it cannot be reached, or another tab has it open.
   */
  async clear(): Promise<boolean> {
    const { deleteDisk, empty } = await rare()
    await this.#inTurn(() => this.#safely(empty))
    return this.#trouble === null || deleteDisk(this.#name)
  }

  /** Asks the browser not to throw the keep away when it wants room. Whether it agreed. */
  async persist(): Promise<boolean> {
    return (await rare()).persist()
  }

  /** Bytes used by this site and bytes it may use, both as the browser guesses them; null if it does not say. */
  async estimate(): Promise<{ readonly used: number; readonly quota: number } | null> {
    return (await rare()).estimate()
  }

  /** Ends the keep when all that was asked for has been done. Nothing may be asked for afterwards. */
  async close(): Promise<void> {
    await this.#last
    if (this.#shelf instanceof Disk) this.#shelf.close()
  }

  #inTurn<T>(what: () => Promise<T>): Promise<T> {
    const done = this.#last.then(what)
    this.#last = done.catch(() => {})
    return done
  }

  /** Does something on the disk; should that fail, once more in memory. */
  async #safely<T>(what: (shelf: Shelf) => Promise<T>): Promise<T> {
    const shelf = this.#shelf
    try {
      return await what(shelf)
    } catch (error) {
      if (!(shelf instanceof Disk)) throw error
      await this.#leave(shelf, troubleOf(error))
      return what(this.#shelf)
    }
  }

  async #leave(disk: Disk, trouble: Trouble): Promise<void> {
    if (this.#shelf !== disk) return
    this.#shelf = await disk.copy()
    disk.close()
    this.#trouble = disk.trouble ?? trouble
    // A fault in what listens is the page's own, and not the keep's.
    queueMicrotask(() => this.onstatus(this.status))
  }
}
