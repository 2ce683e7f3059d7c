/**
 * CreateTags, DeleteTags, DescribeTags.
 *
 * All or nothing: an id that is not there fails the call (ERRORS §5). Public images can be tagged by
 * anybody; each account sees its own tags only (EC2 user guide, "Tag your resources").
 */
import { findImage } from '../../compute/images.ts'
import { instances, keyPairs, type Tag, tags, volumes } from '../../compute/rows.ts'
import { tagKey, tagsOf } from '../../compute/tags.ts'
import { ec2Ref, type Ref } from '../../kernel/ref.ts'
import { fail, ok, type Result } from '../../kernel/result.ts'
import type { TableSpec } from '../../kernel/table.ts'
import { networkInterfaces, securityGroups, subnets, vpcs } from '../../network/rows.ts'
import type { OperationContext } from '../../operation.ts'
import { describe, FILTERS, PAGES } from './describe.ts'
import {
  groupNotFound,
  imagesNotFound,
  instancesNotFound,
  interfaceNotFound,
  keyPairNotFound,
  missing,
  subnetNotFound,
  volumeNotFound,
  vpcNotFound,
} from './errors.ts'
import type { FilterSet } from './filters.ts'
import { checkIds, type IdType } from './ids.ts'
import { rowOf, rowsOf } from './lookups.ts'
import { ec2Operation } from './members.ts'
import { checkRoom, putTags, readTags, reservedInCall } from './tagRules.ts'

const TAGGING = { DryRun: 'flag', 'Resources[]': 'text' } as const
const TAGS = { 'Tags[].Key': 'text', 'Tags[].Value': 'text' } as const

export const createTags = ec2Operation<'CreateTags'>({
  readOnly: false,
  members: { emulated: { ...TAGGING, ...TAGS } },
  resources: (input, at) => refsOf(at, input.Resources ?? []),
  run(input, at) {
    const resources = findResources(at, input.Resources ?? [])
    if (!resources.ok) return resources
    // M?: the internal name is a guess after `resourceIdSet`.
    if ((input.Tags ?? []).length === 0) return missing('tagSet')
    const map = readTags(input.Tags, reservedInCall)
    if (!map.ok) return map
    for (const { id, type } of resources.value) {
      const full = checkRoom(at, id, map.value)
      if (full !== null) return full
      putTags(at, id, type, map.value)
    }
    return ok({})
  },
})

export const deleteTags = ec2Operation<'DeleteTags'>({
  readOnly: false,
  members: { emulated: { ...TAGGING, ...TAGS } },
  resources: (input, at) => refsOf(at, input.Resources ?? []),
  run(input, at) {
    const resources = findResources(at, input.Resources ?? [])
    if (!resources.ok) return resources
    const wanted = input.Tags ?? []
    const reserved = wanted.find((tag) => tag.Key?.startsWith('aws:'))?.Key
    if (reserved !== undefined) return reservedInCall(reserved)
    for (const { id } of resources.value) {
      for (const row of tagsOf(at.world, at.account, id)) {
        // A key without a value takes the tag whatever its value is; no tags at all take them all.
        const goes = wanted.some(
          (tag) => tag.Key === row.key && (tag.Value === undefined || tag.Value === row.value),
        )
        if (goes || (wanted.length === 0 && !row.key.startsWith('aws:'))) {
          at.world.table(tags).delete(tagKey(at.account, id, row.key))
        }
      }
    }
    return ok({})
  },
})

export const describeTags = ec2Operation<'DescribeTags'>({
  readOnly: true,
  members: { emulated: { ...FILTERS, ...PAGES } },
  run(input, at) {
    const page = describe(at, input, {
      operation: 'DescribeTags',
      filters: TAG_FILTERS,
      asked: null,
      rows: () => ok(rowsOf(at, tags).map((row) => [`${row.resource}/${row.key}`, row] as const)),
    })
    if (!page.ok) return page
    const { items, nextToken } = page.value
    const shapes = items.map((row) => ({
      ResourceId: row.resource,
      ResourceType: row.resourceType,
      Key: row.key,
      Value: row.value,
    }))
    return ok({ Tags: shapes, NextToken: nextToken })
  },
})

