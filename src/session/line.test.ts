import { beforeEach, describe, expect, test } from 'vitest'
import { epochOf } from '../cloud/kernel/calendar.ts'
import { between, EPOCH, inSeconds } from '../cloud/kernel/instant.ts'
import { LineRunner, runLine } from './line.ts'
import { save } from './save.ts'
import { Session } from './session.ts'
import { MemoryShelf } from './shelf.ts'

let runner: LineRunner

beforeEach(() => {
  runner = new LineRunner(new Session({ seed: 'lines', scenario: 'region' }))
})

/** Runs a line that must do well, and gives what it printed. */
function run(text: string): string {
  const line = runner.run(text)
  expect(line, text).toMatchObject({ exitCode: 0, stderr: '' })
  return line.stdout
}

const LAUNCH =
  "vm=$(aws ec2 run-instances --image-id ami-0f3a5c1e7b2d94860 --instance-type t3.micro --query 'Instances[0].InstanceId' --output text)"

describe('a line', () => {
  test('launches, waits in cloud time, and asks', () => {
    run(LAUNCH)
    const id = runner.environment.variables.get('vm') ?? ''
    expect(id).toMatch(/^i-[0-9a-f]{17}$/)
    const before = runner.session.now
    run('aws ec2 wait instance-running --instance-ids $vm')
    expect(inSeconds(between(before, runner.session.now))).toBeGreaterThan(1)
    const query = "'Reservations[].Instances[].[InstanceId,State.Name]'"
    expect(
      run(`aws ec2 describe-instances --instance-ids $vm --query ${query} --output text`),
    ).toBe(`${id}\trunning\n`)
  })

  test('is the learner’s, signed, as the audit trail sees it', () => {
    expect(JSON.parse(run('aws sts get-caller-identity'))).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:root',
    })
  })

  test('is journalled, so that going back and on again leads to the same state', () => {
    run(LAUNCH)
    run('aws ec2 wait instance-running --instance-ids $vm')
    run('aws s3 mb s3://lab && aws s3 ls')
    const { session } = runner
    const [hash, now] = [session.hash(), session.now]
    run('lab seek --to 0s')
    expect(session.hash()).not.toBe(hash)
    session.seek(now)
    expect(session.hash()).toBe(hash)
  })

  test('gives the CLI’s refusal with the cloud’s reasons', () => {
    const line = runner.run('aws ec2 describe-instances --instance-ids i-0123456789abcdef0')
    expect(line.exitCode).toBe(254)
    expect(line.error?.failure?.code).toBe('InvalidInstanceID.NotFound')
  })
})

describe('lab', () => {
  test('moves time, and acts in the past as a branch', () => {
    run('lab advance --by 10m')
    expect(inSeconds(between(EPOCH, runner.session.now))).toBe(600)
    run('lab seek --to 60s')
    run(LAUNCH)
    expect(runner.session.otherFuture).not.toBeNull()
  })

  test('saves to the shelf, loads from it and begins anew', () => {
    run(LAUNCH)
    const said = JSON.parse(run('lab save --name mine'))
    const hash = runner.session.hash()
    expect(said).toEqual({ File: 'mine', Bytes: runner.environment.shelf.read('mine')?.length })
    expect(runner.environment.shelf.names()).toEqual(['mine'])
    run('lab reset')
    expect(runner.session.hash()).not.toBe(hash)
    run('lab load --name fileb://./mine')
    expect(runner.session.hash()).toBe(hash)
    run('aws ec2 describe-instances --instance-ids $vm')
  })

  test('times are told by the world that a load put there, also within $(…)', () => {
    const later = epochOf('2031-05-05T05:00:00Z')
    const other = new Session({ seed: 'other', scenario: 'empty', epoch: later })
    runner.environment.shelf.write('other', save(other))
    const script = 'lab load --name other; aws s3 mb s3://dated && aws s3 ls'
    expect(run(`echo $(${script})`)).toMatch(/2031-05-05 05:00:0\d dated\n$/)
  })

  test('refuses a save that is not there or is none', () => {
    expect(runner.run('lab load --name nothing').error?.failure?.code).toBe('NoSuchFile')
    runner.environment.shelf.write('odd', new Uint8Array([1, 2, 3]))
    expect(runner.run('lab load --name odd').error?.failure?.code).toBe('save.unreadable')
  })
})

test('one line over a session, with what it is handed', () => {
  const session = new Session({ seed: 'lines', scenario: 'empty' })
  const variables = new Map([['name', 'handed']])
  expect(runLine(session, 'aws s3 mb s3://$name', { variables }).stdout).toBe(
    'make_bucket: handed\n',
  )
})

describe('nothing that is typed breaks the line', () => {
  const many = (text: string) => text.repeat(20_000)
  const lines = [
    `aws ec2 describe-instances --query '${many('a|')}a'`,
    `aws ec2 describe-instances --query 'a${many('[]')}'`,
    `aws ec2 create-tags --resources i-1 --tags 'Key=${many('[')}'`,
    `aws ec2 create-tags --resources i-1 --tags 'Key=${many('{a=')}'`,
    `aws ec2 ${many('abcdefghi')}`,
    `aws ${many('abcdefghi')}`,
    `aws ec2 describe-instances --cli-input-json '{"__proto__":{"DryRun":true}}'`,
    `aws ec2 describe-instances --filters Name=__proto__,Values=constructor`,
    'aws ec2 describe-instances --instance-ids fileb://big',
    'aws ec2 help',
    'aws ec2 help constructor',
    'aws ec2 run-instances help',
    'aws ec2 run-instances --generate-cli-skeleton',
    'aws s3api put-object help',
    `echo ${many('$(')}`,
    many("'"),
    '__proto__=1; echo $__proto__ $constructor',
  ]

  test.each(lines.map((line) => [line.slice(0, 60), line]))('%s', (_, line) => {
    const session = new Session({ seed: 'typed', scenario: 'empty' })
    const shelf = new MemoryShelf(() => 0)
    shelf.write('big', new Uint8Array(1_000_000))
    const result = runLine(session, line, { shelf })
    expect(typeof result.exitCode).toBe('number')
  })

  test('a member named __proto__ is refused as unknown', () => {
    const session = new Session({ seed: 'typed', scenario: 'empty' })
    const result = runLine(session, lines[6] ?? '')
    expect([result.exitCode, result.stderr]).toEqual([252, expect.stringContaining('__proto__')])
  })

  test('what a command in $(…) sets is gone after it', () => {
    const session = new Session({ seed: 'typed', scenario: 'empty' })
    expect(runLine(session, 'x=1; y=$(x=2; echo $x); echo $x $y').stdout).toBe('1 2\n')
  })
})

test('a wait that is asked for its skeleton prints it, and no time passes', () => {
  const session = new Session({ seed: 'skeleton', scenario: 'empty' })
  const before = session.now
  const result = runLine(session, 'aws ec2 wait instance-running --generate-cli-skeleton')
  expect(result).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('"InstanceIds"') })
  expect(session.now).toBe(before)
})
