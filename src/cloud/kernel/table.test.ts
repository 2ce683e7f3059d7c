import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from './assert.ts'
import { LIMITS } from './limits.ts'
import { type Infer, integer, record, text } from './schema.ts'
import { accountOf, defineTable, keyOf, Table, type TableSnapshot } from './table.ts'
import { UndoLog } from './undo.ts'
import { DecodeError, Reader, Writer } from './value.ts'

const rowOf = record({ label: text, count: integer })
type Row = Infer<typeof rowOf>
const things = defineTable('test.thing', rowOf)

/** The truth: a plain map, sorted whenever it is asked for its order. */
type Model = Map<string, Row>

const byKey = ([a]: readonly [string, Row], [b]: readonly [string, Row]) => (a < b ? -1 : 1)
const ordered = (model: Model, prefix: string) =>
  [...model].filter(([key]) => key.startsWith(prefix)).sort(byKey)

const key = fc
  .tuple(
    fc.constantFrom('111', '222', 'lab'),
    fc.constantFrom('a', 'b', 'B', 'é', '\ud83d\ude00', ''),
  )
  .map(([account, id]) => keyOf(account, id))
const change = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant('set' as const), key, fc.nat(9)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('delete' as const), key, fc.constant(0)) },
)
const step = fc.oneof(
  { weight: 4, arbitrary: change.map((each) => ({ kind: 'change' as const, each })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.array(change, { maxLength: 8 }), fc.boolean())
      .map(([changes, keep]) => ({ kind: 'transaction' as const, changes, keep })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'snapshot' as const }) },
  { weight: 1, arbitrary: fc.nat().map((which) => ({ kind: 'restore' as const, which })) },
)

class Pair {
  readonly undo = new UndoLog()
  readonly table = new Table(things, this.undo)
  model: Model = new Map()
  readonly #kept: (readonly [TableSnapshot, Model])[] = []

  apply([kind, at, count]: readonly ['set' | 'delete', string, number]): void {
    const before = this.table.revision
    if (kind === 'set') {
      const row = { label: at, count }
      this.table.set(at, row)
      this.model.set(at, row)
      expect(this.table.revision).toBeGreaterThan(before)
    } else if (this.model.has(at)) {
      this.table.delete(at)
      this.model.delete(at)
      expect(this.table.revision).toBeGreaterThan(before)
    } else expect(() => this.table.delete(at)).toThrow(AssertionError)
  }

  step(each: typeof step extends fc.Arbitrary<infer S> ? S : never): void {
    if (each.kind === 'change') this.apply(each.each)
    else if (each.kind === 'transaction') this.transaction(each.changes, each.keep)
    else if (each.kind === 'snapshot') this.#kept.push([this.table.snapshot(), new Map(this.model)])
    else if (this.#kept.length > 0) {
      const kept = this.#kept[each.which % this.#kept.length]
      if (kept === undefined) return
      const before = this.table.revision
      this.table.restore(kept[0])
      this.model = new Map(kept[1])
      expect(this.table.revision).toBeGreaterThan(before)
    }
  }

  transaction(changes: readonly Parameters<Pair['apply']>[0][], keep: boolean): void {
    const before = new Map(this.model)
    const revision = this.table.revision
    this.undo.begin()
    for (const each of changes) this.apply(each)
    if (keep) this.undo.commit()
    else {
      const changed = this.table.revision > revision
      this.undo.rollback()
      this.model = before
      // A view computed inside the transaction is old now.
      if (changed) expect(this.table.revision).toBeGreaterThan(revision)
    }
  }

  check(): void {
    const { table, model } = this
    expect(table.size).toBe(model.size)
    for (const prefix of ['', '111/', keyOf('222', ''), keyOf('lab', 'b'), '3']) {
      expect([...table.entries(prefix)]).toEqual(ordered(model, prefix))
      expect(table.all(prefix)).toEqual(ordered(model, prefix).map(([, row]) => row))
      for (const from of ['', keyOf('222', 'a'), keyOf('lab', 'b'), '~']) {
        const rest = ordered(model, prefix).filter(([key]) => key >= from)
        expect([...table.entries(prefix, from)]).toEqual(rest)
      }
    }
    for (const [at, row] of model) expect(table.get(at)).toBe(row)
  }
}

describe('a table', () => {
  it('is a sorted map, through changes, rollbacks, snapshots and restores', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const pair = new Pair()
        for (const each of steps) {
          pair.step(each)
          pair.check()
        }
      }),
    )
  })

  it('is written in key order, whatever was done to it before, and read back', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30, size: 'max' }), (steps) => {
        const pair = new Pair()
        for (const each of steps) pair.step(each)
        const plain = new Table(things, new UndoLog())
        for (const [at, row] of [...pair.model].reverse()) plain.set(at, row)
        const bytes = written(pair.table)
        expect(bytes).toEqual(written(plain))
        const read = new Table(things, new UndoLog())
        read.set('gone', { label: '', count: 0 })
        const before = read.revision
        read.read(new Reader(bytes))
        expect(read.revision).toBeGreaterThan(before)
        expect([...read.entries()]).toEqual(ordered(pair.model, ''))
      }),
    )
  })

  it('leaves a snapshot alone', () => {
    const table = new Table(things, new UndoLog())
    table.set('b', { label: 'b', count: 1 })
    const kept = table.snapshot()
    table.set('a', { label: 'a', count: 1 })
    table.set('b', { label: 'b', count: 2 })
    expect(kept.keys).toEqual(['b'])
    expect(kept.rows.get('b')).toEqual({ label: 'b', count: 1 })
    table.restore(kept)
    table.delete('b')
    expect(kept.keys).toEqual(['b'])
    expect(kept.rows.size).toBe(1)
  })

  it('does not call a row new that is the same', () => {
    const table = new Table(things, new UndoLog())
    const row = { label: 'a', count: 1 }
    table.set('a', row)
    const before = table.revision
    table.set('a', row)
    expect(table.revision).toBe(before)
  })

  it('holds no more rows than its limit, of its own making or of a save', () => {
    const table = new Table(things, new UndoLog())
    const row = { label: '', count: 0 }
    for (let i = 0; i < LIMITS.rowsPerTable; i++) table.set(String(i).padStart(6, '0'), row)
    expect(() => table.set('x', row)).toThrow(AssertionError)
    table.set('000000', { label: 'replaced', count: 0 })
    const to = new Writer()
    to.varint(LIMITS.rowsPerTable + 1)
    expect(() => table.read(new Reader(to.finish()))).toThrow(DecodeError)
  })

  it('refuses rows that are out of order or come twice', () => {
    for (const keys of [
      ['b', 'a'],
      ['a', 'a'],
    ]) {
      const to = new Writer()
      to.varint(keys.length)
      for (const at of keys) {
        to.text(at)
        rowOf.write(to, { label: '', count: 0 })
      }
      const table = new Table(things, new UndoLog())
      expect(() => table.read(new Reader(to.finish()))).toThrow(DecodeError)
    }
  })
})

it('names the account of a key', () => {
  expect(accountOf(keyOf('123456789012', 'i-1/2'))).toBe('123456789012')
})

function written(table: Table<Row>): Uint8Array {
  const to = new Writer()
  table.write(to)
  return to.finish()
}
