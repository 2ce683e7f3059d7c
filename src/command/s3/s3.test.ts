/**
 * What `aws s3` does, over a session. That its words are the real CLI's is held by `test/cli-s3.test.ts`, where
 * there is one; the texts here were printed by aws-cli 2.9.19.
 */
import { beforeEach, describe, expect, test } from 'vitest'
import { consoleCall } from '../../cloud/call.ts'
import { after, seconds } from '../../cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../../cloud/kernel/ref.ts'
import { LineRunner } from '../../session/line.ts'
import { Session } from '../../session/session.ts'
import type { LineResult } from '../types.ts'
import { fnmatch } from './filters.ts'
import { runS3 } from './index.ts'

let session: Session
let runner: LineRunner

beforeEach(() => {
  session = new Session({ seed: 's3', scenario: 'empty' })
  runner = new LineRunner(session)
  s3('mb s3://lab')
})

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const put = (name: string, text: string): void => {
  runner.environment.shelf.write(name, bytes(text))
}
const names = (): readonly string[] => runner.environment.shelf.names()

/** Runs `aws s3 <text>`; every word knows its place in it. */
function s3(text: string): LineResult {
  const words = [...`s3 ${text}`.matchAll(/\S+/g)].map((found) => ({
    text: found[0],
    at: { start: found.index, end: found.index + found[0].length },
  }))
  return runner.drive(runS3(words, runner.environment))
}

/** What an object is, by HeadObject. */
function head(Key: string): Record<string, unknown> {
  const request = consoleCall(FIRST_ACCOUNT, 's3', 'HeadObject', { Bucket: 'lab', Key })
  const { result } = session.peek(request)
  return result.ok ? result.value : { code: result.error.code }
}

const keys = (): string[] =>
  s3('ls s3://lab --recursive')
    .stdout.split('\n')
    .filter((row) => row !== '')
    .map((row) => row.slice(31))

const pass = (s: number): void => session.runUntil(after(session.now, seconds(s)))

describe('ls', () => {
  test('lists in columns, prefixes first', () => {
    put('a.txt', 'hello')
    s3('cp a.txt s3://lab')
    s3('cp a.txt s3://lab/dir/b.txt')
    expect(s3('ls').stdout).toBe('2026-01-01 09:00:00 lab\n')
    expect(s3('ls s3://lab').stdout).toBe(
      '                           PRE dir/\n2026-01-01 09:00:00          5 a.txt\n',
    )
  })

  test('is 1 when a prefix has nothing, and 0 for an empty bucket', () => {
    expect(s3('ls s3://lab')).toMatchObject({ exitCode: 0, stdout: '' })
    expect(s3('ls s3://lab/none')).toMatchObject({ exitCode: 1, stdout: '', stderr: '' })
  })

  test('says who refused, with 254', () => {
    const { exitCode, stderr, error } = s3('ls s3://nobody-has-this')
    expect(exitCode).toBe(254)
    expect(stderr).toBe(
      '\nAn error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist\n',
    )
    expect(error?.failure?.code).toBe('NoSuchBucket')
  })
})

