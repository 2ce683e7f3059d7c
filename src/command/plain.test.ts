/** Answers as the CLI's data: what botocore's parsers make of them. */
import { expect, test } from 'vitest'
import type { Members } from '../cloud/call.ts'
import { AssertionError } from '../cloud/kernel/assert.ts'
import { DEFAULT_EPOCH, parseIso } from '../cloud/kernel/calendar.ts'
import type { Instant } from '../cloud/kernel/instant.ts'
import { models, type ServiceName } from '../models/index.ts'
import { formatJson } from './output/json.ts'
import { toPlain } from './plain.ts'

const at = (iso: string): Instant => {
  const found = parseIso(DEFAULT_EPOCH, iso)
  if (found === null) throw new Error(`no time: ${iso}`)
  return found
}

const plain = (service: ServiceName, operation: string, output: Members): string => {
  const model = models[service]
  const shape = model.operations[operation]?.output ?? null
  return formatJson(toPlain(output, shape, model, DEFAULT_EPOCH))
    .replace(/\s+/g, ' ')
    .trim()
}

test('Members stand in the order of AWS’s model; empty lists are there, absent members are not', () => {
  const output = { OwnerId: '1', Instances: [{ InstanceId: 'i-1', Tags: [] }], Groups: undefined }
  expect(plain('ec2', 'RunInstances', output)).toBe(
    '{ "OwnerId": "1", "Instances": [ { "Tags": [], "InstanceId": "i-1" } ] }',
  )
})

test('Times are ISO 8601 with microseconds where there are some', () => {
  const rows = [at('2026-01-01T00:00:00Z'), at('2025-12-31T23:59:59.1239999Z')]
  const output = { Buckets: rows.map((CreationDate) => ({ CreationDate })) }
  expect(plain('s3', 'ListBuckets', output)).toBe(
    '{ "Buckets": [ { "CreationDate": "2026-01-01T00:00:00+00:00" }, ' +
      '{ "CreationDate": "2025-12-31T23:59:59.123000+00:00" } ] }',
  )
})

test('A time in a header has seconds; gathered headers are there without any; a body is left out', () => {
  const output = {
    Body: new Uint8Array(3),
    ETag: '"abc"',
    ContentLength: 3,
    LastModified: at('2026-01-01T00:00:01.5Z'),
  }
  expect(plain('s3', 'GetObject', output)).toBe(
    '{ "LastModified": "2026-01-01T00:00:01+00:00", "ContentLength": 3, "ETag": "\\"abc\\"", "Metadata": {} }',
  )
})

test('What came as a header stands before the body; a flattened list without elements is not there', () => {
  const output = { Contents: [], Name: 'b', KeyCount: 0, RequestCharged: 'requester' }
  expect(plain('s3', 'ListObjectsV2', output)).toBe(
    '{ "RequestCharged": "requester", "Name": "b", "KeyCount": 0 }',
  )
})

test('The Region of a bucket in us-east-1 is null', () => {
  expect(plain('s3', 'GetBucketLocation', {})).toBe('{ "LocationConstraint": null }')
  expect(plain('s3', 'GetBucketLocation', { LocationConstraint: 'eu-west-1' })).toBe(
    '{ "LocationConstraint": "eu-west-1" }',
  )
})

test('A fraction is one also when it is whole', () => {
  const output = {
    InstanceTypes: [
      { ProcessorInfo: { SustainedClockSpeedInGhz: 3 }, VCpuInfo: { DefaultVCpus: 2 } },
    ],
  }
  expect(plain('ec2', 'DescribeInstanceTypes', output)).toBe(
    '{ "InstanceTypes": [ { "ProcessorInfo": { "SustainedClockSpeedInGhz": 3.0 }, ' +
      '"VCpuInfo": { "DefaultVCpus": 2 } } ] }',
  )
})

test('An answer without members, and one that does not fit its model', () => {
  expect(plain('s3', 'DeleteBucket', { Anything: 1 })).toBe('')
  expect(() => plain('s3', 'ListBuckets', { Buckets: 'no list' })).toThrow(AssertionError)
})
