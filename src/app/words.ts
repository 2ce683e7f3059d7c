/**
 * Every sentence of the page's shell, by language.
 *
 * The cloud speaks codes and values; the sentences are made here. At most 20 words each, the plain word
 * first. Lessons, scenes, the inspector and the terminal have words files of their own.
 */
import { mibText, secondsText } from './format.ts'

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

const shell = {
  product: 'Cloudglass',
  rooms: 'Rooms',
  lessons: 'Lessons',
  learn: 'Learn',
  sandbox: 'Sandbox',
  settings: 'Settings',
  present: 'Present',
  presentOn: 'Present: go on',
  sheet: 'Sheet for the teacher',
  theme: 'Theme',
  themeNow: { system: 'follows the system', light: 'light', dark: 'dark' },
  stage: 'The region',
  step: 'The step',
  task: 'What to do',
  inspector: 'What is selected',
  time: 'Time',
  command: 'The command it made',
  menu: 'Rooms and theme',
  fetching: 'One moment.',
  unfetched: 'This page could not be fetched. Go elsewhere and come back.',
  loading: 'The cloud is starting.',
  failed: 'The cloud did not start in this browser.',
  died: (recovered: boolean, dropped: string | null) => {
    if (!recovered)
      return 'The cloud stopped and could not be brought back. Reload the page to begin anew.'
    if (dropped === null) return 'The cloud stopped and was brought back. Nothing is lost.'
    return `The cloud stopped and was brought back, without the last thing done: ${dropped}.`
  },
  /** what became of all that was done until now */
  kept: { saved: 'Saved', saving: 'Saving', unkept: 'Not kept', copy: 'A copy' },
  guest: 'Another tab has this world open. You see a copy: what you do here is not kept.',
  unkept: (why: string) =>
    `Nothing can be kept: ${why} What you do lasts until the page is closed.`,
  unopened:
    'The world as it was left could not be opened. It begins anew; the old one goes into your export.',
  corrected:
    'This lesson has changed since you were in it. It begins anew, in a new world; the old one goes into your export.',
  earlier:
    'This world came from an earlier version of the lab, without its past. It was begun anew, up to this step; the old one goes into your export.',
  dismiss: 'Close',
  more: 'Show all of the step',
  less: 'Show less of the step',
}

/** Why a call for another Region is refused. */
const wrongRegion = 'The lab has one Region, us-east-1: a call signed for another is refused.'

const sandbox = {
  title: 'Launch',
  text: 'The lesson’s own world, running. What you do here, its step sees too.',
  textOwn: 'A region of your own, running. Nothing asks anything of you here.',
  type: 'Instance type',
  option: (type: string, vcpus: number, mib: number) => `${type}: ${vcpus} vCPU, ${mibText(mib)}`,
  count: 'How many',
  launch: 'Launch',
  yours: 'Your machines',
  on: (host: string) => `on host ${host}`,
  wrongCount: (most: number) => `Between 1 and ${most} at once.`,
  none: 'You have none yet.',
  machine: (id: string, state: string) => `${id}, ${state}`,
}

/** Cloud seconds a second, as the page offers them. */
export const PACES = [0.1, 1, 10, 60] as const

const time = {
  previous: 'Back to the beat before',
  next: 'On to the next beat',
  play: 'Play',
  pause: 'Pause',
  pace: 'Pace',
  paceWords: (pace: number) =>
    pace === 60 ? '1 min of cloud time each second' : `${pace} s of cloud time each second`,
  pausedAt: (what: string) => `paused at “${what}”`,
  paused: 'paused',
  held: 'Time is paused. Press Play, and it goes on.',
  playing: 'running',
  behind: (ms: number) => `The cloud is ${secondsText(ms * 10_000)} s behind this pace.`,
  track: 'Events in time',
  lanes: { calls: 'Calls', placement: 'Placement', machine: 'Machine', storage: 'Storage' },
  eventCount: (n: number) => plural(n, 'event', 'events'),
  events: 'Events',
  value: (clock: string, what: string | null, index: number, total: number) =>
    what === null
      ? `${clock}, before the first of ${plural(total, 'event', 'events')}`
      : `${clock}, ${what}, event ${index + 1} of ${total}`,
  past: (n: number) =>
    n === 0
      ? 'In the past; acting here starts a branch, the old one is kept'
      : `${plural(n, 'event', 'events')} back; acting here starts a branch, the old one is kept`,
  latest: 'Latest',
  other: 'You are on a branch; the other future is kept',
  otherFuture: 'To the other future',
  day: (day: number) => `day ${day}`,
}

const events: Readonly<Record<string, string>> = {
  'compute.placement.chosen': 'host chosen',
  'compute.instance.carved': 'slice carved',
  'compute.instance.image-attached': 'image attached',
  'compute.instance.volume-attached': 'disk attached',
  'compute.instance.connected': 'network connected',
  'compute.instance.running': 'running',
  'compute.instance.rebooted': 'rebooted',
  'compute.instance.stopping': 'stopping',
  'compute.instance.stopped': 'stopped',
  'compute.instance.shutting-down': 'shutting-down',
  'compute.instance.terminated': 'terminated',
  'compute.instance.forgotten': 'record forgotten',
  'storage.bucket.created': 'bucket created',
  'storage.bucket.deleted': 'bucket deleted',
  'storage.object.written': 'object stored',
  'storage.object.deleted': 'object deleted',
}

