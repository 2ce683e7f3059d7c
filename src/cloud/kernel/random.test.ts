import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from './assert.ts'
import { Streams, stepSfc32 } from './random.ts'
import { UndoLog } from './undo.ts'
import { DecodeError, Reader, Writer } from './value.ts'

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())
const streamsOf = (seed = 'seed', undo = new UndoLog()): Streams => new Streams(seed, sha256, undo)
const draws = (streams: Streams, name: string, count: number): number[] =>
  Array.from({ length: count }, () => streams.next(name))

/** sfc32 in BigInt, from PractRand's description, to hold against the typed-array one. */
function* reference(state: readonly number[]): Generator<number> {
  const mask = 0xffffffffn
  let [a = 0n, b = 0n, c = 0n, counter = 0n] = state.map(BigInt)
  for (;;) {
    const drawn = (a + b + counter) & mask
    counter = (counter + 1n) & mask
    a = b ^ (b >> 9n)
    b = (c * 9n) & mask
    c = (((c << 21n) | (c >> 11n)) + drawn) & mask
    yield Number(drawn)
  }
}

describe('sfc32', () => {
  it('gives the published numbers', () => {
    // maloquacious/prng, sfc32_test.go: words 0, 12345, 0, 1, after twelve rounds.
    const first = Uint32Array.of(0, 12345, 0, 1)
    for (let i = 0; i < 12; i++) stepSfc32(first)
    expect(Array.from({ length: 10 }, () => stepSfc32(first))).toEqual([
      235160590, 2967261163, 116171463, 2882324903, 362604721, 4227106926, 1933307004, 1608300071,
      2256615412, 2701957640,
    ])
    // rust-random/rngs, rand_sfc: made with PractRand, words 0, 2, 1, 1, after sixteen rounds.
    const second = Uint32Array.of(0, 2, 1, 1)
    for (let i = 0; i < 16; i++) stepSfc32(second)
    expect(Array.from({ length: 16 }, () => stepSfc32(second))).toEqual([
      0xa87dbc7e, 0x1787178c, 0x4c7b7234, 0xc65dade2, 0x2c692349, 0xf52c2153, 0xdf098072,
      0x9d49b03c, 0x9562381a, 0xc9b41738, 0x64b75e54, 0x36ce9b32, 0xf106947e, 0x0afc726b,
      0x549bbc87, 0xd19a7b3e,
    ])
  })

  it('agrees with an implementation in BigInt from any state', () => {
    const word = fc.integer({ min: 0, max: 0xffffffff })
    fc.assert(
      fc.property(fc.tuple(word, word, word, word), (state) => {
        const words = Uint32Array.from(state)
        const truth = reference(state)
        for (let i = 0; i < 20; i++) expect(stepSfc32(words)).toBe(truth.next().value)
      }),
    )
  })
})

describe('a stream', () => {
  it('begins with 16 bytes of SHA-256(seed, 0, name), little endian, no warm-up', () => {
    const digest = createHash('sha256').update('Grüße\0compute.ids').digest()
    const state = [0, 4, 8, 12].map((at) => digest.readUInt32LE(at))
    const truth = reference(state)
    const expected = Array.from({ length: 5 }, () => truth.next().value)
    expect(draws(streamsOf('Grüße'), 'compute.ids', 5)).toEqual(expected)
  })

  it('does not depend on what other streams draw', () => {
    const alone = { a: draws(streamsOf(), 'a', 50), b: draws(streamsOf(), 'b', 50) }
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 50 }), (order) => {
        const streams = streamsOf()
        const taken = { a: 0, b: 0 }
        for (const isA of order) {
          const name = isA ? 'a' : 'b'
          expect(streams.next(name)).toBe(alone[name][taken[name]++])
        }
      }),
    )
    expect(alone.a).not.toEqual(alone.b)
    expect(draws(streamsOf('other'), 'a', 50)).not.toEqual(alone.a)
  })

  it('gives units in 32 bits and hexadecimal of the asked length', () => {
    const [first = 0, second = 0, third = 0] = draws(streamsOf(), 'x', 3)
    expect(streamsOf().unit('x')).toBe(first / 2 ** 32)
    const digits = [first, second, third].map((n) => n.toString(16).padStart(8, '0')).join('')
    expect(streamsOf().hex('x', 17)).toBe(digits.slice(0, 17))
    expect(streamsOf().hex('x', 0)).toBe('')
    const streams = streamsOf()
    streams.hex('x', 16)
    expect(streams.next('x')).toBe(third)
  })

  it('refuses a bound, a mean or a name that makes no sense', () => {
    for (const n of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) {
      expect(() => streamsOf().below('x', n)).toThrow(AssertionError)
    }
    for (const mean of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => streamsOf().exponential('x', mean)).toThrow(AssertionError)
    }
    expect(() => streamsOf().next('a\0b')).toThrow(AssertionError)
  })
})

