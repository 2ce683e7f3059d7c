/**
 * The words of "why", by language: what each event, each check and each reason says, and the smallest change
 * that each code of a refusal leaves.
 *
 * A reason or an event without words does not compile; a code of the cloud without any fails a test.
 */
import type { EventTypeName } from '../../cloud/events.ts'
import type { Plain, Reason, ReasonCode } from '../../cloud/kernel/result.ts'
import { bytesText, mibText } from '../format.ts'

type Values = Reason['values']
/** What a reason is about, by name; empty where it is about nothing. */
type Say = (values: Values, about: string) => string

const list = (value: Plain | undefined): string =>
  Array.isArray(value) ? value.join(' or ') : String(value ?? '')
const number = (value: Plain | undefined): number => (typeof value === 'number' ? value : 0)
const plural = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`

/** An amount of what a host lacks. */
const amounts: Readonly<Record<string, (n: number) => string>> = {
  vcpus: (n) => `${n} vCPU`,
  memoryMib: (n) => `${mibText(n)} of memory`,
  accelerators: (n) => plural(n, 'accelerator'),
}
const amount = (what: Plain | undefined, n: number): string =>
  amounts[String(what)]?.(n) ?? String(n)

const actions: Readonly<Record<string, string>> = {
  start: 'started',
  stop: 'stopped',
  'stop-first': 'stopped before it has ever run',
  reboot: 'rebooted',
  terminate: 'terminated',
}
const action = (value: Plain | undefined) => actions[String(value)] ?? String(value)

/** What a reason says. */
const because: Readonly<Record<ReasonCode, Say>> = {
  'quota.vcpus': ({ limit, inUse, needs }) =>
    `You use ${inUse} vCPU of this kind and this needs ${needs} more; your limit is ${limit}.`,
  'placement.not-sold': ({ type }) => `No host of the lab has the hardware for ${type}.`,
  'placement.zone': ({ type, needs, has }, about) =>
    about === ''
      ? `No host in ${list(needs)} has the hardware for ${type}.`
      : `Host ${about} is in ${list(has)}; you asked for ${list(needs)}.`,
  'placement.room': ({ what, needs, has }, about) =>
    `Host ${about} has ${amount(what, number(has))} free; one machine needs ${amount(what, number(needs))}.`,
  'lifecycle.state': (values, about) =>
    `${about} is ${values.state}: it cannot be ${action(values.action)} in that state.`,
  'lifecycle.protected': ({ attribute }, about) => `${about} is protected by ${attribute}.`,
  'network.no-addresses': ({ free, needs }, about) =>
    `The subnet ${about} has ${plural(number(free), 'free address', 'free addresses')}; this needs ${needs}.`,
  'authentication.unknown-key': () => 'Nobody has this access key.',
  'authentication.invalid-token': () => 'The session token belongs to no key.',
  'authentication.signature-mismatch': () =>
    'The signature is not the one that the secret key makes of this request.',
  'authentication.unsigned': () => 'The request carries no signature.',
  'authentication.wrong-region': ({ region }) =>
    `It was signed for ${region}; the lab runs us-east-1 only.`,
  'storage.bucket-quota': ({ limit }) => `Your account has ${limit} buckets, as many as it may.`,
  'storage.not-empty': ({ bucket, objects }) =>
    `${bucket} still holds ${plural(number(objects), 'object')}.`,
  'storage.not-owner': ({ bucket }) => `${bucket} belongs to another account.`,
  'storage.other-owner-expected': ({ bucket, expectedOwner }) =>
    `You expected ${bucket} to be account ${expectedOwner}’s, and it is not.`,
  'lab.blob-limit': ({ limit, used, asked }) =>
    `A world holds ${bytesText(number(limit))}; ${bytesText(number(used))} are used and this is ${bytesText(number(asked))} more.`,
  'lab.filter-not-emulated': ({ operation, filter }) =>
    `AWS has the filter ${filter} of ${operation}; the lab has not.`,
  'lab.member-not-emulated': ({ operation, member }) =>
    `AWS has the parameter ${member} of ${operation}; the lab has not.`,
  'lab.operation-not-emulated': ({ operation }) => `AWS has ${operation}; the lab has not.`,
  'lab.value-not-emulated': ({ member, value }) =>
    `AWS takes ${value} for ${member}; the lab does not.`,
  'lab.one-region': ({ asked, region }) =>
    `You asked for ${list(asked)}; the lab has only ${region}.`,
  'lab.world-full': () => 'This world holds as much as it may.',
}

/** The smallest change that a reason leaves. */
const change: Readonly<Record<ReasonCode, Say>> = {
  'quota.vcpus': ({ limit, inUse, needs }) => {
    const over = number(inUse) + number(needs) - number(limit)
    return `Stop machines of this kind with ${over} vCPU together, or ask for ${over} vCPU less.`
  },
  'placement.not-sold': () => 'Choose another type.',
  'placement.zone': ({ has }, about) =>
    about === '' ? `Name no zone, or name ${list(has)}.` : 'Name no zone.',
  'placement.room': ({ what, needs, has }, about) =>
    `${amount(what, number(needs) - number(has))} more on host ${about} would do for one: end a machine there, or take a smaller type.`,
  'lifecycle.state': ({ allowed, state }, about) =>
    state === 'terminated' || state === 'shutting-down'
      ? 'Nothing: a terminated machine stays terminated. Launch another.'
      : `Wait until ${about} is ${list(allowed)}.`,
  'lifecycle.protected': ({ attribute }, about) => `Turn ${attribute} off for ${about}.`,
  'network.no-addresses': ({ free }) =>
    number(free) > 0
      ? `Ask for ${free} at most, or for another subnet.`
      : 'Choose another subnet, or end a machine in this one.',
  'authentication.unknown-key': () => 'Sign with a key that exists.',
  'authentication.invalid-token': () => 'Leave the session token out.',
  'authentication.signature-mismatch': () => 'Sign with the secret that belongs to the key.',
  'authentication.unsigned': () => 'Sign the request with an access key.',
  'authentication.wrong-region': () => 'Sign for us-east-1.',
  'storage.bucket-quota': () => 'Delete a bucket that you do not need.',
  'storage.not-empty': ({ objects }) =>
    number(objects) === 1 ? 'Delete that object first.' : 'Delete its objects first.',
  'storage.not-owner': () => 'Its owner would have to allow it. Or use a bucket of your own.',
  'storage.other-owner-expected': () => 'Leave the expected owner out, or name the right account.',
  'lab.blob-limit': ({ limit, used, asked }) =>
    `Delete ${bytesText(number(used) + number(asked) - number(limit))} of what is stored, or store less.`,
  'lab.filter-not-emulated': () => 'Leave the filter out.',
  'lab.member-not-emulated': () => 'Leave the parameter out.',
  'lab.operation-not-emulated': () => 'There is no way around it in the lab.',
  'lab.value-not-emulated': () => 'Give another value, or leave it out.',
  'lab.one-region': () => 'Leave the Region out.',
  'lab.world-full': () => 'Delete something, go back in time, or begin anew.',
}

/** Who refused: the checks before an operation in their order, and the operation itself. */
const decided: Readonly<Record<string, (service: string) => string>> = {
  service: () => 'Refused before anything else: there is no such operation here.',
  region: () => 'Refused before anything else: the signature names another Region.',
  authentication: () => 'Refused at the first check: who calls could not be established.',
  members: () => 'Refused by the check of parameters, before anything was done.',
  authorisation: () => 'Refused by the check of permissions: nothing allows it.',
  operation: (service) =>
    `${service} refused it itself: the caller was known and allowed. Nothing was changed.`,
}

/** What an event says; `first` is its first subject, `second` its second. */
type Tell = (first: string, second: string, detail: Values) => string

const events: Readonly<Record<EventTypeName, Tell>> = {
  'call.answered': (_call, _who, { operation }) => `${operation} was called.`,
  'call.read': (_call, _who, { operation }) => `${operation} was called.`,
  'call.refused': (_call, _who, { operation, code }) => `${operation} was refused (${code}).`,
  'compute.placement.chosen': (machine, host) => `EC2 chose host ${host} for ${machine}.`,
  'compute.instance.carved': (machine, host) => `Host ${host} set a slice apart for ${machine}.`,
  'compute.instance.image-attached': (machine, disk) =>
    `Disk ${disk} was made from the image and attached to ${machine}.`,
  'compute.instance.volume-attached': (machine, disk) =>
    `Its disk ${disk} was attached to ${machine} again.`,
  'compute.instance.connected': (machine, wire) => `Interface ${wire} connected ${machine}.`,
  'compute.instance.running': (machine) => `${machine} had booted: it is running.`,
  'compute.instance.rebooted': (machine) => `${machine} had rebooted.`,
  'compute.instance.stopping': (machine) => `${machine} began to stop.`,
  'compute.instance.stopped': (machine) => `${machine} had stopped; its slice is free.`,
  'compute.instance.shutting-down': (machine) => `${machine} began to shut down for good.`,
  'compute.instance.terminated': (machine) => `${machine} was gone, and its slice free.`,
  'compute.instance.forgotten': (machine) => `EC2 forgot ${machine}, an hour after its end.`,
  'storage.bucket.created': (bucket) => `Bucket ${bucket} was made.`,
  'storage.bucket.deleted': (bucket) => `Bucket ${bucket} was deleted; its name is free.`,
  'storage.object.written': (object) => `Object ${object} was stored.`,
  'storage.object.deleted': (object) => `Object ${object} was deleted.`,
}

/** What would change a refusal, by AWS's code, where no reason says it. */
const codes: Readonly<Record<string, string>> = {
  AccessControlListNotSupported: 'Leave the ACL out: this bucket’s owner owns all in it.',
  AccessDenied: 'Its owner would have to allow it. Or sign as somebody who may.',
  AccountExists: 'Choose another number.',
  AuthFailure: 'Sign with a key that exists and its secret.',
  AuthorizationHeaderMalformed: 'Sign for us-east-1.',
  BadDigest: 'Send the bytes again: they are not those the checksum was made of.',
  BucketAlreadyExists: 'Choose another name, one that nobody in all of AWS has.',
  BucketNotEmpty: 'Delete its objects first.',
  DryRunOperation: 'Nothing is wrong: without DryRun it would have been done.',
  EntityTooLarge: 'Put a smaller object.',
  ExpiredToken: 'Sign anew, with a token that has not expired.',
  FilterLimitExceeded: 'Give fewer or shorter values to the filters.',
  IdempotentInstanceTerminated: 'Use another client token.',
  IdempotentParameterMismatch: 'Use another client token, or the parameters of the first call.',
  IllegalLocationConstraintException: 'Leave the Region out.',
  IncorrectInstanceState: 'Wait until its state allows it.',
  InsufficientFreeAddressesInSubnet: 'Choose another subnet, or ask for fewer.',
  InsufficientInstanceCapacity: 'Ask for fewer, for a smaller type, or for another zone.',
  InvalidAccessKeyId: 'Sign with a key that exists.',
  InvalidAccount: 'Give twelve digits.',
  InvalidAction: 'Use an operation that the lab has: aws ec2 help lists them.',
  InvalidArgument: 'Give the argument a value that S3 takes.',
  InvalidBlockDeviceMapping: 'Name the image’s own root device, with at least its size.',
  InvalidBucketAclWithObjectOwnership: 'Leave the ACL out, or choose another ownership.',
  InvalidBucketName: 'Use 3 to 63 lower-case letters, digits, dots and hyphens.',
  InvalidBucketOwnerAWSAccountID: 'Give the owner as twelve digits.',
  InvalidClientTokenId: 'Sign with a key that exists.',
  InvalidDigest: 'Give the MD5 of the body in Base64.',
  InvalidID: 'Give the id of something that can have tags.',
  InvalidInput: 'Name a zone that has a default subnet, or none.',
  InvalidInstanceAttributeValue: 'Give the attribute a value that it takes.',
  InvalidInstanceType: 'Name a type that is sold: aws ec2 describe-instance-types lists them.',
  'InvalidKey.Format': 'Give a public key in OpenSSH’s format.',
  'InvalidKeyPair.Duplicate': 'Choose another name, or delete the key pair that has it.',
  InvalidLocationConstraint: 'Leave the Region out.',
  InvalidParameter: 'Leave out one of the parameters that do not go together.',
  InvalidParameterCombination: 'Leave out one of the parameters that do not go together.',
  InvalidParameterValue: 'Give the parameter a value that it takes.',
  InvalidPartNumber: 'Ask for part 1: the object was put in one piece.',
  InvalidQuotaValue: 'Give a whole number, 0 or more.',
  InvalidRange: 'Ask for bytes that the object has.',
  InvalidRequest: 'Send the request in the form that AWS’s words ask for.',
  InvalidStorageClass: 'Name a storage class that S3 has, or none.',
  InvalidToken: 'Leave the session token out.',
  InvalidURI: 'Give a key that can stand in an address.',
  KeyTooLongError: 'Choose a key of at most 1,024 bytes.',
  MalformedXML: 'Send a body of the form that S3 asks for, with 1,000 keys at most.',
  MetadataTooLarge: 'Note at most 2 KB with an object.',
  MissingAuthenticationToken: 'Sign the request with an access key.',
  MissingInput: 'Name a subnet.',
  MissingParameter: 'Give the parameter that is missing.',
  MissingRequestBodyError: 'Send a body.',
  NoCaller: 'Name an account to act for.',
  NoSuchAccount: 'Name an account that the lab has.',
  NoSuchBucket: 'Make the bucket first, or name one that is there.',
  NoSuchHost: 'Name a host that the region has: lab describe-hosts lists them.',
  NoSuchKey: 'Put the object first, or name one that is there.',
  NoSuchPlacement: 'Name an instance of yours that was placed, or launch one.',
  NoSuchQuota: 'Name a quota that the lab has.',
  NoSuchRequest: 'Name a call that was made before this instant.',
  NoSuchVersion: 'Leave the version out: the lab keeps one.',
  NotAllowed: 'Call as an account that may.',
  NotImplemented: 'Leave out what the lab does not emulate.',
  NotModified: 'Nothing is wrong: what you have is still what is stored.',
  OperationNotPermitted: 'Turn the protection off first.',
  PreconditionFailed: 'Look at what is there now, and name that in the condition.',
  RequestExpired: 'Sign anew, and send it at once.',
  RequestLimitExceeded: 'This world is full: delete something, or go back in time.',
  RequestTimeTooSkewed: 'Set the clock right, and sign anew.',
  SignatureDoesNotMatch: 'Sign with the secret that belongs to the key.',
  SlowDown: 'This world is full: delete something, or go back in time.',
  TagLimitExceeded: 'Use at most 50 tags on one thing.',
  Throttling: 'This world is full: delete something, or go back in time.',
  TooManyBuckets: 'Delete a bucket that you do not need.',
  UnauthorizedOperation: 'Somebody would have to allow it to this caller.',
  UnknownOperation: 'Use an operation that the lab has: lab help lists them.',
  UnknownParameter: 'Leave the parameter out: AWS has none of that name.',
  UnknownService: 'Use a service that the lab has: ec2, s3, sts.',
  Unsupported: 'Choose what is offered: another type, or another zone.',
  UnsupportedHibernationConfiguration: 'Stop it without hibernation.',
  VPCIdNotSpecified: 'Name a subnet: this account has no default VPC.',
  VcpuLimitExceeded: 'Ask for fewer vCPU, or stop machines of this kind.',
  WorldFull: 'Delete something, go back in time, or begin anew.',
  WrongRegion: 'Call us-east-1.',
  'lab.NotReadOnly': 'Make it a call of its own: looking changes nothing.',
  'lab.blob-limit': 'Delete something that is stored, or store less.',
}

/** Codes that many things share, by how they end. */
const endings: Readonly<Record<string, string>> = {
  NotFound: 'Name one that is there at this instant: the right id, the right account.',
  Malformed: 'Give it in AWS’s form: a short name, a hyphen, 17 hexadecimal digits.',
}

const en = {
  change: 'What would change it',
  ledTo: 'What it led to',
  allowed: 'Nothing refused it: who called is known, and the account’s root user may do all.',
  thatHost: 'Why that host',
  orderIsOurs: 'AWS does not publish how it chooses. This order is the lab’s.',
  nothing: 'Nothing has happened to it: it was there from the start.',
  reason: (code: string): Say | undefined =>
    Object.hasOwn(because, code) ? because[code as ReasonCode] : undefined,
  reasonChange: (code: string): Say | undefined =>
    Object.hasOwn(change, code) ? change[code as ReasonCode] : undefined,
  decided: (by: string, service: string): string | null => decided[by]?.(service) ?? null,
  event: (type: string): Tell | undefined =>
    Object.hasOwn(events, type) ? events[type as EventTypeName] : undefined,
  /** null where the code is none of the lab's */
  code: (code: string): string | null =>
    codes[code] ?? endings[code.slice(code.lastIndexOf('.') + 1)] ?? null,
  services: { ec2: 'EC2', s3: 'S3', sts: 'STS', lab: 'The lab' } as Readonly<
    Record<string, string>
  >,
  awsSays: (message: string) => `AWS’s words: ${message}`,
  full: (hosts: number) => `${plural(hosts, 'host')} have the right hardware; none has room.`,
  fullRest: (n: number) =>
    `and ${plural(n, 'host')} more that ${n === 1 ? 'lacks' : 'lack'} as much or more`,
  elsewhere: (hosts: number, zones: string) =>
    `${plural(hosts, 'host')} with the right hardware ${hosts === 1 ? 'is' : 'are'} in ${zones}, where you did not ask.`,
  otherwise: (host: string, needs: string, next: string) =>
    `With less than ${needs} free on host ${host}, host ${next} would have taken it.`,
  alone: 'No other host could have taken it.',
  vcpus: (n: number) => `${n} vCPU`,
}

export type WhyWords = typeof en
export const LANGUAGES = { en } as const satisfies Record<string, WhyWords>
export const whyWords: WhyWords = LANGUAGES.en
