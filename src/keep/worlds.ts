/**
 * The worlds of a keep: how each was begun, its newest save, and the inputs accepted since.
 *
 * A world begun anew, copied or imported is another world under its name: whoever still writes the one before
 * is told, and nothing of it is mixed in.
 */
import type { Guards, KeptSave, Kinds } from './kinds.ts'
import { isOf, type Run } from './parts.ts'
import { copyPlain } from './plain.ts'
import { inputsFrom, type Rows, type Transaction, WORLD_STORES, type WorldRow } from './rows.ts'

/** A world as it was left. */
export interface KeptWorld<K extends Kinds> {
  readonly options: K['options']
  readonly save: KeptSave | null
  /** those that the save does not hold, in the order they were made; their positions rise */
  readonly inputs: readonly K['input'][]
  /** the newest serial that the save or an input has; 0 when nothing happened */
  readonly serial: number
  /** where its clock was left, when `leave` was told since the last input and save; else null */
  readonly at: number | null
}

/** A number that no other world has. It tells worlds apart, and keeps nothing secret. */
const newLife = (): number => Math.random()

export class Worlds<K extends Kinds> {
  readonly #run: Run
  readonly #guards: Guards<K>
  /** the worlds that this page writes, as it knows them */
  readonly #lives = new Map<string, number>()

  constructor(run: Run, guards: Guards<K>) {
    this.#run = run
    this.#guards = guards
  }

  /** Begins a world, in place of one that had its name. */
  async begin(world: string, options: K['options']): Promise<void> {
    const opening = copyPlain({ world, options })
    const life = newLife()
    this.#lives.set(world, life)
    await this.#run('readwrite', WORLD_STORES, async (to) => {
      await remove(to, world)
      to.put('worlds', { world, life, at: null })
      to.put('openings', opening)
    })
  }

  /**
   * Adds an input that was accepted. One at a place that is taken begins another future: it replaces what is at
   * its place and after it. False when this is not the world that was begun or read here, or none is.
   */
  append(world: string, input: K['input']): Promise<boolean> {
    const { serial, position } = input
    const row = { world, position, serial, input: copyPlain(input) }
    return this.#change(world, null, async (to) => {
      for (const key of await to.keys('inputs', inputsFrom(world, position))) {
        to.delete('inputs', key)
      }
      to.put('inputs', row)
    })
  }

  /** Puts a newer save, and lets go the inputs that it holds. False as with `append`. */
  save(world: string, { bytes, serial }: KeptSave): Promise<boolean> {
    // Bytes that are part of something larger would be kept with all of it.
    const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes)
    return this.#change(world, null, async (to) => {
      for (const key of await to.keys('inputs', inputsFrom(world, 0))) {
        if (Number(key[2]) <= serial) to.delete('inputs', key)
      }
      to.put('saves', { world, bytes: own, serial })
    })
  }

  /** Says where the world's clock stands, for whoever opens it again. False as with `append`. */
  leave(world: string, at: number): Promise<boolean> {
    return this.#change(world, at, async () => {})
  }

  /** A world as it was left; null when there is none that can be opened. */
  async read(world: string): Promise<KeptWorld<K> | null> {
    const [row, opening, save, inputs] = await this.#run(
      'readonly',
      WORLD_STORES,
      async (from) =>
        [
          await from.get('worlds', world),
          await from.get('openings', world),
          await from.get('saves', world),
          await from.all('inputs', inputsFrom(world, 0)),
        ] as const,
    )
    if (row === undefined || opening === undefined) return null
    if (!isOf<K['options']>(opening.options, this.#guards.options)) return null
    const accepted: K['input'][] = []
    for (const { input } of inputs) {
      if (!isOf<K['input']>(input, this.#guards.input)) return null
      accepted.push(input)
    }
    this.#lives.set(world, row.life)
    return {
      options: opening.options,
      save: save === undefined ? null : { bytes: save.bytes, serial: save.serial },
      inputs: accepted,
      serial: inputs.at(-1)?.serial ?? save?.serial ?? 0,
      at: row.at,
    }
  }

  /** The names there are, in order. */
  async list(): Promise<string[]> {
    const keys = await this.#run('readonly', ['worlds'], (from) => from.keys('worlds'))
    return keys.map(String)
  }

  /** Copies a world in place of one that had the other name. False when there is nothing to copy. */
  copy(from: string, to: string): Promise<boolean> {
    return this.#run('readwrite', WORLD_STORES, async (rows) => {
      const row = await rows.get('worlds', from)
      if (row === undefined) return false
      const opening = await rows.get('openings', from)
      const save = await rows.get('saves', from)
      const inputs = await rows.all('inputs', inputsFrom(from, 0))
      await remove(rows, to)
      rows.put('worlds', { ...row, world: to, life: newLife() })
      if (opening !== undefined) rows.put('openings', { ...opening, world: to })
      if (save !== undefined) rows.put('saves', { ...save, world: to })
      for (const input of inputs) rows.put('inputs', { ...input, world: to })
      return true
    })
  }

  async delete(world: string): Promise<void> {
    await this.#run('readwrite', WORLD_STORES, (to) => remove(to, world))
  }

  /** Changes the world that this page writes, if it is still that one. */
  #change(
    world: string,
    at: number | null,
    change: (to: Transaction) => Promise<void>,
  ): Promise<boolean> {
    return this.#run('readwrite', WORLD_STORES, async (to) => {
      const row: WorldRow | undefined = await to.get('worlds', world)
      if (row === undefined || row.life !== this.#lives.get(world)) return false
      to.put('worlds', { ...row, at })
      await change(to)
      return true
    })
  }
}

async function remove(to: Transaction, world: string): Promise<void> {
  const single: readonly (keyof Rows)[] = ['worlds', 'openings', 'saves']
  for (const store of single) to.delete(store, world)
  for (const key of await to.keys('inputs', inputsFrom(world, 0))) to.delete('inputs', key)
}