describe('below', () => {
  it('gives each of ten numbers its share', () => {
    const streams = streamsOf()
    const counts = Array.from({ length: 10 }, () => 0)
    for (let i = 0; i < 100_000; i++) {
      const drawn = streams.below('dice', 10)
      counts[drawn] = (counts[drawn] ?? 0) + 1
    }
    const chiSquare = counts.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0)
    // Nine degrees of freedom: one seed in a thousand passes 27.88, and one stays below 1.15.
    expect(chiSquare).toBeLessThan(27.88)
    expect(chiSquare).toBeGreaterThan(1.15)
    expect(counts.reduce((sum, n) => sum + n)).toBe(100_000)
  })

  it('throws away what would make small numbers likelier', () => {
    // Of 3 * 2^30 numbers each is met once or twice by a plain remainder: the lowest third twice.
    const n = 3 * 2 ** 30
    const streams = streamsOf()
    let low = 0
    for (let i = 0; i < 30_000; i++) if (streams.below('x', n) < n / 3) low++
    expect(low / 30_000).toBeGreaterThan(0.32)
    expect(low / 30_000).toBeLessThan(0.347)
    const accepted = draws(streamsOf(), 'x', 100).filter((drawn) => drawn < n)
    const again = streamsOf()
    expect(accepted.map(() => again.below('x', n))).toEqual(accepted)
  })

  it('takes every bound from 1 to 2^32', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), (n) => streamsOf().below('x', n) < n),
    )
    expect(streamsOf().below('x', 1)).toBe(0)
    expect(streamsOf().below('x', 2 ** 32)).toBe(streamsOf().next('x'))
  })
})

describe('exponential', () => {
  it('has the mean and the tail of its law, and no negative zero', () => {
    const streams = streamsOf()
    const times = Array.from({ length: 100_000 }, () => streams.exponential('x', 5))
    expect(Math.abs(times.reduce((sum, t) => sum + t) / 100_000 - 5)).toBeLessThan(0.06)
    const late = times.filter((t) => t > 10).length
    expect(Math.abs(late / 100_000 - Math.exp(-2))).toBeLessThan(0.004)
    expect(times.every((t) => t >= 0 && t < 111)).toBe(true)
    expect(Object.is(streams.exponential('x', 0), 0)).toBe(true)
  })
})

type Draw = readonly ['next' | 'below' | 'hex' | 'exponential', 'a' | 'b' | 'c']
const anyDraws = fc.array(
  fc.tuple(
    fc.constantFrom<Draw[0][]>('next', 'below', 'hex', 'exponential'),
    fc.constantFrom<Draw[1][]>('a', 'b', 'c'),
  ),
  { maxLength: 12 },
)
const perform = (streams: Streams, list: readonly Draw[]): void => {
  for (const [kind, name] of list) {
    if (kind === 'next') streams.next(name)
    else streams[kind](name, 17)
  }
}
const bytesOf = (streams: Streams): Uint8Array => {
  const writer = new Writer()
  streams.write(writer)
  return writer.finish()
}

describe('the state', () => {
  it('shows no trace of a transaction that was rolled back', () => {
    fc.assert(
      fc.property(anyDraws, anyDraws, anyDraws, anyDraws, (before, kept, tried, after) => {
        const undo = new UndoLog()
        const streams = streamsOf('seed', undo)
        const straight = streamsOf('seed')
        perform(streams, before)
        undo.begin()
        perform(streams, kept)
        undo.commit()
        undo.begin()
        perform(streams, tried)
        undo.rollback()
        perform(straight, [...before, ...kept])
        expect(streams.entries()).toEqual(straight.entries())
        perform(streams, after)
        perform(straight, after)
        expect(bytesOf(streams)).toEqual(bytesOf(straight))
      }),
    )
  })

  it('goes back to a snapshot, which draws leave alone', () => {
    const streams = streamsOf()
    streams.next('b')
    const snapshot = streams.snapshot()
    const once = [...draws(streams, 'b', 5), ...draws(streams, 'a', 5)]
    streams.restore(snapshot)
    expect(streams.entries().map(([name]) => name)).toEqual(['b'])
    expect([...draws(streams, 'b', 5), ...draws(streams, 'a', 5)]).toEqual(once)
    streams.restore(snapshot)
    expect(streams.next('b')).toBe(once[0])
  })

  it('lists streams by name, and its entries are copies', () => {
    const streams = streamsOf()
    for (const name of ['b', 'ä', 'a', 'B']) streams.next(name)
    expect(streams.entries().map(([name]) => name)).toEqual(['B', 'a', 'b', 'ä'])
    for (const [, words] of streams.entries()) words.fill(0)
    expect(streams.next('a')).toBe(draws(streamsOf(), 'a', 2)[1])
  })

  it('comes back from bytes, and refuses bytes cut short', () => {
    const streams = streamsOf()
    perform(streams, [
      ['next', 'b'],
      ['hex', 'a'],
      ['below', 'c'],
    ])
    const bytes = bytesOf(streams)
    const copy = streamsOf()
    copy.next('zzz')
    copy.read(new Reader(bytes))
    expect(copy.entries()).toEqual(streams.entries())
    for (let cut = 0; cut < bytes.length; cut++) {
      expect(() => copy.read(new Reader(bytes.slice(0, cut)))).toThrow(DecodeError)
    }
    expect(copy.entries()).toEqual(streams.entries())
  })
})
