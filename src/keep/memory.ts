/**
 * The keep in memory: for when there is no disk, and for what a session holds should the disk fail it.
 *
 * A transaction works on copies of the stores that it changes; they replace the stores when it ends well. One
 * transaction at a time is the caller's care.
 */
import { copyPlain } from './plain.ts'
import {
  KEY_PATHS,
  type Key,
  type Range,
  type Rows,
  type Shelf,
  type StoreName,
  type Transaction,
  type Work,
} from './rows.ts'

type Row = Rows[StoreName]
/** A store's rows by their keys as text. */
type Stores = Map<StoreName, Map<string, Row>>

/** A key as text, in whose order texts are as keys are in IndexedDB's: numbers have as many digits as any. */
const textOf = (key: Key): string =>
  key.map((part) => (typeof part === 'number' ? String(part).padStart(16, '0') : part)).join('\0')

const keyOf = (store: StoreName, row: Row): Key =>
  KEY_PATHS[store].map((name) => (row as unknown as Record<string, string | number>)[name] ?? '')

export class Memory implements Shelf {
  readonly #stores: Stores = new Map()

  async run<T>(_mode: unknown, _stores: unknown, work: Work<T>): Promise<T> {
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

  async all<N extends StoreName>(store: N, range?: Range): Promise<Rows[N][]> {
    return this.#sorted(store, range).map(([, row]) => copyPlain(row as Rows[N]))
  }

  async keys(store: StoreName, range?: Range): Promise<Key[]> {
    return this.#sorted(store, range).map(([, row]) => keyOf(store, row))
  }

  put<N extends StoreName>(store: N, row: Rows[N]): void {
    this.#rows(store).set(textOf(keyOf(store, row)), row)
  }

  delete(store: StoreName, range: Range): void {
    for (const [key] of this.#sorted(store, range)) this.#rows(store).delete(key)
  }

  #rows(store: StoreName): Map<string, Row> {
    const rows = this.#changed.get(store) ?? new Map(this.#before.get(store))
    this.#changed.set(store, rows)
    return rows
  }

  #sorted(store: StoreName, range: Range | undefined): [string, Row][] {
    const [from, to] = range?.map(textOf) ?? []
    return [...this.#rows(store)]
      .filter(([key]) => from === undefined || to === undefined || (from <= key && key <= to))
      .sort(([one], [other]) => (one < other ? -1 : 1))
  }
}
