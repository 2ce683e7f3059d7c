/** Requests to S3 by hand: bodies, parameters and headers that no SDK would write. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { instant } from '../cloud/kernel/instant.ts'
import { callOf, type Parts, refusalOf, scope } from './testing.ts'

describe('what S3 cannot read', () => {
  const del = (body: string | Uint8Array): Parts => ({
    method: 'POST',
    target: '/b?delete',
    headers: {
      ...scope('s3'),
      'content-md5': createHash('md5').update(body).digest('base64'),
    },
    body,
  })
  const xml: readonly (readonly [why: string, body: string])[] = [
    ['no XML', 'x'],
    ['a document type', '<!DOCTYPE Delete><Delete><Object><Key>k</Key></Object></Delete>'],
    ['another root', '<Deletes><Object><Key>k</Key></Object></Deletes>'],
    ['no object', '<Delete/>'],
    ['an object without a key', '<Delete><Object/></Delete>'],
    ['an unknown element', '<Delete><Object><Key>k</Key><X/></Object></Delete>'],
    ['text beside elements', '<Delete>x<Object><Key>k</Key></Object></Delete>'],
    ['an element twice', '<Delete><Object><Key>k</Key><Key>k</Key></Object></Delete>'],
    ['elements in a value', '<Delete><Object><Key><k/></Key></Object></Delete>'],
    ['no boolean', '<Delete><Quiet>yes</Quiet><Object><Key>k</Key></Object></Delete>'],
    ['no number', '<Delete><Object><Key>k</Key><Size>big</Size></Object></Delete>'],
  ]
  test.each(xml)('a body: %s', (_why, body) => {
    expect(refusalOf(del(body))).toBe('400 MalformedXML')
  })

  const one = '<Delete><Object><Key>k</Key></Object></Delete>'
  const digest = (name: string, value: string): Parts => ({
    ...del(one),
    headers: { ...scope('s3'), [name]: value },
  })
  const sha256 = createHash('sha256').update(one).digest('base64')
  test.each([
    ['400 InvalidRequest', digest('x-other', '')],
    ['400 InvalidRequest', digest('content-md5', '')],
    ['400 InvalidRequest', digest('x-amz-sdk-checksum-algorithm', 'SHA256')],
    ['400 InvalidDigest', digest('content-md5', 'AAAA')],
    ['400 BadDigest', digest('content-md5', 'AAAAAAAAAAAAAAAAAAAAAA==')],
    ['400 BadDigest', digest('x-amz-checksum-crc32', 'AAAAAA==')],
  ])('a deletion of many without the digest of its body: %s', (error, parts) => {
    expect(refusalOf(parts)).toBe(error)
    expect(callOf(digest('x-amz-checksum-sha256', sha256)).operation).toBe('DeleteObjects')
  })

  test('a body of more elements or bytes than any that S3 takes', () => {
    const many = (count: number) => del(`<Delete>${'<Object/>'.repeat(count)}</Delete>`)
    expect(refusalOf(many(60_000))).toBe('400 MalformedXML')
    expect(refusalOf(del(one.padEnd(4_194_305)))).toBe('400 MalformedXML')
    expect(callOf(del(one.padEnd(4_194_304))).operation).toBe('DeleteObjects')
  })

  test('a body that is not UTF-8, or not there', () => {
    expect(refusalOf(del(new Uint8Array([0xff])))).toBe('400 MalformedXML')
    expect(refusalOf(del(''))).toBe('400 MissingRequestBodyError')
  })

  test('a body in any order and namespace is read', () => {
    const body =
      '<?xml version="1.0"?>\n<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\n <Object><VersionId>v</VersionId><Key> k </Key></Object>\n <Quiet>true</Quiet><Object><Key/></Object>\n</Delete>'
    expect(callOf(del(body)).input.Delete).toEqual({
      Objects: [{ Key: ' k ', VersionId: 'v' }, { Key: '' }],
      Quiet: true,
    })
  })

  const get = (target: string, headers: Readonly<Record<string, string>> = {}): Parts => ({
    target,
    headers: { ...scope('s3'), ...headers },
  })
  test.each([
    ['400 InvalidURI', get('/b/%')],
    ['400 InvalidURI', get('/b/%ff')],
    ['400 InvalidURI', get('/b?prefix=%ff')],
    ['400 InvalidURI', get('*')],
    ['400 InvalidURI', get('http://s3.localhost/b/k')],
    ['400 InvalidArgument', get('/b?max-keys=many')],
    ['400 InvalidArgument', get('/b?max-keys=1.5')],
    ['400 InvalidArgument', get('/b?list-type=2&fetch-owner=perhaps')],
    ['400 InvalidArgument', get('/b/k?response-expires=soon')],
  ])('%s', (error, parts) => {
    expect(refusalOf(parts)).toBe(error)
  })

  test('a condition whose time is none is passed over', () => {
    const { input } = callOf(
      get('/b/k', {
        'if-modified-since': 'soon',
        'if-unmodified-since': 'Thu, 01 Jan 2026 00:00:01 GMT',
      }),
    )
    expect(input).toEqual({ Bucket: 'b', Key: 'k', IfUnmodifiedSince: instant(10_000_000) })
    // An epoch before the world's can be is still before all that is in it.
    const early = callOf(get('/b/k', { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }))
    expect(early.input.IfUnmodifiedSince).toBeLessThan(0)
  })

  test('a header without a value is none', () => {
    const headers = { 'x-amz-expected-bucket-owner': '', 'if-match': '', range: '' }
    expect(callOf(get('/b/k', headers)).input).toEqual({ Bucket: 'b', Key: 'k' })
  })

  test('of a parameter that comes twice, the first counts', () => {
    expect(callOf(get('/b?prefix=1&prefix=2')).input.Prefix).toBe('1')
  })

  test('metadata of any name and bytes', () => {
    const headers = {
      ...scope('s3'),
      'x-amz-meta-__proto__': '1',
      'x-amz-meta-n': '\xc3\xa4',
      'x-amz-meta-l': '\xe4',
    }
    const { input } = callOf({ method: 'PUT', target: '/b/k', headers })
    expect(Object.entries(input.Metadata ?? {})).toEqual([
      ['__proto__', '1'],
      ['n', 'ä'],
      ['l', 'ä'],
    ])
  })
})
