/**
 * DescribeSecurityGroups: the default group of the default VPC, with the rules AWS gives it.
 *
 * Simplified: groups cannot be made or changed yet, and rules know IPv4 ranges and groups only.
 */
import { tagsOf } from '../../compute/tags.ts'
import { ec2Ref } from '../../kernel/ref.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { defaultVpc } from '../../network/defaults.ts'
import { type SecurityGroup, securityGroups } from '../../network/rows.ts'
import type { OperationContext } from '../../operation.ts'
import type * as Aws from './api.ts'
import { describe, FILTERS, keyed, PAGES } from './describe.ts'
import { groupNameNotFound, groupNotFound } from './errors.ts'
import type { FilterSet, FilterValue } from './filters.ts'
import { findAll } from './ids.ts'
import { rowOf, rowsOf, tagShapes } from './lookups.ts'
import { ec2Operation } from './members.ts'
import type { Keyed } from './pages.ts'

export const describeSecurityGroups = ec2Operation<'DescribeSecurityGroups'>({
  readOnly: true,
  members: { emulated: { ...FILTERS, ...PAGES, 'GroupIds[]': 'text', 'GroupNames[]': 'text' } },
  run(input, at) {
    const ids = input.GroupIds ?? []
    const names = input.GroupNames ?? []
    const page = describe(at, input, {
      operation: 'DescribeSecurityGroups',
      filters: filtersOf(at),
      asked: [[...ids], [...names]],
      rows: () => chosen(at, ids, names),
    })
    if (!page.ok) return page
    const { items, nextToken } = page.value
    return ok({ SecurityGroups: items.map((row) => groupShape(at, row)), NextToken: nextToken })
  },
})

function chosen(
  at: OperationContext,
  ids: readonly string[],
  names: readonly string[],
): Result<Keyed<SecurityGroup>[]> {
  if (ids.length + names.length === 0) {
    return ok(keyed(rowsOf(at, securityGroups), (row) => row.id))
  }
  const find = (id: string) => rowOf(at, securityGroups, id)
  const byId = findAll('group', ids, find, ([id = '']) => groupNotFound(id))
  if (!byId.ok) return byId
  const found = new Set(byId.value)
  for (const name of names) {
    const group = groupByName(at, name)
    if (!group.ok) return group
    found.add(group.value)
  }
  return ok(keyed([...found], (row) => row.id))
}

/** A group of the default VPC by its name. */
export function groupByName(at: OperationContext, name: string): Result<SecurityGroup> {
  const vpc = defaultVpc(at.world, at.account)?.id ?? ''
  const row = rowsOf(at, securityGroups).find((each) => each.vpc === vpc && each.name === name)
  return row === undefined ? groupNameNotFound(name, vpc) : ok(row)
}

type Permission = SecurityGroup['ingress'][number]

function groupShape(at: OperationContext, row: SecurityGroup): Aws.SecurityGroup {
  const tags = tagShapes(at, row.id)
  return {
    GroupId: row.id,
    GroupName: row.name,
    Description: row.description,
    OwnerId: row.account,
    VpcId: row.vpc,
    SecurityGroupArn: ec2Ref(row.account, 'security-group', row.id),
    IpPermissions: row.ingress.map((each) => permissionShape(row, each)),
    IpPermissionsEgress: row.egress.map((each) => permissionShape(row, each)),
    Tags: tags.length > 0 ? tags : undefined,
  }
}

function permissionShape(row: SecurityGroup, permission: Permission): Aws.IpPermission {
  return {
    IpProtocol: permission.protocol,
    FromPort: permission.fromPort ?? undefined,
    ToPort: permission.toPort ?? undefined,
    IpRanges: permission.cidrs.map((cidr) => ({ CidrIp: cidr })),
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs: permission.groups.map((id) => ({ GroupId: id, UserId: row.account })),
  }
}

type Side = (row: SecurityGroup) => readonly Permission[]

/** The filters over one side's rules: `ip-permission.cidr` and its like. */
function ruleFilters(
  at: OperationContext,
  prefix: string,
  side: Side,
): Record<string, (row: SecurityGroup) => FilterValue> {
  const each = (values: (permission: Permission) => readonly (string | null)[]) => {
    return (row: SecurityGroup): string[] =>
      side(row)
        .flatMap(values)
        .filter((value) => value !== null)
  }
  const port = (value: number | null) => [value === null ? null : String(value)]
  return {
    [`${prefix}.cidr`]: each((rule) => rule.cidrs),
    [`${prefix}.from-port`]: each((rule) => port(rule.fromPort)),
    [`${prefix}.group-id`]: each((rule) => rule.groups),
    [`${prefix}.group-name`]: each((rule) =>
      rule.groups.map((id) => rowOf(at, securityGroups, id)?.name ?? null),
    ),
    [`${prefix}.protocol`]: each((rule) => [rule.protocol]),
    [`${prefix}.to-port`]: each((rule) => port(rule.toPort)),
    [`${prefix}.user-id`]: (row) =>
      side(row).some((rule) => rule.groups.length > 0) ? row.account : null,
  }
}

function filtersOf(at: OperationContext): FilterSet<SecurityGroup> {
  return {
    values: {
      description: (row) => row.description,
      'group-id': (row) => row.id,
      'group-name': (row) => row.name,
      'owner-id': (row) => row.account,
      'vpc-id': (row) => row.vpc,
      ...ruleFilters(at, 'ip-permission', (row) => row.ingress),
      ...ruleFilters(at, 'egress.ip-permission', (row) => row.egress),
    },
    tags: (row) => tagsOf(at.world, at.account, row.id),
    absent: [
      'egress.ip-permission.ipv6-cidr',
      'egress.ip-permission.prefix-list-id',
      'ip-permission.ipv6-cidr',
      'ip-permission.prefix-list-id',
    ],
  }
}
