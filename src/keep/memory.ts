/**
 * The keep in memory: for when there is no disk, and for what a session holds should the disk fail it.
 *
 * A transaction works on copies of the stores that it changes; they replace the stores when it ends well. One
 * transaction at a time is the caller's care.
 */
import { copyPlain } from './plain.ts'
import {
  compareKeys,
  type Key,
  keyOf,
  type Range,
  type Rows,
  type Shelf,
  type StoreName,
  type Transaction,
  type Work,
} from './rows.ts'

/** A store's rows by their keys, written as JSON; each belongs to the store it is under. */
type Stores = Map<StoreName, Map<string, Rows[StoreName]>>

const inRange = (key: Key, range: Range | undefined): boolean =>
  range === undefined || (compareKeys(key, range[0]) >= 0 && compareKeys(key, range[1]) <= 0)

export class Memory implements Shelf {
  readonly #stores: Stores = new Map()

  async run<T>(
    _mode: 'readonly' | 'readwrite',
    _stores: readonly StoreName[],
    work: Work<T>,
  ): Promise<T> {
    const changed: Stores = new Map()
    const result = await work(new MemoryTransaction(this.#stores, changed))
    for (const [name, rows] of changed) this.#stores.set(name, rows)
    return result
  }
}

class MemoryTransaction implements Transaction {
  readonly #before: Stores
  readonly #changed: Stores

  constructor(before: Stores, changed: Stores) {
    this.#before = before
    this.#changed = changed
  }

  async get<N extends StoreName>(store: N, key: Key): Promise<Rows[N] | undefined> {
    const row = this.#rows(store).get(JSON.stringify(key))
    return row === undefined ? undefined : copyPlain(row as Rows[N])
  }

  async all<N extends StoreName>(store: N, range?: Range): Promise<Rows[N][]> {
    return this.#sorted(store, range).map(([, row]) => copyPlain(row as Rows[N]))
  }

  async keys(store: StoreName, range?: Range): Promise<Key[]> {
    return this.#sorted(store, range).map(([key]) => key)
  }

  put<N extends StoreName>(store: N, row: Rows[N]): void {
    this.#own(store).set(JSON.stringify(keyOf(store, row)), row)
  }

  delete(store: StoreName, key: Key): void {
    this.#own(store).delete(JSON.stringify(key))
  }

  clear(store: StoreName): void {
    this.#changed.set(store, new Map())
  }

  #rows(store: StoreName): ReadonlyMap<string, Rows[StoreName]> {
    return this.#changed.get(store) ?? this.#before.get(store) ?? new Map()
  }

  #own(store: StoreName): Map<string, Rows[StoreName]> {
    const own = this.#changed.get(store) ?? new Map(this.#before.get(store))
    this.#changed.set(store, own)
    return own
  }

  #sorted(store: StoreName, range: Range | undefined): (readonly [Key, Rows[StoreName]])[] {
    return [...this.#rows(store).values()]
      .map((row) => [keyOf(store, row), row] as const)
      .filter(([key]) => inRange(key, range))
      .sort(([a], [b]) => compareKeys(a, b))
  }
}
