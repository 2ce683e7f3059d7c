/**
 * The worlds of a keep: how each was begun, its newest save, and the inputs accepted since.
 *
 * A world begun anew, copied or imported is another world under its name: whoever still writes the one before
 * is told, and nothing of it is mixed in.
 */
import type { Guards, KeptSave, Kinds } from './kinds.ts'
import type { Run } from './parts.ts'
import { copyPlain } from './plain.ts'
import {
  type InputRow,
  type OpeningRow,
  type SaveRow,
  type Transaction,
  under,
  WORLD_STORES,
  type WorldRow,
} from './rows.ts'

/** A world as it was left. */
export interface KeptWorld<K extends Kinds> {
  readonly options: K['options']
  readonly save: KeptSave | null
  /** those that the save does not hold, in the order they were made; their positions rise */
  readonly inputs: readonly K['input'][]
  /** the newest serial that the save or an input has; 0 when nothing happened */
  readonly serial: number
  /** where its clock stood, ticks, by the last save or `leave`; null when it has been told neither, or an input since */
  readonly at: number | null
}

/** What a world begins with that was left elsewhere. */
export interface Left<K extends Kinds> {
  readonly save?: KeptSave
  /** where its clock stands, ticks */
  readonly at?: number | null
  /** how far somebody is in its lesson; without it what is kept of that stays */
  readonly progress?: K['progress'] | null
}

/** Whether something is of its kind, as far as anybody can say. */
export const isOf = <T>(
  value: unknown,
  guard: ((value: unknown) => value is T) | undefined,
): value is T => guard === undefined || guard(value)

/** A number that no other world has. It tells worlds apart, and keeps nothing secret. */
export const newLife = (): number => Math.random()

export class Worlds<K extends Kinds> {
  readonly #run: Run
  readonly #guards: Guards<K>
  /** the worlds that this page writes, as it knows them */
  readonly #lives = new Map<string, number>()

  constructor(run: Run, guards: Guards<K>) {
    this.#run = run
    this.#guards = guards
  }

  /** Begins a world, new or as it was left elsewhere, in place of one that had its name. */
  async begin(
    world: string,
    options: K['options'],
    { save, at = null, progress = null }: Left<K> = {},
  ): Promise<void> {
    const opening = copyPlain({ world, options })
    const reached = copyPlain(progress)
    const life = newLife()
    await this.#run('readwrite', ['progress', ...WORLD_STORES], async (to) => {
      this.#lives.set(world, life)
      remove(to, world)
      to.put('worlds', { world, life, at })
      to.put('openings', opening)
      if (save) to.put('saves', saveOf(world, save))
      if (reached) to.put('progress', reached)
    })
  }

  /**
   * Adds an input that was accepted. One at a place that is taken begins another future: it replaces what is at
   * its place and after it. False when this is not the world that was begun or read here, or none is.
   */
  async append(world: string, input: K['input']): Promise<boolean> {
    const { serial, position } = input
    const row = { world, position, serial, input: copyPlain(input) }
    return this.#change(world, null, (to) => {
      to.delete('inputs', under(world, position))
      to.put('inputs', row)
    })
  }

  /**
   * Puts a newer save, lets go the inputs that it holds, and says where the world's clock stands, in ticks. False as
   * with `append`.
   */
  save(world: string, save: KeptSave, at: number): Promise<boolean> {
    return this.#change(world, at, async (to) => {
      for (const key of await to.keys('inputs', under(world))) {
        if (Number(key[2]) <= save.serial) to.delete('inputs', [key, key])
      }
      to.put('saves', saveOf(world, save))
    })
  }

  /** Says where the world's clock stands, in ticks, for whoever opens it again. False as with `append`. */
  leave(world: string, at: number): Promise<boolean> {
    return this.#change(world, at, () => {})
  }

  /**
   * A world as it was left; null when there is none that can be opened. With `claim` whoever wrote it before can do
   * so no more: for where no lock says whose it is.
   */
  async read(world: string, claim = false): Promise<KeptWorld<K> | null> {
    const life = newLife()
    const [[row], [opening], [save], inputs] = await this.#run(
      'readwrite',
      WORLD_STORES,
      async (to) => {
        const rows = await rowsOf(to, world)
        for (const row of claim ? rows[0] : []) to.put('worlds', { ...row, life })
        return rows
      },
    )
    const accepted = inputs.map(({ input }) => input)
    const { options, input } = this.#guards
    if (
      row === undefined ||
      !isOf<K['options']>(opening?.options, options) ||
      !accepted.every((one): one is K['input'] => isOf(one, input))
    )
      return null
    this.#lives.set(world, claim ? life : row.life)
    return {
      options: opening?.options,
      save: save ?? null,
      inputs: accepted,
      serial: inputs.at(-1)?.serial ?? save?.serial ?? 0,
      at: row.at,
    }
  }

  /** The names there are, in order. */
  async list(): Promise<string[]> {
    const rows = await this.#run('readonly', ['worlds'], (from) => from.all('worlds'))
    return rows.map(({ world }) => world)
  }

  /** Copies a world in place of one that had the other name. False when there is nothing to copy. */
  async copy(from: string, to: string): Promise<boolean> {
    const { copyWorld } = await import('./rare.ts')
    return this.#run('readwrite', WORLD_STORES, (rows) => copyWorld(rows, from, to))
  }

  async delete(world: string): Promise<void> {
    await this.#run('readwrite', WORLD_STORES, async (to) => remove(to, world))
  }

  /** Changes the world that this page writes, if it is still that one. */
  #change(
    world: string,
    at: number | null,
    change: (to: Transaction) => unknown,
  ): Promise<boolean> {
    return this.#run('readwrite', WORLD_STORES, async (to) => {
      const [row] = await to.all('worlds', under(world))
      if (row === undefined || row.life !== this.#lives.get(world)) return false
      to.put('worlds', { ...row, at })
      await change(to)
      return true
    })
  }
}

/** All that a world has, by the stores that it lies in. */
export const rowsOf = (from: Transaction, world: string) =>
  Promise.all(WORLD_STORES.map((store) => from.all(store, under(world)))) as Promise<
    [WorldRow[], OpeningRow[], SaveRow[], InputRow[]]
  >

/** Bytes that are part of something larger would be kept with all of it. */
const saveOf = (world: string, { bytes, serial }: KeptSave): SaveRow => ({
  world,
  bytes: bytes.byteLength < bytes.buffer.byteLength ? bytes.slice() : bytes,
  serial,
})

export function remove(to: Transaction, world: string): void {
  for (const store of WORLD_STORES) to.delete(store, under(world))
}
