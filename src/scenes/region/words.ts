/**
 * Every sentence of the Region picture, by language. The view speaks codes and values; this makes words.
 *
 * Another language is another `RegionWords`. A code without a word is written as itself with spaces, so a new
 * one in the cloud is ugly and never missing; a test holds the known ones complete. Sentences stay below 20
 * words in the picture and 25 in speech.
 */
import { type Duration, inSeconds } from '../../cloud/kernel/instant.ts'
import type { InstanceStateName, PlacementRuleView, StageName } from '../../cloud/views/types.ts'

/** What a host's name needs. */
export interface HostFacts {
  readonly label: string
  readonly hardware: string
  readonly vcpus: number
  readonly freeVcpus: number
  readonly machines: number
  readonly rank: number | null
  readonly predicted: boolean
}
export interface SliceFacts {
  readonly name: string | null
  readonly id: string
  readonly type: string
  readonly vcpus: number
  readonly state: InstanceStateName
  readonly owner: string
  readonly mine: boolean
}
export interface Counts {
  readonly zones: number
  readonly racks: number
  readonly hosts: number
  readonly machines: number
}
/** A rule with what its sentence needs beside it. */
export interface RuleFacts {
  readonly rule: PlacementRuleView
  readonly type: string
  readonly vcpus: number
  readonly memoryMib: number
  /** machines of the same account on the host that was chosen */
  readonly mine: number
  /** labels of the hosts that were left, when they are few */
  readonly labels: readonly string[]
}

export interface RegionWords {
  readonly headings: Readonly<Record<'running' | 'choosing' | 'placed', string>>
  readonly legend: string
  readonly describeButton: string
  readonly describeList: string
  readonly grid: string
  readonly gridKeys: string
  readonly pointAt: string
  readonly pointNowhere: string
  readonly you: string
  /** over the host that the person pointed at */
  readonly guess: string
  readonly ours: string
  /** what is not one's own, in the legend of a projector */
  readonly theirs: string
  /** what a bare number over a bar counts */
  readonly bareNumber: string
  /** what ordinals before bars are */
  readonly ranks: string
  /** vCPUs that are free on a host */
  free(vcpus: number): string
  /** heads over the free vCPUs of hosts, the longest first */
  readonly freeHeads: readonly string[]
  readonly reasonsHeading: string
  readonly reasonsOwn: string
  readonly stagesHeading: string
  readonly done: string
  readonly current: string
  readonly later: string
  zone(label: string): string
  rack(label: string): string
  ordinal(n: number): string
  /** how long a stage took, or how long it goes on by now */
  took(length: Duration, soFar: boolean): string
  hardware(code: string): string
  /** the hardware in a word, for beside a bar */
  kind(code: string): string
  /** how a sentence names hosts of that hardware */
  kindHost(code: string): string
  /** in the legend of a projector: what the pale hosts are not */
  notThese(kinds: readonly string[]): string
  state(code: InstanceStateName): string
  stage(code: StageName): string
  failed(code: string): string
  rule(facts: RuleFacts): string
  host(facts: HostFacts): string
  slice(facts: SliceFacts): string
  summary(counts: Counts): string
  placed(could: number, hosts: number, label: string, facts: RuleFacts): string
  zoneSentence(label: string, hosts: number, machines: number, free: number, all: number): string
  ownerSentence(name: string, mine: boolean, machines: number): string
  machine(called: string, state: InstanceStateName, host: string | null, zone: string): string
  came(type: string, name: string | null, host: string | null): string
  now(called: string, state: InstanceStateName, host: string | null): string
  nowMany(count: number, state: InstanceStateName): string
  cameMany(count: number): string
  gone(called: string): string
  moved(called: string, host: string): string
  others(came: number, left: number): string
  moreOwners(count: number): string
}

