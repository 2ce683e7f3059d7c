/**
 * What may be written after an option.
 *
 * By the option's choices; by AWS's closed lists; by the kind of thing that members of that name hold; in
 * shorthand by the members of the structure, and in filters by AWS's names of filters, as far as the lab takes
 * them. A word that begins with `file://` is completed with files of the shelf.
 */

import type { ServiceName } from '../../models/index.ts'
import type { OperationDocs, ServiceEnums } from '../../models/model.ts'
import { ask } from '../ask.ts'
import type { OptionRow } from '../help/options.ts'
import type { Service } from '../names.ts'
import type { Environment, Steps } from '../types.ts'
import { isStream, type Type, typeOf } from '../values.ts'
import {
  type CandidateItem,
  MAX_ITEMS,
  matching,
  type Offer,
  ownOf,
  plain,
  sorted,
} from './items.ts'
import { type Kind, live, objects, takesFilter } from './live.ts'

/** The operation whose option is written, and what stands on its line. */
export interface Writing {
  readonly service: Service
  readonly operation: string
  readonly docs: OperationDocs
  /** values of the options given so far, by the options' names */
  readonly given: ReadonlyMap<string, readonly string[]>
  readonly env: Environment
}

/** What members of these names hold. */
const KINDS: ReadonlyMap<string, Kind> = new Map(
  Object.entries<Kind>({
    AvailabilityZone: 'zone',
    Bucket: 'bucket',
    GroupIds: 'group',
    GroupNames: 'groupName',
    ImageId: 'image',
    ImageIds: 'image',
    InstanceId: 'instance',
    InstanceIds: 'instance',
    InstanceType: 'type',
    InstanceTypes: 'type',
    KeyName: 'keyName',
    KeyNames: 'keyName',
    KeyPairId: 'keyPair',
    KeyPairIds: 'keyPair',
    NetworkInterfaceIds: 'interface',
    RegionNames: 'region',
    SecurityGroupIds: 'group',
    SecurityGroups: 'groupName',
    SubnetId: 'subnet',
    SubnetIds: 'subnet',
    VolumeIds: 'volume',
    VpcIds: 'vpc',
    ZoneNames: 'zone',
  }),
)

/** What filters of these names are compared with. */
const FILTER_KINDS: ReadonlyMap<string, Kind> = new Map(
  Object.entries<Kind>({
    'availability-zone': 'zone',
    'group-id': 'group',
    'group-name': 'groupName',
    'image-id': 'image',
    'instance-id': 'instance',
    'instance-type': 'type',
    'key-name': 'keyName',
    'network-interface-id': 'interface',
    'resource-id': 'instance',
    'subnet-id': 'subnet',
    'volume-id': 'volume',
    'vpc-id': 'vpc',
    'attachment.instance-id': 'instance',
    'instance.group-id': 'group',
    'block-device-mapping.volume-id': 'volume',
  }),
)

/** Filters whose values are one of AWS's closed lists. */
const FILTER_ENUMS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    'instance-state-name': 'InstanceStateName',
    architecture: 'ArchitectureValues',
    status: 'VolumeState',
  }),
)

/** Names that create something, where those that exist are no help. */
const CREATES: ReadonlySet<string> = new Set([
  'CreateBucket.Bucket',
  'CreateKeyPair.KeyName',
  'ImportKeyPair.KeyName',
])

/** What may stand where the piece stands, as the value of an option. */
export function* valuesOf(row: OptionRow, piece: string, at: Writing): Steps<Offer> {
  const file = /^fileb?:\/\/(?:\.\/+)*/.exec(piece)?.[0]
  if (file !== undefined) return { start: file.length, items: plain(at.env.shelf.names(), 'file') }
  if (row.choices.length > 0) return { start: 0, items: plain(row.choices) }
  if (row.flag === '--region') return { start: 0, items: yield* live('region', piece, at.env) }
  const role = row.argument?.role
  if (role?.kind === 'outfile') return { start: 0, items: plain(at.env.shelf.names(), 'file') }
  if (role?.kind !== 'member') return { start: 0, items: [] }
  if (isStream(role.target)) return { start: 0, items: plain(at.env.shelf.names(), 'file') }
  const type = typeOf(at.service.model, role.target)
  const element = type.kind === 'list' ? typeOf(at.service.model, type.element) : type
  if (element.kind === 'structure') return yield* shorthand(element, piece, at)
  return { start: 0, items: yield* valuesOfMember(role.member, piece, at) }
}

