/**
 * The read models that the page draws: plain data, computed from the world by a name with parameters.
 *
 * Lengths are in vCPU and MiB; times are instants of cloud time. Nothing here says how it looks.
 */
import type { CallRequest } from '../call.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Ref } from '../kernel/ref.ts'
import type { Plain, Reason } from '../kernel/result.ts'

/** EC2's instance states by name (API codes 0, 16, 32, 48, 64, 80). */
export type InstanceStateName =
  | 'pending'
  | 'running'
  | 'shutting-down'
  | 'terminated'
  | 'stopping'
  | 'stopped'

/** The stages of a launch, in order. Their lengths are the lab's choice. */
export type StageName = 'choose' | 'carve' | 'image' | 'network' | 'boot'

/** One stage of a launch: a motion from `leaves` to `arrives`. */
export interface StageView {
  readonly name: StageName
  readonly leaves: Instant
  readonly arrives: Instant
}

/** A share of a host that an instance rents. Terminated and stopped instances hold none. */
export interface SliceView {
  readonly ref: Ref
  readonly id: string
  readonly owner: number
  readonly type: string
  readonly vcpus: number
  readonly memoryMib: number
  readonly state: InstanceStateName
  readonly name: string | null
  readonly since: Instant
}

export interface HostView {
  readonly ref: Ref
  /** rack and place, such as `5.3` */
  readonly label: string
  /** the lab's hardware class, such as `intel-general` */
  readonly hardware: string
  readonly vcpus: number
  readonly memoryMib: number
  readonly usedVcpus: number
  readonly usedMemoryMib: number
  /** in the order they came */
  readonly slices: readonly SliceView[]
}

export interface RackView {
  readonly ref: Ref
  readonly label: string
  readonly hosts: readonly HostView[]
}

export interface ZoneView {
  readonly ref: Ref
  /** `us-east-1a` */
  readonly name: string
  /** `a` */
  readonly label: string
  readonly racks: readonly RackView[]
}

/** An account that rents in the region. `owner` is the number that gives it colour and texture. */
export interface OwnerView {
  readonly owner: number
  readonly account: string
  readonly name: string
  readonly mine: boolean
  readonly instances: number
}

/** An instance of the caller's account, also when it holds no slice. */
export interface MachineView {
  readonly ref: Ref
  readonly id: string
  readonly owner: number
  readonly type: string
  readonly vcpus: number
  readonly memoryMib: number
  readonly state: InstanceStateName
  readonly name: string | null
  readonly host: Ref | null
  readonly zone: string
  readonly launchedAt: Instant
  /** of its newest launch or start */
  readonly stages: readonly StageView[]
}

/** View `region`, parameters `{account}`. */
export interface RegionView {
  readonly region: string
  readonly zones: readonly ZoneView[]
  readonly owners: readonly OwnerView[]
  readonly mine: readonly MachineView[]
  readonly instances: number
}

/** What became of one host in a placement, in the order of the rules: the first rule it failed, or null. */
export interface CandidateView {
  readonly host: Ref
  readonly label: string
  readonly zone: string
  /** 'hardware' | 'zone' | 'room', or null for a candidate that passed every must-rule */
  readonly failed: string | null
  /** 1 for the choice; null for a host that failed a rule */
  readonly rank: number | null
  readonly freeVcpus: number
  readonly freeMemoryMib: number
  /** instances of the same account already there */
  readonly mine: number
}

/** One rule of the orchestrator as it applied: how many hosts were left after it, and which if few. */
export interface PlacementRuleView {
  /** 'hardware' | 'zone' | 'room' | 'spread' | 'fullest' */
  readonly code: string
  readonly left: number
  readonly hosts: readonly Ref[]
  readonly values: Readonly<Record<string, Plain>>
}

/** View `placement`, parameters `{instance: Ref}` or `{account}` for the newest: why that host. */
export interface PlacementView {
  readonly ref: Ref
  readonly at: Instant
  readonly instance: Ref
  readonly type: string
  readonly vcpus: number
  readonly memoryMib: number
  readonly rules: readonly PlacementRuleView[]
  readonly candidates: readonly CandidateView[]
  readonly chosen: Ref
  readonly chosenLabel: string
}