describe('cp', () => {
  test('brings a file there and back, byte for byte and with its time', () => {
    const content = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31) & 255)
    runner.environment.shelf.write('bin', content)
    pass(90)
    expect(s3('cp bin s3://lab/').stdout).toBe('upload: ./bin to s3://lab/bin\n')
    expect(s3('cp s3://lab/bin back/').stdout).toBe('download: s3://lab/bin to back/bin\n')
    expect(runner.environment.shelf.read('back/bin')).toEqual(content)
    const lastModifiedMs = runner.environment.epoch() + 90_000
    expect(runner.environment.shelf.modifiedMs('back/bin')).toBe(lastModifiedMs)
  })

  test('guesses the type by the name, unless told', () => {
    for (const name of ['a.html', 'a.css', 'b.tar.gz', 'c.gz', 'd']) put(name, 'x')
    s3('cp . s3://lab --recursive')
    s3('cp a.css s3://lab/told --content-type text/x')
    s3('cp a.css s3://lab/plain --no-guess-mime-type')
    const types = ['a.html', 'a.css', 'b.tar.gz', 'c.gz', 'd', 'told', 'plain']
    expect(types.map((key) => head(key).ContentType)).toEqual([
      'text/html',
      'text/css',
      'application/x-tar',
      'binary/octet-stream',
      'binary/octet-stream',
      'text/x',
      'binary/octet-stream',
    ])
  })

  test('keeps metadata in a copy, and replaces it when told', () => {
    put('a.txt', 'x')
    s3('cp a.txt s3://lab/a --metadata k=v --cache-control no-store')
    s3('cp s3://lab/a s3://lab/kept')
    s3('cp s3://lab/a s3://lab/changed --metadata k=w')
    expect(head('kept')).toMatchObject({ Metadata: { k: 'v' }, CacheControl: 'no-store' })
    expect(head('changed')).toMatchObject({ Metadata: { k: 'w' } })
  })

  test('filters in order: the last that matches decides', () => {
    for (const name of ['d/a.txt', 'd/b.log', 'd/x/c.log']) put(name, 'x')
    s3('cp d s3://lab/1 --recursive --exclude * --include *.log --exclude x/*')
    expect(keys()).toEqual(['1/b.log'])
  })

  // At most n·m = 16 million steps each; what goes back to every star would never end.
  test('matches a pattern of many stars', () => {
    const pattern = `${'*a'.repeat(2_000)}b`
    expect(fnmatch('a'.repeat(4_000), pattern)).toBe(false)
    expect(fnmatch(`${'a'.repeat(4_000)}b`, pattern)).toBe(true)
  })

  test('takes help as a name where it is one of several words', () => {
    put('help', 'x')
    expect(s3('cp help s3://lab').stdout).toBe('upload: ./help to s3://lab/help\n')
    for (const text of [
      'help',
      'cp help',
      '--region us-east-1 cp help',
      'cp --region us-east-1 help',
    ])
      expect([text, s3(text).stdout.split('\n')[0]]).toEqual([
        text,
        s3('help').stdout.split('\n')[0],
      ])
    expect(s3('help ls').exitCode).toBe(252)
  })

  test('reads metadata from a file by any of its paths, and says why it cannot', () => {
    put('d/meta', '{"k":"v"}')
    for (const [i, path] of ['d/meta', './d/meta', 'd/../d//meta'].entries()) {
      s3(`cp d/meta s3://lab/m${i} --metadata file://${path}`)
      expect(head(`m${i}`)).toMatchObject({ Metadata: { k: 'v' } })
    }
    const why = (path: string) =>
      s3(`cp d/meta s3://lab/n --metadata file://${path}`).error?.message
    const head1 = "Error parsing parameter '--metadata': Unable to load paramfile "
    expect(why('./d')).toBe(`${head1}file://./d: [Errno 21] Is a directory: './d'`)
    expect(why('d/meta/x')).toBe(`${head1}file://d/meta/x: [Errno 20] Not a directory: 'd/meta/x'`)
    expect(why('../d')).toBe(`${head1}file://../d: [Errno 2] No such file or directory: '../d'`)
  })

  test('takes no name that every object inherits for a grant or an ending', () => {
    put('a.constructor', 'x')
    expect(s3('cp a.constructor s3://lab').exitCode).toBe(0)
    expect(head('a.constructor').ContentType).toBe('binary/octet-stream')
    expect(s3('cp a.constructor s3://lab --grants constructor=x').stderr).toContain(
      'permission must be one of: read|readacl|writeacl|full',
    )
  })

  test('does nothing in a dry run', () => {
    put('a.txt', 'x')
    const before = session.hash()
    expect(s3('cp a.txt s3://lab --dryrun').stdout).toBe(
      '(dryrun) upload: ./a.txt to s3://lab/a.txt\n',
    )
    expect(session.hash()).toBe(before)
  })

  test('goes on after a file that fails, and is 1', () => {
    put('a.txt', 'x')
    const line = s3('cp a.txt s3://nobody-has-this')
    expect(line).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr:
        'upload failed: ./a.txt to s3://nobody-has-this/a.txt An error occurred (NoSuchBucket) when calling the PutObject operation: The specified bucket does not exist\n',
    })
    expect(line.error?.failure?.code).toBe('NoSuchBucket')
  })

  test('stops at an object that is not there', () => {
    expect(s3('cp s3://lab/nope .')).toMatchObject({
      exitCode: 1,
      stderr:
        'fatal error: An error occurred (404) when calling the HeadObject operation: Key "nope" does not exist\n',
    })
    expect(names()).toEqual([])
  })

  test('leaves out keys that lead out of the directory', () => {
    put('a.txt', 'x')
    s3('cp a.txt s3://lab/in/../../up.txt')
    s3('cp a.txt s3://lab/in/ok.txt')
    const line = s3('cp s3://lab/in down --recursive')
    expect(line.exitCode).toBe(2)
    expect(line.stderr).toBe(
      'warning: Skipping file ../../up.txt. File references a parent directory.\n',
    )
    expect(names()).toEqual(['a.txt', 'down/ok.txt'])
  })

  test('prints an object, and has no standard input', () => {
    put('a.txt', 'hello\n')
    s3('cp a.txt s3://lab')
    expect(s3('cp s3://lab/a.txt -').stdout).toBe('hello\n')
    expect(s3('cp - s3://lab/a.txt').exitCode).toBe(255)
  })

  test('sends a large file in one part, and says so', () => {
    runner.environment.shelf.write('big', new Uint8Array(9 * 1024 * 1024))
    const line = s3('cp big s3://lab')
    expect(line.exitCode).toBe(0)
    expect(line.stderr).toBe(
      'note: ./big to s3://lab/big: 9.0 MiB in one part, where the CLI would use several\n',
    )
    expect(head('big').ContentLength).toBe(9 * 1024 * 1024)
  })

  test('does not reach outside the shelf', () => {
    expect(s3('cp ../a s3://lab')).toMatchObject({ exitCode: 255 })
    expect(s3('cp /etc/passwd s3://lab').error?.at).toEqual({ start: 6, end: 17 })
  })

  test('says when the shelf is full', () => {
    runner.environment.shelf.write('big', new Uint8Array(40 * 1024 * 1024))
    s3('cp big s3://lab')
    const line = s3('cp s3://lab/big again')
    expect(line.exitCode).toBe(1)
    expect(line.stderr).toContain('download failed: s3://lab/big to ./again The shelf holds 64 MiB')
  })
})

