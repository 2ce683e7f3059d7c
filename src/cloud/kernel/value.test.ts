import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from './assert.ts'
import { DecodeError, decodeValue, encodeValue, Reader, type Value, Writer } from './value.ts'

const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map(String.fromCharCode) })
const halves = fc.constantFrom('\ud800', '\udbff', '\udc00', '\udfff', 'a', 'é')
const loneText = fc.string({ unit: halves })
const anyKey = fc.oneof(fc.string(), loneText, fc.constantFrom('__proto__', 'constructor', ''))
const { value: anyValue } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<Value[]>(null, true, false, '', 0, Number.POSITIVE_INFINITY, Number.NaN),
    fc.maxSafeInteger(),
    fc.double(),
    fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
    fc.string(),
    anyText,
    loneText,
    fc.uint8Array(),
    fc.array(tie('value')),
    fc.dictionary(anyKey, fc.oneof(tie('value'), fc.constant(undefined))),
  ),
}))

/** What must come back: members that are undefined are gone, and -0 is 0. */
function settled(value: Value): Value {
  if (typeof value === 'number') return value === 0 ? 0 : value
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map(settled)
  const members = Object.entries(value as { [key: string]: Value | undefined })
  const kept = members.flatMap(([k, v]) => (v === undefined ? [] : [[k, settled(v)] as const]))
  return Object.fromEntries(kept)
}

/** Object.is at the leaves, own keys in any order: an equality that knows nothing of the codec. */
function isSame(a: Value, b: Value): boolean {
  if (Object.is(a, b)) return true
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false
  if (a instanceof Uint8Array !== b instanceof Uint8Array) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = new Map<string, Value | undefined>(Object.entries(a))
  const right = new Map<string, Value | undefined>(Object.entries(b))
  if (left.size !== right.size) return false
  return [...left].every(([key, value]) => {
    const other = right.get(key)
    return value !== undefined && other !== undefined && isSame(value, other)
  })
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const written = (write: (to: Writer) => void): string => {
  const writer = new Writer()
  write(writer)
  return hex(writer.finish())
}
const reader = (text: string): Reader => new Reader(new Uint8Array(Buffer.from(text, 'hex')))

describe('values', () => {
  it('come back as they went in', () => {
    fc.assert(
      fc.property(anyValue, (value) => isSame(decodeValue(encodeValue(value)), settled(value))),
      { numRuns: 2000 },
    )
  })

  it('encode equally exactly when they are equal', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        return (hex(encodeValue(a)) === hex(encodeValue(b))) === isSame(settled(a), settled(b))
      }),
      { numRuns: 2000 },
    )
    const few = fc.constantFrom<Value[]>(0, -0, Number.NaN, '', '0', 0n, false, null, [], {}, 0.5)
    fc.assert(
      fc.property(fc.array(few, { maxLength: 2 }), fc.array(few, { maxLength: 2 }), (a, b) => {
        return (hex(encodeValue(a)) === hex(encodeValue(b))) === isSame(settled(a), settled(b))
      }),
    )
  })

  it('encode equally whatever the order of their keys', () => {
    const members = fc.uniqueArray(fc.tuple(anyKey, anyValue), { selector: ([key]) => key })
    fc.assert(
      fc.property(members, (list) => {
        const forth = encodeValue(Object.fromEntries(list))
        expect(hex(encodeValue(Object.fromEntries([...list].reverse())))).toBe(hex(forth))
      }),
    )
  })

  it('order keys by UTF-16 code units, not by code points', () => {
    const value = decodeValue(encodeValue({ '\uffff': 1, '\u{10000}': 2 }))
    expect(Object.keys(value as object)).toEqual(['\u{10000}', '\uffff'])
  })

  it('keep the key __proto__ as a member', () => {
    const value = decodeValue(encodeValue(JSON.parse('{"__proto__": {"a": 1}}')))
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.keys(value as object)).toEqual(['__proto__'])
  })

  it('copy bytes in and out', () => {
    const source = new Uint8Array([1, 2, 3])
    const encoded = encodeValue(source)
    source.fill(9)
    const back = decodeValue(encoded)
    encoded.fill(9)
    expect(back).toEqual(new Uint8Array([1, 2, 3]))
  })

  it('are refused when they are not plain, too deep or circular', () => {
    const nested = (depth: number): Value => (depth === 0 ? 1 : [nested(depth - 1)])
    const circle: Value[] = []
    circle.push(circle)
    expect(isSame(decodeValue(encodeValue(nested(64))), nested(64))).toBe(true)
    expect(() => encodeValue(nested(65))).toThrow(AssertionError)
    expect(() => encodeValue(circle)).toThrow(AssertionError)
    const odds: readonly unknown[] = [new Map(), new Date(0), () => 1, Symbol(), [undefined]]
    for (const odd of [...odds, undefined]) {
      expect(() => encodeValue(odd as Value)).toThrow(AssertionError)
    }
  })
})

