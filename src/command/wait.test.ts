import { describe, expect, test } from 'vitest'
import type { Members } from '../cloud/call.ts'
import { type Duration, duration, seconds } from '../cloud/kernel/instant.ts'
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import { LineRunner } from '../session/line.ts'
import { Session } from '../session/session.ts'
import { type Behind, runLine } from './testLine.ts'

const WAIT = 'aws ec2 wait instance-running --instance-ids i-1'
const state = (...names: string[]): Result<Members> =>
  ok({ Reservations: [{ Instances: names.map((Name) => ({ State: { Name } })) }] })

/** Answers in turn, the last for ever; time passes two seconds at a time unless told otherwise. */
function waits(answers: readonly Result<Members>[], run?: Behind['run'], line = WAIT) {
  let asked = 0
  let passed = duration(0)
  const done = runLine(line, {
    call: () => answers[Math.min(asked++, answers.length - 1)] ?? ok({}),
    run: (limit) => {
      const step = run?.(limit) ?? { passed: min(limit, seconds(2)), paused: false }
      passed = duration(passed + step.passed)
      return step
    },
  })
  return { ...done, passed }
}

const min = (a: Duration, b: Duration): Duration => (a < b ? a : b)

describe('wait', () => {
  test('asks once, and after that only peeks, from event to event', () => {
    const { effects, result } = waits([state('pending'), state('pending'), state('running')])
    expect(effects.map((effect) => effect.kind)).toEqual(['call', 'run', 'peek', 'run', 'peek'])
    expect(result).toEqual({ exitCode: 0, stdout: '', stderr: '', error: null })
  })

  test('takes a member of a list for all, or for any, as its acceptor says', () => {
    expect(waits([state('running', 'pending'), state('running', 'running')]).passed).toBe(
      seconds(2),
    )
    expect(waits([state('running', 'terminated')]).result).toMatchObject({
      exitCode: 255,
      stderr:
        '\nWaiter InstanceRunning failed: Waiter encountered a terminal failure state: For expression ' +
        '"Reservations[].Instances[].State.Name" we matched expected path: "terminated" at least once\n',
    })
  })

  test('ends after the attempts that the CLI makes', () => {
    const { result, passed } = waits([state('pending')])
    expect(result.stderr).toBe('\nWaiter InstanceRunning failed: Max attempts exceeded\n')
    expect(result.exitCode).toBe(255)
    // Forty asks, fifteen seconds between two.
    expect(passed).toBe(seconds(39 * 15))
  })

  test('goes on after an error that it expects, and tells of it at the end', () => {
    const missing = fail('InvalidInstanceID.NotFound', 'The instance ID does not exist')
    expect(waits([missing, state('running')]).result.exitCode).toBe(0)
    expect(waits([missing]).result.stderr).toBe(
      '\nWaiter InstanceRunning failed: Max attempts exceeded. Previously accepted state: ' +
        'Matched expected service error code: InvalidInstanceID.NotFound\n',
    )
  })

  test('ends at an error that it does not expect', () => {
    const { result } = waits([fail('UnauthorizedOperation', 'You are not authorized.')])
    expect(result.stderr).toBe(
      '\nWaiter InstanceRunning failed: An error occurred (UnauthorizedOperation): You are not authorized.\n',
    )
    expect(result.error?.failure?.code).toBe('UnauthorizedOperation')
  })

  test('knows a status, and a truth', () => {
    const line = 'aws s3api wait bucket-exists --bucket b'
    const missing = fail('NoSuchBucket', 'The specified bucket does not exist', { httpStatus: 404 })
    expect(waits([missing, ok({})], undefined, line).effects).toHaveLength(3)
    expect(waits([missing], undefined, line.replace('exists', 'not-exists')).effects).toHaveLength(
      1,
    )
    const exists = 'aws ec2 wait instance-exists --instance-ids i-1'
    expect(
      waits([ok({ Reservations: [] }), state('pending')], undefined, exists).effects,
    ).toHaveLength(3)
  })

  test('says so when time stands still', () => {
    const paused = () => ({ passed: duration(0), paused: true })
    const { result, effects } = waits([state('pending')], paused)
    expect(effects).toHaveLength(2)
    expect(result.exitCode).toBe(255)
    expect(result.error?.message).toContain('Time stands still')
    const never = () => ({ passed: duration(0), paused: false })
    expect(waits([state('pending')], never).result.error?.message).toContain('Time stands still')
  })

  test('waits for a machine of the lab, and leaves one call', () => {
    const runner = new LineRunner(new Session({ seed: 'wait', scenario: 'region' }))
    const script = [
      'img=$(aws ec2 describe-images --query "Images[0].ImageId" --output text)',
      'vm=$(aws ec2 run-instances --image-id $img --instance-type t3.micro --query "Instances[].InstanceId" --output text)',
      'aws ec2 wait instance-running --instance-ids $vm && aws ec2 describe-instances --instance-ids $vm ' +
        '--query "Reservations[].Instances[].State.Name" --output text',
    ]
    const result = runner.run(script.join('\n'))
    expect(result).toMatchObject({ exitCode: 0, stdout: 'running\n', stderr: '' })
    expect(runner.session.now).toBeGreaterThan(0)
    expect(runner.session.cloud.door.journal.position).toBe(4)
  })
})