describe('mv and rm', () => {
  test('a move deletes its source, and only after it arrived', () => {
    put('a.txt', 'x')
    expect(s3('mv a.txt s3://nobody-has-this').exitCode).toBe(1)
    expect(names()).toEqual(['a.txt'])
    expect(s3('mv a.txt s3://lab').stdout).toBe('move: ./a.txt to s3://lab/a.txt\n')
    expect(names()).toEqual([])
    s3('mv s3://lab/a.txt s3://lab/b.txt')
    expect(keys()).toEqual(['b.txt'])
    s3('mv s3://lab/b.txt .')
    expect([keys(), names()]).toEqual([[], ['b.txt']])
  })

  test('rm takes what is under a prefix, and asks nothing about one key', () => {
    put('a', 'x')
    for (const key of ['p/1', 'p/2', 'pq']) s3(`cp a s3://lab/${key}`)
    expect(s3('rm s3://lab/p --recursive').stdout).toBe(
      'delete: s3://lab/p/1\ndelete: s3://lab/p/2\n',
    )
    expect(s3('rm s3://lab/never-was')).toMatchObject({
      exitCode: 0,
      stdout: 'delete: s3://lab/never-was\n',
    })
  })
})

describe('sync', () => {
  test('moves what is new or changed, once', () => {
    put('d/a', '1')
    put('d/b/c', '2')
    pass(5)
    expect(s3('sync d s3://lab').stdout).toBe(
      'upload: d/a to s3://lab/a\nupload: d/b/c to s3://lab/b/c\n',
    )
    expect(s3('sync d s3://lab').stdout).toBe('')
    pass(5)
    put('d/a', '3')
    expect(s3('sync d s3://lab --size-only').stdout).toBe('')
    expect(s3('sync d s3://lab').stdout).toBe('upload: d/a to s3://lab/a\n')
  })

  test('moves nothing twice within one second of stopped time', () => {
    pass(0.7)
    put('d/a', '1')
    s3('sync d s3://lab')
    expect(s3('sync d s3://lab').stdout).toBe('')
  })

  test('deletes at the target what the source lacks, when told', () => {
    put('d/a', '1')
    s3('sync d s3://lab')
    put('e/b', '2')
    expect(s3('sync e s3://lab').stdout).toBe('upload: e/b to s3://lab/b\n')
    expect(s3('sync e s3://lab --delete').stdout).toBe('delete: s3://lab/a\n')
    expect(s3('sync s3://lab d --delete').stdout).toBe('delete: d/a\ndownload: s3://lab/b to d/b\n')
  })

  test('brings back what differs, what is newer here too, but not what is newer there', () => {
    pass(0.7)
    put('d/a', '1')
    s3('sync d s3://lab')
    expect(s3('sync s3://lab m').stdout).toBe('download: s3://lab/a to m/a\n')
    expect(s3('sync s3://lab m --exact-timestamps').stdout).toBe('')
    pass(10)
    s3('cp d/a s3://lab/a')
    expect(s3('sync s3://lab m').stdout).toBe('')
    expect(s3('sync s3://lab m --exact-timestamps').stdout).toBe('download: s3://lab/a to m/a\n')
    pass(10)
    put('m/a', '2')
    expect(s3('sync s3://lab m').stdout).toBe('download: s3://lab/a to m/a\n')
  })
})

