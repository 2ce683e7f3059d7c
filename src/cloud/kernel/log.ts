/**
 * An append-only log: records that are never changed, such as the audit trail.
 *
 * Its state at an instant is its length, so a keyframe of a long log costs nothing. Its part of the state
 * hash is a chain, h(n) = SHA-256(h(n-1), record n), worked out when asked and remembered.
 */
import { within } from './assert.ts'
import type { Codec } from './schema.ts'
import type { UndoLog } from './undo.ts'
import { DecodeError, type Reader, Writer } from './value.ts'

/** What a log is: its name, how a record is written, and how many it may hold. */
export interface LogSpec<Entry> {
  readonly name: string
  readonly codec: Codec<Entry>
  readonly limit: number
}

/** Names a log. Declared once, by the module that owns it. */
export const defineLog = <Entry>(
  name: string,
  codec: Codec<Entry>,
  limit: number,
): LogSpec<Entry> => ({
  name,
  codec,
  limit,
})

export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** Records and their chain of hashes. Only added to; where a history parts, a new one begins. */
interface Records<Entry> {
  readonly entries: Entry[]
  readonly chain: Uint8Array[]
}

/** The state of a log at one instant; shares its records with the log. */
export interface LogSnapshot {
  readonly records: { readonly entries: readonly unknown[]; readonly chain: readonly Uint8Array[] }
  readonly length: number
}

export class Log<Entry> {
  readonly spec: LogSpec<Entry>
  readonly #undo: UndoLog
  readonly #sha256: Sha256
  #records: Records<Entry> = { entries: [], chain: [] }
  #length = 0
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
    within(this.#length < this.spec.limit, this.spec.name)
    this.#cut()
    this.#records.entries.push(entry)
    const before = this.#length
    this.#length += 1
    this.#revision++
    if (this.#undo.active) this.#undo.push(() => this.#shorten(before))
  }

  /** The newest `count` records, newest last. */
  newest(count: number): Entry[] {
    return this.#records.entries.slice(Math.max(0, this.#length - count), this.#length)
  }

  /** The record at a place, counted from the start. */
  at(index: number): Entry | undefined {
    return index < this.#length ? this.#records.entries[index] : undefined
  }

  snapshot(): LogSnapshot {
    return { records: this.#records, length: this.#length }
  }

  /** Goes to a snapshot of this log, back or on. */
  restore(snapshot: LogSnapshot): void {
    this.#records = snapshot.records as Records<Entry>
    this.#length = snapshot.length
    this.#revision++
  }

  /** The chained hash of all records. */
  hash(): Uint8Array {
    const { entries, chain } = this.#records
    for (let n = chain.length; n < this.#length; n++) {
      const to = new Writer()
      to.bytes(chain[n - 1] ?? new Uint8Array(0))
      const entry = entries[n]
      if (entry !== undefined) this.spec.codec.write(to, entry)
      chain.push(this.#sha256(to.finish()))
    }
    return chain[this.#length - 1] ?? new Uint8Array(0)
  }

  write(to: Writer): void {
    to.varint(this.#length)
    for (let n = 0; n < this.#length; n++) {
      const entry = this.#records.entries[n]
      if (entry !== undefined) this.spec.codec.write(to, entry)
    }
  }

  read(from: Reader): void {
    const length = from.varint()
    if (length > this.spec.limit) throw new DecodeError(`${this.spec.name} over its limit`)
    const entries: Entry[] = []
    for (let n = 0; n < length; n++) entries.push(this.spec.codec.read(from))
    this.#records = { entries, chain: [] }
    this.#length = length
    this.#revision++
  }

  #shorten(length: number): void {
    this.#length = length
    this.#revision++
  }

  /** Leaves what lies beyond the present length. New arrays, so that a keyframe's stay whole. */
  #cut(): void {
    const { entries, chain } = this.#records
    if (entries.length === this.#length) return
    this.#records = {
      entries: entries.slice(0, this.#length),
      chain: chain.slice(0, this.#length),
    }
  }
}
