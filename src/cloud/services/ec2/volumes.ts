/**
 * DescribeVolumes: the root volumes that launches made.
 *
 * Simplified: there are no data volumes, snapshots of one's own, or encryption by default.
 */
import { type Volume, volumes } from '../../compute/rows.ts'
import { tagsOf } from '../../compute/tags.ts'
import { ec2Ref } from '../../kernel/ref.ts'
import { ok, type Result } from '../../kernel/result.ts'
import type { OperationContext } from '../../operation.ts'
import type * as Aws from './api.ts'
import { describe, FILTERS, keyed, PAGES } from './describe.ts'
import { volumeNotFound } from './errors.ts'
import type { FilterSet } from './filters.ts'
import { findAll } from './ids.ts'
import { rowOf, rowsOf, tagShapes, timeShape, timeText, zoneIdOf } from './lookups.ts'
import { ec2Operation } from './members.ts'

export const describeVolumes = ec2Operation<'DescribeVolumes'>({
  readOnly: true,
  members: {
    emulated: { ...FILTERS, ...PAGES, 'VolumeIds[]': 'text' },
    // There are no resources that another service manages.
    harmless: { IncludeManagedResources: 'flag' },
  },
  run(input, at) {
    const page = describe(at, input, {
      operation: 'DescribeVolumes',
      filters: filtersOf(at),
      asked: [...(input.VolumeIds ?? [])],
      rows: () => chosen(at, input.VolumeIds ?? []),
    })
    if (!page.ok) return page
    const { items, nextToken } = page.value
    return ok({ Volumes: items.map((row) => volumeShape(at, row)), NextToken: nextToken })
  },
})

function chosen(
  at: OperationContext,
  ids: readonly string[],
): Result<(readonly [string, Volume])[]> {
  if (ids.length === 0) return ok(keyed(rowsOf(at, volumes), (row) => row.id))
  const rows = findAll(
    'volume',
    ids,
    (id) => rowOf(at, volumes, id),
    ([id = '']) => volumeNotFound(id),
  )
  return rows.ok ? ok(keyed(rows.value, (row) => row.id)) : rows
}

function volumeShape(at: OperationContext, row: Volume): Aws.Volume {
  const tags = tagShapes(at, row.id)
  return {
    VolumeId: row.id,
    VolumeArn: ec2Ref(row.account, 'volume', row.id),
    OwnerId: row.account,
    AvailabilityZone: row.zone,
    AvailabilityZoneId: zoneIdOf(row.zone),
    VolumeType: row.type,
    Size: row.sizeGib,
    Iops: row.iops,
    Throughput: row.throughput,
    SnapshotId: row.snapshot,
    Encrypted: row.encrypted,
    MultiAttachEnabled: false,
    State: row.state,
    CreateTime: timeShape(at, row.createdAt),
    Attachments: attachmentShapes(at, row),
    Tags: tags.length > 0 ? tags : undefined,
  }
}

function attachmentShapes(at: OperationContext, row: Volume): Aws.VolumeAttachment[] {
  if (row.attachedTo === null) return []
  return [
    {
      VolumeId: row.id,
      InstanceId: row.attachedTo,
      Device: row.device,
      State: attachmentState(row),
      AttachTime: timeShape(at, row.attachedAt),
      DeleteOnTermination: row.deleteOnTermination,
    },
  ]
}

const attachmentState = (row: Volume): string => (row.state === 'in-use' ? 'attached' : 'attaching')

function filtersOf(at: OperationContext): FilterSet<Volume> {
  const attached =
    (value: (row: Volume) => string | boolean) =>
    (row: Volume): string | boolean | null =>
      row.attachedTo === null ? null : value(row)
  return {
    values: {
      'attachment.attach-time': (row) =>
        row.attachedAt === null ? null : timeText(at.world, row.attachedAt),
      'attachment.delete-on-termination': attached((row) => row.deleteOnTermination),
      'attachment.device': attached((row) => row.device),
      'attachment.instance-id': (row) => row.attachedTo,
      'attachment.status': attached(attachmentState),
      'availability-zone': (row) => row.zone,
      'availability-zone-id': (row) => zoneIdOf(row.zone) ?? null,
      'create-time': (row) => timeText(at.world, row.createdAt),
      encrypted: (row) => row.encrypted,
      'multi-attach-enabled': () => false,
      'operator.managed': () => false,
      size: (row) => row.sizeGib,
      'snapshot-id': (row) => row.snapshot,
      status: (row) => row.state,
      'volume-id': (row) => row.id,
      'volume-type': (row) => row.type,
    },
    tags: (row) => tagsOf(at.world, at.account, row.id),
    absent: ['operator.principal'],
    refused: ['fast-restored'],
  }
}
