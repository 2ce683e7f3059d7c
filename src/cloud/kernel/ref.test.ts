import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asRef, ec2Ref, labRef, objectParts, parseRef, s3BucketRef, s3ObjectRef } from './ref.ts'

describe('a ref', () => {
  it('names what it was made of', () => {
    expect(parseRef(ec2Ref('123456789012', 'instance', 'i-1'))).toEqual({
      kind: 'instance',
      id: 'i-1',
      account: '123456789012',
    })
    expect(parseRef(labRef('host', 'h-1'))).toEqual({ kind: 'host', id: 'h-1', account: null })
    expect(s3BucketRef('photos')).toBe('arn:aws:s3:::photos')
    expect(parseRef('arn:aws:s3:::photos')).toEqual({ kind: 'bucket', id: 'photos', account: '' })
  })

  it('of an object keeps its key, whatever stands in it', () => {
    expect(s3ObjectRef('photos', '2026/a:b/c')).toBe('arn:aws:s3:::photos/2026/a:b/c')
    const key = fc.string({ minLength: 1, unit: 'binary' })
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9][a-z0-9.-]{2,20}$/), key, (bucket, text) => {
        const ref = s3ObjectRef(bucket, text)
        const parts = parseRef(ref)
        expect(parts).toEqual({ kind: 'object', id: `${bucket}/${text}`, account: '' })
        expect(objectParts(parts?.id ?? '')).toEqual({ bucket, key: text })
        expect(asRef(ref)).toBe(ref)
      }),
    )
  })

  it.each(['', 'photos', 'arn:aws:s3:::', 'arn:aws:s3:::photos/', 'arn:aws:s3:::/a', 'arn:aws:s3'])(
    'is not %j',
    (text) => expect(asRef(text)).toBeNull(),
  )
})