/** One line of the inspector. `kind` tells how to write the value: the words file formats it. */
export interface FieldView {
  readonly code: string
  readonly kind:
    | 'text'
    | 'code'
    | 'instant'
    | 'duration'
    | 'mib'
    | 'bytes'
    | 'count'
    | 'money'
    /** a ref, or a list of some */
    | 'ref'
    /** a security group's rule: `{protocol, fromPort, toPort, peer}`, the peer a CIDR or a group's ref */
    | 'rule'
    | 'state'
  readonly value: Plain
  /** where the figure is the lab's choice, not AWS's */
  readonly choice?: boolean
}

export interface FieldGroupView {
  readonly code: string
  readonly fields: readonly FieldView[]
}

/** The kinds of things that the inspector shows. */
export type InspectKind =
  | 'instance'
  | 'host'
  | 'rack'
  | 'zone'
  | 'volume'
  | 'image'
  | 'vpc'
  | 'subnet'
  | 'security-group'
  | 'network-interface'
  | 'bucket'
  | 'object'
  | 'call'

/** View `inspect`, parameters `{ref, account}`: null when the thing is not there at this instant. */
export interface InspectView {
  readonly ref: Ref
  readonly kind: InspectKind
  readonly title: string
  readonly groups: readonly FieldGroupView[]
  /** plain JSON of a call's input and answer, of an audit record, … by code */
  readonly documents: Readonly<Record<string, string>>
  readonly reasons: readonly Reason[]
}

/** View `lifecycle`, no parameters: the table that EC2's instance states run on. */
export interface LifecycleView {
  readonly states: readonly InstanceStateName[]
  readonly actions: readonly string[]
  readonly rows: readonly {
    readonly state: InstanceStateName
    readonly action: string
    readonly next: InstanceStateName | null
    readonly error: string | null
  }[]
}

/** A bucket of the account's in a list. */
export interface BucketSummaryView {
  readonly ref: Ref
  readonly name: string
  readonly createdAt: Instant
  readonly objects: number
  readonly bytes: number
}

/** One line of a bucket's level: an object, or all keys that go on after the same slash. */
export type LevelEntryView =
  | {
      readonly kind: 'object'
      readonly ref: Ref
      readonly key: string
      /** what stands after the level's prefix */
      readonly label: string
      readonly bytes: number
      readonly lastModified: Instant
    }
  | { readonly kind: 'prefix'; readonly prefix: string; readonly label: string }

/**
 * View `bucket`: one level of a bucket, as a listing with the delimiter `/` gives it. `prefix` is '' or ends in
 * a slash; `after` is the prefix or key that the page before ended with. Null when the account has no such bucket.
 */
export interface BucketLevelView {
  readonly ref: Ref
  readonly name: string
  readonly prefix: string
  readonly entries: readonly LevelEntryView[]
  /** whether more comes after the last entry */
  readonly more: boolean
}

/** What a view may ask of the inputs that the world has taken. */
export interface Past {
  /** the requests that were made at an instant, in order */
  requestsAt(at: Instant): readonly CallRequest[]
}

/** Each view by name: its parameters and its data. */
export interface Views {
  readonly region: { readonly params: { readonly account: string }; readonly data: RegionView }
  readonly placement: {
    readonly params: { readonly account: string; readonly instance?: string }
    readonly data: PlacementView | null
  }
  readonly inspect: {
    readonly params: { readonly account: string; readonly ref: string }
    readonly data: InspectView | null
  }
  readonly lifecycle: { readonly params: Record<string, never>; readonly data: LifecycleView }
  readonly buckets: {
    readonly params: { readonly account: string }
    readonly data: readonly BucketSummaryView[]
  }
  readonly bucket: {
    readonly params: {
      readonly account: string
      readonly name: string
      readonly prefix: string
      readonly after?: string
    }
    readonly data: BucketLevelView | null
  }
}
export type ViewName = keyof Views
