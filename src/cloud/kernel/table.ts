/**
 * Tables of immutable rows, iterated in key order.
 *
 * A row is replaced whole and never changed in place, so a copy of the map is a copy of the state, and a
 * keyframe shares every row that did not change. Keys are one string, `account/region/id`, in UTF-16 code
 * unit order. The revision rises with every change, whoever made it: it tells a view that it is old; it is
 * not part of the state and not of the hash.
 */
import { assert, within } from './assert.ts'
import { LIMITS } from './limits.ts'
import { REGION } from './ref.ts'
import type { Codec } from './schema.ts'
import type { UndoLog } from './undo.ts'
import { DecodeError, type Reader, type Writer } from './value.ts'

/** What a table is: its name, and how one of its rows is written. */
export interface TableSpec<Row> {
  readonly name: string
  readonly codec: Codec<Row>
}

/** Names a table. Declared once, as a constant of the module that owns it. */
export const defineTable = <Row>(name: string, codec: Codec<Row>): TableSpec<Row> => ({
  name,
  codec,
})

/** The key of an account's row in the lab's Region. The lab's own things have account `lab`. */
export const keyOf = (account: string, id: string): string => `${account}/${REGION}/${id}`
/** The account a key belongs to. */
export const accountOf = (key: string): string => key.slice(0, key.indexOf('/'))

/** The state of a table at one instant; shares its rows with the table. */
export interface TableSnapshot {
  readonly rows: ReadonlyMap<string, unknown>
  readonly keys: readonly string[]
}

export class Table<Row> {
  readonly spec: TableSpec<Row>
  readonly #undo: UndoLog
  #rows = new Map<string, Row>()
  #keys: string[] = []
  #revision = 0

  constructor(spec: TableSpec<Row>, undo: UndoLog) {
    this.spec = spec
    this.#undo = undo
  }

  /** Rises with every change, rollbacks and restores too. */
  get revision(): number {
    return this.#revision
  }

  get size(): number {
    return this.#keys.length
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key)
  }

  /** Puts a row, new or in place of the old one. */
  set(key: string, row: Row): void {
    const before = this.#rows.get(key)
    if (before === row) return
    this.#put(key, row)
    if (this.#undo.active) {
      this.#undo.push(() => (before === undefined ? this.#remove(key) : this.#put(key, before)))
    }
  }

  /** Takes a row out; throws when there is none. */
  delete(key: string): void {
    const before = this.#rows.get(key)
    assert(before !== undefined, `${this.spec.name} has a row ${key}`)
    this.#remove(key)
    if (this.#undo.active && before !== undefined) this.#undo.push(() => this.#put(key, before))
  }

  /**
   * The rows whose key begins with `prefix`, in key order, with their keys; from the first key that is not
   * before `from`. Do not write while iterating.
   */
  *entries(prefix = '', from = prefix): Generator<readonly [string, Row]> {
    const keys = this.#keys
    for (let i = this.#place(from > prefix ? from : prefix); i < keys.length; i++) {
      const key = keys[i] ?? ''
      if (!key.startsWith(prefix)) return
      const row = this.#rows.get(key)
      if (row !== undefined) yield [key, row]
    }
  }

  /** The rows whose key begins with `prefix`, in key order, as a list of their own. */
  all(prefix = ''): Row[] {
    const out: Row[] = []
    const keys = this.#keys
    for (let i = this.#place(prefix); i < keys.length; i++) {
      const key = keys[i] ?? ''
      if (!key.startsWith(prefix)) break
      const row = this.#rows.get(key)
      if (row !== undefined) out.push(row)
    }
    return out
  }

  /** A snapshot that later changes leave alone. */
  snapshot(): TableSnapshot {
    return { rows: new Map(this.#rows), keys: this.#keys.slice() }
  }

  /** Goes back to a snapshot of this table. */
  restore(snapshot: TableSnapshot): void {
    this.#rows = new Map(snapshot.rows as ReadonlyMap<string, Row>)
    this.#keys = snapshot.keys.slice()
    this.#revision++
  }

  /** Writes all rows in key order. */
  write(to: Writer): void {
    to.varint(this.#keys.length)
    for (const [key, row] of this.entries()) {
      to.text(key)
      this.spec.codec.write(to, row)
    }
  }

  /** Replaces all rows by those that `write` wrote. */
  read(from: Reader): void {
    this.#rows = new Map()
    this.#keys = []
    const count = from.varint()
    if (count > LIMITS.rowsPerTable) throw new DecodeError(`${this.spec.name} over its limit`)
    for (let left = count; left > 0; left--) {
      const key = from.text()
      const last = this.#keys[this.#keys.length - 1]
      if (last !== undefined && key <= last) throw new DecodeError('rows out of order')
      this.#put(key, this.spec.codec.read(from))
    }
    this.#revision++
  }

  #put(key: string, row: Row): void {
    if (!this.#rows.has(key)) {
      within(this.#keys.length < LIMITS.rowsPerTable, this.spec.name)
      this.#insert(key)
    }
    this.#rows.set(key, row)
    this.#revision++
  }

  #insert(key: string): void {
    const last = this.#keys[this.#keys.length - 1]
    if (last === undefined || last < key) this.#keys.push(key)
    else this.#keys.splice(this.#place(key), 0, key)
  }

  #remove(key: string): void {
    this.#rows.delete(key)
    this.#keys.splice(this.#place(key), 1)
    this.#revision++
  }

  /** The place of the first key that is not before `key`. */
  #place(key: string): number {
    let low = 0
    let high = this.#keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#keys[middle] ?? '') < key) low = middle + 1
      else high = middle
    }
    return low
  }
}
