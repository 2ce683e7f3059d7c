import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from './assert.ts'
import { defineLog, Log, type LogSnapshot } from './log.ts'
import { text } from './schema.ts'
import { UndoLog } from './undo.ts'
import { DecodeError, Reader, Writer } from './value.ts'

const LIMIT = 50
const spec = defineLog('test.log', text, LIMIT)
const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())

/** The chain, from the definition, over all records. */
function chained(records: readonly string[]): Uint8Array {
  let hash = new Uint8Array(0)
  for (const each of records) {
    const to = new Writer()
    to.bytes(hash)
    to.text(each)
    hash = new Uint8Array(sha256(to.finish()))
  }
  return hash
}

const word = fc.string({ maxLength: 3 })
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('append' as const), word }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'hash' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'snapshot' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restore' as const), which: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('transaction' as const),
      words: fc.array(word, { maxLength: 4 }),
      keep: fc.boolean(),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

class Pair {
  readonly undo = new UndoLog()
  readonly log = new Log(spec, this.undo, sha256)
  model: readonly string[] = []
  readonly #kept: { snapshot: LogSnapshot; model: readonly string[] }[] = []

  step(each: Step): void {
    if (each.kind === 'append') this.append(each.word)
    else if (each.kind === 'hash') expect(this.log.hash()).toEqual(chained(this.model))
    else if (each.kind === 'snapshot') {
      this.#kept.push({ snapshot: this.log.snapshot(), model: this.model })
    } else if (each.kind === 'transaction') {
      const before = this.model
      this.undo.begin()
      for (const one of each.words) this.append(one)
      if (each.keep) this.undo.commit()
      else {
        this.undo.rollback()
        this.model = before
      }
    } else {
      const kept = this.#kept[each.which % Math.max(1, this.#kept.length)]
      if (kept === undefined) return
      this.log.restore(kept.snapshot)
      this.model = kept.model
    }
  }

  append(each: string): void {
    if (this.model.length === LIMIT) return
    const before = this.log.revision
    this.log.append(each)
    this.model = [...this.model, each]
    expect(this.log.revision).toBeGreaterThan(before)
  }
}

describe('a log', () => {
  it('is a list, through appends, rollbacks, and restores back and on', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const pair = new Pair()
        for (const each of steps) {
          pair.step(each)
          expect(pair.log.length).toBe(pair.model.length)
          expect(pair.log.newest(LIMIT)).toEqual(pair.model)
          expect(pair.log.newest(2)).toEqual(pair.model.slice(-2))
          expect(pair.log.at(pair.model.length)).toBeUndefined()
        }
        expect(pair.log.hash()).toEqual(chained(pair.model))
      }),
      { numRuns: 100 },
    )
  })

  it('goes on to a snapshot that lies beyond what was repeated', () => {
    const pair = new Pair()
    pair.append('a')
    const early = pair.log.snapshot()
    for (const each of ['b', 'c', 'd']) pair.append(each)
    const late = pair.log.snapshot()
    pair.log.restore(early)
    pair.log.append('b')
    pair.log.restore(late)
    expect(pair.log.newest(9)).toEqual(['a', 'b', 'c', 'd'])
    expect(pair.log.hash()).toEqual(chained(['a', 'b', 'c', 'd']))
  })

  it('comes back from its bytes with the same chain, and goes on', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20, size: 'max' }), word, (words, next) => {
        const log = new Log(spec, new UndoLog(), sha256)
        for (const each of words) log.append(each)
        const to = new Writer()
        log.write(to)
        const other = new Log(spec, new UndoLog(), sha256)
        other.append('gone')
        other.hash()
        other.read(new Reader(to.finish()))
        expect(other.hash()).toEqual(log.hash())
        other.append(next)
        expect(other.hash()).toEqual(chained([...words, next]))
      }),
    )
  })

  it('keeps its limit, of its own making or of a save', () => {
    const log = new Log(spec, new UndoLog(), sha256)
    for (let i = 0; i < LIMIT; i++) log.append('')
    expect(() => log.append('')).toThrow(AssertionError)
    const to = new Writer()
    to.varint(LIMIT + 1)
    for (let i = 0; i <= LIMIT; i++) to.text('')
    expect(() => log.read(new Reader(to.finish()))).toThrow(DecodeError)
  })
})
