/** What lines print and where they point, over a cloud and without one. The CLI's words: test/cli-errors.test.ts. */
import { describe, expect, test } from 'vitest'
import { fail, ok } from '../cloud/kernel/result.ts'
import { LineRunner } from '../session/line.ts'
import { Session } from '../session/session.ts'
import { runLine } from './testLine.ts'

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
