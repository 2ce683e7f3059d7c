import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Members } from '../../call.ts'
import { bucketKey, buckets } from '../../storage/rows.ts'
import type { ListBucketsOutput } from './api.ts'
import { listBuckets } from './listBuckets.ts'
import { ask, putBucket, storageWorld } from './testing.ts'

const OTHER = '111122223333'
let world = storageWorld()

beforeEach(() => {
  world = storageWorld()
})

function list(input: Members = {}): ListBucketsOutput {
  const result = ask(world, listBuckets, input)
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}
const names = (page: ListBucketsOutput) => (page.Buckets ?? []).map((each) => each.Name)

describe('ListBuckets', () => {
  it('is the caller’s buckets by name, with the owner’s id and each bucket’s ARN', () => {
    for (const name of ['zeta', 'alpha', 'al.pha']) putBucket(world, name)
    putBucket(world, 'beta', OTHER)
    const page = list()
    expect(names(page)).toEqual(['al.pha', 'alpha', 'zeta'])
    expect(page.Buckets?.[1]).toEqual({
      Name: 'alpha',
      CreationDate: 0,
      BucketArn: 'arn:aws:s3:::alpha',
    })
    expect(Object.keys(page)).toEqual(['Owner', 'Buckets'])
    expect(page.Owner?.ID).toMatch(/^[0-9a-f]{64}$/)
    expect(page.Owner).not.toHaveProperty('DisplayName')
  })

  it.each([
    { MaxBuckets: 5 },
    { Prefix: '' },
    { ContinuationToken: '' },
    { BucketRegion: 'us-east-1' },
    { BucketRegion: 'Us-East-1' },
  ])('tells Regions once it is asked for anything: %j', (input) => {
    putBucket(world, 'alpha')
    expect(list(input).Buckets?.[0]).toMatchObject({ Name: 'alpha', BucketRegion: 'us-east-1' })
    expect(list(input).Prefix).toBe(input.Prefix)
  })

  it('answers an account without buckets with an empty list', () => {
    putBucket(world, 'theirs', OTHER)
    expect(list().Buckets).toEqual([])
    expect(list({ Prefix: 'x', MaxBuckets: 1 })).toMatchObject({ Buckets: [], Prefix: 'x' })
  })

  it('gives each bucket once in pages of any size, whatever comes and goes between them', () => {
    const name = fc.stringMatching(/^[ab.-]{3,5}$/)
    const change = fc.record({ name, add: fc.boolean() })
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, fc.boolean()), { maxLength: 20, selector: ([n]) => n }),
        fc.constantFrom('', 'a', 'ab', 'b-'),
        fc.integer({ min: 1, max: 4 }),
        fc.array(change, { maxLength: 10 }),
        (all, Prefix, MaxBuckets, changes) => {
          world = storageWorld()
          for (const [each, mine] of all) putBucket(world, each, mine ? undefined : OTHER)
          const steady = new Set(all.filter(([, mine]) => mine).map(([each]) => each))
          const seen: (string | undefined)[] = []
          const steps = changes[Symbol.iterator]()
          let token: string | undefined
          do {
            const page = list({ Prefix, MaxBuckets, ContinuationToken: token })
            expect(page.Buckets?.length).toBeLessThanOrEqual(MaxBuckets)
            seen.push(...names(page))
            token = page.ContinuationToken
            const step = steps.next().value
            if (step !== undefined) {
              steady.delete(step.name)
              const table = world.table(buckets)
              if (step.add) putBucket(world, step.name)
              else if (table.get(bucketKey(step.name))) table.delete(bucketKey(step.name))
            }
          } while (token !== undefined)
          expect(seen).toEqual([...new Set(seen)].sort())
          for (const each of seen) expect(each?.startsWith(Prefix)).toBe(true)
          for (const each of steady) if (each.startsWith(Prefix)) expect(seen).toContain(each)
        },
      ),
    )
  })

  // What S3 answered each with, in us-east-1 (brekkylab/backlot, tests of 2026-09-29).
  const endpoint =
    'Requests with bucket-region specified must be made to the corresponding regional endpoint'
  const range = 'Argument max-buckets must be an integer between 1 and 10000'
  const token = 'The continuation token provided is incorrect'
  it.each<[Members, string, string]>([
    [{ MaxBuckets: 0 }, range, 'max-buckets'],
    [{ MaxBuckets: -1 }, range, 'max-buckets'],
    [{ MaxBuckets: 10_001 }, range, 'max-buckets'],
    [{ MaxBuckets: 0, BucketRegion: 'zz' }, range, 'max-buckets'],
    [
      { MaxBuckets: 2147483648, ContinuationToken: 'x' },
      'Provided max-buckets not an integer or within integer range',
      'max-buckets',
    ],
    [{ BucketRegion: 'zz' }, 'Argument value zz is not a valid AWS Region', 'bucket-region'],
    [{ BucketRegion: '' }, 'Argument value  is not a valid AWS Region', 'bucket-region'],
    [
      { BucketRegion: ' us-east-1' },
      'Argument value  us-east-1 is not a valid AWS Region',
      'bucket-region',
    ],
    [{ BucketRegion: 'US-WEST-2' }, endpoint, 'bucket-region'],
    [{ BucketRegion: 'ap-northeast-2', ContinuationToken: 'x' }, endpoint, 'bucket-region'],
    [{ ContinuationToken: 'garbage' }, token, 'continuation-token'],
    [{ ContinuationToken: 'Zzp4' }, token, 'continuation-token'],
  ])('refuses %j', (input, message, name) => {
    const result = ask(world, listBuckets, input)
    const value = name === 'max-buckets' ? { ArgumentValue: String(input.MaxBuckets) } : {}
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'InvalidArgument', httpStatus: 400, message },
    })
    expect(result.ok ? null : result.error.details).toEqual({ ArgumentName: name, ...value })
  })

  it('takes no other account’s token', () => {
    for (const name of ['aaa', 'bbb']) putBucket(world, name)
    const given = list({ MaxBuckets: 1 }).ContinuationToken
    const result = ask(world, listBuckets, { ContinuationToken: given }, OTHER)
    expect(result).toMatchObject({ ok: false, error: { message: token } })
  })
})
