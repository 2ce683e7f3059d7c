/**
 * Chance: one stream of numbers for each component, all from the world's seed.
 *
 * Each stream is Chris Doty-Humphrey's sfc32 (PractRand 0.95; period at least 2^32, on average
 * 2^127). Its four words are the first 16 bytes of SHA-256(seed ‖ 0x00 ‖ name), little endian, in
 * the order a, b, c, counter. There are no warm-up draws: PractRand mixes 12 rounds because its
 * seeds are small numbers, but these words are uniform already, and a step permutes the states, so
 * it cannot make them more so. Invariants: a stream's numbers depend on seed, name and its own
 * draws, never on another stream; a stream exists from its first draw, and a rollback takes that
 * back too.
 */
import { assert } from './assert.ts'
import { log } from './real.ts'
import type { UndoLog } from './undo.ts'
import { DecodeError, type Reader, type Writer } from './value.ts'
import { encodedLength, encodeText } from './wtf8.ts'

const WORDS = 4
const TWO_32 = 4_294_967_296
const DIGITS_PER_DRAW = 8

/** The state of all streams at one instant: four words a name. Nobody changes one. */
export type StreamsSnapshot = ReadonlyMap<string, Uint32Array>

/** Moves the four words of an sfc32 one step and gives its number, 0 to 2^32 - 1. */
export function stepSfc32(words: Uint32Array): number {
  const b = words[1] ?? 0
  const c = words[2] ?? 0
  const counter = words[3] ?? 0
  const drawn = ((words[0] ?? 0) + b + counter) >>> 0
  words[0] = b ^ (b >>> 9)
  words[1] = c + (c << 3)
  words[2] = ((c << 21) | (c >>> 11)) + drawn
  words[3] = counter + 1
  return drawn
}

/** The streams of one world, by the component's name (any text without U+0000). */
export class Streams {
  readonly #seed: string
  readonly #sha256: (bytes: Uint8Array) => Uint8Array
  readonly #undo: UndoLog
  #streams = new Map<string, Uint32Array>()

  constructor(seed: string, sha256: (bytes: Uint8Array) => Uint8Array, undo: UndoLog) {
    this.#seed = seed
    this.#sha256 = sha256
    this.#undo = undo
  }

  /** An integer from 0 to 2^32 - 1. One draw. */
  next(name: string): number {
    return stepSfc32(this.#open(name))
  }

  /** A number from 0 up to, not including, 1, in steps of 2^-32. One draw. */
  unit(name: string): number {
    return this.next(name) / TWO_32
  }

  /**
   * An integer from 0 to n - 1, each equally likely, for 1 <= n <= 2^32. Draws of the last,
   * incomplete run of n numbers are thrown away: one draw on average, less than two in the worst
   * case.
   */
  below(name: string, n: number): number {
    assert(Number.isInteger(n) && n >= 1 && n <= TWO_32, 'below takes an integer from 1 to 2^32')
    const words = this.#open(name)
    const limit = TWO_32 - (TWO_32 % n)
    let drawn = stepSfc32(words)
    while (drawn >= limit) drawn = stepSfc32(words)
    return drawn % n
  }

  /**
   * `digits` lower-case hexadecimal digits, for ids; one draw for each eight, highest digit first.
   */
  hex(name: string, digits: number): string {
    assert(Number.isInteger(digits) && digits >= 0 && digits <= 1024, 'at most 1024 digits')
    const words = this.#open(name)
    let text = ''
    while (text.length < digits) {
      text += stepSfc32(words).toString(16).padStart(DIGITS_PER_DRAW, '0')
    }
    return text.slice(0, digits)
  }

  /** A waiting time of the given mean (in its unit), from 0 to 22.2 times the mean. One draw. */
  exponential(name: string, mean: number): number {
    assert(mean >= 0 && mean < Number.POSITIVE_INFINITY, 'a mean is finite and not negative')
    return 0 - mean * log(1 - this.unit(name))
  }

  /** The streams that have been drawn from, in the order of their names; the words are copies. */
  entries(): [string, Uint32Array][] {
    const all = [...this.#streams].sort(([a], [b]) => (a < b ? -1 : 1))
    return all.map(([name, words]) => [name, words.slice()])
  }

  /** A copy that later draws leave alone. */
  snapshot(): StreamsSnapshot {
    return copy(this.#streams)
  }

  /** Goes back, or on, to a snapshot. */
  restore(snapshot: StreamsSnapshot): void {
    this.#streams = copy(snapshot)
  }

  /** Writes all streams, in the order of their names. */
  write(to: Writer): void {
    to.varint(this.#streams.size)
    for (const [name, words] of this.entries()) {
      to.text(name)
      for (const word of words) to.varint(word)
    }
  }

  /** Replaces all streams by those that `write` wrote; throws `DecodeError` on other bytes. */
  read(from: Reader): void {
    const streams = new Map<string, Uint32Array>()
    let previous = ''
    for (let left = from.varint(); left > 0; left--) {
      const name = from.text()
      if (streams.size > 0 && name <= previous) throw new DecodeError('streams out of order')
      const words = Array.from({ length: WORDS }, () => from.varint())
      if (words.some((word) => word >= TWO_32)) throw new DecodeError('a stream past 32 bits')
      streams.set(name, Uint32Array.from(words))
      previous = name
    }
    this.#streams = streams
  }

  /**
   * The words of a stream that is about to be drawn from; what they were is kept for a rollback.
   */
  #open(name: string): Uint32Array {
    const known = this.#streams.get(name)
    if (this.#undo.active) {
      const before = known?.slice()
      this.#undo.push(() => {
        if (before === undefined) this.#streams.delete(name)
        else this.#streams.set(name, before)
      })
    }
    if (known !== undefined) return known
    const created = this.#seeded(name)
    this.#streams.set(name, created)
    return created
  }

  #seeded(name: string): Uint32Array {
    assert(!name.includes('\0'), 'the name of a stream has no U+0000')
    const gap = encodedLength(this.#seed)
    const message = new Uint8Array(gap + 1 + encodedLength(name))
    encodeText(this.#seed, message, 0)
    encodeText(name, message, gap + 1)
    const digest = this.#sha256(message)
    assert(digest.length === 32, 'SHA-256 gives 32 bytes')
    const view = new DataView(digest.buffer, digest.byteOffset, digest.byteLength)
    return Uint32Array.from({ length: WORDS }, (_, i) => view.getUint32(i * 4, true))
  }
}

function copy(streams: StreamsSnapshot): Map<string, Uint32Array> {
  const copies = new Map<string, Uint32Array>()
  for (const [name, words] of streams) copies.set(name, words.slice())
  return copies
}
