/**
 * Ids and names of what the caller has, looked up without a trace.
 *
 * Each kind is one peek at a Describe or List operation, as the caller, so nothing is offered that the caller
 * may not see. A refused peek offers nothing.
 */
import type { Members } from '../../cloud/call.ts'
import type { Value } from '../../cloud/kernel/value.ts'
import { ask } from '../ask.ts'
import { isDict } from '../python.ts'
import type { Environment, Steps } from '../types.ts'
import { type CandidateItem, MAX_ITEMS, sorted } from './items.ts'

/** What can be looked up. */
export type Kind =
  | 'bucket'
  | 'group'
  | 'groupName'
  | 'image'
  | 'instance'
  | 'interface'
  | 'keyName'
  | 'keyPair'
  | 'region'
  | 'subnet'
  | 'type'
  | 'volume'
  | 'vpc'
  | 'zone'

interface Source {
  readonly service: string
  readonly operation: string
  /** the list in the answer */
  readonly list: string
  readonly text: string
  hint(row: Members): readonly (string | null)[]
  /** narrows the answer to what begins with a fragment; else the fragment is looked for in all */
  input?(fragment: string): Members
}

const ec2 = (operation: string, list: string, text: string, hint: Source['hint']): Source => ({
  service: 'ec2',
  operation,
  list,
  text,
  hint,
})

const SOURCES: Readonly<Record<Kind, Source>> = {
  bucket: {
    service: 's3',
    operation: 'ListBuckets',
    list: 'Buckets',
    text: 'Name',
    hint: () => [],
  },
  group: ec2('DescribeSecurityGroups', 'SecurityGroups', 'GroupId', (row) => [word(row.GroupName)]),
  groupName: ec2('DescribeSecurityGroups', 'SecurityGroups', 'GroupName', (row) => [
    word(row.GroupId),
  ]),
  image: ec2('DescribeImages', 'Images', 'ImageId', (row) => [
    word(row.Name),
    word(row.Architecture),
  ]),
  instance: ec2('DescribeInstances', 'Instances', 'InstanceId', (row) => [
    nameTag(row),
    word(members(row.State).Name),
    word(row.InstanceType),
  ]),
  interface: ec2('DescribeNetworkInterfaces', 'NetworkInterfaces', 'NetworkInterfaceId', (row) => [
    word(row.PrivateIpAddress),
    word(row.Status),
  ]),
  keyName: ec2('DescribeKeyPairs', 'KeyPairs', 'KeyName', (row) => [word(row.KeyType)]),
  keyPair: ec2('DescribeKeyPairs', 'KeyPairs', 'KeyPairId', (row) => [word(row.KeyName)]),
  region: ec2('DescribeRegions', 'Regions', 'RegionName', () => []),
  subnet: ec2('DescribeSubnets', 'Subnets', 'SubnetId', (row) => [
    nameTag(row),
    word(row.CidrBlock),
    word(row.AvailabilityZone),
  ]),
  type: {
    ...ec2('DescribeInstanceTypes', 'InstanceTypes', 'InstanceType', (row) => [
      `${word(members(row.VCpuInfo).DefaultVCpus)} vCPU`,
      `${Number(members(row.MemoryInfo).SizeInMiB) / 1024} GiB`,
    ]),
    input: (fragment) => ({
      Filters: [{ Name: 'instance-type', Values: [`${literal(fragment)}*`] }],
    }),
  },
  volume: ec2('DescribeVolumes', 'Volumes', 'VolumeId', (row) => [
    nameTag(row),
    `${word(row.Size)} GiB`,
    word(row.State),
    word(row.AvailabilityZone),
  ]),
  vpc: ec2('DescribeVpcs', 'Vpcs', 'VpcId', (row) => [nameTag(row), word(row.CidrBlock)]),
  zone: ec2('DescribeAvailabilityZones', 'AvailabilityZones', 'ZoneName', (row) => [
    word(row.ZoneId),
  ]),
}

/** Stands for itself in a filter's pattern. */
const literal = (text: string): string => text.replace(/[*?\\]/g, '\\$&')

/** All of one kind, in the order of their texts. */
export function* live(kind: Kind, fragment: string, env: Environment): Steps<CandidateItem[]> {
  const { service, operation, list, text, hint, input } = SOURCES[kind]
  const output = yield* look(service, operation, input?.(fragment) ?? {}, env)
  const rows =
    kind === 'instance'
      ? rowsIn(output, 'Reservations').flatMap((row) => rowsIn(row, list))
      : rowsIn(output, list)
  return sorted(
    rows.map((row) => ({
      text: word(row[text]) ?? '',
      hint: hint(row)
        .filter((part) => part !== null)
        .join(' · '),
      name: nameTag(row) ?? '',
    })),
  )
}

/** Folders and keys under a prefix, folders ending in `/`. */
export function* objects(bucket: string, prefix: string, env: Environment): Steps<CandidateItem[]> {
  const input = { Bucket: bucket, Prefix: prefix, Delimiter: '/', MaxKeys: MAX_ITEMS }
  const output = yield* look('s3', 'ListObjectsV2', input, env)
  const folders = rowsIn(output, 'CommonPrefixes').map((row) => ({
    text: word(row.Prefix) ?? '',
    hint: 'folder',
  }))
  const keys = rowsIn(output, 'Contents').map((row) => ({
    text: word(row.Key) ?? '',
    hint: `${word(row.Size)} bytes`,
  }))
  return sorted([...folders, ...keys])
}

/** Whether the lab takes a filter, rather than refuse it by name. */
export function* takesFilter(operation: string, name: string, env: Environment): Steps<boolean> {
  const Filters = [{ Name: name, Values: ['-'] }]
  return (yield* look('ec2', operation, { Filters }, env)) !== null
}

/** What a reading operation answers, or null when it refuses. */
function* look(
  service: string,
  operation: string,
  input: Members,
  { caller, context }: Environment,
): Steps<Members | null> {
  const request = { service, operation, input, caller, context }
  const { result } = yield* ask({ kind: 'peek', request })
  return result.ok ? result.value : null
}

const members = (value: Value | undefined): Members => (isDict(value) ? value : {})

function rowsIn(output: Members | null, list: string): Members[] {
  const found = output?.[list]
  return Array.isArray(found) ? found.filter((row: Value) => isDict(row)) : []
}

const word = (value: Value | undefined): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null

function nameTag(row: Members): string | null {
  const tag = rowsIn(row, 'Tags').find((each) => each.Key === 'Name')
  return word(tag?.Value)
}
