/**
 * The state of one emulated cloud, and the only ways to change it.
 *
 * Everything that a call or a timer may change lives here: tables, logs, timers, streams of chance, counters,
 * blobs, and the clock. A transaction undoes all of it. A frame (keyframe) is a copy that shares what did not
 * change; `write` and `read` are the same state as bytes, for the hash and for saves.
 */
import { md5 as nobleMd5 } from '@noble/hashes/legacy.js'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { assert, must } from './assert.ts'
import { Blobs } from './blobs.ts'
import type { Epoch } from './calendar.ts'
import { type Crcs, TABLE_CRCS } from './crc.ts'
import { type EventRecord, type EventRegistry, Events } from './events.ts'
import { EPOCH, type Instant, instant } from './instant.ts'
import { Log, type LogSnapshot, type LogSpec, type Sha256 } from './log.ts'
import { Streams } from './random.ts'
import type { Result } from './result.ts'
import { Schedule, type ScheduleSnapshot, type TimerKind } from './schedule.ts'
import { Table, type TableSnapshot, type TableSpec } from './table.ts'
import { UndoLog } from './undo.ts'
import { DecodeError, type Reader, Writer } from './value.ts'

/** Hash functions, made ready by the caller; without them @noble's and tables are used, with equal results. */
export interface Hashes extends Crcs {
  readonly sha256: Sha256
  readonly md5: Sha256
}

/** The hashes that need no WebAssembly. */
export const PLAIN_HASHES: Hashes = {
  sha256: (bytes) => nobleSha256(bytes),
  md5: (bytes) => nobleMd5(bytes),
  ...TABLE_CRCS,
}

/** What a world is made of: declared by the modules of the cloud, put together in `cloud.ts`. */
export interface WorldParts {
  readonly tables: readonly TableSpec<unknown>[]
  readonly logs: readonly LogSpec<unknown>[]
  readonly timers: readonly TimerKind<unknown>[]
  readonly events: EventRegistry
}

/** What AWS gives a new thing that its caller says nothing about: today, or before April 2023 (FACTS §9). */
export type Defaults = 'modern' | 'legacy'

/** What makes one world differ from another at its start. */
export interface WorldOptions {
  readonly seed: string
  readonly epoch: Epoch
  readonly start: Instant
  readonly hashes: Hashes
  /** false: events are not kept; the default is true */
  readonly history?: boolean
  /** `modern` when left out */
  readonly defaults?: Defaults
  /** true: bytes of blobs are not copied where they go in and come out; the default is false */
  readonly sharesBytes?: boolean
}

/** A world's state at one instant, sharing what did not change since. */
export interface WorldFrame {
  readonly now: Instant
  readonly tables: ReadonlyMap<string, TableSnapshot>
  readonly logs: ReadonlyMap<string, LogSnapshot>
  readonly schedule: ScheduleSnapshot
  readonly streams: ReturnType<Streams['snapshot']>
  readonly blobs: ReturnType<Blobs['snapshot']>
  readonly counters: ReadonlyMap<string, number>
  readonly nextEvent: number
}

export class World {
  readonly epoch: Epoch
  readonly hashes: Hashes
  readonly defaults: Defaults
  readonly undo = new UndoLog()
  readonly schedule: Schedule
  readonly streams: Streams
  readonly blobs: Blobs
  readonly events: Events
  readonly #tables = new Map<string, Table<unknown>>()
  readonly #logs = new Map<string, Log<unknown>>()
  #counters = new Map<string, number>()
  #now: Instant
  /** The event that the running call or timer follows from; new events and timers name it as their cause. */
  #cause: number | null = null

