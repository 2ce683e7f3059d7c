/**
 * The audit trail: one record a call, with CloudTrail's fields (FACTS §11).
 *
 * Models: CloudTrail's management events. Simplified: records are kept at once and whole; delivery after
 * minutes, LookupEvents and data events come with a later issue. `responseElements` only for calls that
 * change something, as AWS does it. Parameters and answers of more than 100 KB are left out, with a note in their
 * place. The lab's own calls leave no record.
 */

import { LIMITS } from '../kernel/limits.ts'
import { defineLog } from '../kernel/log.ts'
import {
  flag,
  type Infer,
  instantOf,
  list,
  optional,
  record,
  refOf,
  text,
  value,
} from '../kernel/schema.ts'

const auditRecord = record({
  eventVersion: text,
  userIdentity: value,
  eventTime: instantOf,
  eventSource: text,
  eventName: text,
  awsRegion: text,
  sourceIPAddress: text,
  userAgent: text,
  errorCode: optional(text),
  errorMessage: optional(text),
  requestParameters: value,
  responseElements: value,
  requestID: text,
  eventID: text,
  readOnly: flag,
  eventType: text,
  managementEvent: flag,
  eventCategory: text,
  resources: list(refOf),
  recipientAccountId: text,
})

/** One audit record. Times are instants; the page writes them in UTC. */
export type AuditRecord = Infer<typeof auditRecord>

/** The trail of the whole region, all accounts. */
export const trail = defineLog('audit.trail', auditRecord, LIMITS.auditRecords)