function* valuesOfMember(member: string, piece: string, at: Writing): Steps<CandidateItem[]> {
  const { service, operation, env } = at
  if (CREATES.has(`${operation}.${member}`)) return []
  if (member === 'Key' && service.name === 's3') {
    const bucket = at.given.get('--bucket')?.[0] ?? ''
    return bucket === '' ? [] : yield* objects(bucket, piece, env)
  }
  if (member === 'Resources') {
    const found: CandidateItem[] = []
    for (const kind of TAGGED) found.push(...(yield* live(kind, piece, env)))
    return found
  }
  if (service.name === 'lab' && operation === 'Load') return plain(env.shelf.names(), 'file')
  const kind = KINDS.get(member)
  if (kind !== undefined) return yield* live(kind, piece, env)
  return yield* closedList(service.model.operations[operation]?.input ?? '', member, at)
}

const TAGGED: readonly Kind[] = [
  'instance',
  'volume',
  'subnet',
  'vpc',
  'group',
  'interface',
  'keyPair',
]

const ENUM_SERVICES: readonly ServiceName[] = ['ec2', 'sts', 's3']

function* enumsOf({ service }: Writing): Steps<ServiceEnums | null> {
  const name = ENUM_SERVICES.find((each) => each === service.name)
  return name === undefined ? null : yield* ask({ kind: 'enums', service: name })
}

function* closedList(shape: string, member: string, at: Writing): Steps<CandidateItem[]> {
  const enums = yield* enumsOf(at)
  const name = ownOf(ownOf(enums?.members, shape), member)
  return name === undefined ? [] : plain(ownOf(enums?.enums, name) ?? [], name)
}

/** The end of `Name=…,Values=a,b`: the name of a member, or a value of it. */
function* shorthand(
  type: Type & { readonly kind: 'structure' },
  piece: string,
  at: Writing,
): Steps<Offer> {
  // Nested braces and lists, and JSON, are beyond this.
  if (/[[{"']/.test(piece)) return { start: 0, items: [] }
  const start = Math.max(piece.lastIndexOf(','), piece.lastIndexOf('=')) + 1
  const names = type.members.map(([name]) => name)
  const members = [...piece.matchAll(/(?:^|,)([A-Za-z0-9]+)=([^,=]*)/g)]
  const last = members.at(-1)?.[1]
  const unused = names.filter((name) => !members.some(([, given]) => given === name))
  const keys = unused.map((name) => ({ text: `${name}=`, hint: '' }))
  if (last === undefined || !piece.includes('=')) return { start, items: keys }
  const fragment = piece.slice(start)
  const values = yield* shorthandValues(type.name, last, members[0]?.[2] ?? '', fragment, at)
  const isNew = piece.charAt(start - 1) === ','
  return { start, items: isNew ? [...values, ...keys] : values }
}

function* shorthandValues(
  shape: string,
  member: string,
  first: string,
  fragment: string,
  at: Writing,
): Steps<CandidateItem[]> {
  if (shape !== 'Filter') {
    const kind = KINDS.get(member)
    return kind === undefined
      ? yield* closedList(shape, member, at)
      : yield* live(kind, fragment, at.env)
  }
  if (member === 'Name') return yield* filterNames(fragment, at)
  const kind = FILTER_KINDS.get(first)
  if (kind !== undefined) return yield* live(kind, fragment, at.env)
  const name = FILTER_ENUMS.get(first)
  return name === undefined ? [] : plain(ownOf((yield* enumsOf(at))?.enums, name) ?? [], name)
}

/** AWS's names of an operation's filters that the lab takes. */
function* filterNames(fragment: string, { operation, docs, env }: Writing): Steps<CandidateItem[]> {
  const { filters = {} } = docs
  const all = Object.entries(filters).map(([text, hint]) => ({ text, hint }))
  const taken: CandidateItem[] = []
  for (const item of sorted(
    [...all, ...TAG_FILTER].filter(({ text }) => text.startsWith(fragment)),
  )) {
    if (taken.length === MAX_ITEMS) break
    if (yield* takesFilter(operation, item.text === 'tag:' ? 'tag:Name' : item.text, env)) {
      taken.push(item)
    }
  }
  return taken
}

const TAG_FILTER: readonly CandidateItem[] = [
  { text: 'tag:', hint: 'The value of a tag: tag: and its key.' },
]

/** Buckets, folders and keys of an address that begins with `s3://`. */
export function* addresses(piece: string, env: Environment): Steps<Offer> {
  const scheme = 's3://'
  const [, bucket, key] = /^s3:\/\/([^/]*)\/(.*)$/.exec(piece) ?? []
  if (bucket !== undefined && key !== undefined) {
    const start = scheme.length + bucket.length + 1
    return { start, items: yield* objects(bucket, key, env) }
  }
  const buckets = yield* live('bucket', '', env)
  const items = buckets.map(({ text, hint }) => ({ text: `${scheme}${text}/`, hint }))
  return { start: 0, items: matching(items, piece) }
}
