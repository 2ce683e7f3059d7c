/** What lines print and where they point, over a cloud and without one. The CLI's words: test/cli-errors.test.ts. */
import { describe, expect, test } from 'vitest'
import { fail, ok } from '../cloud/kernel/result.ts'
import { LineRunner } from '../session/line.ts'
import { Session } from '../session/session.ts'
import { ask } from './ask.ts'
import { run } from './run.ts'
import { runLine, TOKEN } from './testLine.ts'

const at = (text: string, span: { start: number; end: number } | null | undefined) =>
  span === null || span === undefined ? null : text.slice(span.start, span.end)

describe('what is wrong in a line', () => {
  test.each([
    ['aws ec2 run-instnces --image-id a', 'run-instnces', 'run-instances'],
    ['aws ec3 help', 'ec3', 'ec2'],
    ['aws ec2 stop-instances --instnce-ids i-1', '--instnce-ids', '--instance-ids'],
    ['aws ec2 describe-instances --filtres Name=a', '--filtres', '--filters'],
    ['aws ec2 wait instance-runing --instance-ids i', 'instance-runing', 'instance-running'],
    ['aws sts get-caller-identity --output jsn', 'jsn', 'json'],
    ['lab advnce --by 10m', 'advnce', 'advance'],
    ['lab advance --bye 10m', '--bye', '--by'],
  ])('is pointed at, with the nearest name: %s', (line, word, suggestion) => {
    const { error, exitCode } = runLine(`echo one\n${line}`).result
    expect(exitCode).toBe(252)
    expect(at(`echo one\n${line}`, error?.at)).toBe(word)
    expect(error?.suggestion).toBe(suggestion)
  })

  test.each([
    ['aws ec2 create-tags --resources i-1 --tags Key=a,Key=b', 'K', 'Second instance of key "Key"'],
    ['aws ec2 run-instances --placement {a', '{a', 'Invalid JSON'],
    ['aws ec2 run-instances --user-data file://x', 'file://x', 'Unable to load paramfile'],
    ['aws ec2 run-instances --count many', 'many', 'count parameter should be of form'],
    ['aws ec2 describe-vpcs --query "a["', '"a["', 'Bad value for --query a['],
    ["aws s3api head-object --bucket b --key ''", "''", 'Invalid length for parameter Key'],
    ['x=$(aws iam list-users)', 'iam', "AWS has 'iam', and the lab does not."],
    ['aws ec2 create-vpc', 'create-vpc', "AWS has 'create-vpc', and the lab does not."],
    ['aws s3api get-bucket-acl --bucket b', 'get-bucket-acl', 'and the lab does not.'],
    ['aws ec2 describe-vpcs --output yaml', 'yaml', 'not YAML'],
    ['aws ec2 describe-vpcs --debug', '--debug', 'The lab has no --debug'],
    ['aws ec2 describe-vpcs --cli-input-yaml a', '--cli-input-yaml', 'Use --cli-input-json'],
  ])('is pointed at: %s', (line, word, message) => {
    const { result, requests } = runLine(line)
    expect(result.exitCode).toBe(252)
    expect(requests).toEqual([])
    expect(result.stderr).toContain(message)
    expect(at(line, result.error?.at)).toBe(word)
  })

  test('is the cloud’s refusal, with its reasons and the word that it names', () => {
    const line = 'aws ec2 stop-instances --instance-ids i-1 i-2 && echo never'
    const refusal = fail('InvalidInstanceID.NotFound', "The instance ID 'i-2' does not exist")
    const { result } = runLine(line, { call: () => refusal })
    expect(result).toMatchObject({
      exitCode: 254,
      stdout: '',
      stderr:
        '\nAn error occurred (InvalidInstanceID.NotFound) when calling the StopInstances operation: ' +
        "The instance ID 'i-2' does not exist\n",
    })
    expect(at(line, result.error?.at)).toBe('i-2')
    expect(result.error?.failure).toEqual(refusal.error)
  })

  test('is a status alone where an answer has no body', () => {
    const call = () => fail('NoSuchKey', 'The specified key does not exist.', { httpStatus: 404 })
    expect(runLine('aws s3api head-object --bucket b --key k', { call }).result.stderr).toBe(
      '\nAn error occurred (404) when calling the HeadObject operation: Not Found\n',
    )
    expect(
      runLine('aws s3api get-object --bucket b --key k out', { call }).result.stderr,
    ).toContain('(NoSuchKey)')
  })
})

