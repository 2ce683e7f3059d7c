import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from './assert.ts'
import { instant } from './instant.ts'
import {
  bigInteger,
  type Codec,
  choice,
  dictionary,
  durationOf,
  flag,
  type Infer,
  instantOf,
  integer,
  list,
  optional,
  plain,
  real,
  record,
  refOf,
  text,
  value,
} from './schema.ts'
import { DecodeError, Reader, Writer } from './value.ts'

function encode<T>(codec: Codec<T>, data: T): Uint8Array {
  const to = new Writer()
  codec.write(to, data)
  return to.finish()
}

function decode<T>(codec: Codec<T>, bytes: Uint8Array): T {
  const from = new Reader(bytes)
  const data = codec.read(from)
  from.finish()
  return data
}

const row = record({
  name: text,
  on: flag,
  count: integer,
  huge: bigInteger,
  share: real,
  at: instantOf,
  ref: optional(refOf),
  sizes: list(integer),
  quotas: dictionary(list(text)),
  state: choice('pending', 'running', 'stopped'),
  answer: value,
})

const anyRow: fc.Arbitrary<Infer<typeof row>> = fc.record({
  name: fc.string({ unit: 'binary' }),
  on: fc.boolean(),
  count: fc.maxSafeInteger(),
  huge: fc.bigInt(),
  share: fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
  at: fc.maxSafeInteger().map(instant),
  ref: fc.option(fc.string().map((id) => `lab:host/${id}` as NonNullable<Infer<typeof refOf>>)),
  sizes: fc.array(fc.maxSafeInteger()),
  quotas: fc.dictionary(
    fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor')),
    fc.array(fc.string()),
    { noNullPrototype: true },
  ),
  state: fc.constantFrom('pending', 'running', 'stopped'),
  answer: fc.oneof(fc.constant(null), fc.string(), fc.uint8Array(), fc.array(fc.boolean())),
})

describe('a row', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(anyRow, (data) => {
        expect(decode(row, encode(row, data))).toEqual(data)
      }),
    )
  })

  it('has one encoding, whatever the order in which its members were made', () => {
    fc.assert(
      fc.property(anyRow, (data) => {
        const backwards = Object.fromEntries(Object.entries(data).reverse()) as typeof data
        const quotas = Object.fromEntries(Object.entries(data.quotas).reverse())
        expect(encode(row, { ...backwards, quotas })).toEqual(encode(row, data))
      }),
    )
  })

  it('that differs has another encoding', () => {
    fc.assert(
      fc.property(anyRow, anyRow, (a, b) => {
        const same = Buffer.compare(encode(row, a), encode(row, b)) === 0
        if (same) expect(a).toEqual(b)
        else expect(a).not.toEqual(b)
      }),
    )
  })

  it('whose bytes were changed is refused, or is written as those bytes again', () => {
    const kept = record({ on: flag, sizes: optional(dictionary(flag)), state: choice('a', 'b') })
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 3, maxLength: 5, max: 3 }), (bytes) => {
        try {
          expect(encode(kept, decode(kept, bytes))).toEqual(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('that is cut short is refused', () => {
    fc.assert(
      fc.property(anyRow, fc.nat(), (data, cut) => {
        const bytes = encode(row, data)
        expect(() => decode(row, bytes.slice(0, cut % bytes.length))).toThrow(DecodeError)
      }),
    )
  })
})

describe('a choice', () => {
  const state = choice('pending', 'running')

  it('outside its set is a programming error when written and damage when read', () => {
    expect(() => encode<string>(state as Codec<string>, 'stopped')).toThrow(AssertionError)
    expect(() => decode(state, Uint8Array.of(2))).toThrow(DecodeError)
  })

  it('is written as its place', () => {
    expect(encode(state, 'running')).toEqual(Uint8Array.of(1))
  })
})

it('keeps the smaller codecs apart', () => {
  expect(decode(durationOf, encode(durationOf, decode(durationOf, Uint8Array.of(1))))).toBe(-1)
  expect(decode(plain, encode(plain, { a: [1, null, 'x'] }))).toEqual({ a: [1, null, 'x'] })
})
