import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Members } from '../../call.ts'
import type { Operation } from '../../operation.ts'
import { objectKey, objects } from '../../storage/rows.ts'
import type { ListObjectsOutput, ListObjectsV2Output } from './api.ts'
import { listObjects, listObjectsV2 } from './listObjects.ts'
import { ask, putBucket, putKey, storageWorld } from './testing.ts'

const BUCKET = 'photos'
/** SHA-256 of the twelve digits, by `printf 123456789012 | sha256sum`. */
const OWNER = '2a33349e7e606a8ad2e30e3c84521f9377450cf09083e162e0a9b1480ce0f972'
let world = storageWorld()

beforeEach(() => {
  world = storageWorld()
  putBucket(world, BUCKET)
  putBucket(world, 'theirs', '111122223333')
})

const put = (...keys: readonly string[]) => {
  for (const key of keys) putKey(world, BUCKET, key)
}
const take = (key: string) => world.table(objects).delete(objectKey(BUCKET, key))

function v1(input: Members = {}): ListObjectsOutput {
  return good(listObjects, input)
}
function v2(input: Members = {}): ListObjectsV2Output {
  return good(listObjectsV2, input)
}
function good(operation: Operation, input: Members): Members {
  const result = ask(world, operation, { Bucket: BUCKET, ...input })
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}
const error = (operation: Operation, input: Members) => {
  const result = ask(world, operation, { Bucket: BUCKET, ...input })
  return result.ok ? null : result.error
}
const keysOf = (page: ListObjectsOutput) => (page.Contents ?? []).map((each) => each.Key ?? '')
const groupsOf = (page: ListObjectsOutput) =>
  (page.CommonPrefixes ?? []).map((each) => each.Prefix ?? '')

/** The whole listing as a textbook would do it: sort by UTF-8 bytes, filter, roll up. */
function naive(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const bytes = (text: string) => Buffer.from(text, 'utf8')
  const sorted = [...new Set(keys)].sort((a, b) => Buffer.compare(bytes(a), bytes(b)))
  const entries = sorted
    .filter((key) => bytes(key).subarray(0, bytes(prefix).length).equals(bytes(prefix)))
    .map((key) => {
      const rest = key.slice(prefix.length)
      const at = delimiter === '' ? -1 : rest.indexOf(delimiter)
      return at < 0 ? `key ${key}` : `group ${prefix}${rest.slice(0, at + delimiter.length)}`
    })
  return [...new Set(entries)]
}

/** A page's entries in the order of their bytes: keys and groups come in two lists. */
function entriesOf(page: ListObjectsOutput): string[] {
  const keys = keysOf(page).map((name) => ({ name, text: `key ${name}` }))
  const groups = groupsOf(page).map((name) => ({ name, text: `group ${name}` }))
  return [...keys, ...groups]
    .sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
    .map((entry) => entry.text)
}

/** Walks all pages of V2; `between` runs after each page. */
function walkV2(input: Members, between: () => void = () => {}): string[] {
  const seen: string[] = []
  let token: string | undefined
  do {
    const page = v2({ ...input, ContinuationToken: token })
    seen.push(...entriesOf(page))
    expect(page.KeyCount).toBe(entriesOf(page).length)
    expect(page.IsTruncated).toBe(page.NextContinuationToken !== undefined)
    token = page.NextContinuationToken
    between()
  } while (token !== undefined)
  return seen
}

/** Walks all pages of V1 as its paginators do: by NextMarker, or by the last key where there is none. */
function walkV1(input: Members): string[] {
  const seen: string[] = []
  let marker: string | undefined
  for (;;) {
    const page = v1({ ...input, Marker: marker })
    seen.push(...entriesOf(page))
    if (page.IsTruncated !== true) return seen
    expect(page.NextMarker !== undefined).toBe(Boolean(input.Delimiter))
    marker = page.NextMarker ?? keysOf(page).at(-1)
  }
}

/** Pieces that meet one another's edges: separators, empty segments, surrogate pairs, control characters. */
const piece = fc.constantFrom(
  ...['a', 'b', '/', '//', '-', 'ab', '\u{10000}', '\u{1f40d}', '\uffff', '\ue000', '\ud7ff'],
  ...['\u0000', '\u0001', '\n', ' ', '+', 'é', '\u007f', '\u0080', '\ufeff'],
)
const text = (least: number, most: number) =>
  fc.array(piece, { minLength: least, maxLength: most }).map((parts) => parts.join(''))