describe('presign', () => {
  test('takes only an endpoint and a region that a client could reach', () => {
    const said = (text: string) => {
      const { exitCode, error } = s3(`presign s3://lab/a ${text}`)
      return [exitCode, error?.message]
    }
    expect(said('--region ba~d!')).toEqual([
      255,
      "Provided region_name 'ba~d!' doesn't match a supported format.",
    ])
    expect(said('--endpoint-url http://[::1]:9000')).toEqual([
      255,
      'Invalid endpoint: http://[::1]:9000',
    ])
    expect(s3('presign s3://lab/a --endpoint-url http://localhost:9000').stdout).toMatch(
      /^http:\/\/localhost:9000\/lab\/a\?X-Amz-/,
    )
  })
})

describe('rb', () => {
  test('refuses a bucket that is not empty, unless forced', () => {
    put('a', 'x')
    s3('cp a s3://lab')
    expect(s3('rb s3://lab')).toMatchObject({
      exitCode: 1,
      stderr:
        'remove_bucket failed: s3://lab An error occurred (BucketNotEmpty) when calling the DeleteBucket operation: The bucket you tried to delete is not empty\n',
    })
    expect(s3('rb s3://lab --force').stdout).toBe('delete: s3://lab/a\nremove_bucket: lab\n')
  })
})

describe('a wrong line', () => {
  test('points at the word and offers the nearest', () => {
    expect(s3('synk a s3://lab').error).toMatchObject({
      at: { start: 3, end: 7 },
      suggestion: 'sync',
    })
    expect(s3('ls s3://lab --recursiv3').error).toMatchObject({
      message: 'Unknown options: --recursiv3',
      at: { start: 15, end: 26 },
      suggestion: '--recursive',
    })
  })

  test('makes no call', () => {
    const before = session.hash()
    for (const text of ['cp a', 'rm a', 'ls --foo', 'cp x s3://lab --acl y', 'lx', 'mb lab']) {
      expect(s3(text).exitCode, text).toBe(252)
    }
    expect(session.hash()).toBe(before)
  })
})