/** What is said aloud at a beat, by type of event. `host` is its label where the event names one. */
const said: Readonly<Record<string, (host: string | null) => string>> = {
  'compute.placement.chosen': (host) =>
    host === null ? 'EC2 chose a host.' : `EC2 chose host ${host}.`,
  'compute.instance.carved': (host) =>
    host === null ? 'The slice is carved.' : `Host ${host} carved a slice for your machine.`,
  'compute.instance.image-attached': () => 'The image is attached as its disk.',
  'compute.instance.volume-attached': () => 'Its old disk is attached again.',
  'compute.instance.connected': () => 'Its network interface is connected.',
  'compute.instance.running': () => 'Your machine is running.',
  'compute.instance.rebooted': () => 'Your machine has rebooted.',
  'compute.instance.stopped': () => 'Your machine is stopped; its slice is free again.',
  'compute.instance.terminated': () => 'Your machine is terminated; nothing of it is left.',
  'storage.bucket.created': () => 'Your bucket is there, and empty.',
  'storage.bucket.deleted': () => 'Your bucket is gone; its name is free.',
}

const speech = {
  selected: (what: string) => `Selected: ${what}.`,
  seek: (clock: string, what: string | null) =>
    what === null ? `${clock}, before the first event.` : `${clock}, after “${what}”.`,
  paused: (clock: string) => `Paused at ${clock}.`,
  pointed: (label: string) => `You point at host ${label}.`,
  refused: (code: string, sentence: string) => `Refused: ${code}. ${sentence}`,
  copied: 'Copied.',
}

const actions: Readonly<Record<string, string>> = {
  StartInstances: 'Start',
  StopInstances: 'Stop',
  RebootInstances: 'Reboot',
  TerminateInstances: 'Terminate',
  sure: 'Really terminate?',
}

const command = {
  copy: 'Copy',
  copied: 'Copied',
  byHand: 'This browser does not let the page copy. The text is selected: copy it yourself.',
  toCopy: 'Text to copy',
  madeBy: 'made by the button',
  none: 'What a button does is printed here as a command.',
  refused: (code: string) => `refused: ${code}`,
  asCommand: 'Copy as a command',
  asJson: 'Copy as JSON',
}

/** AWS's codes in plain words. What is not here is said in AWS's own. */
const refusals: Readonly<Record<string, string>> = {
  InsufficientInstanceCapacity:
    'No host of the right kind has room for that just now. Try another type, fewer, or later.',
  InstanceLimitExceeded: 'Your account may not run that many instances.',
  VcpuLimitExceeded: 'Your account may not run that many vCPUs of this kind.',
  IncorrectInstanceState:
    'The state it is in does not allow that. A terminated machine stays terminated.',
  IncorrectState: 'Its state does not allow that. Wait until it has changed.',
  'InvalidInstanceID.NotFound': 'There is no such instance at this point in time.',
  'InvalidAMIID.NotFound': 'There is no such image.',
  OperationNotPermitted: 'The instance is protected against that.',
  Unsupported: 'This combination is not offered.',
  UnauthorizedOperation: 'Nothing allows this caller to do that.',
  BucketAlreadyExists:
    'That name is taken, by somebody else. Bucket names are unique in all of AWS.',
  BucketNotEmpty: 'There are still objects in it. Delete them first.',
  InvalidBucketName:
    '3 to 63 lower-case letters, digits, dots and hyphens; first and last a letter or digit. No address, no “..”, no prefix kept by AWS such as “xn--”.',
  KeyTooLongError: 'A key is at most 1,024 bytes long.',
  NoSuchBucket: 'There is no such bucket at this point in time.',
  NoSuchKey: 'There is no such object at this point in time.',
  SlowDown: 'This world is full. Delete something, or go back in time.',
  TooManyBuckets: 'Your account may not have that many buckets.',
}

/** A refused quota with its figures; the limit is the scenario's. */
const quota = (limit: number, inUse: number, needs: number) =>
  `You use ${inUse} vCPUs, this needs ${needs} more; the lab lets you run ${limit} of this kind.`

const terminal = {
  open: 'Terminal',
  openLine: 'Open in terminal',
  loading: 'The terminal is being fetched.',
  missing: 'The terminal could not be fetched. Close it and open it again.',
}

const en = {
  shell,
  terminal,
  sandbox,
  time,
  events,
  said,
  speech,
  actions,
  command,
  refusals,
  quota,
  wrongRegion,
  callName: (operation: string, code: string | null) =>
    code === null ? `${operation} answered` : `${operation} refused (${code})`,
  plural,
  capital,
}

export type Words = typeof en
/** The words by language; English is the first. */
export const LANGUAGES = { en } as const satisfies Record<string, Words>
/** The words of the page. */
export const words: Words = LANGUAGES.en