  constructor(parts: WorldParts, options: WorldOptions) {
    this.epoch = options.epoch
    this.hashes = options.hashes
    this.defaults = options.defaults ?? 'modern'
    this.#now = options.start
    this.schedule = new Schedule(parts.timers, this.undo)
    this.streams = new Streams(options.seed, options.hashes.sha256, this.undo)
    this.blobs = new Blobs(this.undo, options.sharesBytes)
    this.events = new Events(parts.events, this.undo, options.history ?? true)
    for (const spec of parts.tables) this.#tables.set(spec.name, new Table(spec, this.undo))
    for (const spec of parts.logs) {
      this.#logs.set(spec.name, new Log(spec, this.undo, options.hashes.sha256))
    }
    assert(this.#tables.size === parts.tables.length, 'each table has a name of its own')
    assert(this.#logs.size === parts.logs.length, 'each log has a name of its own')
  }

  get now(): Instant {
    return this.#now
  }

  get cause(): number | null {
    return this.#cause
  }

  /** The table of a spec. Only the module that declares a spec should write to its table. */
  table<Row>(spec: TableSpec<Row>): Table<Row> {
    return must(this.#tables.get(spec.name), `table ${spec.name}`) as Table<Row>
  }

  /** The log of a spec. */
  log<Entry>(spec: LogSpec<Entry>): Log<Entry> {
    return must(this.#logs.get(spec.name), `log ${spec.name}`) as Log<Entry>
  }

  /** The next number of a counter, from 1. */
  count(name: string): number {
    const before = this.#counters.get(name) ?? 0
    this.#counters.set(name, before + 1)
    if (this.undo.active) this.undo.push(() => this.#counters.set(name, before))
    return before + 1
  }

  /** Sets a timer that names the present cause. */
  after<Data>(kind: TimerKind<Data>, at: Instant, data: Data): number {
    assert(at >= this.#now, 'a timer lies in the future')
    return this.schedule.set(kind, at, data, this.#cause)
  }

  /** Notes an event at the present instant, caused by what runs, and makes it the cause of what follows. Set-up leaves none. */
  emit(type: string, subjects: EventRecord['subjects'], detail: EventRecord['detail'] = {}): void {
    if (this.#now < EPOCH) return
    this.#cause = this.events.emit({ at: this.#now, type, subjects, cause: this.#cause, detail })
  }

  /** Runs `work` with a cause of its own, and puts the old one back. */
  because<T>(cause: number | null, work: () => T): T {
    const before = this.#cause
    this.#cause = cause
    try {
      return work()
    } finally {
      this.#cause = before
    }
  }

  /** Runs `work` so that a refusal, or an exception, leaves no trace in the world. */
  transaction<T>(work: () => Result<T>): Result<T> {
    this.#begin()
    let result: Result<T>
    try {
      result = work()
    } catch (error) {
      this.undo.rollback()
      throw error
    }
    if (result.ok) this.undo.commit()
    else this.undo.rollback()
    return result
  }

  /** Runs `work` and takes back whatever it did. */
  trial<T>(work: () => T): T {
    this.#begin()
    try {
      return work()
    } finally {
      this.undo.rollback()
    }
  }

  /** Moves the clock forward; the cloud fires the timers on the way. */
  moveTo(at: Instant): void {
    assert(at >= this.#now, 'cloud time does not go back, except to a frame')
    this.#now = at
  }

  /** The revisions of some tables and logs, added up: it rises when one of them changes. */
  revision(names: readonly string[]): number {
    let sum = 0
    for (const name of names) {
      sum += must(this.#tables.get(name) ?? this.#logs.get(name), `table ${name}`).revision
    }
    return sum
  }

  frame(): WorldFrame {
    const tables = new Map<string, TableSnapshot>()
    for (const [name, table] of this.#tables) tables.set(name, table.snapshot())
    const logs = new Map<string, LogSnapshot>()
    for (const [name, log] of this.#logs) logs.set(name, log.snapshot())
    return {
      now: this.#now,
      tables,
      logs,
      schedule: this.schedule.snapshot(),
      streams: this.streams.snapshot(),
      blobs: this.blobs.snapshot(),
      counters: new Map(this.#counters),
      nextEvent: this.events.next,
    }
  }

  /** Goes back, or on, to a frame of this world. */
  restore(frame: WorldFrame): void {
    assert(!this.undo.active, 'no transaction is open')
    this.#now = frame.now
    for (const [name, table] of this.#tables) {
      table.restore(must(frame.tables.get(name), `table ${name} in the frame`))
    }
    for (const [name, log] of this.#logs) {
      log.restore(must(frame.logs.get(name), `log ${name} in the frame`))
    }
    this.schedule.restore(frame.schedule)
    this.streams.restore(frame.streams)
    this.blobs.restore(frame.blobs)
    this.#counters = new Map(frame.counters)
    this.events.moveTo(frame.nextEvent)
  }

  /** The state as bytes. `whole` for a save; otherwise only what counts for the hash. */
  write(to: Writer, whole: boolean): void {
    to.zigzag(this.#now)
    for (const [name, table] of sorted(this.#tables)) {
      to.text(name)
      table.write(to)
    }
    for (const [name, log] of sorted(this.#logs)) {
      to.text(name)
      if (whole) log.write(to)
      else to.bytes(log.hash())
    }
    this.schedule.write(to, whole)
    this.streams.write(to)
    this.blobs.write(to)
    const counters = sorted(this.#counters).filter(([, count]) => count > 0)
    to.varint(counters.length)
    for (const [name, count] of counters) {
      to.text(name)
      to.varint(count)
    }
    if (whole) to.varint(this.events.next)
  }

  /** Takes the state that `write` wrote whole. Throws `DecodeError` on other bytes. */
  read(from: Reader): void {
    this.#now = instant(from.zigzag())
    for (const [name, table] of sorted(this.#tables)) {
      if (from.text() !== name) throw new DecodeError(`no table ${name} in its place`)
      table.read(from)
    }
    for (const [name, log] of sorted(this.#logs)) {
      if (from.text() !== name) throw new DecodeError(`no log ${name} in its place`)
      log.read(from)
    }
    this.schedule.read(from)
    this.streams.read(from)
    this.blobs.load(from)
    this.#counters = new Map()
    for (let left = from.varint(); left > 0; left--) this.#counters.set(from.text(), from.varint())
    this.events.moveTo(from.varint())
  }

  /** SHA-256 of the state, in hexadecimal. */
  hash(): string {
    const to = new Writer()
    this.write(to, false)
    return hex(this.hashes.sha256(to.finish()))
  }

  #begin(): void {
    const cause = this.#cause
    this.undo.begin()
    this.undo.push(() => {
      this.#cause = cause
    })
  }
}

/** Bytes as lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  let out = ''
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0')
  return out
}

function sorted<T>(map: ReadonlyMap<string, T>): (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1))
}
