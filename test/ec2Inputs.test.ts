/** Inputs from outside, of any shape: an AWS error or an answer, never an exception. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { consoleCall, type Members } from '../src/cloud/call.ts'
import type { Value } from '../src/cloud/kernel/value.ts'
import { ec2 } from '../src/cloud/services/ec2/index.ts'
import { membersOf } from '../tools/models/members.ts'
import { IMAGE, Lab, ONE } from './ec2Lab.ts'

const lab = new Lab()
const [instance = ''] = lab.launch(1)
lab.wait(20)

const leaf: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(
    null,
    true,
    false,
    0,
    -1,
    1,
    5,
    1.5,
    4e9,
    Number.NaN,
    10n,
    '',
    'true',
    '*',
    'aws:x',
    'rsa',
    'all',
    'self',
    'instance',
    'instance-id',
    'tag:',
    't3.micro',
    'i-0123456789abcdef0',
    IMAGE,
    instance,
    '\ud800',
    '__proto__',
    new Uint8Array([0, 255]),
  ),
  fc.string(),
)

/** A value that is sometimes like a member, and sometimes anything. */
function valueFor(operation: string, prefix: string): fc.Arbitrary<Value> {
  const names = membersOf('ec2', operation)
    .filter((path) => path.startsWith(prefix) && !path.slice(prefix.length).includes('.'))
    .map((path) => path.slice(prefix.length))
  const record: fc.Arbitrary<Value> = fc
    .tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.option(fc.constant(true)))))
    .chain((entries) =>
      fc.record(
        Object.fromEntries(
          entries
            .filter(([, there]) => there !== null)
            .map(([name]) => [name, valueFor(operation, `${prefix}${name}.`)]),
        ),
      ),
    )
  const some =
    names.length === 0
      ? leaf
      : fc.oneof({ weight: 1, arbitrary: leaf }, { weight: 6, arbitrary: record })
  return fc.oneof(
    { weight: 4, arbitrary: some },
    { weight: 3, arbitrary: fc.array(some, { maxLength: 3 }) },
  )
}

const inputFor = (operation: string): fc.Arbitrary<Members> => {
  const names = membersOf('ec2', operation).filter((path) => !path.includes('.'))
  return fc.record(
    Object.fromEntries(names.map((name) => [name, valueFor(operation, `${name}.`)])),
    { requiredKeys: [] },
  ) as fc.Arbitrary<Members>
}

describe('any input', () => {
  it.each(Object.keys(ec2.operations))(
    '%s',
    (operation) => {
      // An RSA key takes a quarter of a second, so those runs are few.
      const numRuns = operation === 'CreateKeyPair' ? 30 : 150
      fc.assert(
        fc.property(inputFor(operation), (input) => {
          const request = consoleCall(lab.account, 'ec2', operation, { ...input, DryRun: true })
          const { result } = lab.cloud.call(request)
          expect(result.ok).toBe(false)
          if (!result.ok) expect(result.error.code).not.toBe('')
        }),
        { numRuns },
      )
    },
    60_000,
  )
})

describe('a value of the wrong kind', () => {
  it.each([
    [
      'RunInstances',
      { ...ONE, MinCount: '1' },
      'Value (1) for parameter MinCount is invalid. Expected an integer.',
    ],
    [
      'RunInstances',
      { ...ONE, MaxCount: 1.5 },
      'Value (1.5) for parameter MaxCount is invalid. Expected an integer.',
    ],
    [
      'RunInstances',
      { ...ONE, ImageId: 7 },
      'Value (7) for parameter ImageId is invalid. Expected a string.',
    ],
    [
      'RunInstances',
      { ...ONE, SecurityGroupIds: 'sg-1' },
      'Value (sg-1) for parameter SecurityGroupIds is invalid. Expected a list.',
    ],
    ['RunInstances', { ...ONE, Placement: ['x'] }, null],
    [
      'RunInstances',
      { ...ONE, DryRun: 'true' },
      'Value (true) for parameter DryRun is invalid. Expected true or false.',
    ],
    [
      'DescribeInstances',
      { Filters: [{ Name: 7 }] },
      'Value (7) for parameter Filters.Name is invalid. Expected a string.',
    ],
    [
      'DescribeInstances',
      { Filters: { Name: 'x' } },
      'Value (structure) for parameter Filters is invalid. Expected a list.',
    ],
    [
      'DescribeInstances',
      { InstanceIds: [null] },
      'Value (null) for parameter InstanceIds is invalid. Expected a string.',
    ],
    [
      'ImportKeyPair',
      { KeyName: 'k', PublicKeyMaterial: 'text' },
      'Value (text) for parameter PublicKeyMaterial is invalid. Expected bytes.',
    ],
  ])('%s %j', (operation, input, message) => {
    const error = lab.refusal(operation, input)
    if (message === null) return
    expect(error).toMatchObject({ code: 'InvalidParameterValue', message, httpStatus: 400 })
  })
})
