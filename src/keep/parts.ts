/** Rows of one kind that are put and got by their keys: lessons, progress, settings. */
import { copyPlain } from './plain.ts'
import { type Range, type Rows, type Shelf, type StoreName, under } from './rows.ts'

/** Makes a transaction when it is its turn. */
export type Run = Shelf['run']

/**
 * The rows of a store, each of the type that the page knows it by.
 *
 * What is not of its kind is taken as not there. Rejects with `TypeError` for what cannot be kept.
 */
export class Part<N extends StoreName, R extends Rows[N]> {
  readonly #run: Run
  readonly #store: N
  readonly #is: (row: Rows[N]) => row is R

  constructor(run: Run, store: N, is = (_row: Rows[N]): _row is R => true) {
    this.#run = run
    this.#store = store
    this.#is = is
  }

  async put(row: R): Promise<void> {
    const own = copyPlain(row)
    await this.#run('readwrite', [this.#store], async (to) => to.put(this.#store, own))
  }

  async get(key: string): Promise<R | null> {
    return (await this.#read(under(key)))[0] ?? null
  }

  /** In the order of their keys. */
  list(): Promise<R[]> {
    return this.#read()
  }

  async delete(key: string): Promise<void> {
    await this.#run('readwrite', [this.#store], async (to) => to.delete(this.#store, under(key)))
  }

  async #read(range?: Range): Promise<R[]> {
    const rows = await this.#run('readonly', [this.#store], (from) => from.all(this.#store, range))
    return rows.filter(this.#is)
  }
}

/** Plain values by a key. */
export class Settings {
  readonly #rows: Part<'settings', Rows['settings']>

  constructor(run: Run) {
    this.#rows = new Part(run, 'settings')
  }

  put(key: string, value: unknown): Promise<void> {
    return this.#rows.put({ key, value })
  }

  /** What was put, unchecked as yet; undefined when nothing was. */
  async get(key: string): Promise<unknown> {
    return (await this.#rows.get(key))?.value
  }

  delete(key: string): Promise<void> {
    return this.#rows.delete(key)
  }
}
