import { describe, expect, it } from 'vitest'
import { isBucketName, KEY_BYTES, wrongKey } from './names.ts'

describe('the name of a bucket', () => {
  it.each([
    ...['abc', 'a-b', 'a.b.c', '1-2', 'a'.repeat(63), 'my.bucket-1', '1.2.3', '1.2.3.4.5', 'xn-a'],
  ])('may be %s', (name) => expect(isBucketName(name)).toBe(true))

  it.each([
    ...['', 'ab', 'a'.repeat(64), 'Abc', 'a_b', 'a b', '-abc', 'abc-', '.abc', 'abc.', 'a..b'],
    ...['192.168.5.4', '999.1.1.1', 'xn--abc', 'sthree-abc', 'amzn-s3-demo-abc', 'abc-s3alias'],
    ...['abc--ol-s3', 'abc.mrap', 'abc--x-s3', 'abc--table-s3', 'ä-b', 'abc\n'],
  ])('may not be %j', (name) => expect(isBucketName(name)).toBe(false))
})

describe('a key', () => {
  it('has 1 to 1,024 bytes of UTF-8', () => {
    expect(KEY_BYTES).toBe(1024)
    expect(wrongKey('k'.repeat(1024))).toBeNull()
    expect(wrongKey('€'.repeat(341))).toBeNull()
    expect(wrongKey('€'.repeat(342))).toMatchObject({
      error: { code: 'KeyTooLongError', details: { Size: '1026', MaxSizeAllowed: '1024' } },
    })
    expect(wrongKey('')).toMatchObject({ error: { code: 'InvalidURI' } })
  })

  it('is text: pairs of surrogates are, lone ones are not', () => {
    expect(wrongKey('😀')).toBeNull()
    expect(wrongKey('a\udc00')).toMatchObject({ error: { code: 'InvalidURI' } })
  })
})
