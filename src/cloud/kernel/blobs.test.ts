import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from './assert.ts'
import { type BlobId, Blobs } from './blobs.ts'
import { LIMITS } from './limits.ts'
import type { Result } from './result.ts'
import { UndoLog } from './undo.ts'
import { DecodeError, Reader, Writer } from './value.ts'

const blobsOf = (undo = new UndoLog()): Blobs => new Blobs(undo)
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
function idIn(result: Result<BlobId>): BlobId {
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}
const written = (blobs: Blobs): Uint8Array => {
  const writer = new Writer()
  blobs.write(writer)
  return writer.finish()
}

describe('real bytes', () => {
  it('are copied in and out', () => {
    const blobs = blobsOf()
    const source = bytes(1, 2, 3, 4)
    const id = idIn(blobs.put(source))
    source.fill(9)
    blobs.read(id, 0, 4).fill(9)
    expect(blobs.read(id, 1, 2)).toEqual(bytes(2, 3))
    expect([blobs.length(id), blobs.bytes, id]).toEqual([4, 4, 'b-1'])
  })

  it('are not copied where they are shared, but for a small view of a large buffer', () => {
    const blobs = new Blobs(new UndoLog(), true)
    const large = Uint8Array.from({ length: 800 }, (_, at) => at)
    const [whole, most, few] = [large, large.subarray(100), large.subarray(101)]
    const read = (source: Uint8Array): Uint8Array => {
      const found = blobs.read(idIn(blobs.put(source)), 1, source.length - 2)
      expect(found).toEqual(source.subarray(1, -1))
      return found
    }
    expect([whole, most, few].map((each) => read(each).buffer === large.buffer)).toEqual([
      ...[true, true, false],
    ])
    expect(read(few).buffer.byteLength).toBe(few.length)
    const id = idIn(blobs.put(few))
    expect(blobs.read(id, 5, 9).buffer).toBe(blobs.read(id, 0, 700 - 1).buffer)
  })

  it('are refused over the limit, which releases and recipes leave room for', () => {
    const blobs = blobsOf()
    const chunk = new Uint8Array(LIMITS.blobBytes / 8)
    const ids = Array.from({ length: 8 }, () => idIn(blobs.put(chunk)))
    const refused = blobs.put(bytes(1))
    expect(refused).toMatchObject({
      ok: false,
      error: {
        code: 'lab.blob-limit',
        fault: 'client',
        reasons: [{ values: { limit: LIMITS.blobBytes, used: LIMITS.blobBytes, asked: 1 } }],
      },
    })
    expect(blobs.put(bytes()).ok).toBe(true)
    expect(blobs.length(blobs.recipe(2 ** 50, 1))).toBe(2 ** 50)
    expect(blobs.size).toBe(10)
    blobs.release(ids[3] ?? idIn(refused))
    expect(blobs.put(chunk).ok).toBe(true)
    expect(blobs.put(bytes(1)).ok).toBe(false)
  })

  it('are read within their length only, and not after release', () => {
    const blobs = blobsOf()
    const id = idIn(blobs.put(bytes(1, 2, 3)))
    expect(blobs.read(id, 3, 0)).toEqual(bytes())
    for (const [offset, length] of [
      [0, 4],
      [3, 1],
      [-1, 1],
      [0, -1],
      [0.5, 1],
      [0, Number.NaN],
    ]) {
      expect(() => blobs.read(id, offset ?? 0, length ?? 0)).toThrow(AssertionError)
    }
    blobs.release(id)
    expect(blobs.has(id)).toBe(false)
    expect(() => blobs.read(id, 0, 1)).toThrow(AssertionError)
    expect(() => blobs.release(id)).toThrow(AssertionError)
    expect(idIn(blobs.put(bytes()))).toBe('b-2')
  })
})

/** A recipe's byte from its description, in BigInt, one at a time. */
function recipeByte(seed: bigint, at: bigint): number {
  const mask = 0xffffffffn
  const block = at / 4096n
  let [a, b, c, counter] = [seed & mask, seed >> 32n, block & mask, 1n + (block >> 32n)]
  let drawn = 0n
  for (let i = 0n; i <= 12n + (at % 4096n) / 4n; i++) {
    drawn = (a + b + counter) & mask
    counter = (counter + 1n) & mask
    a = b ^ (b >> 9n)
    b = (c * 9n) & mask
    c = (((c << 21n) | (c >> 11n)) + drawn) & mask
  }
  return Number((drawn >> (8n * (at % 4n))) & 255n)
}

