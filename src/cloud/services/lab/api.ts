/**
 * What the lab's read-only operations take and answer, in the form of AWS's: `models/lab.ts` says the same to
 * clients.
 *
 * `At` is the instant, `Seconds` the same as seconds of cloud time since the world began. A `Ref` is what the page
 * and events call a thing. Members that do not apply are left out.
 */
import type { Instant } from '../../kernel/instant.ts'
import type { Ref } from '../../kernel/ref.ts'

/** Figures of a rule, an event or a reason, as text: what is no string is written as JSON. */
export type Texts = { readonly [name: string]: string }

export interface DescribeHostsRequest {
  readonly HostIds?: readonly string[]
}

/** An instance of the caller's on a host. */
export interface HostInstance {
  readonly InstanceId: string
  readonly Ref: Ref
  readonly InstanceType: string
  readonly VCpus: number
  readonly MemoryMiB: number
}

export interface HostDescription {
  readonly HostId: string
  readonly Ref: Ref
  /** rack and place, such as `5.3` */
  readonly Label: string
  readonly Zone: string
  readonly Rack: number
  /** the lab's hardware class, such as `intel-general` */
  readonly Hardware: string
  readonly VCpus: number
  readonly FreeVCpus: number
  readonly MemoryMiB: number
  readonly FreeMemoryMiB: number
  readonly Accelerator?: string
  readonly Accelerators?: number
  readonly FreeAccelerators?: number
  /** the caller's own */
  readonly Instances: readonly HostInstance[]
  /** how many are other accounts', and what those hold */
  readonly OtherInstances: number
  readonly OtherVCpus: number
  readonly OtherMemoryMiB: number
}

export interface DescribeHostsResult {
  readonly Hosts: readonly HostDescription[]
}

/** Placements of these instances, or of one call; all of the account's where neither is named. */
export interface DescribePlacementRequest {
  readonly InstanceIds?: readonly string[]
  readonly RequestId?: string
}

export interface PlacementCandidate {
  readonly HostId: string
  readonly Ref: Ref
  readonly Label: string
  readonly Zone: string
  /** the first rule it failed: `hardware`, `zone`, `room`; left out when it failed none */
  readonly Failed?: string
  /** 1 for the choice; left out when it failed a rule */
  readonly Rank?: number
  readonly FreeVCpus: number
  readonly FreeMemoryMiB: number
  /** instances of the account's that were already there */
  readonly OwnInstances: number
}

export interface PlacementRule {
  readonly Code: string
  /** how many hosts were left after it */
  readonly Left: number
  /** which, where they are few */
  readonly Hosts: readonly Ref[]
  readonly Values: Texts
}

export interface PlacementDescription {
  readonly PlacementId: string
  readonly Ref: Ref
  readonly At: Instant
  readonly Seconds: number
  readonly InstanceId: string
  readonly Instance: Ref
  readonly InstanceType: string
  readonly VCpus: number
  readonly MemoryMiB: number
  /** the zone that was asked for; left out when any would do */
  readonly AskedZone?: string
  readonly Rules: readonly PlacementRule[]
  readonly Candidates: readonly PlacementCandidate[]
  readonly Chosen: PlacementCandidate
}

/** In the order they were made. */
export interface DescribePlacementResult {
  readonly Placements: readonly PlacementDescription[]
}

/** Events of these types, about these things (refs, or ids within them); the newest `MaxResults`. */
export interface DescribeEventsRequest {
  readonly Types?: readonly string[]
  readonly Subjects?: readonly string[]
  readonly MaxResults?: number
}

export interface EventDescription {
  readonly Number: number
  readonly At: Instant
  readonly Seconds: number
  readonly Type: string
  readonly Subjects: readonly Ref[]
  /** the number of the event that led to it */
  readonly Cause?: number
  readonly Detail: Texts
}

/** In the order they happened. */
export interface DescribeEventsResult {
  readonly Events: readonly EventDescription[]
}

/** Refused calls with these codes, to these operations; the newest `MaxResults`. */
export interface DescribeRefusalsRequest {
  readonly Codes?: readonly string[]
  readonly Operations?: readonly string[]
  readonly MaxResults?: number
}

export interface RefusalReason {
  readonly Code: string
  readonly Ref?: Ref
  readonly Values: Texts
}

export interface RefusalDescription {
  /** of the event that tells of it */
  readonly Number: number
  readonly At: Instant
  readonly Seconds: number
  readonly Service: string
  readonly Operation: string
  readonly RequestId: string
  readonly Code: string
  readonly Message: string
  readonly HttpStatus: number
  /** `service`, `region`, `authentication`, `members`, `authorisation` or `operation` */
  readonly DecidedBy: string
  readonly Reasons: readonly RefusalReason[]
}

/** In the order they were refused. */
export interface DescribeRefusalsResult {
  readonly Refusals: readonly RefusalDescription[]
}

/** Of these things (refs, or ids within them); of all where none is named. */
export interface DescribeCostsRequest {
  readonly Resources?: readonly string[]
}

export interface CostDescription {
  readonly Resource: Ref
  readonly ResourceId: string
  /** `instance`, `volume`, `public-ipv4`, `storage`, `requests-write` (and list) or `requests-read` */
  readonly Kind: string
  /** type of instance or volume, class of storage */
  readonly Detail?: string
  /** what the thing is now, such as `running`, `stopped`, `in-use`; `gone` when it is no more */
  readonly State: string
  /** whether it costs more with each moment */
  readonly Counting: boolean
  /** the billed time; left out for requests */
  readonly Seconds?: number
  readonly SizeGiB?: number
  readonly Quantity: number
  /** `hours`, `GB-months` or `requests` */
  readonly Unit: string
  /** dollars for one unit */
  readonly UnitPrice: string
  readonly NanoDollars: number
  /** the same, to nine places */
  readonly Dollars: string
}

export interface DescribeCostsResult {
  readonly At: Instant
  readonly Seconds: number
  readonly NanoDollars: number
  readonly Dollars: string
  readonly Costs: readonly CostDescription[]
}
