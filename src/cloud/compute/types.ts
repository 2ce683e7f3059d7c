/**
 * The instance types the lab knows, which of them it sells, and on what hardware each of those
 * runs.
 *
 * Models: EC2's types in one Region, sold where there is hardware for them. The lab sells 24 of the
 * 85 rows of its sheet of facts; a launch of another row answers `Unsupported`. The hardware
 * classes are the lab's choice. The plan was three types a class. The sheet has one AMD general row
 * that is on sale in us-east-1 (m7a.large; hpc6a and hpc7a are not sold on demand there), so AMD
 * sells one and Intel general five; the other six classes sell three. A type with accelerators also
 * needs a host with its model: T4, A10G and L4 are three kinds of graphics host, A100 and H100 two
 * of training host.
 */
import { assert, must } from '../kernel/assert.ts'
import { type TypeFacts, typeFacts } from './type-facts.ts'

/** A class of hardware: the lab's choice. */
export type HardwareClass =
  | 'intel-general'
  | 'amd-general'
  | 'graviton'
  | 'intel-memory'
  | 'nvme'
  | 'dense-hdd'
  | 'graphics-gpu'
  | 'training-gpu'

/**
 * One type: its facts, and the hardware it runs on in the lab; `null` where the lab has none for
 * it.
 */
export interface InstanceType extends TypeFacts {
  readonly hardware: HardwareClass | null
}

/** The types on sale by class, in order of size. */
export const soldTypes: Readonly<Record<HardwareClass, readonly string[]>> = {
  'intel-general': ['t3.micro', 't3.medium', 'm5.large', 'c5.large', 'm5.4xlarge'],
  'amd-general': ['m7a.large'],
  graviton: ['t4g.micro', 'm7g.large', 'c7g.large'],
  'intel-memory': ['r5.large', 'r6i.large', 'r7i.large'],
  nvme: ['i3en.large', 'i4i.large', 'i7ie.large'],
  'dense-hdd': ['d3.xlarge', 'd3en.xlarge', 'h1.2xlarge'],
  'graphics-gpu': ['g4dn.xlarge', 'g5.xlarge', 'g6.xlarge'],
  'training-gpu': ['p4d.24xlarge', 'p5.4xlarge', 'p5.48xlarge'],
}

/** The classes in the order they are listed. */
export const hardwareClasses = Object.keys(soldTypes) as readonly HardwareClass[]

const classOf = new Map<string, HardwareClass>()
for (const hardware of hardwareClasses) {
  for (const type of soldTypes[hardware]) classOf.set(type, hardware)
}

/** Every type the lab knows, sold or not, in the order of the sheet. */
export const instanceTypes: readonly InstanceType[] = typeFacts.map((facts) => ({
  ...facts,
  hardware: classOf.get(facts.type) ?? null,
}))

const byName = new Map(instanceTypes.map((each) => [each.type, each]))
assert(byName.size === instanceTypes.length, 'each type stands once in the sheet')

/** The type of a name, sold or not; undefined when the lab knows none. */
export const findType = (name: string): InstanceType | undefined => byName.get(name)

/** The type of a name that is known to be one. */
export const typeOf = (name: string): InstanceType => must(byName.get(name), `type ${name}`)

/** How many accelerators one instance of a type takes. */
export const acceleratorCount = (type: InstanceType): number => type.accelerators?.count ?? 0