describe('a line', () => {
  test('asks in another region, without a signature, without a profile', () => {
    const [first] = runLine('aws --region eu-west-1 --no-sign-request ec2 describe-vpcs').requests
    expect(first?.context.region).toBe('eu-west-1')
    expect(first?.caller).toEqual({ kind: 'anonymous' })
    const still =
      'aws ec2 describe-vpcs --endpoint-url http://localhost:4566 --no-cli-pager --color off'
    expect(runLine(still).result.exitCode).toBe(0)
  })

  test('writes a body to the file that it names, or prints it', () => {
    const call = () => ok({ Body: new TextEncoder().encode('hello\n'), ContentLength: 6 })
    const get = 'aws s3api get-object --bucket b --key k'
    const { files, result } = runLine(`${get} ./out.txt`, { call })
    expect(new TextDecoder().decode(files.get('out.txt'))).toBe('hello\n')
    expect(JSON.parse(result.stdout)).toMatchObject({ ContentLength: 6 })
    expect(result.stdout).not.toContain('Body')
    expect(runLine(`${get} /dev/stdout --query ETag`, { call }).result.stdout).toBe('hello\nnull\n')
  })

  test('reads times as AWS does', () => {
    const head = (time: string) =>
      runLine(`aws s3api head-object --bucket b --key k --if-modified-since ${time}`).requests[0]
        ?.input.IfModifiedSince
    const minute = 60 * 10_000_000
    expect(head('2026-01-01T00:01:00Z')).toBe(minute)
    expect(head('2026-01-01T00:01:00')).toBe(minute)
    expect(head("'2026-01-01 00:01:00'")).toBe(minute)
    expect(head("'Thu, 01 Jan 2026 00:01:00 GMT'")).toBe(minute)
    expect(head('1767225660')).toBe(minute)
    expect(head('2026-01-01')).toBe(0)
  })

  test('shows the skeleton of an input, and of an answer after its checks', () => {
    const { result, requests } = runLine('aws ec2 stop-instances --generate-cli-skeleton')
    expect(JSON.parse(result.stdout)).toEqual({
      InstanceIds: [''],
      Hibernate: true,
      SkipOsShutdown: true,
      DryRun: true,
      Force: true,
    })
    expect(requests).toEqual([])
    const output =
      'aws ec2 stop-instances --generate-cli-skeleton output --query StoppingInstances[0].CurrentState'
    expect(runLine(output).result.exitCode).toBe(252)
    expect(JSON.parse(runLine(`${output} --instance-ids i-1`).result.stdout)).toEqual({
      Code: 0,
      Name: 'Name',
    })
    expect(runLine('aws sts get-caller-identity --generate-cli-skeleton').result.stdout).toBe(
      '{}\n',
    )
  })

  test('asks the session for what is the session’s, and the cloud for the rest', () => {
    const asked = (line: string) => runLine(line).effects[0]
    expect(asked('lab advance --by 10m')).toEqual({
      kind: 'session',
      operation: 'Advance',
      input: { By: '10m' },
    })
    expect(asked('lab pace --pace 0.5')).toMatchObject({ input: { Pace: 0.5 } })
    expect(asked('lab set-quota --quota L-1216C47A --value 8')).toMatchObject({
      kind: 'call',
      request: { service: 'lab', operation: 'SetQuota', input: { Quota: 'L-1216C47A', Value: 8 } },
    })
    expect(runLine('lab fork', { session: () => ok({ Name: 'a' }) }).result.stdout).toBe('')
  })

  test('tells its version', () => {
    expect(runLine('aws --version').result.stdout).toMatch(/^aws-cli\/2\.9\.19 /)
  })

  test('works over a session from launch to bill', () => {
    const runner = new LineRunner(new Session({ seed: 'run', scenario: 'region' }))
    const script = `
# A machine, named, then gone.
img=$(aws ec2 describe-images --query 'Images[0].ImageId' --output text)
vm=$(aws ec2 run-instances --image-id "$img" --instance-type t3.micro \\
  --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=web}]' \\
  --query 'Instances[0].InstanceId' --output text) &&
aws ec2 wait instance-running --instance-ids $vm
aws ec2 describe-tags --filters Name=resource-id,Values=$vm --query 'Tags[].[Key,Value]' --output text
aws ec2 terminate-instances --instance-ids $vm --query 'TerminatingInstances[].CurrentState.Name' --output text
aws ec2 wait instance-terminated --instance-ids $vm
lab advance --by 10m
echo "done $vm"
`
    const result = runner.run(script)
    expect(result.stderr).toBe('')
    const [tag, state, last] = result.stdout.split('\n')
    expect([tag, state]).toEqual(['Name\tweb', 'shutting-down'])
    expect(last).toMatch(/^done i-[0-9a-f]{17}$/)
    expect(runner.session.now).toBeGreaterThan(10 * 60 * 10_000_000)
  })
})