const TAG_FILTERS: FilterSet<Tag> = {
  values: {
    key: (row) => row.key,
    'resource-id': (row) => row.resource,
    'resource-type': (row) => row.resourceType,
    value: (row) => row.value,
  },
  tags: (row) => [row],
  withoutTagKey: true,
}

/** A resource that may be tagged. */
interface Resource {
  readonly id: string
  readonly type: string
}

/** How resources of one prefix are found, and how they are called when they are not there. */
interface Found {
  readonly type: string
  readonly idType?: IdType
  readonly exists: (at: OperationContext, id: string) => boolean
  readonly notFound: (id: string) => Result<never>
}

/** A type that AWS has and the lab does not: well-formed ids of it are never there (texts M). */
const nothing = (type: string, code: string, name: string): Found => ({
  type,
  exists: () => false,
  notFound: (id) => fail(code, `The ${name} '${id}' does not exist`),
})

/** A type whose things are rows of the caller's in one table. */
const rows = <Row>(
  type: string,
  idType: IdType,
  table: TableSpec<Row>,
  notFound: Found['notFound'],
): Found => ({
  type,
  idType,
  exists: (at, id) => rowOf(at, table, id) !== undefined,
  notFound,
})

const RESOURCES: Readonly<Record<string, Found>> = {
  i: rows('instance', 'instance', instances, (id) => instancesNotFound([id])),
  vol: rows('volume', 'volume', volumes, volumeNotFound),
  eni: rows('network-interface', 'interface', networkInterfaces, interfaceNotFound),
  vpc: rows('vpc', 'vpc', vpcs, vpcNotFound),
  subnet: rows('subnet', 'subnet', subnets, subnetNotFound),
  sg: rows('security-group', 'group', securityGroups, groupNotFound),
  key: rows('key-pair', 'keyPair', keyPairs, keyPairNotFound),
  ami: {
    type: 'image',
    idType: 'image',
    exists: (at, id) => findImage(at.world, id) !== undefined,
    notFound: (id) => imagesNotFound([id]),
  },
  dopt: {
    type: 'dhcp-options',
    exists: (at, id) => rowsOf(at, vpcs).some((row) => row.dhcpOptions === id),
    notFound: (id) =>
      fail('InvalidDhcpOptionID.NotFound', `The dhcpOption ID '${id}' does not exist`),
  },
  snap: {
    type: 'snapshot',
    exists: () => false,
    notFound: (id) => fail('InvalidSnapshot.NotFound', `The snapshot '${id}' does not exist.`),
  },
  acl: nothing('network-acl', 'InvalidNetworkAclID.NotFound', 'networkAcl ID'),
  igw: nothing('internet-gateway', 'InvalidInternetGatewayID.NotFound', 'internetGateway ID'),
  rtb: nothing('route-table', 'InvalidRouteTableID.NotFound', 'routeTable ID'),
  eipalloc: nothing('elastic-ip', 'InvalidAllocationID.NotFound', 'allocation ID'),
}

function prefixOf(id: string): Found | undefined {
  const prefix = id.slice(0, Math.max(0, id.lastIndexOf('-')))
  return Object.hasOwn(RESOURCES, prefix) ? RESOURCES[prefix] : undefined
}

/** The resources of some ids: their form first, then whether they are there. */
function findResources(at: OperationContext, ids: readonly string[]): Result<Resource[]> {
  if (ids.length === 0) return missing('resourceIdSet')
  const known: (readonly [string, Found])[] = []
  for (const id of new Set(ids)) {
    const found = prefixOf(id)
    if (found === undefined || (found.idType === undefined && !/-[0-9a-f]{8,17}$/.test(id))) {
      return fail('InvalidID', `The ID '${id}' is not valid`)
    }
    const wrong = found.idType === undefined ? null : checkIds(found.idType, [id])
    if (wrong !== null) return wrong
    known.push([id, found])
  }
  const gone = known.find(([id, found]) => !found.exists(at, id))
  if (gone !== undefined) return gone[1].notFound(gone[0])
  return ok(known.map(([id, found]) => ({ id, type: found.type })))
}

function refsOf(at: OperationContext, ids: readonly string[]): Ref[] {
  return ids.flatMap((id) => {
    const found = prefixOf(id)
    return found === undefined ? [] : [ec2Ref(at.account, found.type, id)]
  })
}
