/**
 * Network interfaces and their addresses, private and public.
 *
 * Models: the primary interface of an instance; its private address is the lowest free one of the
 * subnet and stays over stop and start; the public one comes with every connection, in subnets that
 * map public addresses, and goes with every stop (FACTS §1.1). The public address is metered from
 * connection to release. Not modelled: secondary interfaces, Elastic IP, IPv6.
 */
import { endMeter, PUBLIC_IPV4_NANO_DOLLARS_PER_HOUR, startMeter } from '../billing/meters.ts'
import { newId, newMac, newPublicIp } from '../compute/ids.ts'
import { must } from '../kernel/assert.ts'
import { ec2Ref, type Ref } from '../kernel/ref.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { blockOf, formatAddress, lowestFree, parseAddress, usableCount } from './addresses.ts'
import { type NetworkInterface, networkInterfaces, type Subnet, subnets } from './rows.ts'

/** The name of an interface everywhere. */
export const interfaceRef = (account: string, id: string): Ref =>
  ec2Ref(account, 'network-interface', id)

/** An account's interface, or undefined. */
export const findInterface = (
  world: World,
  account: string,
  id: string,
): NetworkInterface | undefined => world.table(networkInterfaces).get(keyOf(account, id))

/** The interfaces of a subnet; each takes one private address of its own. */
const interfacesIn = (world: World, subnet: Subnet): NetworkInterface[] =>
  world
    .table(networkInterfaces)
    .all(keyOf(subnet.account, ''))
    .filter((row) => row.subnet === subnet.id)

/** How many addresses a subnet has left: `AvailableIpAddressCount`. */
export const freeAddresses = (world: World, subnet: Subnet): number =>
  usableCount(blockOf(subnet.cidr)) - interfacesIn(world, subnet).length

/** The lowest private addresses that a subnet has left, at most `count` of them. */
export function lowestFreeAddresses(world: World, subnet: Subnet, count: number): string[] {
  const taken = new Set<number>()
  for (const { privateIp } of interfacesIn(world, subnet)) {
    taken.add(must(parseAddress(privateIp), `the address ${privateIp}`))
  }
  return lowestFree(blockOf(subnet.cidr), taken, count).map(formatAddress)
}

/** Makes an instance's primary interface with an address of the subnet that nobody has. */
export function createInterface(
  world: World,
  subnet: Subnet,
  privateIp: string,
  groups: readonly string[],
  instance: string,
): NetworkInterface {
  const row: NetworkInterface = {
    id: newId(world, 'eni'),
    account: subnet.account,
    vpc: subnet.vpc,
    subnet: subnet.id,
    zone: subnet.zone,
    groups,
    privateIp,
    publicIp: null,
    mac: newMac(world),
    status: 'in-use',
    instance,
    attachment: newId(world, 'eni-attach'),
    attachedAt: world.now,
    deleteOnTermination: true,
    meter: null,
  }
  put(world, row)
  return row
}

/**
 * Connects an interface: where its subnet maps public addresses it gets one, and a meter starts.
 */
export function connectInterface(world: World, account: string, id: string): NetworkInterface {
  const row = must(findInterface(world, account, id), `interface ${id}`)
  const subnet = must(world.table(subnets).get(keyOf(account, row.subnet)), row.subnet)
  if (!subnet.mapPublicIp || row.publicIp !== null) return row
  const after = { ...row, publicIp: newPublicIp(world), meter: startAddressMeter(world, row) }
  put(world, after)
  return after
}

/** Starts to count a public address; null before instant 0, where `startMeter` counts nothing. */
function startAddressMeter(world: World, row: NetworkInterface): string | null {
  return startMeter(world, {
    account: row.account,
    subject: interfaceRef(row.account, row.id),
    kind: 'public-ipv4',
    detail: '',
    units: 1,
    nanoDollars: PUBLIC_IPV4_NANO_DOLLARS_PER_HOUR,
    per: 'hour',
  })
}

/** Starts to count a public address that is there uncounted, since before instant 0. */
export function meterAddress(world: World, row: NetworkInterface): void {
  if (row.publicIp === null || row.meter !== null) return
  put(world, { ...row, meter: startAddressMeter(world, row) })
}

/** Gives an interface's public address back, if it has one, and ends its meter. */
export function releasePublicIp(world: World, account: string, id: string): void {
  const row = must(findInterface(world, account, id), `interface ${id}`)
  if (row.meter !== null) endMeter(world, row.meter)
  put(world, { ...row, publicIp: null, meter: null })
}

/** Deletes an interface with its addresses. */
export function deleteInterface(world: World, account: string, id: string): void {
  releasePublicIp(world, account, id)
  world.table(networkInterfaces).delete(keyOf(account, id))
}

function put(world: World, row: NetworkInterface): void {
  world.table(networkInterfaces).set(keyOf(row.account, row.id), row)
}
