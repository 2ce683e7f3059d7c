import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Result } from '../cloud/kernel/result.ts'
import { type Framing, type Unframed, unframe } from './chunked.ts'
import { bytesOf } from './sigv4.ts'

const PLAIN: Framing = { signed: false, trailer: true }
const SIGNED: Framing = { signed: true, trailer: true }
const UNTRAILED: Framing = { signed: true, trailer: false }
const SIGNATURE = 'a1'.repeat(32)

/** A body as a client frames it: chunks of the given lengths, then the trailers' lines. */
function framed(lengths: readonly number[], signed: boolean, trailers: readonly string[]): string {
  const extension = signed ? `;chunk-signature=${SIGNATURE}` : ''
  const chunks = lengths.map(
    (length, at) =>
      `${length.toString(16)}${extension}\r\n${String.fromCharCode(at & 255).repeat(length)}\r\n`,
  )
  return `${chunks.join('')}0${extension}\r\n${trailers.map((line) => `${line}\r\n`).join('')}\r\n`
}

const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code)

function read(body: string, framing: Framing, length: number, names: string[]): Result<Unframed> {
  return unframe(bytesOf(body), framing, length, names)
}

const CRC = ['x-amz-checksum-crc32:AAAAAA==']
const SIGNED_CRC = [...CRC, `x-amz-trailer-signature:${SIGNATURE}`]
const CRC_NAMES = ['x-amz-checksum-crc32']

describe('aws-chunked', () => {
  it('gives the bytes back, however they were cut', () => {
    const lengths = fc.array(fc.integer({ min: 8192, max: 20_000 }), { maxLength: 3 })
    fc.assert(
      fc.property(lengths, fc.nat(9000), fc.boolean(), (whole, last, signed) => {
        const all = last === 0 ? whole : [...whole, last]
        const sum = all.reduce((a, b) => a + b, 0)
        const body = framed(all, signed, signed ? SIGNED_CRC : CRC)
        const found = read(body, { signed, trailer: true }, sum, CRC_NAMES)
        if (!found.ok) throw new Error(found.error.code)
        const expected = all.flatMap((length, at) => new Array<number>(length).fill(at))
        expect(Buffer.from(found.value.body).equals(Buffer.from(expected))).toBe(true)
        expect([...found.value.trailers]).toEqual([['x-amz-checksum-crc32', 'AAAAAA==']])
        expect(found.value.chunks.map((chunk) => chunk.bytes.length)).toEqual([...all, 0])
        expect(
          found.value.chunks.every((each) => each.signature === (signed ? SIGNATURE : null)),
        ).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it.each([
    ['unsigned', PLAIN, framed([5], false, CRC), CRC_NAMES],
    ['signed', SIGNED, framed([5], true, SIGNED_CRC), CRC_NAMES],
    ['without trailers', UNTRAILED, framed([5], true, []), []],
  ])('refuses every proper part of a body, and more than it: %s', (_name, framing, body, names) => {
    expect(codeOf(read(body, framing, 5, names))).toBe('ok')
    for (let cut = 0; cut < body.length; cut++) {
      const code = codeOf(read(body.slice(0, cut), framing, 5, names))
      expect(['IncompleteBody', 'MalformedTrailerError'], `cut at ${cut}`).toContain(code)
    }
    expect(codeOf(read(`${body}x`, framing, 5, names))).toBe('MalformedTrailerError')
  })

  it.each([
    ['a size that is no number', 'xyz\r\nhello\r\n0\r\n\r\n'],
    ['a negative size', '-5\r\nhello\r\n0\r\n\r\n'],
    ['a size beyond all bounds', 'fffffffffffff\r\nhello\r\n0\r\n\r\n'],
    ['a size that is too small', '4\r\nhello\r\n0\r\n\r\n'],
    ['a size that is too large', '6\r\nhello\r\n0\r\n\r\n'],
    ['line feeds alone', '5\nhello\n0\n\n'],
    ['a signature where none is due', `5;chunk-signature=${SIGNATURE}\r\nhello\r\n0\r\n\r\n`],
    ['no framing at all', 'hello'],
  ])('refuses %s', (_name, body) => {
    expect(codeOf(read(body, PLAIN, 5, []))).toBe('IncompleteBody')
  })

  it('refuses chunks without the signature that is due', () => {
    expect(codeOf(read(framed([5], false, []), UNTRAILED, 5, []))).toBe('IncompleteBody')
  })

  it('holds the length against the one announced', () => {
    const body = framed([5], false, [])
    expect(codeOf(read(body, PLAIN, 5, []))).toBe('ok')
    expect(codeOf(read(body, PLAIN, 6, []))).toBe('IncompleteBody')
    expect(codeOf(read(body, PLAIN, 4, []))).toBe('IncompleteBody')
  })

  it('lets the last chunk alone be smaller than 8 KiB', () => {
    expect(codeOf(read(framed([8192, 1], false, []), PLAIN, 8193, []))).toBe('ok')
    const refused = read(framed([9000, 3, 2], false, []), PLAIN, 9005, [])
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'InvalidChunkSizeError', details: { Chunk: '3', BadChunkSize: '3' } },
    })
  })

  it('reads no further than the first chunk that is wrong', () => {
    // What is not read cannot be found to be incomplete.
    const small = read('1\r\nx\r\n'.repeat(1000), PLAIN, 5000, [])
    expect(codeOf(small)).toBe('InvalidChunkSizeError')
    const chunk = `2000\r\n${'x'.repeat(8192)}\r\n`
    const long = read(`${chunk.repeat(3)}zz`, PLAIN, 8192, [])
    expect(!long.ok && long.error.message).toMatch(/^You did not provide the number of bytes/)
  })

  it.each([
    ['one that was not announced', CRC, []],
    ['one that did not come', [], CRC_NAMES],
    ['another one', ['x-amz-checksum-sha1:AA=='], CRC_NAMES],
    ['one that came twice', [...CRC, ...CRC], CRC_NAMES],
    ['a line that is no header', ['hello'], []],
    ['a signature where chunks are unsigned', SIGNED_CRC, CRC_NAMES],
  ])('refuses trailers: %s', (_name, trailers, declared) => {
    const body = framed([5], false, trailers)
    expect(codeOf(read(body, PLAIN, 5, declared))).toBe('MalformedTrailerError')
  })

  it('wants signed chunks to have signed trailers', () => {
    const body = framed([5], true, CRC)
    expect(codeOf(read(body, SIGNED, 5, CRC_NAMES))).toBe('MalformedTrailerError')
  })

  it('reads the names of trailers in any case', () => {
    const found = read(framed([5], false, ['X-Amz-Checksum-CRC32: AA== ']), PLAIN, 5, CRC_NAMES)
    expect(found.ok && found.value.trailers.get('x-amz-checksum-crc32')).toBe('AA==')
  })
})
