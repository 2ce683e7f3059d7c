/**
 * The rows of the compute world: hosts and what they carry, instances, volumes, images, placements.
 *
 * Ids have AWS's form. Keys are `account/region/id`; hosts and public images belong to the account `lab`.
 */
import {
  choice,
  flag,
  type Infer,
  instantOf,
  integer,
  list,
  optional,
  plain,
  record,
  refOf,
  text,
} from '../kernel/schema.ts'
import { defineTable } from '../kernel/table.ts'

/** A share of a host that one instance holds. */
const slice = record({
  instance: refOf,
  account: text,
  vcpus: integer,
  memoryMib: integer,
  accelerators: integer,
  since: instantOf,
})

const host = record({
  /** `h-0503`: rack 5, place 3 */
  id: text,
  /** `5.3` */
  label: text,
  zone: text,
  rack: integer,
  place: integer,
  hardware: text,
  vcpus: integer,
  memoryMib: integer,
  /** accelerator model such as `t4`, or empty */
  accelerator: text,
  accelerators: integer,
  /** in the order they came */
  slices: list(slice),
})
/** A physical host: the lab's layout, since AWS publishes none. */
export type Host = Infer<typeof host>
export type Slice = Infer<typeof slice>
export const hosts = defineTable('compute.host', host)

const stage = record({
  name: choice('choose', 'carve', 'image', 'network', 'boot'),
  leaves: instantOf,
  arrives: instantOf,
})

const instance = record({
  id: text,
  account: text,
  reservation: text,
  launchIndex: integer,
  image: text,
  type: text,
  zone: text,
  subnet: text,
  vpc: text,
  groups: list(text),
  /** the network interface */
  interface: text,
  keyName: optional(text),
  userData: optional(text),
  clientToken: text,
  state: choice('pending', 'running', 'shutting-down', 'terminated', 'stopping', 'stopped'),
  stateReasonCode: text,
  stateReasonMessage: text,
  /** StateTransitionReason */
  transitionReason: text,
  /** whether it has ever been running: a first pending cannot be stopped */
  everRunning: flag,
  launchedAt: instantOf,
  /** when it became what it is now */
  since: instantOf,
  stages: list(stage),
  /** the host whose slice it holds; none while stopped or terminated */
  host: optional(text),
  rootDevice: text,
  /** the root volume it was launched with, kept here when that is gone */
  volume: optional(text),
  apiTermination: flag,
  apiStop: flag,
  /** what an OS-level shutdown does */
  shutdownBehavior: choice('stop', 'terminate'),
  ebsOptimized: flag,
  sourceDestCheck: flag,
  /** the timer of the next change of state, to be cancelled when something else comes first */
  timer: optional(integer),
  /** the meter that runs while it is running */
  meter: optional(text),
  /** CPU credits are a later issue; what was asked for is kept */
  monitoring: choice('disabled', 'enabled'),
})
/** An instance. Tags are rows of their own. */
export type Instance = Infer<typeof instance>
export const instances = defineTable('compute.instance', instance)

const volume = record({
  id: text,
  account: text,
  zone: text,
  type: text,
  sizeGib: integer,
  iops: integer,
  throughput: integer,
  snapshot: text,
  encrypted: flag,
  state: choice('creating', 'available', 'in-use', 'deleting', 'deleted'),
  createdAt: instantOf,
  attachedTo: optional(text),
  attachedAt: optional(instantOf),
  device: text,
  deleteOnTermination: flag,
  meter: optional(text),
})
/** An EBS volume. */
export type Volume = Infer<typeof volume>
export const volumes = defineTable('compute.volume', volume)

const image = record({
  id: text,
  name: text,
  description: text,
  owner: text,
  ownerAlias: text,
  architecture: choice('x86_64', 'arm64'),
  platformDetails: text,
  rootDevice: text,
  rootSnapshot: text,
  rootGib: integer,
  createdAt: instantOf,
  enaSupport: flag,
  virtualization: text,
  bootMode: text,
  public: flag,
})
/** A machine image (AMI). */
export type Image = Infer<typeof image>
export const images = defineTable('compute.image', image)

const candidate = record({
  host: text,
  /** the first must-rule it failed, or null */
  failed: optional(choice('hardware', 'zone', 'room')),
  rank: optional(integer),
  freeVcpus: integer,
  freeMemoryMib: integer,
  mine: integer,
})
const rule = record({
  code: choice('hardware', 'zone', 'room', 'spread', 'fullest'),
  left: integer,
  hosts: list(text),
  values: plain,
})
const placement = record({
  id: text,
  account: text,
  instance: refOf,
  at: instantOf,
  type: text,
  vcpus: integer,
  memoryMib: integer,
  zone: optional(text),
  rules: list(rule),
  candidates: list(candidate),
  chosen: text,
})
/** Why an instance was put on its host: the explanation of one choice. */
export type Placement = Infer<typeof placement>
export const placements = defineTable('compute.placement', placement)

const token = record({
  token: text,
  /** canonical text of the parameters that must be equal */
  fingerprint: text,
  reservation: text,
  instances: list(text),
})
/** A client token of RunInstances and what it stands for. */
export type LaunchToken = Infer<typeof token>
export const launchTokens = defineTable('compute.launch-token', token)

const keyPair = record({
  id: text,
  name: text,
  fingerprint: text,
  type: choice('rsa', 'ed25519'),
  publicKey: text,
  createdAt: instantOf,
})
/** A key pair; the private half is never kept. */
export type KeyPair = Infer<typeof keyPair>
export const keyPairs = defineTable('compute.key-pair', keyPair)

const tag = record({ resource: text, resourceType: text, key: text, value: text })
/** One tag of one resource, keyed (account, region, `resource/key`). */
export type Tag = Infer<typeof tag>
export const tags = defineTable('compute.tag', tag)
