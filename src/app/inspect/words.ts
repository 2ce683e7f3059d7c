/**
 * The words of the inspector, by language: names of fields and groups by their codes.
 *
 * A code without a word is written as itself with spaces, so what is new in the cloud is ugly, never missing.
 */

const kinds: Readonly<Record<string, string>> = {
  instance: 'a rented machine (instance)',
  host: 'a host of the region',
  call: 'a call',
  zone: 'a zone',
  rack: 'a rack of hosts',
  vpc: 'a network of your own (VPC)',
  subnet: 'a zone’s part of a network (subnet)',
  'security-group': 'a list of what is let through (security group)',
  'network-interface': 'a network card (interface, ENI)',
  volume: 'a disk (volume)',
  image: 'an image (AMI)',
  bucket: 'a place for objects (bucket)',
  object: 'bytes under a name (object)',
}

const groups: Readonly<Record<string, string>> = {
  instance: 'What it is',
  size: 'Size',
  place: 'Where it runs',
  launch: 'Its launch',
  network: 'Network',
  storage: 'Disk',
  cost: 'What it costs',
  tags: 'Tags',
  host: 'What it is',
  use: 'What is rented',
  zone: 'What it is',
  rack: 'What it is',
  vpc: 'What it is',
  inside: 'What is in it',
  subnet: 'What it is',
  addresses: 'Its addresses',
  'security-group': 'What it is',
  ingress: 'What it lets in',
  egress: 'What it lets out',
  'network-interface': 'What it is',
  volume: 'What it is',
  attachment: 'Attached to',
  image: 'What it is',
  call: 'The call',
  bucket: 'What it is',
  protection: 'How it is protected',
  object: 'What it is',
  integrity: 'How its bytes are checked',
  metadata: 'What its writer noted (metadata)',
  caller: 'Who called',
  outcome: 'What came of it',
}

const fields: Readonly<Record<string, string>> = {
  'instance-id': 'id',
  'host-id': 'id',
  'volume-id': 'id',
  'image-id': 'id',
  'zone-id': 'id',
  'zone-name': 'name',
  'vpc-id': 'id',
  'subnet-id': 'id',
  'group-id': 'id',
  'interface-id': 'id',
  'attachment-id': 'id of the attachment',
  'group-name': 'name',
  cidr: 'addresses (CIDR)',
  'dhcp-options': 'DHCP options',
  'default-for-zone': 'the zone’s default',
  'maps-public-ip': 'gives public addresses',
  'usable-addresses': 'for your machines',
  'free-addresses': 'free',
  interfaces: 'interfaces (ENI)',
  signed: 'called by',
  verdict: 'verdict',
  'decided-by': 'who decided',
  'cost-of-call': 'the call itself',
  'instance-type': 'type',
  'volume-type': 'type',
  vcpus: 'vCPU',
  types: 'takes types',
  'used-vcpus': 'vCPU rented',
  'free-vcpus': 'vCPU free',
  'used-memory': 'memory rented',
  'free-memory': 'memory free',
  'private-ip': 'private address',
  'public-ip': 'public address',
  vpc: 'network (VPC)',
  'security-groups': 'security group',
  interface: 'interface (ENI)',
  mac: 'MAC address',
  'root-device': 'root device',
  volume: 'volume (EBS)',
  image: 'image (AMI)',
  'key-name': 'key pair',
  'state-reason': 'why it changed',
  'transition-reason': 'who changed it',
  'price-per-hour': 'price an hour',
  'cost-instance': 'machine so far',
  'cost-volume': 'disk so far',
  'cost-address': 'address so far',
  'cost-so-far': 'all so far',
  'delete-on-termination': 'goes with the machine',
  'request-id': 'request id',
  'read-only': 'only reads',
  'source-ip': 'from address',
  'user-agent': 'by program',
  'error-code': 'error',
  'error-message': 'AWS’s words',
  at: 'when',
  'bucket-name': 'name',
  'default-encryption': 'encrypts with',
  encryption: 'encrypted with',
  'requests-write': 'writes, lists',
  'requests-read': 'reads',
  bytes: 'size',
  'last-modified': 'written',
  etag: 'ETag',
  'checksum-name': 'checksum by',
}

const documents: Readonly<Record<string, string>> = {
  request: 'What was asked',
  response: 'What was answered',
  record: 'The audit record (CloudTrail)',
}

/** States and verdicts that their codes do not say; a state of a machine is AWS's own word. */
const states: Readonly<Record<string, string>> = {
  done: 'done',
  'shutting-down': 'shutting-down',
  service: 'nobody: no such operation',
  region: 'the check of the Region',
  authentication: 'the check of who calls',
  members: 'the check of parameters',
  authorisation: 'the check of permissions',
  operation: 'the service itself',
  'root-may-all': 'the check of permissions: root may do all',
  console: 'a button of this page',
  'access-key': 'an access key',
  anonymous: 'nobody known',
}

/** What a rule of a security group is about: `TCP 443`, `everything`. */
function ruleName(protocol: string, from: number | null, to: number | null): string {
  if (protocol === '-1') return 'everything'
  const ports =
    from === null || to === null || from < 0 ? '' : from === to ? ` ${from}` : ` ${from}-${to}`
  return `${protocol.toUpperCase()}${ports}`
}

const spaced = (code: string): string => code.replaceAll(/[-_]/g, ' ')

const en = {
  kind: (code: string) => kinds[code] ?? spaced(code),
  group: (code: string) => groups[code] ?? spaced(code),
  field: (code: string) =>
    fields[code] ?? (/^(tag|meta):/.test(code) ? code.replace(/^\w+:/, '') : spaced(code)),
  document: (code: string) => documents[code] ?? spaced(code),
  close: 'Close',
  unhosted: 'Your machines that are on no host',
  disk: (gb: number, attached: boolean) =>
    `disk of ${gb}\u00a0GB, ${attached ? 'attached' : 'not attached'}`,
  onHost: (label: string) => `on host ${label}`,
  choice: 'the lab’s choice',
  gone: 'It is not there at this instant.',
  comes: (clock: string) => `It comes at ${clock}.`,
  went: (clock: string) => `The last that happened to it was at ${clock}.`,
  goThere: 'Go there',
  noRecord:
    'It has no audit record. Of calls on objects CloudTrail keeps none unless asked (data events), of the lab’s own none.',
  yes: 'yes',
  no: 'no',
  none: 'none',
  copied: 'Copied',
  asCommand: 'Copy as a command',
  asJson: 'Copy as JSON',
  actions: 'What you may do',
  state: (code: string) => states[code] ?? code.replaceAll('-', ' '),
  rule: ruleName,
  why: 'Why?',
  fetching: 'One moment.',
  unfetched: 'This could not be fetched. Close it and open it again.',
  backToBefore: 'Back to just before',
  awsSays: 'AWS’s words',
  refused: (code: string) => `refused: ${code}`,
  since: (time: string) => `So it was at ${time}. Time has gone on since.`,
  noAnswer: 'Nobody keeps the answer of a call that only reads.',
  notWhole: 'Some of what was asked is not kept, so there is no command for it.',
  byHand: 'This browser does not let the page copy. The text is selected: copy it yourself.',
  toCopy: 'Text to copy',
}

export type InspectWords = typeof en
export const LANGUAGES = { en } as const satisfies Record<string, InspectWords>
export const inspectWords: InspectWords = LANGUAGES.en
