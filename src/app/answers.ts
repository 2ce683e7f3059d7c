/**
 * Reads what the page needs from answers in AWS's shape. Members are data from the worker: each is looked at
 * before it is used, and what has another shape is left out.
 */
import type { Answer, Members } from '../cloud/call.ts'

/** An instance type as the sandbox offers it. */
export interface TypeOffer {
  readonly type: string
  readonly vcpus: number
  readonly memoryMib: number
  /** `x86_64`, `arm64` */
  readonly architecture: string
}

type Member = Members[string]

const members = (value: Member): Members =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array)
    ? (value as Members)
    : {}
const list = (value: Member): readonly Member[] => (Array.isArray(value) ? value : [])
const text = (value: Member): string => (typeof value === 'string' ? value : '')
const number = (value: Member): number => (typeof value === 'number' ? value : 0)

const output = (answer: Answer): Members => (answer.result.ok ? answer.result.value : {})

/** Ids of the images in an answer of DescribeImages. */
export const readImages = (answer: Answer): string[] =>
  list(output(answer).Images)
    .map((image) => text(members(image).ImageId))
    .filter((id) => id !== '')

/** The private address of the first instance in an answer of DescribeInstances. */
export function readAddress(answer: Answer): string {
  const reservation = members(list(output(answer).Reservations)[0])
  return text(members(list(reservation.Instances)[0]).PrivateIpAddress)
}

/** The types in an answer of DescribeInstanceTypes, smallest first. */
export const readTypes = (answer: Answer): TypeOffer[] =>
  list(output(answer).InstanceTypes)
    .map(members)
    .map((type) => ({
      type: text(type.InstanceType),
      vcpus: number(members(type.VCpuInfo).DefaultVCpus),
      memoryMib: number(members(type.MemoryInfo).SizeInMiB),
      architecture: text(list(members(type.ProcessorInfo).SupportedArchitectures)[0]),
    }))
    .sort((a, b) => a.vcpus - b.vcpus || a.memoryMib - b.memoryMib || (a.type < b.type ? -1 : 1))

/** One line of the account's bill. */
export interface Cost {
  /** `instance`, `volume`, `public-ipv4`, … */
  readonly kind: string
  /** what kind of it, such as `t3.micro` or `gp3`; or nothing */
  readonly detail: string
  readonly dollars: number
  /** whether it goes on costing */
  readonly counting: boolean
  /** the time billed, in seconds, where it is time that costs; else null */
  readonly seconds: number | null
}

/** The lines in an answer of the lab's DescribeCosts. */
export const readCosts = (answer: Answer): Cost[] =>
  list(output(answer).Costs)
    .map(members)
    .map(({ Kind, Detail, NanoDollars, Counting, Seconds }) => ({
      kind: text(Kind),
      detail: text(Detail),
      dollars: number(NanoDollars) / 1e9,
      counting: Counting === true,
      seconds: typeof Seconds === 'number' ? Seconds : null,
    }))

/** What S3 tells of what it made: the place of a bucket, the ETag of an object. */
export function readMade(answer: Answer): string {
  const { Location, ETag } = output(answer)
  return text(Location) || text(ETag)
}

/** What came of a call, in a few words: the things it names, with their states. */
export function outcomeOf(answer: Answer): string {
  const states = readStates(answer).map(({ id, state }) => `${id} ${state}`.trim())
  return states.length > 0 ? states.join(', ') : readMade(answer)
}

/** Instances that an answer names, with the state it gives them: of launch, start, stop, terminate. */
export function readStates(answer: Answer): { readonly id: string; readonly state: string }[] {
  const value = output(answer)
  const changed = ['StartingInstances', 'StoppingInstances', 'TerminatingInstances'].flatMap(
    (name) => list(value[name]),
  )
  const launched = list(value.Instances)
  return [...launched, ...changed].map(members).map((instance) => ({
    id: text(instance.InstanceId),
    state: text(members(instance.State ?? instance.CurrentState).Name),
  }))
}

/** A disk of the account's. */
export interface Volume {
  readonly id: string
  /** GiB */
  readonly size: number
  /** the instance that it is attached to; null when to none */
  readonly instance: string | null
}

/** The volumes in an answer of DescribeVolumes. */
export const readVolumes = (answer: Answer): Volume[] =>
  list(output(answer).Volumes)
    .map(members)
    .map((volume) => ({
      id: text(volume.VolumeId),
      size: number(volume.Size),
      instance: text(members(list(volume.Attachments)[0]).InstanceId) || null,
    }))
