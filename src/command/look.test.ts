import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LineRunner } from '../session/line.ts'
import { Session } from '../session/session.ts'
import { look } from './look.ts'
import { queryPlain } from './queryPlain.ts'

function open() {
  const session = new Session({ seed: 'look', scenario: 'empty' })
  const runner = new LineRunner(session)
  const seen = (line: string) => runner.drive(look(line, runner.environment))
  return { session, runner, seen }
}

describe('a line that only looks', () => {
  test('answers what a command reads, and leaves no trace', () => {
    const { session, seen } = open()
    const before = [session.hash(), session.cloud.world.events.next]
    expect(seen("aws ec2 describe-instances --query 'length(Reservations)'").stdout).toBe('0\n')
    expect(seen('aws s3 ls').exitCode).toBe(0)
    expect([session.hash(), session.cloud.world.events.next]).toEqual(before)
    expect(session.cloud.door.journal.position).toBe(0)
  })

  test.each([
    ['aws ec2 create-tags --resources i-1 --tags Key=a,Value=b', 'CreateTags changes the world'],
    ['aws s3 mb s3://mine', 'CreateBucket changes the world'],
    ['lab advance --by 1h', 'Advance acts on the session'],
    ['lab save --name a', 'Save acts on the session'],
  ])('refuses with 252: %s', (line, message) => {
    const { session, seen } = open()
    const before = session.hash()
    const { exitCode, stderr } = seen(line)
    expect([exitCode, stderr]).toEqual([252, `A check only looks: ${message}.\n`])
    expect([session.hash(), session.now, session.otherFuture]).toEqual([before, 0, null])
  })

  test('lets no time pass, and writes no file', () => {
    const { runner, seen } = open()
    expect(runner.run('aws s3 mb s3://mine').exitCode).toBe(0)
    runner.environment.shelf.write('a', new Uint8Array([1]))
    expect(runner.run('aws s3 cp a s3://mine/a').exitCode).toBe(0)
    const at = runner.session.now
    const wait = seen('aws s3api wait object-exists --bucket mine --key b')
    expect([wait.exitCode, wait.stderr]).toEqual([
      252,
      'A check only looks: it would let time pass.\n',
    ])
    expect(seen('aws s3api wait object-exists --bucket mine --key a').exitCode).toBe(0)
    const got = seen('aws s3api get-object --bucket mine --key a b')
    expect([got.exitCode, got.stderr]).toEqual([
      252,
      'A check only looks: it would write a file.\n',
    ])
    expect(runner.session.now).toBe(at)
    expect(runner.environment.shelf.names()).toEqual(['a'])
  })

  test('sets no variable of the session', () => {
    const { runner, seen } = open()
    expect(seen('x=1; echo $x').stdout).toBe('1\n')
    expect(runner.environment.variables.has('x')).toBe(false)
  })
})

describe('a query over plain data', () => {
  test('finds members, in lists and objects', () => {
    const data = {
      zones: [
        { name: 'a', hosts: [{ ref: 'x', free: 2 }] },
        { name: 'b', hosts: [] },
      ],
    }
    expect(queryPlain('zones[].hosts[?free > `1`].ref | []', data)).toEqual(['x'])
    expect(queryPlain('{n: length(zones), first: zones[0].name}', data)).toEqual({
      n: 2,
      first: 'a',
    })
    expect(queryPlain('none', data)).toBe(null)
  })

  test('gives back what it was given', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const data = JSON.parse(JSON.stringify(value))
        expect(queryPlain('@', data)).toEqual(data)
      }),
    )
  })

  test('throws for a query that is none, and for data that does not suit', () => {
    expect(() => queryPlain('a[', {})).toThrow(/Bad value for --query/)
    expect(() => queryPlain('sort(@)', [null])).toThrow()
  })
})
