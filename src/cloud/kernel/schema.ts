/**
 * Row schemas: how an immutable row is written to bytes and read back.
 *
 * One schema gives a row's TypeScript type, its canonical encoding (for the state hash and for saves)
 * and its decoding. Members are written in the order of the schema, so equal rows encode equally.
 */
import { assert } from './assert.ts'
import type { BlobId } from './blobs.ts'
import { type Duration, duration, type Instant, instant } from './instant.ts'
import type { Ref } from './ref.ts'
import type { Plain } from './result.ts'
import { DecodeError, type Reader, type Value, type Writer } from './value.ts'

/** Writes and reads one kind of value. */
export interface Codec<T> {
  write(to: Writer, value: T): void
  read(from: Reader): T
}

/** The type that a codec carries. */
export type Infer<C> = C extends Codec<infer T> ? T : never

/** A byte that is 0 or 1: anything else was not written here. */
function bit(from: Reader): boolean {
  const byte = from.byte()
  if (byte > 1) throw new DecodeError('a flag that is neither 0 nor 1')
  return byte === 1
}

/** Any string. */
export const text: Codec<string> = {
  write: (to, value) => to.text(value),
  read: (from) => from.text(),
}

/** A boolean. */
export const flag: Codec<boolean> = {
  write: (to, value) => to.byte(value ? 1 : 0),
  read: (from) => bit(from),
}

/** A safe integer of either sign. */
export const integer: Codec<number> = {
  write: (to, value) => to.zigzag(value),
  read: (from) => from.zigzag(),
}

/** An integer of any size. */
export const bigInteger: Codec<bigint> = {
  write: (to, data) => to.value(data),
  read(from) {
    const data = from.value()
    if (typeof data !== 'bigint') throw new DecodeError('a big integer that is none')
    return data
  },
}

/** A finite double. */
export const real: Codec<number> = {
  write: (to, value) => to.real(value),
  read: (from) => from.real(),
}

/** A point of cloud time. */
export const instantOf: Codec<Instant> = {
  write: (to, value) => to.zigzag(value),
  read: (from) => instant(from.zigzag()),
}

/** A length of cloud time. */
export const durationOf: Codec<Duration> = {
  write: (to, value) => to.zigzag(value),
  read: (from) => duration(from.zigzag()),
}

/** A ref, kept as its text. */
export const refOf: Codec<Ref> = {
  write: (to, value) => to.text(value),
  read: (from) => from.text() as Ref,
}

/** The id of a blob, kept as its text. */
export const blobOf: Codec<BlobId> = {
  write: (to, value) => to.text(value),
  read: (from) => from.text() as BlobId,
}

/** Any plain value, self-describing: for requests, answers and details whose shape is not ours. */
export const value: Codec<Value> = {
  write: (to, data) => to.value(data),
  read: (from) => from.value(),
}

/** Plain data without bytes or big integers: what a reason and an event carry. */
export const plain: Codec<Plain> = {
  write: (to, data) => to.value(data),
  read: (from) => from.value() as Plain,
}

/** A value, or null. */
export const optional = <T>(of: Codec<T>): Codec<T | null> => ({
  write(to, data) {
    to.byte(data === null ? 0 : 1)
    if (data !== null) of.write(to, data)
  },
  read: (from) => (bit(from) ? of.read(from) : null),
})

/** A list, in order. */
export const list = <T>(of: Codec<T>): Codec<readonly T[]> => ({
  write(to, data) {
    to.varint(data.length)
    for (const each of data) of.write(to, each)
  },
  read(from) {
    const out: T[] = []
    for (let left = from.varint(); left > 0; left--) out.push(of.read(from))
    return out
  },
})

/** A dictionary by string, written in the order of its keys (UTF-16 code units). */
export const dictionary = <T>(of: Codec<T>): Codec<Readonly<Record<string, T>>> => ({
  write(to, data) {
    const entries = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1))
    to.varint(entries.length)
    for (const [key, each] of entries) {
      to.text(key)
      of.write(to, each)
    }
  },
  read(from) {
    const entries: [string, T][] = []
    for (let left = from.varint(); left > 0; left--) {
      const key = from.text()
      const last = entries[entries.length - 1]
      if (last !== undefined && key <= last[0]) throw new DecodeError('keys out of order')
      entries.push([key, of.read(from)])
    }
    return Object.fromEntries(entries)
  },
})

/** One of a fixed set of names, written as its place in the set. */
export const choice = <const N extends readonly string[]>(...names: N): Codec<N[number]> => ({
  write(to, data) {
    const at = names.indexOf(data)
    assert(at >= 0, `${data} is one of ${names.join(', ')}`)
    to.varint(at)
  },
  read(from) {
    const name = names[from.varint()]
    if (name === undefined) throw new DecodeError('a choice outside its set')
    return name
  },
})

/** The row type of a record of codecs. */
export type RecordOf<F> = { readonly [K in keyof F]: Infer<F[K]> }

/** A record with named members, written in the order given here. */
export function record<F extends Readonly<Record<string, Codec<unknown>>>>(
  fields: F,
): Codec<RecordOf<F>> {
  const members = Object.entries(fields)
  return {
    write(to, data) {
      for (const [name, codec] of members) codec.write(to, data[name])
    },
    read(from) {
      const out: Record<string, unknown> = {}
      for (const [name, codec] of members) out[name] = codec.read(from)
      return out as RecordOf<F>
    },
  }
}
