/**
 * Every reason that a refusal may give, with the names of its figures. A page makes a sentence of each; a code
 * that is not here does not compile, and one without a sentence fails a test.
 */
export const REASONS = {
  'quota.vcpus': ['bucket', 'limit', 'inUse', 'needs'],
  'placement.not-sold': ['type'],
  /** of a zone without the hardware (`has`: a list of zones with it), or of a host in another (`has`: its zone) */
  'placement.zone': ['type', 'needs', 'has'],
  'placement.room': ['type', 'what', 'needs', 'has'],
  'lifecycle.state': ['state', 'action', 'allowed'],
  'lifecycle.protected': ['attribute'],
  'network.no-addresses': ['subnet', 'free', 'needs'],
  'authentication.unknown-key': [],
  'authentication.invalid-token': [],
  'authentication.signature-mismatch': [],
  'authentication.unsigned': [],
  'authentication.wrong-region': ['region'],
  'storage.bucket-quota': ['limit'],
  'storage.not-empty': ['bucket', 'objects'],
  'storage.not-owner': ['bucket'],
  'storage.other-owner-expected': ['bucket', 'expectedOwner'],
  'lab.blob-limit': ['limit', 'used', 'asked'],
  'lab.filter-not-emulated': ['operation', 'filter'],
  'lab.member-not-emulated': ['operation', 'member'],
  'lab.operation-not-emulated': ['operation'],
  /** `operation` only where a member's value is meant, not a header's */
  'lab.value-not-emulated': ['operation', 'member', 'value'],
  'lab.one-region': ['asked', 'region'],
  'lab.world-full': [],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type ReasonCode = keyof typeof REASONS