const keys = fc.array(text(1, 5), { maxLength: 30 })
const delimiter = fc.oneof(fc.constant(''), fc.constant('/'), text(1, 2))

describe('a listing', () => {
  it('is what sorting, filtering and rolling up gives, in pages of any size', () => {
    fc.assert(
      fc.property(keys, text(0, 2), delimiter, fc.nat(6), (all, Prefix, Delimiter, size) => {
        world = storageWorld()
        putBucket(world, BUCKET)
        for (const key of all) putKey(world, BUCKET, key)
        const whole = naive(all, Prefix, Delimiter)
        const input = { Prefix, Delimiter, MaxKeys: size + 1 }
        expect(walkV2(input)).toEqual(whole)
        expect(walkV1(input)).toEqual(whole)
      }),
      { numRuns: 400 },
    )
  })

  it('begins after any key or marker', () => {
    fc.assert(
      fc.property(keys, text(1, 3), (all, after) => {
        world = storageWorld()
        putBucket(world, BUCKET)
        for (const key of all) putKey(world, BUCKET, key)
        const later = naive(all, '', '').filter(
          (entry) => Buffer.compare(Buffer.from(entry.slice(4)), Buffer.from(after)) > 0,
        )
        expect(entriesOf(v2({ StartAfter: after }))).toEqual(later)
        expect(entriesOf(v1({ Marker: after }))).toEqual(later)
      }),
    )
  })

  it('neither repeats nor leaves out a key that was there all the time', () => {
    const change = fc.record({ key: text(1, 3), add: fc.boolean() })
    const changes = fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 12 })
    fc.assert(
      fc.property(keys, changes, delimiter, fc.integer({ min: 1, max: 3 }), (all, later, d, n) => {
        world = storageWorld()
        putBucket(world, BUCKET)
        const now = new Set(all)
        for (const key of now) putKey(world, BUCKET, key)
        const steady = new Set(now)
        const steps = later[Symbol.iterator]()
        const between = () => {
          for (const { key, add } of steps.next().value ?? []) {
            steady.delete(key)
            if (add) putKey(world, BUCKET, key)
            else if (now.has(key)) take(key)
            if (add) now.add(key)
            else now.delete(key)
          }
        }
        const seen = walkV2({ Delimiter: d, MaxKeys: n }, between)
        expect(new Set(seen).size).toBe(seen.length)
        for (const entry of naive([...steady], '', d)) expect(seen).toContain(entry)
      }),
      { numRuns: 300 },
    )
  })

  it('jumps over a common prefix instead of reading what lies under it', () => {
    for (let n = 0; n < 20_000; n++) putKey(world, BUCKET, `deep/${n}`)
    put('last')
    const reads = { count: 0 }
    const table = world.table(objects)
    const entries = table.entries.bind(table)
    table.entries = function* (prefix, from) {
      for (const entry of entries(prefix, from)) {
        reads.count += 1
        yield entry
      }
    }
    expect(entriesOf(v2({ Delimiter: '/' }))).toEqual(['group deep/', 'key last'])
    expect(reads.count).toBe(2)
  })
})

describe('ListObjects', () => {
  it('tells owner, checksum and class of each object, and no list that would be empty', () => {
    expect(v1()).toEqual({
      IsTruncated: false,
      Marker: '',
      MaxKeys: 1000,
      Name: BUCKET,
      Prefix: '',
    })
    put('a')
    const page = v1()
    expect(page.CommonPrefixes).toBeUndefined()
    expect(page.Contents).toEqual([
      {
        Key: 'a',
        LastModified: 0,
        ETag: '"5d41402abc4b2a76b9719d911017c592"',
        ChecksumAlgorithm: ['CRC64NVME'],
        ChecksumType: 'FULL_OBJECT',
        Size: 5,
        StorageClass: 'STANDARD',
        Owner: { ID: OWNER },
      },
    ])
  })

  it('leaves the rest of a common prefix behind, whichever of its keys is the marker', () => {
    put('docs/a.txt', 'docs/b.txt', 'notes/x', 'z')
    for (const Marker of ['docs/', 'docs/a.txt']) {
      const page = v1({ Delimiter: '/', Marker })
      expect(entriesOf(page)).toEqual(['group notes/', 'key z'])
      expect(page.Marker).toBe(Marker)
    }
    expect(entriesOf(v1({ Marker: 'docs/' }))[0]).toBe('key docs/a.txt')
  })

  it('names the last entry as the next marker, key or common prefix', () => {
    put('100%.csv', 'a b.txt', 'run books/x.txt', 'zz.txt', 'zzz')
    expect(v1({ Delimiter: '/', MaxKeys: 3 }).NextMarker).toBe('run books/')
    expect(v1({ Delimiter: '/', MaxKeys: 4 }).NextMarker).toBe('zz.txt')
    expect(v1({ MaxKeys: 3 }).NextMarker).toBeUndefined()
  })
})