const HARDWARE: Readonly<Record<string, string>> = {
  'intel-general': 'Intel general',
  'amd-general': 'AMD general',
  graviton: 'Graviton',
  'intel-memory': 'Intel with much memory',
  nvme: 'with local NVMe',
  'dense-hdd': 'with many hard disks',
  'graphics-gpu': 'graphics GPUs',
  'training-gpu': 'training GPUs',
}
const KINDS: Readonly<Record<string, string>> = {
  'intel-general': 'Intel',
  'amd-general': 'AMD',
  graviton: 'Graviton',
  'intel-memory': 'memory',
  nvme: 'NVMe',
  'dense-hdd': 'disks',
  'graphics-gpu': 'graphics',
  'training-gpu': 'training',
}
const STATES: Readonly<Record<InstanceStateName, string>> = {
  pending: 'pending',
  running: 'running',
  'shutting-down': 'shutting-down',
  terminated: 'terminated',
  stopping: 'stopping',
  stopped: 'stopped',
}
const STAGES: Readonly<Record<StageName, string>> = {
  choose: 'choose a host',
  carve: 'carve its slice',
  image: 'attach the image',
  network: 'connect',
  boot: 'boot',
}
const FAILED: Readonly<Record<string, string>> = {
  hardware: 'other hardware',
  zone: 'another zone',
  room: 'no room',
}
const NUMBERS = [
  ...['no', 'one', 'two', 'three', 'four', 'five', 'six'],
  ...['seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
]

const spaced = (code: string) => code.replaceAll('-', ' ')
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
/** Digits in groups of three. The browser's own takes longer to begin than the picture to be drawn. */
const numeral = (n: number) => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
const number = (n: number) => NUMBERS[n] ?? numeral(n)
const many = (n: number, one: string, more = `${one}s`) => `${numeral(n)} ${n === 1 ? one : more}`
const counted = (n: number, one: string, more = `${one}s`) => `${number(n)} ${n === 1 ? one : more}`
const gib = (mib: number) => `${numeral(Math.round((mib / 1024) * 100) / 100)} GiB`
const size = (vcpus: number, mib: number) => `${vcpus} vCPU and ${gib(mib)}`
const family = (type: string) => type.split('.')[0] ?? type

function ordinal(n: number): string {
  const teen = n % 100 >= 11 && n % 100 <= 13
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')
  return `${n}${ending}`
}

/** The rules of the orchestrator; those that are not here are written as their code. */
const RULES: Readonly<Record<string, (facts: RuleFacts) => string>> = {
  hardware: ({ type }) => `right hardware for ${family(type)}`,
  zone: ({ rule }) => {
    const { zones } = rule.values
    return Array.isArray(zones) ? `in ${zones.join(' or ')}, as asked` : 'any zone will do'
  },
  room: ({ vcpus, memoryMib }) => `room for ${size(vcpus, memoryMib)}`,
  spread: ({ rule, mine }) =>
    (rule.values.mine ?? mine) === 0
      ? 'none of your machines there'
      : 'fewest of your machines there',
  fullest: () => 'fullest of those, to keep others free',
}

function rule(facts: RuleFacts): string {
  const { code, left } = facts.rule
  const said = RULES[code]?.(facts) ?? spaced(code)
  return `${said}: ${facts.labels.length > 0 ? facts.labels.join(', ') : many(left, 'host')}`
}

const on = (host: string | null) => (host === null ? '' : ` on host ${host}`)

/** English. */
export const en: RegionWords = {
  headings: {
    running: 'A region, running',
    choosing: 'Which host would you choose?',
    placed: 'One host takes it',
  },
  legend:
    'A box is a machine somebody rents; its width is its share of the host’s vCPUs. Hosts are the lab’s; AWS shows nobody its own.',
  describeButton: 'Describe',
  describeList: 'The region in words',
  grid: 'Hosts of the region',
  gridKeys:
    'Arrows go from host to host, Ctrl and an arrow to the next zone, Shift and an arrow to its machines. Enter selects.',
  pointAt: 'Your guess',
  pointNowhere: 'point at a host',
  you: 'you',
  guess: 'guess',
  ours: 'ours',
  theirs: 'others’',
  bareNumber: 'number: vCPUs free',
  ranks: '2nd, 3rd: the next choices',
  free: (vcpus) => `${vcpus} free`,
  freeHeads: ['vCPUs free', 'free'],
  reasonsHeading: 'Its reasons, in order',
  reasonsOwn: 'AWS does not publish how it chooses. This order is the lab’s.',
  stagesHeading: 'Stages of the launch',
  done: 'done',
  current: 'now',
  later: 'later',
  zone: (label) => `zone ${label}`,
  rack: (label) => `rack ${label}`,
  ordinal,
  took: (length, soFar) => {
    const tenths = inSeconds(length) * 10
    // A clock that runs is not ahead of itself; what is over is as long as it was.
    const seconds = `${((soFar ? Math.floor(tenths) : Math.round(tenths)) / 10).toFixed(1)} s`
    return soFar ? `${seconds} so far` : `took ${seconds}`
  },
  hardware: (code) => HARDWARE[code] ?? spaced(code),
  kind: (code) => KINDS[code] ?? spaced(code),
  kindHost: (code) => `${en.kind(code)} host`,
  notThese: (kinds) => `pale: not ${kinds.map(en.kind).join(' or ')}`,
  state: (code) => STATES[code],
  stage: (code) => STAGES[code],
  failed: (code) => FAILED[code] ?? spaced(code),
  rule,
  host: (f) =>
    [
      `host ${f.label}`,
      en.hardware(f.hardware),
      `${f.freeVcpus} of ${f.vcpus} vCPU free`,
      many(f.machines, 'machine'),
      f.rank === null ? [] : `${ordinal(f.rank)} choice`,
      f.predicted ? 'your guess' : [],
    ]
      .flat()
      .join(', '),
  slice: (f) =>
    [f.name ?? f.id, f.type, f.mine ? 'yours' : f.owner, STATES[f.state], `${f.vcpus} vCPU`].join(
      ', ',
    ),
  summary: (c) =>
    `${capital(counted(c.zones, 'zone'))}, ${counted(c.racks, 'rack')}, ${counted(c.hosts, 'host')}. ` +
    `${numeral(c.machines)} ${c.machines === 1 ? 'machine is' : 'machines are'} alive in it.`,
  placed: (could, hosts, label, facts) =>
    `${capital(number(could))} of ${numeral(hosts)} could. Host ${label} has room for ` +
    `${size(facts.vcpus, facts.memoryMib)}, and ` +
    `${facts.mine === 0 ? 'none of your machines yet' : `${many(facts.mine, 'machine')} of yours`}.`,
  zoneSentence: (label, hosts, machines, free, all) =>
    `Zone ${label}: ${many(hosts, 'host')}, ${many(machines, 'machine')}, ` +
    `${numeral(free)} of ${numeral(all)} vCPU free.`,
  ownerSentence: (name, mine, machines) =>
    mine ? `You rent ${many(machines, 'machine')}.` : `${name} rents ${many(machines, 'machine')}.`,
  machine: (called, state, host, zone) => `${called} is ${STATES[state]}${on(host)} in ${zone}.`,
  came: (type, name, host) =>
    name === null
      ? `A new ${type} is yours${on(host)}.`
      : `${name}, a new ${type}, is yours${on(host)}.`,
  now: (called, state, host) => `${called} is now ${STATES[state]}${on(host)}.`,
  nowMany: (count, state) => `${capital(number(count))} of your machines are now ${STATES[state]}.`,
  cameMany: (count) => `You have ${counted(count, 'new machine')}.`,
  gone: (called) => `The record of ${called} is gone.`,
  moved: (called, host) => `${called} is now on host ${host}.`,
  others: (came, left) => {
    const parts = [
      came > 0 ? `${counted(came, 'machine')} of others came` : [],
      left > 0 ? `${counted(left, 'machine')} of others left` : [],
    ].flat()
    return `${capital(parts.join(', '))}.`
  },
  moreOwners: (count) => `and ${number(count)} more`,
}

const LANGUAGES: Readonly<Record<string, RegionWords>> = { en }

/** The words of a language, or English where it is not spoken yet. */
export const wordsIn = (language: string): RegionWords => LANGUAGES[language] ?? en