describe('the reader', () => {
  it('throws a DecodeError at every prefix', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const whole = encodeValue(value)
        for (let cut = 0; cut < whole.length; cut++) {
          expect(() => decodeValue(whole.slice(0, cut))).toThrow(DecodeError)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('takes noise only when it is exactly what the writer would write', () => {
    const noise = fc.uint8Array({ maxLength: 24 })
    const damaged = fc.tuple(anyValue, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
      const bytes = encodeValue(value)
      bytes[at % bytes.length] = byte
      return bytes
    })
    fc.assert(
      fc.property(fc.oneof(noise, damaged), (bytes) => {
        let value: Value
        try {
          value = decodeValue(bytes)
        } catch (error) {
          return error instanceof DecodeError
        }
        return hex(encodeValue(value)) === hex(bytes)
      }),
      { numRuns: 20_000 },
    )
  })

  it('refuses a second spelling of what it knows', () => {
    const spellings = {
      'a varint with a zero on top': '038000',
      'a varint past 2^53': '03ffffffffffffffff7f',
      'a varint without end': `03${'80'.repeat(400)}01`,
      'an integer as a real': '04000000000000f03f',
      'minus zero': '040000000000000080',
      'another NaN': '04010000000000f87f',
      'an overlong slash': '0702c0af',
      'a pair of surrogates in six bytes': '0706eda080edb080',
      'a code past U+10FFFF': '0704f4908080',
      'a text that ends within a letter': '0701c3',
      'a bigint with a zero on top': '05020001',
      'minus zero as a bigint': '0600',
      'keys out of order': '0a02016200016100',
      'a key twice': '0a02016100016100',
      'a tag that is none': '0b',
      'more than one value': '0000',
      'a list longer than its input': '09ffffffff0f',
      'a nest of 65': `${'0901'.repeat(65)}00`,
    }
    for (const [what, text] of Object.entries(spellings)) {
      const bytes = new Uint8Array(Buffer.from(text, 'hex'))
      expect(() => decodeValue(bytes), what).toThrow(DecodeError)
    }
  })

  it('stays within a view of a larger buffer', () => {
    const inner = new Uint8Array(Buffer.from('ff0401000000000000000000', 'hex')).subarray(1, 9)
    expect(() => decodeValue(inner)).toThrow(DecodeError)
    const whole = new Uint8Array([255, ...encodeValue(0.1), 255]).subarray(1, 10)
    expect(decodeValue(whole)).toBe(0.1)
  })
})

describe('the parts', () => {
  it('have the published encodings', () => {
    expect(written((to) => to.varint(300))).toBe('ac02')
    expect(written((to) => to.varint(Number.MAX_SAFE_INTEGER))).toBe('ffffffffffffff0f')
    expect([0, -1, 1, -2, 63, -64, 64].map((n) => written((to) => to.zigzag(n)))).toEqual([
      '00',
      '01',
      '02',
      '03',
      '7e',
      '7f',
      '8001',
    ])
    expect(written((to) => to.real(1.5))).toBe('000000000000f83f')
    expect(written((to) => to.real(Number.NaN))).toBe('000000000000f87f')
    expect(written((to) => to.text('aé€😀'))).toBe('0a61c3a9e282acf09f9880')
    expect(written((to) => to.text('\ud83d'))).toBe('03eda0bd')
    expect(hex(encodeValue({ b: [null, true], a: undefined }))).toBe('0a01016209020002')
  })

  it('zigzag as BigInt arithmetic says, to the ends of the safe integers', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer()), (n) => {
        let rest = n < 0 ? -2n * BigInt(n) - 1n : 2n * BigInt(n)
        let expected = ''
        for (; rest >= 128n; rest >>= 7n) {
          expected += (Number(rest & 127n) | 128).toString(16).padStart(2, '0')
        }
        expected += Number(rest).toString(16).padStart(2, '0')
        expect(written((to) => to.zigzag(n))).toBe(expected)
        expect(reader(expected).zigzag()).toBe(n === 0 ? 0 : n)
      }),
    )
    const ends = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]
    for (const n of ends) expect(reader(written((to) => to.zigzag(n))).zigzag()).toBe(n)
  })

  it('write well-formed text as TextEncoder does, short and long', () => {
    const long = fc.string({ unit: 'binary', minLength: 900, maxLength: 2200 })
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), long), (text) => {
        const writer = new Writer()
        writer.text(text)
        const from = new Reader(writer.finish())
        expect(hex(writer.finish()).endsWith(hex(new TextEncoder().encode(text)))).toBe(true)
        expect(from.text()).toBe(text)
        expect(from.remaining).toBe(0)
      }),
    )
    const ascii = 'x'.repeat(5000)
    expect(decodeValue(encodeValue([ascii, `${ascii}é`]))).toEqual([ascii, `${ascii}é`])
  })

  it('come back in order, and the writer goes on after finish', () => {
    const writer = new Writer()
    writer.byte(7)
    writer.varint(2 ** 40)
    const early = writer.finish()
    writer.bytes(new Uint8Array(1000).fill(5))
    writer.real(-0)
    expect(early.length).toBe(7)
    const from = new Reader(writer.finish())
    expect([from.byte(), from.varint(), from.bytes().length]).toEqual([7, 2 ** 40, 1000])
    expect(Object.is(from.real(), 0)).toBe(true)
    expect(() => from.finish()).not.toThrow()
    expect(() => from.byte()).toThrow(DecodeError)
  })

  it('refuse what has no encoding', () => {
    const writer = new Writer()
    for (const bad of [-1, 256, 0.5, Number.NaN]) {
      expect(() => writer.byte(bad)).toThrow(AssertionError)
    }
    for (const bad of [-1, 0.5, 2 ** 53, Number.NaN]) {
      expect(() => writer.varint(bad)).toThrow(AssertionError)
    }
    for (const bad of [0.5, 2 ** 53, -(2 ** 53)]) {
      expect(() => writer.zigzag(bad)).toThrow(AssertionError)
    }
    expect(writer.length).toBe(0)
  })
})
