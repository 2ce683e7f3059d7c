/**
 * Rows by the ids a caller names, and the small shapes that several answers share.
 */
import { findZone } from '../../compute/hosts.ts'
import { type Instance, instances } from '../../compute/rows.ts'
import { tagsOf } from '../../compute/tags.ts'
import { toIso, wholeSecond } from '../../kernel/calendar.ts'
import type { Instant } from '../../kernel/instant.ts'
import { keyOf, type TableSpec } from '../../kernel/table.ts'
import type { World } from '../../kernel/world.ts'
import { networkInterfaces, securityGroups } from '../../network/rows.ts'
import type { OperationContext } from '../../operation.ts'
import type { GroupIdentifier, Tag } from './api.ts'

/** The rows of the caller's account in one table, in the order of their keys. */
export const rowsOf = <Row>(at: OperationContext, spec: TableSpec<Row>): Row[] =>
  at.world.table(spec).all(keyOf(at.account, ''))

/** One row of the caller's account, if there is one. */
export const rowOf = <Row>(
  at: OperationContext,
  spec: TableSpec<Row>,
  id: string,
): Row | undefined => at.world.table(spec).get(keyOf(at.account, id))

/** An instance of the caller's, while its record lasts. */
export const instanceOf = (at: OperationContext, id: string): Instance | undefined =>
  rowOf(at, instances, id)

/** The interface of an instance, which a terminated one has lost. */
export const interfaceOf = (at: OperationContext, row: Instance) =>
  row.state === 'terminated' ? undefined : rowOf(at, networkInterfaces, row.interface)

/** A resource's tags in AWS's shape, by key. */
export const tagShapes = (at: OperationContext, resource: string): Tag[] =>
  tagsOf(at.world, at.account, resource).map((tag) => ({ Key: tag.key, Value: tag.value }))

/** Groups with their names, in the order of the ids. */
export const groupShapes = (at: OperationContext, ids: readonly string[]): GroupIdentifier[] =>
  ids.map((id) => ({ GroupId: id, GroupName: rowOf(at, securityGroups, id)?.name }))

/** `use1-az1` of `us-east-1a`. */
export const zoneIdOf = (zone: string): string | undefined => findZone(zone)?.id

/** An instant as filters and texts of EC2 write it. */
export const timeText = (world: World, at: Instant): string =>
  toIso(world.epoch, wholeSecond(world.epoch, at))

/** An instant as EC2 answers it: in whole seconds, those begun left out. Null is no answer. */
export const timeShape = (at: OperationContext, time: Instant | null): Instant | undefined =>
  time === null ? undefined : wholeSecond(at.world.epoch, time)

/** `ip-172-31-16-4.ec2.internal`, as us-east-1 alone names its private addresses. */
export const privateDnsName = (address: string): string =>
  `ip-${address.replaceAll('.', '-')}.ec2.internal`

/** `ec2-198-51-100-7.compute-1.amazonaws.com`, as us-east-1 alone names its public addresses. */
export const publicDnsName = (address: string): string =>
  `ec2-${address.replaceAll('.', '-')}.compute-1.amazonaws.com`
