/**
 * The scenario `region`: a Region in the middle of a working day.
 *
 * Three tenants rent about 150 instances on the 36 hosts, launched in set-up through RunInstances
 * like any other; which host each got is the orchestrator's own choice. Who they are and what they
 * rent is the lab's choice: seven of the twelve Intel hosts are full, five have room for a small
 * instance. It is 09:00 UTC.
 */
import { publicImages } from '../compute/images.ts'
import { typeOf } from '../compute/types.ts'
import { must } from '../kernel/assert.ts'
import { epochOf } from '../kernel/calendar.ts'
import { instant, minutes, seconds } from '../kernel/instant.ts'
import { REGION } from '../kernel/ref.ts'
import { type AccountSpec, learner, quotasWith, type Scenario } from './scenario.ts'

const PLENTY = quotasWith({ 'standard-vcpus': 1000, 'g-and-vt-vcpus': 200, 'p-vcpus': 800 })

/** The account numbers are those of AWS's examples. */
const harbour: AccountSpec = {
  id: '111122223333',
  name: 'Harbour Books',
  owner: 0,
  quotas: PLENTY,
  accessKeyId: 'AKIAHARBOURBOOKS0001',
  secretAccessKey: 'not-for-you-1',
}
const northlight: AccountSpec = {
  id: '444455556666',
  name: 'Northlight',
  owner: 1,
  quotas: PLENTY,
  accessKeyId: 'AKIANORTHLIGHT000002',
  secretAccessKey: 'not-for-you-2',
}
const terrace: AccountSpec = {
  id: '777788889999',
  name: 'Terrace Maps',
  owner: 3,
  quotas: PLENTY,
  accessKeyId: 'AKIATERRACEMAPS00003',
  secretAccessKey: 'not-for-you-3',
}

const TENANTS = { H: harbour, N: northlight, T: terrace } as const

/** One call of RunInstances: zone, tenant, type, how many. */
type Order = readonly [zone: 'a' | 'b' | 'c', tenant: keyof typeof TENANTS, type: string, n: number]

const ORDERS: readonly Order[] = [
  ['a', 'H', 'm5.4xlarge', 2],
  ['a', 'N', 't3.medium', 4],
  ['a', 'T', 'm5.large', 3],
  ['a', 'N', 'c5.large', 3],
  ['a', 'H', 't3.micro', 4],
  ['a', 'T', 'm5.4xlarge', 1],
  ['a', 'N', 'm5.large', 4],
  ['a', 'T', 't3.medium', 4],
  ['a', 'H', 'c5.large', 3],
  ['a', 'T', 't3.micro', 3],
  ['a', 'H', 't3.medium', 2],
  ['b', 'N', 'm5.4xlarge', 3],
  ['b', 'T', 't3.medium', 4],
  ['b', 'H', 'm5.large', 4],
  ['b', 'T', 'c5.large', 4],
  ['b', 'H', 't3.micro', 4],
  ['b', 'N', 'm5.large', 3],
  ['b', 'T', 'm5.large', 4],
  ['b', 'H', 'c5.large', 4],
  ['b', 'T', 't3.micro', 2],
  ['c', 'T', 'm5.4xlarge', 2],
  ['c', 'H', 't3.medium', 3],
  ['c', 'N', 'm5.large', 4],
  ['c', 'H', 'm5.4xlarge', 1],
  ['c', 'T', 'c5.large', 4],
  ['c', 'N', 't3.micro', 3],
  ['c', 'H', 'm5.large', 4],
  ['c', 'T', 't3.medium', 4],
  ['c', 'H', 't3.micro', 2],
  ['c', 'N', 'c5.large', 1],
  ['c', 'N', 't3.medium', 2],
  ['a', 'H', 'm7a.large', 3],
  ['b', 'N', 'm7a.large', 2],
  ['b', 'T', 'm7a.large', 2],
  ['c', 'T', 'm7a.large', 2],
  ['a', 'N', 'm7g.large', 2],
  ['a', 'T', 't4g.micro', 3],
  ['b', 'H', 'c7g.large', 3],
  ['b', 'T', 'm7g.large', 2],
  ['c', 'N', 't4g.micro', 2],
  ['c', 'H', 'c7g.large', 3],
  ['a', 'T', 'r5.large', 3],
  ['b', 'H', 'r6i.large', 2],
  ['b', 'N', 'r7i.large', 2],
  ['c', 'H', 'r5.large', 3],
  ['a', 'N', 'i3en.large', 2],
  ['b', 'H', 'i4i.large', 3],
  ['c', 'T', 'i7ie.large', 2],
  ['a', 'T', 'd3.xlarge', 2],
  ['b', 'N', 'h1.2xlarge', 1],
  ['c', 'H', 'd3en.xlarge', 2],
  ['a', 'H', 'g4dn.xlarge', 2],
  ['b', 'T', 'g5.xlarge', 3],
  ['c', 'N', 'g6.xlarge', 2],
  ['a', 'N', 'p4d.24xlarge', 1],
  ['b', 'H', 'p5.4xlarge', 2],
  ['c', 'T', 'p5.4xlarge', 3],
]

/** Set-up begins an hour before the learner comes; an order is placed every half minute. */
const FIRST = instant(-minutes(60))
const BETWEEN = seconds(30)

/** The Amazon Linux image for a type's architecture. */
function imageFor(type: string): string {
  const { architecture } = typeOf(type)
  const found = publicImages.find(
    (image) => image.ownerAlias === 'amazon' && image.architecture === architecture,
  )
  return must(found, `an image for ${type}`).id
}

/** The Region that lessons and the sandbox begin with. */
export const region: Scenario = {
  name: 'region',
  epoch: epochOf('2026-01-01T09:00:00Z'),
  accounts: [harbour, northlight, learner, terrace],
  hostScale: 1,
  setUp(calls) {
    ORDERS.forEach(([zone, tenant, type, n], index) => {
      calls.runUntil(instant(FIRST + index * BETWEEN))
      calls.call(TENANTS[tenant].id, 'ec2', 'RunInstances', {
        ImageId: imageFor(type),
        InstanceType: type,
        MinCount: n,
        MaxCount: n,
        Placement: { AvailabilityZone: `${REGION}${zone}` },
      })
    })
  },
}
