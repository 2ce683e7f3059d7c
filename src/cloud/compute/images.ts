/**
 * The public images that every account sees.
 *
 * Models: a few well-known AMIs. Ids, snapshots and hours are the lab's, fixed so that a lesson can
 * name them; the day is the one that the name says. Amazon's own images have the alias `amazon`; the
 * others name an owner of the lab's.
 */
import { must } from '../kernel/assert.ts'
import { DEFAULT_EPOCH, type Epoch, nearestIso } from '../kernel/calendar.ts'
import { EPOCH, type Instant, instant } from '../kernel/instant.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { type Image, images } from './rows.ts'

type Described = Pick<
  Image,
  | 'id'
  | 'name'
  | 'description'
  | 'owner'
  | 'ownerAlias'
  | 'architecture'
  | 'rootDevice'
  | 'rootSnapshot'
>

const AMAZON = { owner: '137112412989', ownerAlias: 'amazon', rootDevice: '/dev/xvda' }
const CANONICAL = { owner: '099720109477', ownerAlias: '', rootDevice: '/dev/sda1' }
const DEBIAN = { owner: '136693071363', ownerAlias: '', rootDevice: '/dev/xvda' }

const CATALOGUE: readonly Described[] = [
  {
    ...AMAZON,
    id: 'ami-0f3a5c1e7b2d94860',
    name: 'al2023-ami-2023.9.20251208.0-kernel-6.12-x86_64',
    description: 'Amazon Linux 2023 AMI 2023.9.20251208.0 x86_64 HVM kernel-6.12',
    architecture: 'x86_64',
    rootSnapshot: 'snap-0a4d17c92be8f3605',
  },
  {
    ...AMAZON,
    id: 'ami-0b92e6d40c8a7f135',
    name: 'al2023-ami-2023.9.20251208.0-kernel-6.12-arm64',
    description: 'Amazon Linux 2023 AMI 2023.9.20251208.0 arm64 HVM kernel-6.12',
    architecture: 'arm64',
    rootSnapshot: 'snap-01c8b5f37e2da9046',
  },
  {
    ...CANONICAL,
    id: 'ami-04d7f1b8e3a26c950',
    name: 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20251212',
    description: 'Canonical, Ubuntu, 24.04 LTS, amd64 noble image build on 2025-12-12',
    architecture: 'x86_64',
    rootSnapshot: 'snap-0e61f92a4cb7d8305',
  },
  {
    ...CANONICAL,
    id: 'ami-08c35a9e2f6d0b714',
    name: 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-20251212',
    description: 'Canonical, Ubuntu, 24.04 LTS, arm64 noble image build on 2025-12-12',
    architecture: 'arm64',
    rootSnapshot: 'snap-07b3d80e5fa1c2946',
  },
  {
    ...DEBIAN,
    id: 'ami-0617eb2c9d5f48a03',
    name: 'debian-12-amd64-20251112-2294',
    description: 'Debian 12 (20251112-2294)',
    architecture: 'x86_64',
    rootSnapshot: 'snap-0d285c6b9e1f7a340',
  },
  {
    ...DEBIAN,
    id: 'ami-0ad80f6e1c4b73952',
    name: 'debian-12-arm64-20251112-2294',
    description: 'Debian 12 (20251112-2294)',
    architecture: 'arm64',
    rootSnapshot: 'snap-03f9a7e48c5db1620',
  },
]

/**
 * When an image was made: at nine on the day that its name ends in or holds, `20251208`. In a world that begins
 * before that day it is as old as the world.
 */
export function madeAt(epoch: Epoch, name: string): Instant {
  const [, year, month, day] = must(/(20\d\d)(\d\d)(\d\d)/.exec(name), `a day in ${name}`)
  const at = must(nearestIso(epoch, `${year}-${month}-${day}T09:00:00Z`), `the day of ${name}`)
  return instant(Math.min(at, EPOCH))
}

/** The catalogue as rows of a world that begins at the default epoch. */
export const publicImages: readonly Image[] = CATALOGUE.map((described) => ({
  ...described,
  platformDetails: 'Linux/UNIX',
  rootGib: 8,
  createdAt: madeAt(DEFAULT_EPOCH, described.name),
  enaSupport: true,
  virtualization: 'hvm',
  bootMode: described.architecture === 'arm64' ? 'uefi' : 'uefi-preferred',
  public: true,
}))

/** The key of a public image's row. */
export const imageKey = (id: string): string => keyOf('lab', id)

/** The image of an id, or undefined. All images are public so far. */
export const findImage = (world: World, id: string): Image | undefined =>
  world.table(images).get(imageKey(id))

/** Puts the catalogue into a new world. */
export function installImages(world: World): void {
  for (const image of publicImages) {
    const row = { ...image, createdAt: madeAt(world.epoch, image.name) }
    world.table(images).set(imageKey(image.id), row)
  }
}
