/** Forms by hand, as boto, curl and those who mean no good write them. What the SDK writes: `test/wire.test.ts`. */
import { describe, expect, test } from 'vitest'
import { callOf, FORM, type Parts, refusalOf } from './testing.ts'

const ec2 = (body: string): Parts => ({
  method: 'POST',
  headers: { ...FORM, host: 'ec2.us-east-1.amazonaws.com' },
  body: `Version=2016-11-15&${body}`,
})

describe('a form of EC2', () => {
  test('of boto: flat lists, in the order of their indices, with gaps', () => {
    const body =
      'Action=DescribeInstances&InstanceId.10=c&InstanceId.2=b&InstanceId.1=a&Filter.1.Name=n&Filter.1.Value.1=v+w&MaxResults=5&DryRun=true'
    expect(callOf(ec2(body)).input).toEqual({
      InstanceIds: ['a', 'b', 'c'],
      Filters: [{ Name: 'n', Values: ['v w'] }],
      MaxResults: 5,
      DryRun: true,
    })
  })

  test('in a query, with a signature in it', () => {
    const target =
      '/?Action=DescribeVpcs&Version=2016-11-15&VpcId.1=vpc-1&X-Amz-Signature=0&AWSAccessKeyId=x&SignatureVersion=2'
    const { input } = callOf({ target, headers: { host: 'ec2.localhost' } })
    expect(input).toEqual({ VpcIds: ['vpc-1'] })
  })

  const unknown: readonly (readonly [why: string, body: string, left: object])[] = [
    ['a name', 'Bogus=1', { Bogus: '1' }],
    ['a name in a structure', 'Filter.1.Bogus=1', { 'Filter.Bogus': '1' }],
    ['a list without an index', 'InstanceId=i-1', { InstanceId: 'i-1' }],
    ['an index beyond all', 'InstanceId.10001=i-1', { InstanceId: 'i-1' }],
    ['an index that is none', 'InstanceId.x=i-1', { 'InstanceId.x': 'i-1' }],
    ['another case', 'instanceId.1=i-1', { instanceId: 'i-1' }],
    ['the name of a prototype', '__proto__.polluted=1', { '__proto__.polluted': '1' }],
    ['a hundred levels', `a${'.b'.repeat(100)}=1`, { [`a${'.b'.repeat(100)}`]: '1' }],
  ]
  test.each(unknown)('leaves to the door: %s', (_why, body, left) => {
    expect(callOf(ec2(`Action=DescribeInstances&${body}`)).input).toEqual(left)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('a prototype is a name like any other', () => {
    const { input } = callOf(ec2('Action=DescribeInstances&__proto__=1'))
    expect(Object.entries(input)).toEqual([['__proto__', '1']])
  })

  const refused: readonly (readonly [why: string, body: string, error: string])[] = [
    [
      'a member by its name in the model',
      'Action=DescribeInstances&InstanceIds.1=i-1',
      '400 UnknownParameter',
    ],
    ['more below a value', 'Action=DescribeInstances&DryRun.Deep=1', '400 UnknownParameter'],
    ['no action', 'InstanceId.1=i-1', '400 MissingAction'],
    [
      'the same twice',
      'Action=DescribeInstances&MaxResults=5&MaxResults=6',
      '400 MalformedQueryString',
    ],
    ['bad encoding', 'Action=DescribeInstances&NextToken=%G0', '400 MalformedQueryString'],
    ['bad UTF-8', 'Action=DescribeInstances&NextToken=%FF', '400 MalformedQueryString'],
    ['no number', 'Action=DescribeInstances&MaxResults=five', '400 InvalidParameterValue'],
    [
      'a number that is not finite',
      'Action=DescribeInstances&MaxResults=1e999',
      '400 InvalidParameterValue',
    ],
    ['no boolean', 'Action=DescribeInstances&DryRun=1', '400 InvalidParameterValue'],
    [
      'no Base64',
      'Action=ImportKeyPair&KeyName=k&PublicKeyMaterial=%2A',
      '400 InvalidParameterValue',
    ],
    [
      'no time',
      'Action=RunInstances&InstanceMarketOptions.SpotOptions.ValidUntil=soon',
      '400 InvalidParameterValue',
    ],
  ]
  test.each(refused)('is refused: %s', (_why, body, error) => {
    expect(refusalOf(ec2(body))).toBe(error)
  })

  test('is refused before it is read when it is longer than 1 MiB', () => {
    const padded = (length: number) => 'Action=DescribeVpcs&NextToken='.padEnd(length, '%')
    const version = '&Version=2016-11-15'
    const headers = { ...FORM, host: 'ec2.localhost' }
    const refusal = (length: number) =>
      refusalOf({ method: 'POST', headers, body: padded(length - version.length) + version })
    expect(refusal(1_048_576)).toBe('400 MalformedQueryString')
    expect(refusal(1_048_577)).toBe('413 RequestEntityTooLarge')
  })

  test('of another version, or of none, is refused', () => {
    const headers = { ...FORM, host: 'ec2.localhost' }
    const sts = { ...FORM, host: 'sts.localhost' }
    const version = (headers: Record<string, string>, body: string) =>
      refusalOf({ method: 'POST', headers, body })
    expect(version(headers, 'Action=DescribeVpcs&Version=2006-06-26')).toBe('400 NoSuchVersion')
    expect(version(headers, 'Action=DescribeVpcs')).toBe('400 MissingParameter')
    expect(version(sts, 'Action=GetCallerIdentity')).toBe('400 InvalidAction')
  })

  test('an action that is not known goes to the door by its name', () => {
    expect(callOf(ec2('Action=Fly&Wings=2'))).toMatchObject({ operation: 'Fly', input: {} })
    expect(callOf(ec2('Action=__proto__')).operation).toBe('__proto__')
  })
})