describe('a recipe', () => {
  it('reads the same in slices as in whole', () => {
    const anyRead = fc.record({
      seed: fc.maxSafeInteger().map(Math.abs),
      length: fc.integer({ min: 0, max: 20_000 }),
      cuts: fc.array(fc.nat(20_000), { maxLength: 8 }),
    })
    fc.assert(
      fc.property(anyRead, ({ seed, length, cuts }) => {
        const blobs = blobsOf()
        const id = blobs.recipe(length, seed)
        const whole = blobs.read(id, 0, length)
        const edges = [0, ...cuts.filter((cut) => cut <= length).sort((a, b) => a - b), length]
        for (let i = 1; i < edges.length; i++) {
          const [from = 0, to = 0] = edges.slice(i - 1, i + 1)
          expect(Buffer.compare(blobs.read(id, from, to - from), whole.slice(from, to))).toBe(0)
        }
      }),
    )
  })

  it('has the content of its description, far beyond 2^32 blocks too', () => {
    const offsets = fc.oneof(fc.nat(9000), fc.integer({ min: 2 ** 44 - 9, max: 2 ** 52 }))
    fc.assert(
      fc.property(fc.maxSafeInteger().map(Math.abs), offsets, (seed, offset) => {
        const blobs = blobsOf()
        const [byte] = blobs.read(blobs.recipe(2 ** 53 - 1, seed), offset, 1)
        expect(byte).toBe(recipeByte(BigInt(seed), BigInt(offset)))
      }),
    )
  })

  it('does not repeat itself, and another seed makes other bytes', () => {
    const blobs = blobsOf()
    const read = (seed: number, offset: number): string =>
      Buffer.from(blobs.read(blobs.recipe(2 ** 50, seed), offset, 64)).toString('hex')
    const seen = new Set<string>()
    for (const seed of [0, 1, 2 ** 32, 2 ** 32 + 1]) {
      for (const offset of [0, 4096, 8192, 2 ** 44, 2 ** 44 + 4096]) seen.add(read(seed, offset))
    }
    expect(seen.size).toBe(20)
  })

  it('uses each byte about equally often', () => {
    const blobs = blobsOf()
    const counts = new Uint32Array(256)
    const size = 2 ** 20
    for (const byte of blobs.read(blobs.recipe(size, 42), 0, size)) {
      counts[byte] = (counts[byte] ?? 0) + 1
    }
    const chiSquare = counts.reduce((sum, n) => sum + (n - size / 256) ** 2 / (size / 256), 0)
    // 255 degrees of freedom: 330.5 is passed once in a thousand seeds.
    expect(chiSquare).toBeLessThan(330.5)
  })
})

type Step = readonly ['put' | 'recipe' | 'release', number]
const anySteps = fc.array(
  fc.tuple(fc.constantFrom<Step[0][]>('put', 'recipe', 'release'), fc.nat(40)),
  { maxLength: 12 },
)
const perform = (blobs: Blobs, steps: readonly Step[]): void => {
  for (const [kind, n] of steps) {
    const ids = blobs.entries().map(([id]) => id)
    const chosen = ids[n % Math.max(1, ids.length)]
    if (kind === 'put') blobs.put(new Uint8Array(n).fill(n))
    else if (kind === 'recipe') blobs.recipe(n, n)
    else if (chosen !== undefined) blobs.release(chosen)
  }
}

describe('the state', () => {
  it('shows no trace of a transaction that was rolled back', () => {
    fc.assert(
      fc.property(anySteps, anySteps, anySteps, anySteps, (before, kept, tried, after) => {
        const undo = new UndoLog()
        const blobs = blobsOf(undo)
        const straight = blobsOf()
        perform(blobs, before)
        undo.begin()
        perform(blobs, kept)
        undo.commit()
        undo.begin()
        perform(blobs, tried)
        undo.rollback()
        perform(straight, [...before, ...kept])
        expect(written(blobs)).toEqual(written(straight))
        expect(blobs.bytes).toBe(straight.bytes)
        perform(blobs, after)
        perform(straight, after)
        expect(written(blobs)).toEqual(written(straight))
        expect(blobs.bytes).toBe(straight.bytes)
      }),
    )
  })

  it('goes back to a snapshot, with its counter and its sum', () => {
    const blobs = blobsOf()
    perform(blobs, [
      ['put', 5],
      ['recipe', 7],
      ['put', 2],
    ])
    const snapshot = blobs.snapshot()
    const before = written(blobs)
    perform(blobs, [
      ['release', 0],
      ['put', 9],
      ['recipe', 3],
    ])
    blobs.restore(snapshot)
    expect(written(blobs)).toEqual(before)
    expect(blobs.bytes).toBe(7)
    expect(blobs.recipe(1, 1)).toBe('b-4')
    expect(snapshot.blobs.size).toBe(3)
  })

  it('lists ids by their number', () => {
    const blobs = blobsOf()
    for (let i = 0; i < 12; i++) blobs.recipe(i, 0)
    const ids = blobs.entries().map(([id]) => id)
    expect(ids).toEqual(Array.from({ length: 12 }, (_, i) => `b-${i + 1}`))
  })

  it('comes back from bytes, and refuses bytes cut short', () => {
    const blobs = blobsOf()
    perform(blobs, [
      ['put', 5],
      ['recipe', 7],
      ['release', 0],
      ['put', 2],
    ])
    const saved = written(blobs)
    const copy = blobsOf()
    copy.load(new Reader(saved))
    expect(copy.snapshot()).toEqual(blobs.snapshot())
    expect(copy.bytes).toBe(2)
    for (let cut = 0; cut < saved.length; cut++) {
      expect(() => copy.load(new Reader(saved.slice(0, cut)))).toThrow(DecodeError)
    }
  })
})
