/**
 * The writing half of the codec of plain values; `value.ts` says what the format promises.
 */
import { assert } from './assert.ts'
import { encodedLength, encodeText } from './wtf8.ts'

/** What the codec can carry: data without identity, functions or cycles. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly Value[]
  | { readonly [key: string]: Value | undefined }

/** Lists and records may be nested this deep, and no deeper. */
export const MAX_DEPTH = 64
const MAX_BYTES = 1_073_741_824
/** The byte before each value; those from `list` on hold other values. */
export const TAG = {
  nothing: 0,
  no: 1,
  yes: 2,
  integer: 3,
  real: 4,
  natural: 5,
  negative: 6,
  text: 7,
  bytes: 8,
  list: 9,
  record: 10,
} as const

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

/** Not a Map, a Date or an instance of a class; holds for objects of another realm too. */
function isPlain(record: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(record)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** Collects bytes in a buffer that grows, to 1 GiB at most. Each method appends. */
export class Writer {
  #buffer = new Uint8Array(256)
  #view = new DataView(this.#buffer.buffer)
  #length = 0

  /** Bytes written so far. */
  get length(): number {
    return this.#length
  }

  /** One byte, 0 to 255. */
  byte(value: number): void {
    assert(value >= 0 && value <= 255 && Number.isInteger(value), 'a byte is 0 to 255')
    this.#reserve(1)
    this.#buffer[this.#length++] = value
  }

  /** An integer from 0 to 2^53 - 1: LEB128, seven bits a byte, the lowest first. */
  varint(value: number): void {
    assert(Number.isSafeInteger(value) && value >= 0, 'a varint is a safe integer from 0')
    this.#reserve(8)
    let rest = value
    while (rest >= 0x80) {
      this.#buffer[this.#length++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.#buffer[this.#length++] = rest
  }

  /** A safe integer of either sign: 0, -1, 1, -2 … become the varints 0, 1, 2, 3 …; -0 is 0. */
  zigzag(value: number): void {
    assert(Number.isSafeInteger(value), 'a zigzag is a safe integer')
    // Twice the magnitude may pass 2^53, so the sign and the lowest six bits go first.
    const magnitude = value < 0 ? -(value + 1) : value
    const rest = Math.floor(magnitude / 64)
    const first = (magnitude % 64) * 2 + (value < 0 ? 1 : 0)
    this.byte(rest === 0 ? first : first | 0x80)
    if (rest !== 0) this.varint(rest)
  }

  /** A double, little endian; -0 is written as 0, every NaN as 0x7ff8000000000000. */
  real(value: number): void {
    this.#reserve(8)
    if (Number.isNaN(value)) {
      this.#view.setUint32(this.#length, 0, true)
      this.#view.setUint32(this.#length + 4, 0x7ff80000, true)
    } else this.#view.setFloat64(this.#length, value === 0 ? 0 : value, true)
    this.#length += 8
  }

  /** The length in bytes as a varint, then the text in UTF-8 (WTF-8 for lone surrogates). */
  text(value: string): void {
    const length = encodedLength(value)
    this.varint(length)
    this.#reserve(length)
    if (length !== value.length) {
      encodeText(value, this.#buffer, this.#length)
      this.#length += length
    } else for (let i = 0; i < length; i++) this.#buffer[this.#length++] = value.charCodeAt(i)
  }

  /** The length as a varint, then the bytes. */
  bytes(value: Uint8Array): void {
    this.varint(value.length)
    this.#reserve(value.length)
    this.#buffer.set(value, this.#length)
    this.#length += value.length
  }

  /** Any value, with its tag. Throws past `MAX_DEPTH` and for what is no `Value`. */
  value(value: Value): void {
    this.#value(value, 0)
  }

  /** A copy of what has been written; the writer may go on. */
  finish(): Uint8Array {
    return this.#buffer.slice(0, this.#length)
  }

  #value(value: Value, depth: number): void {
    if (value === null) this.byte(TAG.nothing)
    else if (typeof value === 'boolean') this.byte(value ? TAG.yes : TAG.no)
    else if (typeof value === 'number') this.#number(value)
    else if (typeof value === 'bigint') this.#bigint(value)
    else if (typeof value === 'string') {
      this.byte(TAG.text)
      this.text(value)
    } else if (value instanceof Uint8Array) {
      this.byte(TAG.bytes)
      this.bytes(value)
    } else {
      assert(typeof value === 'object', 'only plain values can be encoded')
      assert(depth < MAX_DEPTH, 'a value is nested too deep')
      if (isList(value)) this.#list(value, depth + 1)
      else this.#record(value, depth + 1)
    }
  }

  #number(value: number): void {
    const isInteger = Number.isSafeInteger(value)
    this.byte(isInteger ? TAG.integer : TAG.real)
    if (isInteger) this.zigzag(value)
    else this.real(value)
  }

  /** The magnitude as bytes, the highest first, without leading zeros; zero has none. */
  #bigint(value: bigint): void {
    this.byte(value < 0n ? TAG.negative : TAG.natural)
    const digits = value === 0n ? '' : (value < 0n ? -value : value).toString(16)
    const even = digits.length % 2 === 0 ? digits : `0${digits}`
    this.varint(even.length / 2)
    for (let i = 0; i < even.length; i += 2) this.byte(Number.parseInt(even.slice(i, i + 2), 16))
  }

  #list(list: readonly Value[], depth: number): void {
    this.byte(TAG.list)
    this.varint(list.length)
    for (const item of list) this.#value(item, depth)
  }

  #record(record: { readonly [key: string]: Value | undefined }, depth: number): void {
    assert(isPlain(record), 'only plain records can be encoded')
    const keys = Object.keys(record).filter((key) => record[key] !== undefined)
    keys.sort()
    this.byte(TAG.record)
    this.varint(keys.length)
    for (const key of keys) {
      const member = record[key]
      if (member === undefined) continue
      this.text(key)
      this.#value(member, depth)
    }
  }

  #reserve(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#buffer.length) return
    assert(needed <= MAX_BYTES, 'a writer holds at most 1 GiB')
    const grown = new Uint8Array(Math.max(needed, Math.min(MAX_BYTES, this.#buffer.length * 2)))
    grown.set(this.#buffer)
    this.#buffer = grown
    this.#view = new DataView(grown.buffer)
  }
}
