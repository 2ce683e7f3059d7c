/**
 * DescribeImages: a small catalogue of public images.
 *
 * Simplified: images cannot be made, shared, deprecated or disabled, so the flags that would show
 * more of them show nothing more.
 */

import { findImage } from '../../compute/images.ts'
import { type Image, images } from '../../compute/rows.ts'
import { tagsOf } from '../../compute/tags.ts'
import { fail, ok, type Result } from '../../kernel/result.ts'
import type { OperationContext } from '../../operation.ts'
import type * as Aws from './api.ts'
import { describe, FILTERS, keyed, PAGES } from './describe.ts'
import { imagesNotFound } from './errors.ts'
import type { FilterSet } from './filters.ts'
import { findAll } from './ids.ts'
import { tagShapes, timeText } from './lookups.ts'
import { ec2Operation } from './members.ts'
import type { Keyed } from './pages.ts'

export const describeImages = ec2Operation<'DescribeImages'>({
  readOnly: true,
  members: {
    emulated: {
      ...FILTERS,
      ...PAGES,
      'ImageIds[]': 'text',
      'Owners[]': 'text',
      'ExecutableUsers[]': 'text',
    },
    harmless: { IncludeDeprecated: 'flag', IncludeDisabled: 'flag' },
  },
  run(input, at) {
    const ids = input.ImageIds ?? []
    const owners = input.Owners ?? []
    const users = input.ExecutableUsers ?? []
    const wrong = checkUsers(owners, OWNER_ALIASES) ?? checkUsers(users, ['self', 'all'])
    if (wrong !== null) return wrong
    const page = describe(at, input, {
      operation: 'DescribeImages',
      filters: filtersOf(at),
      // No bound stands in the model; 1 to 1000 from memory (ERRORS §9).
      limits: { least: 1, most: 1000 },
      asked: [[...ids], [...owners], [...users]],
      rows: () => chosen(at, ids, owners, users),
    })
    if (!page.ok) return page
    const { items, nextToken } = page.value
    return ok({ Images: items.map((row) => imageShape(at, row)), NextToken: nextToken })
  },
})

const OWNER_ALIASES = ['self', 'amazon', 'aws-marketplace', 'aws-backup-vault'] as const

function checkUsers(users: readonly string[], words: readonly string[]): Result<never> | null {
  const bad = users.find((user) => !words.includes(user) && !/^\d{12}$/.test(user))
  return bad === undefined ? null : fail('InvalidUserID.Malformed', `Invalid user id: "${bad}"`)
}

function chosen(
  at: OperationContext,
  ids: readonly string[],
  owners: readonly string[],
  users: readonly string[],
): Result<Keyed<Image>[]> {
  const all = at.world.table(images).all()
  const named = findAll('image', ids, (id) => findImage(at.world, id), imagesNotFound)
  if (!named.ok) return named
  const rows = (ids.length === 0 ? all : named.value)
    .filter((row) => owners.length === 0 || owners.some((owner) => ownedBy(at, row, owner)))
    // `self` and account numbers ask for launch permissions given one by one, which no image has.
    .filter((row) => users.length === 0 || (row.public && users.includes('all')))
  return ok(keyed(rows, (row) => row.id))
}

const ownedBy = (at: OperationContext, row: Image, owner: string): boolean =>
  owner === row.owner || owner === row.ownerAlias || (owner === 'self' && row.owner === at.account)

/** `amazon/al2023-…`, or the owner's number where there is no alias. */
const locationOf = (row: Image): string => `${row.ownerAlias || row.owner}/${row.name}`

function imageShape(at: OperationContext, row: Image): Aws.Image {
  const tags = tagShapes(at, row.id)
  return {
    ImageId: row.id,
    ImageLocation: locationOf(row),
    ImageType: 'machine',
    Name: row.name,
    Description: row.description,
    OwnerId: row.owner,
    ImageOwnerAlias: row.ownerAlias === '' ? undefined : row.ownerAlias,
    Public: row.public,
    State: 'available',
    CreationDate: timeText(at.world, row.createdAt),
    Architecture: row.architecture,
    PlatformDetails: row.platformDetails,
    UsageOperation: 'RunInstances',
    RootDeviceName: row.rootDevice,
    RootDeviceType: 'ebs',
    BlockDeviceMappings: [
      {
        DeviceName: row.rootDevice,
        Ebs: {
          SnapshotId: row.rootSnapshot,
          VolumeSize: row.rootGib,
          VolumeType: 'gp3',
          DeleteOnTermination: true,
          Encrypted: false,
        },
      },
    ],
    VirtualizationType: row.virtualization,
    Hypervisor: 'xen',
    EnaSupport: row.enaSupport,
    BootMode: row.bootMode,
    Tags: tags.length > 0 ? tags : undefined,
  }
}

function filtersOf(at: OperationContext): FilterSet<Image> {
  return {
    values: {
      architecture: (row) => row.architecture,
      'block-device-mapping.delete-on-termination': () => true,
      'block-device-mapping.device-name': (row) => row.rootDevice,
      'block-device-mapping.encrypted': () => false,
      'block-device-mapping.snapshot-id': (row) => row.rootSnapshot,
      'block-device-mapping.volume-size': (row) => row.rootGib,
      'block-device-mapping.volume-type': () => 'gp3',
      'creation-date': (row) => timeText(at.world, row.createdAt),
      description: (row) => row.description,
      'ena-support': (row) => row.enaSupport,
      hypervisor: () => 'xen',
      'image-id': (row) => row.id,
      'image-type': () => 'machine',
      'is-public': (row) => row.public,
      'manifest-location': locationOf,
      name: (row) => row.name,
      'owner-alias': (row) => (row.ownerAlias === '' ? null : row.ownerAlias),
      'owner-id': (row) => row.owner,
      'root-device-name': (row) => row.rootDevice,
      'root-device-type': () => 'ebs',
      state: () => 'available',
      'virtualization-type': (row) => row.virtualization,
    },
    tags: (row) => tagsOf(at.world, at.account, row.id),
    absent: [
      'image-watermark.source-image-creation-time',
      'image-watermark.source-image-id',
      'image-watermark.source-image-region',
      'image-watermark.watermark-creation-time',
      'image-watermark.watermark-key',
      'kernel-id',
      // Only Windows images have a platform.
      'platform',
      'product-code',
      'product-code.type',
      'ramdisk-id',
      'source-image-id',
      'source-image-region',
      'source-instance-id',
      'state-reason-code',
      'state-reason-message',
    ],
    refused: [
      'free-tier-eligible',
      'image-allowed',
      'public-ssm-parameter-name',
      'sriov-net-support',
    ],
  }
}
