/**
 * An append-only log: records that are never changed, such as the audit trail.
 *
 * Its state at an instant is its length, so a keyframe of a long log costs nothing. Its part of the state
 * hash is a chain, h(n) = SHA-256(h(n-1), record n), worked out when asked and remembered.
 */
import { assert } from './assert.ts'
import type { Codec } from './schema.ts'
import type { UndoLog } from './undo.ts'
import { type Reader, Writer } from './value.ts'

/** What a log is: its name, how a record is written, and how many it may hold. */
export interface LogSpec<Entry> {
  readonly name: string
  readonly codec: Codec<Entry>
  readonly limit: number
}

/** Names a log. Declared once, by the module that owns it. */
export const defineLog = <Entry>(name: string, codec: Codec<Entry>, limit: number): LogSpec<Entry> => ({
  name,
  codec,
  limit,
})

export type Sha256 = (bytes: Uint8Array) => Uint8Array

export class Log<Entry> {
  readonly spec: LogSpec<Entry>
  readonly #undo: UndoLog
  readonly #sha256: Sha256
  #entries: Entry[] = []
  #length = 0
  #chain: Uint8Array[] = []
  #revision = 0

  constructor(spec: LogSpec<Entry>, undo: UndoLog, sha256: Sha256) {
    this.spec = spec
    this.#undo = undo
    this.#sha256 = sha256
  }

  get revision(): number {
    return this.#revision
  }

  get length(): number {
    return this.#length
  }

  append(entry: Entry): void {
    assert(this.#length < this.spec.limit, `${this.spec.name} is within its limit`)
    this.#cut()
    this.#entries.push(entry)
    const before = this.#length
    this.#length += 1
    this.#revision++
    if (this.#undo.active) this.#undo.push(() => this.restore(before))
  }

  /** The newest `count` records, newest last. */
  newest(count: number): Entry[] {
    return this.#entries.slice(Math.max(0, this.#length - count), this.#length)
  }

  /** The record at a place, counted from the start. */
  at(index: number): Entry | undefined {
    return index < this.#length ? this.#entries[index] : undefined
  }

  snapshot(): { readonly entries: readonly Entry[]; readonly length: number } {
    return { entries: this.#entries, length: this.#length }
  }

  /** Goes back to an earlier length of this same log. */
  restore(length: number): void {
    this.#length = length
    this.#revision++
  }

  /** The chained hash of all records. */
  hash(): Uint8Array {
    for (let n = this.#chain.length; n < this.#length; n++) {
      const to = new Writer()
      to.bytes(this.#chain[n - 1] ?? new Uint8Array(0))
      const entry = this.#entries[n]
      if (entry !== undefined) this.spec.codec.write(to, entry)
      this.#chain.push(this.#sha256(to.finish()))
    }
    return this.#chain[this.#length - 1] ?? new Uint8Array(0)
  }

  write(to: Writer): void {
    to.varint(this.#length)
    for (let n = 0; n < this.#length; n++) {
      const entry = this.#entries[n]
      if (entry !== undefined) this.spec.codec.write(to, entry)
    }
  }

  read(from: Reader): void {
    this.#entries = []
    this.#chain = []
    this.#length = from.varint()
    for (let n = 0; n < this.#length; n++) this.#entries.push(this.spec.codec.read(from))
    this.#revision++
  }

  /** Drops what lies beyond the present length. A new array, so that a keyframe's stays whole. */
  #cut(): void {
    if (this.#entries.length > this.#length) this.#entries = this.#entries.slice(0, this.#length)
    if (this.#chain.length > this.#length) this.#chain.length = this.#length
  }
}