describe('ListObjectsV2', () => {
  it('counts, and tells an owner only when asked', () => {
    expect(v2()).toEqual({
      IsTruncated: false,
      KeyCount: 0,
      MaxKeys: 1000,
      Name: BUCKET,
      Prefix: '',
    })
    put('a')
    expect(v2().Contents?.[0]).not.toHaveProperty('Owner')
    expect(v2({ FetchOwner: true }).Contents?.[0]?.Owner).toEqual({ ID: OWNER })
  })

  it('echoes what was asked: a token displaces StartAfter, an empty delimiter is none', () => {
    put('a', 'b', 'c')
    const first = v2({ MaxKeys: 1, StartAfter: 'a', Delimiter: '' })
    expect(first).toMatchObject({ StartAfter: 'a', IsTruncated: true })
    expect(first).not.toHaveProperty('Delimiter')
    expect(first).not.toHaveProperty('ContinuationToken')
    const token = first.NextContinuationToken
    const second = v2({ MaxKeys: 1, StartAfter: 'zzz', ContinuationToken: token })
    expect(second).toMatchObject({ ContinuationToken: token, KeyCount: 1, IsTruncated: false })
    expect(second).not.toHaveProperty('StartAfter')
    expect(keysOf(second)).toEqual(['c'])
    expect(v2({ StartAfter: '' }).StartAfter).toBe('')
  })

  it('gives tokens that name nothing, and takes none but its own', () => {
    put('secret-key-one', 'secret-key-two', 'tail')
    putBucket(world, 'other')
    const token = v2({ MaxKeys: 1 }).NextContinuationToken ?? ''
    const body = Buffer.from(token, 'base64').toString('latin1')
    for (const part of ['secret', 'key', 'one', 'photos']) expect(body).not.toContain(part)
    const [first = ''] = token
    const wrong = ['', 'garbage', 'Zzp4', `${first === 'A' ? 'B' : 'A'}${token.slice(1)}`]
    for (const ContinuationToken of wrong) {
      expect(error(listObjectsV2, { ContinuationToken })).toMatchObject(BAD_TOKEN)
    }
    const elsewhere = { Bucket: 'other', ContinuationToken: token }
    expect(error(listObjectsV2, elsewhere)).toMatchObject(BAD_TOKEN)
  })
})

const BAD_TOKEN = {
  code: 'InvalidArgument',
  httpStatus: 400,
  message: 'The continuation token provided is incorrect',
  details: { ArgumentName: 'continuation-token' },
}

describe('MaxKeys', () => {
  it('is at most 1,000 keys, is echoed as asked, and 0 is a page of nothing', () => {
    for (let n = 0; n < 1002; n++) put(`k${n}`)
    for (const page of [v1(), v1({ MaxKeys: 5000 }), v2(), v2({ MaxKeys: 0x7fffffff })]) {
      expect(page.Contents).toHaveLength(1000)
      expect(page.IsTruncated).toBe(true)
    }
    expect(v2({ MaxKeys: 5000 }).MaxKeys).toBe(5000)
    expect(v2({ MaxKeys: 0 })).toEqual({
      IsTruncated: false,
      KeyCount: 0,
      MaxKeys: 0,
      Name: BUCKET,
      Prefix: '',
    })
    expect(v1({ MaxKeys: 0, Delimiter: '/' })).not.toHaveProperty('NextMarker')
  })

  it.each([
    [-1, 'Argument maxKeys must be an integer between 0 and 2147483647', 'maxKeys'],
    [2147483648, 'Provided max-keys not an integer or within integer range', 'max-keys'],
    [-2147483649, 'Provided max-keys not an integer or within integer range', 'max-keys'],
    [1.5, 'Provided max-keys not an integer or within integer range', 'max-keys'],
  ])('of %d is refused', (MaxKeys, message, name) => {
    for (const operation of [listObjects, listObjectsV2]) {
      expect(error(operation, { MaxKeys })).toMatchObject({
        code: 'InvalidArgument',
        httpStatus: 400,
        message,
        details: { ArgumentName: name, ArgumentValue: String(MaxKeys) },
      })
    }
  })
})

