/**
 * What words of the picture and of the inspector mean, in a few plain words, by language: kinds of things by the
 * kind of their Ref, hardware and disks by the codes of the views.
 *
 * Pure. What AWS does not publish is not said of AWS; the hosts are the lab's.
 */

type Thing = 'zone' | 'rack' | 'host' | 'instance' | 'volume' | 'image'
const things: Readonly<Record<Thing, string> & Record<string, string>> = {
  zone: 'A part of the region, with racks of its own.',
  rack: 'A cabinet of hosts.',
  host: 'A real computer, which lends slices of itself to many machines.',
  instance: 'A slice of a host, with a disk and an address of its own.',
  volume: 'The bytes of a machine, kept also while it is stopped.',
  image: 'What a new disk is copied from: Linux is on it.',
}

const hardware: Readonly<Record<string, string>> = {
  'intel-general': 'Intel’s processors, for general use',
  'amd-general': 'AMD’s processors, for general use',
  graviton: 'Graviton: Arm processors',
  'intel-memory': 'Intel’s processors, with much memory',
  nvme: 'with fast disks inside (NVMe)',
  'dense-hdd': 'with many hard disks inside',
  'graphics-gpu': 'with processors for graphics (GPUs)',
  'training-gpu': 'with GPUs for training models',
}

const volumes: Readonly<Record<string, string>> = {
  gp3: 'a disk for general use, on SSDs',
}

const fields: Readonly<Record<string, (value: string) => string>> = {
  hardware: (code) => hardware[code] ?? '',
  'volume-type': (type) => volumes[type] ?? '',
  'instance-type': () => 'one of EC2’s sizes of machine',
  types: () => 'sizes of machine that it can run',
}

/** The picture's words, each with its meaning, in the order in which one meets them. */
const picture: readonly (readonly [string, string])[] = [
  ['zone', things.zone],
  ['rack', things.rack],
  ['bar', 'One host. A box in it is a machine that somebody rents.'],
  ['vCPUs free', 'Processors that nobody rents.'],
  ['Intel, AMD', 'Whose processors it has.'],
  ['Graviton', 'Arm processors.'],
  ['memory', 'Much memory.'],
  ['NVMe', 'Fast disks inside.'],
  ['disks', 'Many hard disks inside.'],
  ['graphics', 'GPUs for graphics.'],
  ['training', 'GPUs for training models.'],
]

const en = {
  heading: 'How to read the picture',
  hint: 'The hosts are the lab’s: AWS shows nobody its own. Press a host or a box to read about it here.',
  picture,
  thing: (kind: string) => things[kind] ?? '',
  /** of a line of the inspector, by the code of the line and its value */
  field: (code: string, value: string) => fields[code]?.(value) ?? '',
}

export type Glosses = typeof en
export const LANGUAGES = { en } as const satisfies Record<string, Glosses>
export const glosses: Glosses = LANGUAGES.en