describe('statements are told of as they are done', () => {
  test('in order, each with its own error, and nothing of $(…) by itself', () => {
    const text =
      'x=$(echo in; echo $x)\necho one $x; aws ec2 nosuch\naws sts get-caller-identit && echo no\necho two'
    const { outcomes, result } = runLine(text)
    expect(outcomes.map(({ exitCode, stdout }) => [exitCode, stdout])).toEqual([
      [0, ''],
      [0, 'one in\n'],
      [252, ''],
      [252, ''],
      [0, 'two\n'],
    ])
    expect(outcomes.map(({ error }) => at(text, error?.at))).toEqual([
      null,
      null,
      'nosuch',
      'get-caller-identit',
      null,
    ])
    expect(result.stdout).toBe('one in\ntwo\n')
  })

  test('before the next one asks for anything', () => {
    const kinds: string[] = []
    const runner = new LineRunner(new Session({ seed: 'told', scenario: 'empty' }))
    const steps = run('aws s3 mb s3://a\naws s3 mb s3://b', runner.environment)
    let step = steps.next()
    while (!step.done) {
      kinds.push(step.value.kind)
      step = steps.next(runner.drive(ask(step.value)))
    }
    expect(kinds).toEqual(['call', 'done', 'call', 'done'])
  })
})

describe('a token that makes a call known again', () => {
  const LAUNCH = 'aws ec2 run-instances --image-id ami-0f3a5c1e7b2d94860 --instance-type t3.micro'
  const token = '--query Instances[].ClientToken --output text'

  test('is filled in, another for each call, and the same when all is repeated', () => {
    const launched = () => {
      const runner = new LineRunner(new Session({ seed: 'tokens', scenario: 'region' }))
      return runner.run(`${LAUNCH} ${token}; ${LAUNCH} ${token}`).stdout.trim().split('\n')
    }
    const [first, second] = launched()
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(second).not.toBe(first)
    expect(launched()).toEqual([first, second])
  })

  test('stays as it was typed', () => {
    const { requests } = runLine(`${LAUNCH} --client-token mine`)
    expect(requests[0]?.input.ClientToken).toBe('mine')
    expect(runLine(LAUNCH).requests[0]?.input.ClientToken).toBe(TOKEN)
  })
})

describe('a palette', () => {
  const palette = ['ec2 stop-instances', 's3 mb']
  const stop = 'aws ec2 stop-instances --instance-ids i-1'

  test.each([
    stop,
    `aws --output text ${stop.slice(4)}`,
    'aws s3 mb s3://a',
    'aws ec2 describe-instances',
    'aws s3 ls',
    'aws ec2 terminate-instances help',
    'aws ec2 terminate-instances --generate-cli-skeleton',
    'lab advance --by 10s',
  ])('lets pass: %s', (line) => {
    expect(runLine(line, { palette }).result.error).toBeNull()
  })

  test.each([
    ['aws ec2 terminate-instances --instance-ids i-1', 'terminate-instances'],
    ['aws s3api create-bucket --bucket mb', 'create-bucket'],
    ['aws s3 rb s3://a', 'rb'],
    ['aws s3 cp f s3://a', 'cp'],
    ['lab set-quota --quota standard-vcpus --value 1', 'set-quota'],
    ['echo $(aws ec2 terminate-instances --instance-ids i-1)', 'terminate-instances'],
  ])('refuses before anything is sent: %s', (line, word) => {
    const { requests, outcomes } = runLine(line, { palette, files: { f: 'f' } })
    expect(requests).toEqual([])
    if (line.startsWith('echo')) return
    const [{ exitCode, error } = {}] = outcomes
    expect([exitCode, error?.failure?.code, at(line, error?.at)]).toEqual([
      252,
      'NotInThisStep',
      word,
    ])
    expect(error?.message).toBe(
      'In this step only aws ec2 stop-instances and aws s3 mb may change anything. What only looks always works.',
    )
  })

  test('of nothing only looks', () => {
    const { result } = runLine(stop, { palette: [] })
    expect(result.stderr).toBe('\nThis step only looks: no command may change anything here.\n')
  })
})

describe('a script that grows beyond all measure', () => {
  test('ends at a variable put into itself again and again, and points at it', () => {
    const doubled = Array(40).fill('x=$x$x').join('; ')
    const { result } = runLine(`x=12345678; ${doubled}; echo $x`)
    expect(result.exitCode).toBe(2)
    expect(result.error?.message).toBe('more than 4194304 characters')
    expect(result.error?.at).not.toBeNull()
    expect(result.stdout).toBe('')
  })

  test('ends at what it prints', () => {
    const big = `x=${'y'.repeat(60_000)}; ${Array(200).fill('echo $x').join('; ')}`
    expect(runLine(big).result.error?.message).toBe('more than 4194304 characters')
  })
})

test('a bare help names every service that there is, and each way to more of it works', () => {
  const { stdout, exitCode } = runLine('help').result
  expect(exitCode).toBe(0)
  const services = /calls the cloud: (.*)/.exec(stdout)?.[1]?.split(', ')
  const refusal = runLine('aws nope').result.stderr
  const choices = refusal.slice(refusal.indexOf('choices are:') + 12).match(/[a-z0-9]+/g) ?? []
  expect(services?.toSorted()).toEqual(choices.filter((one) => one !== 'help').toSorted())
  const ways = /More of each: (.*)\./.exec(stdout)?.[1]?.split(', ') ?? []
  expect(ways).toHaveLength(4)
  for (const way of ways) expect(runLine(way).result.exitCode).toBe(0)
})
