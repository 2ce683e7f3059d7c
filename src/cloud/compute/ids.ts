/**
 * Names of new things: ids of AWS's form, hardware addresses, public addresses.
 *
 * Ids are a prefix and 17 hexadecimal digits from a stream of their own kind, so that one more
 * volume does not change the ids of instances. A draw is made only where the thing is sure to be
 * made: a refused call draws none. Public addresses come from 198.51.100.0/24 and 203.0.113.0/24,
 * which RFC 5737 sets aside for examples (AWS's come from its own ranges): 508 at once, more than
 * all hosts together can hold instances.
 */
import { AssertionError } from '../kernel/assert.ts'
import type { World } from '../kernel/world.ts'
import { networkInterfaces } from '../network/rows.ts'

/** A prefix of EC2's ids. */
export type IdPrefix =
  | 'i'
  | 'r'
  | 'vol'
  | 'eni'
  | 'eni-attach'
  | 'key'
  | 'vpc'
  | 'subnet'
  | 'sg'
  | 'dopt'
  | 'rtbassoc'
  | 'snap'
  | 'ami'

const DIGITS = 17

/** A new id such as `i-` and 17 hexadecimal digits. One draw of the stream `id/<prefix>`. */
export const newId = (world: World, prefix: IdPrefix): string =>
  `${prefix}-${world.streams.hex(`id/${prefix}`, DIGITS)}`

/** A new hardware (MAC) address, locally administered: `0a:` and ten digits. */
export function newMac(world: World): string {
  const digits = world.streams.hex('id/mac', 10)
  const pairs = digits.match(/../g) ?? []
  return ['0a', ...pairs].join(':')
}

const POOLS = ['198.51.100', '203.0.113'] as const
const PER_POOL = 254

/** How many public addresses the Region has. */
export const PUBLIC_ADDRESSES = POOLS.length * PER_POOL

/**
 * A public address that nobody has at this instant. Throws when all are taken, which hosts prevent.
 */
export function newPublicIp(world: World): string {
  const rows = world.table(networkInterfaces).all()
  const first = world.streams.below('network/public-ip', PUBLIC_ADDRESSES)
  for (let tried = 0; tried < PUBLIC_ADDRESSES; tried++) {
    const address = publicAddress((first + tried) % PUBLIC_ADDRESSES)
    if (!rows.some((row) => row.publicIp === address)) return address
  }
  throw new AssertionError('the Region has a public address left')
}

/** Host parts run from 1 to 254 in each pool. */
function publicAddress(at: number): string {
  return `${POOLS[at < PER_POOL ? 0 : 1]}.${(at % PER_POOL) + 1}`
}