describe('encoding-type=url', () => {
  it('writes names as S3 was seen to write them', () => {
    put(
      'a b.txt',
      'a+b.txt',
      '100%.csv',
      '한글/x.txt',
      'run books/x.txt',
      'test_file(3).png',
      'a~*-_.',
    )
    const all = v2({ EncodingType: 'url' })
    expect(all.EncodingType).toBe('url')
    expect(keysOf(all)).toEqual([
      '100%25.csv',
      'a+b.txt',
      'a%2Bb.txt',
      'a%7E*-_.',
      'run+books/x.txt',
      'test_file%283%29.png',
      '%ED%95%9C%EA%B8%80/x.txt',
    ])
    const rolled = v2({ EncodingType: 'url', Delimiter: '/' })
    expect(groupsOf(rolled)).toEqual(['run+books/', '%ED%95%9C%EA%B8%80/'])
    expect(keysOf(v2())).toContain('a b.txt')
    expect(v2()).not.toHaveProperty('EncodingType')
  })

  it('writes prefix, delimiter, start and markers alike, and leaves tokens as they are', () => {
    put('p q|a', 'p q|b', 'p q|c d|e', 'p q|f')
    const asked = { EncodingType: 'URL', Prefix: 'p q|', Delimiter: '|', MaxKeys: 1 }
    const page = v2({ ...asked, StartAfter: 'p q|a' })
    const shared = { EncodingType: 'URL', Prefix: 'p+q%7C', Delimiter: '%7C' }
    expect(page).toMatchObject({ ...shared, StartAfter: 'p+q%7Ca' })
    const next = v2({ ...asked, ContinuationToken: page.NextContinuationToken })
    expect(next.ContinuationToken).toBe(page.NextContinuationToken)
    expect(groupsOf(next)).toEqual(['p+q%7Cc+d%7C'])
    const marked = v1({ ...asked, Marker: 'p q|b' })
    expect(marked).toMatchObject({ Marker: 'p+q%7Cb', NextMarker: 'p+q%7Cc+d%7C' })
  })

  it('is the only one there is', () => {
    const refused = {
      code: 'InvalidArgument',
      httpStatus: 400,
      message: 'Invalid Encoding Method specified in Request',
      details: { ArgumentName: 'encoding-type', ArgumentValue: 'base64' },
    }
    expect(error(listObjects, { EncodingType: 'base64' })).toMatchObject(refused)
    expect(error(listObjectsV2, { EncodingType: 'base64' })).toMatchObject(refused)
  })
})

describe('a bucket that cannot be listed', () => {
  const cases: readonly (readonly [Members, string, number])[] = [
    [{ Bucket: 'nowhere' }, 'NoSuchBucket', 404],
    [{ Bucket: 'theirs' }, 'AccessDenied', 403],
    [{ ExpectedBucketOwner: '111122223333' }, 'AccessDenied', 403],
    [{ ExpectedBucketOwner: 'me' }, 'InvalidBucketOwnerAWSAccountID', 400],
    // The order in which S3 looks at what is wrong.
    [{ Bucket: 'nowhere', MaxKeys: -1, EncodingType: 'x' }, 'NoSuchBucket', 404],
    [{ Bucket: 'nowhere', MaxKeys: 2147483648 }, 'InvalidArgument', 400],
  ]
  it.each(cases)('%j: %s', (input, code, httpStatus) => {
    for (const operation of [listObjects, listObjectsV2]) {
      expect(error(operation, input)).toMatchObject({ code, httpStatus })
    }
  })

  it('is told by name', () => {
    expect(error(listObjects, { Bucket: 'nowhere' })).toMatchObject({
      message: 'The specified bucket does not exist',
      details: { BucketName: 'nowhere' },
    })
  })

  it('is refused for its encoding before its token, and for its token before its size', () => {
    const all = { EncodingType: 'x', ContinuationToken: 'x', MaxKeys: -1 }
    const name = (input: Members) => error(listObjectsV2, input)?.details?.ArgumentName
    expect(name(all)).toBe('encoding-type')
    expect(name({ ...all, EncodingType: 'url' })).toBe('continuation-token')
  })
})
