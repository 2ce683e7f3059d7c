/**
 * Names of new things: ids of AWS's form, hardware addresses, public addresses.
 *
 * Ids are a prefix and 17 hexadecimal digits from a stream of their own kind, so that one more
 * volume does not change the ids of instances. A draw is made only where the thing is sure to be
 * made: a refused call draws none. Public addresses come from 198.51.100.0/24 and 203.0.113.0/24,
 * which RFC 5737 sets aside for examples (AWS's come from its own ranges): 508 at once, more than
 * the usual hosts can hold instances. Larger hosts go on with 198.18.0.0/15, which RFC 2544 keeps
 * for tests of networks.
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
/** How many public addresses the two ranges have. */
export const PUBLIC_ADDRESSES = POOLS.length * PER_POOL
const SPARE = 131_071

/** A public address that nobody has at this instant. */
export function newPublicIp(world: World): string {
  const rows = world.table(networkInterfaces).all()
  const isGiven = (address: string) => rows.some((row) => row.publicIp === address)
  if (rows.filter((row) => row.publicIp !== null).length >= PUBLIC_ADDRESSES) {
    return spareAddress(new Set(rows.map((row) => row.publicIp)))
  }
  let at = world.streams.below('network/public-ip', PUBLIC_ADDRESSES)
  while (isGiven(pooledAddress(at))) at = (at + 1) % PUBLIC_ADDRESSES
  return pooledAddress(at)
}

/** Host parts run from 1 to 254 in each pool. */
function pooledAddress(at: number): string {
  return `${POOLS[at < PER_POOL ? 0 : 1]}.${(at % PER_POOL) + 1}`
}

/** The lowest address of 198.18.0.0/15 that is not given: far more than any scenario's hosts can hold. */
function spareAddress(given: ReadonlySet<string | null>): string {
  for (let at = 1; at < SPARE; at++) {
    const address = `198.${18 + (at >>> 16)}.${(at >>> 8) & 255}.${at & 255}`
    if (!given.has(address)) return address
  }
  throw new AssertionError('the Region has a public address left')
}
