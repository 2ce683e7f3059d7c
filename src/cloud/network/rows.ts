/**
 * The rows of an account's network: VPCs, subnets, security groups, interfaces.
 *
 * Models: what a new account's default VPC holds. Judging packets by groups and ACLs comes with a later issue;
 * the rules already stand here as AWS makes them.
 */
import {
  choice,
  flag,
  type Infer,
  instantOf,
  integer,
  list,
  optional,
  record,
  text,
} from '../kernel/schema.ts'
import { defineTable } from '../kernel/table.ts'

const vpc = record({ id: text, account: text, cidr: text, isDefault: flag, dhcpOptions: text })
/** A virtual private cloud. */
export type Vpc = Infer<typeof vpc>
export const vpcs = defineTable('network.vpc', vpc)

const subnet = record({
  id: text,
  account: text,
  vpc: text,
  zone: text,
  cidr: text,
  defaultForZone: flag,
  mapPublicIp: flag,
})
/** A subnet: one zone's part of a VPC. The first four addresses and the last are AWS's. */
export type Subnet = Infer<typeof subnet>
export const subnets = defineTable('network.subnet', subnet)

const permission = record({
  /** `-1`, `tcp`, `udp`, `icmp` */
  protocol: text,
  fromPort: optional(integer),
  toPort: optional(integer),
  cidrs: list(text),
  groups: list(text),
})
const group = record({
  id: text,
  account: text,
  vpc: text,
  name: text,
  description: text,
  ingress: list(permission),
  egress: list(permission),
})
/** A security group. */
export type SecurityGroup = Infer<typeof group>
export const securityGroups = defineTable('network.security-group', group)

const networkInterface = record({
  id: text,
  account: text,
  vpc: text,
  subnet: text,
  zone: text,
  groups: list(text),
  privateIp: text,
  publicIp: optional(text),
  mac: text,
  status: choice('available', 'in-use'),
  instance: optional(text),
  attachment: text,
  attachedAt: instantOf,
  deleteOnTermination: flag,
  /** the meter of the public address */
  meter: optional(text),
})
/** An elastic network interface (ENI). */
export type NetworkInterface = Infer<typeof networkInterface>
export const networkInterfaces = defineTable('network.interface', networkInterface)
