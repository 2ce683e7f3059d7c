/**
 * The reading half of the codec of plain values; `value.ts` says what the format promises.
 *
 * Input may be hostile (a save from a stranger): nothing is read out of bounds, no allocation is
 * larger than the input allows, nesting is capped, and each refusal is a `DecodeError`.
 */
import { MAX_DEPTH, TAG, type Value } from './writer.ts'
import { decodeText } from './wtf8.ts'

/** Input that is cut short or was not made by a `Writer`. */
export class DecodeError extends Error {
  override name = 'DecodeError'
  /** Bytes from the start of the input, or -1 where the reader's caller found the fault. */
  readonly offset: number

  constructor(message: string, offset = -1) {
    super(offset < 0 ? message : `${message} at byte ${offset}`)
    this.offset = offset
  }
}

/** 2^49: what the eighth and last byte of a varint counts. */
const MAX_SCALE = 562_949_953_421_312

/** Reads what a `Writer` wrote, in the same order; throws `DecodeError` on anything else. */
export class Reader {
  readonly #buffer: Uint8Array
  readonly #view: DataView
  #offset = 0

  /** Reads `bytes` in place; they must not change while the reader is used. */
  constructor(bytes: Uint8Array) {
    this.#buffer = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Bytes not yet read. */
  get remaining(): number {
    return this.#buffer.length - this.#offset
  }

  /** Throws `DecodeError` unless everything has been read. */
  finish(): void {
    if (this.remaining > 0) this.#refuse('unread bytes')
  }

  /** One byte, 0 to 255. */
  byte(): number {
    this.#need(1)
    return this.#buffer[this.#offset++] ?? 0
  }

  /** An integer from 0 to 2^53 - 1. */
  varint(): number {
    let value = 0
    for (let scale = 1; ; scale *= 0x80) {
      if (scale > MAX_SCALE) this.#refuse('an integer past 2^53')
      const next = this.byte()
      value += (next & 0x7f) * scale
      if (value > Number.MAX_SAFE_INTEGER) this.#refuse('an integer past 2^53')
      if (next >= 0x80) continue
      if (next === 0 && scale > 1) this.#refuse('an integer with needless bytes')
      return value
    }
  }

  /** A safe integer of either sign. */
  zigzag(): number {
    const first = this.byte()
    const rest = first < 0x80 ? 0 : this.varint()
    if (first >= 0x80 && rest === 0) this.#refuse('an integer with needless bytes')
    const magnitude = rest * 64 + ((first & 0x7f) >> 1)
    const value = (first & 1) === 1 ? -magnitude - 1 : magnitude
    if (!Number.isSafeInteger(value)) this.#refuse('an integer past 2^53')
    return value
  }

  /** A double; never -0. */
  real(): number {
    this.#need(8)
    const value = this.#view.getFloat64(this.#offset, true)
    const high = this.#view.getUint32(this.#offset + 4, true)
    const low = this.#view.getUint32(this.#offset, true)
    const isPlain = Number.isNaN(value) ? high === 0x7ff80000 && low === 0 : !Object.is(value, -0)
    if (!isPlain) this.#refuse('a number that is not canonical')
    this.#offset += 8
    return value
  }

  /** Text with its length. */
  text(): string {
    const text = decodeText(this.#take(this.varint()))
    return text ?? this.#refuse('text that is not UTF-8')
  }

  /** Bytes with their length, copied. */
  bytes(): Uint8Array {
    return this.#take(this.varint()).slice()
  }

  /** Any value, with its tag; lists and records are new and plain. */
  value(): Value {
    return this.#value(0)
  }

  #value(depth: number): Value {
    const tag = this.byte()
    if (tag >= TAG.list && depth >= MAX_DEPTH) this.#refuse('a value nested too deep')
    switch (tag) {
      case TAG.nothing:
        return null
      case TAG.no:
        return false
      case TAG.yes:
        return true
      case TAG.integer:
        return this.zigzag()
      case TAG.real: {
        const value = this.real()
        return Number.isSafeInteger(value) ? this.#refuse('an integer as a real') : value
      }
      case TAG.natural:
      case TAG.negative:
        return this.#bigint(tag === TAG.negative)
      case TAG.text:
        return this.text()
      case TAG.bytes:
        return this.bytes()
      case TAG.list:
        return this.#list(depth + 1)
      case TAG.record:
        return this.#record(depth + 1)
      default:
        return this.#refuse('an unknown tag')
    }
  }

  #bigint(isNegative: boolean): bigint {
    const bytes = this.#take(this.varint())
    const isBare = bytes.length === 0
    if (isBare ? isNegative : bytes[0] === 0) this.#refuse('an integer with needless bytes')
    let digits = '0x0'
    for (const byte of bytes) digits += byte.toString(16).padStart(2, '0')
    const magnitude = BigInt(digits)
    return isNegative ? -magnitude : magnitude
  }

  #list(depth: number): Value[] {
    const count = this.varint()
    this.#need(count)
    const list: Value[] = []
    for (let i = 0; i < count; i++) list.push(this.#value(depth))
    return list
  }

  #record(depth: number): { [key: string]: Value } {
    const count = this.varint()
    this.#need(count * 2)
    const record: { [key: string]: Value } = {}
    let previous: string | null = null
    for (let i = 0; i < count; i++) {
      const key = this.text()
      if (previous !== null && key <= previous) this.#refuse('keys out of order')
      const value = this.#value(depth)
      // Assigned, this one key would set the prototype.
      if (key === '__proto__') {
        Object.defineProperty(record, key, {
          value,
          configurable: true,
          enumerable: true,
          writable: true,
        })
      } else record[key] = value
      previous = key
    }
    return record
  }

  #take(length: number): Uint8Array {
    this.#need(length)
    this.#offset += length
    return this.#buffer.subarray(this.#offset - length, this.#offset)
  }

  #need(count: number): void {
    if (count > this.remaining) this.#refuse('input cut short')
  }

  #refuse(message: string): never {
    throw new DecodeError(message, this.#offset)
  }
}
