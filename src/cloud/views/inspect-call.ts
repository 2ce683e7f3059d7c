/**
 * One call in the inspector, from its audit record: CloudTrail's fields, and its input and answer
 * as JSON.
 *
 * A call that the trail does not keep (the lab's own, and those of set-up) is null; so is another
 * account's, and one of a caller whom nobody knew.
 */
import { type AuditRecord, trail } from '../audit/trail.ts'
import { type Epoch, toIso } from '../kernel/calendar.ts'
import { instant } from '../kernel/instant.ts'
import type { Ref } from '../kernel/ref.ts'
import type { World } from '../kernel/world.ts'
import { field, group } from './fields.ts'
import type { InspectView } from './types.ts'

/** The call of a request id, for the account that made it. */
export function inspectCall(
  world: World,
  account: string,
  ref: Ref,
  requestId: string,
): InspectView | null {
  const record = findRecord(world, requestId)
  // A refused caller whom nobody knew has no account, and the call is nobody's to see.
  if (record === undefined || account === '') return null
  if (record.recipientAccountId !== account) return null
  const json = (value: unknown) => toJson(world.epoch, value)
  return {
    ref,
    kind: 'call',
    title: record.eventName,
    groups: [
      group(
        'call',
        field('operation', 'code', record.eventName),
        field('service', 'code', record.eventSource),
        field('at', 'instant', record.eventTime),
        field('request-id', 'code', record.requestID),
        field('read-only', 'text', record.readOnly),
      ),
      group(
        'caller',
        field('account', 'code', record.recipientAccountId),
        field('source-ip', 'code', record.sourceIPAddress),
        field('user-agent', 'code', record.userAgent),
      ),
      group(
        'outcome',
        field('error-code', 'code', record.errorCode),
        field('error-message', 'text', record.errorMessage),
      ),
    ],
    documents: {
      request: json(record.requestParameters),
      response: json(record.responseElements),
      record: json(cloudTrail(world.epoch, record)),
    },
    reasons: [],
  }
}

/**
 * A record as CloudTrail writes it: whole seconds, no members without a value, names that begin small. Inside
 * `requestParameters` and `responseElements` the names are the API's; CloudTrail has some of its own there.
 */
function cloudTrail(epoch: Epoch, record: AuditRecord): Readonly<Record<string, unknown>> {
  const { errorCode, errorMessage, resources, ...rest } = record
  return {
    ...rest,
    eventTime: toIso(epoch, record.eventTime).replace(/\.\d+Z$/, 'Z'),
    requestParameters: smallNames(epoch, record.requestParameters),
    responseElements: smallNames(epoch, record.responseElements),
    ...(errorCode === null ? {} : { errorCode, errorMessage }),
    ...(resources.length === 0 ? {} : { resources }),
  }
}

/** The same data with names that begin small, and times in UTC. */
function smallNames(epoch: Epoch, data: unknown): unknown {
  if (Array.isArray(data)) return data.map((each) => smallNames(epoch, each))
  if (typeof data !== 'object' || data === null || data instanceof Uint8Array) return data
  const small = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      small(name),
      typeof value === 'number' && name.endsWith('Time')
        ? toIso(epoch, instant(value))
        : smallNames(epoch, value),
    ]),
  )
}

/** The newest record with a request id. */
function findRecord(world: World, requestId: string): AuditRecord | undefined {
  const log = world.log(trail)
  for (let at = log.length - 1; at >= 0; at--) {
    const record = log.at(at)
    if (record?.requestID === requestId) return record
  }
  return undefined
}

/**
 * JSON as people read it. A number named `…Time` is an instant in AWS's shapes, and is written in
 * UTC.
 */
function toJson(epoch: Epoch, data: unknown): string {
  const plain = (name: string, value: unknown): unknown => {
    if (typeof value === 'bigint') return String(value)
    if (value instanceof Uint8Array) return `<${value.length} bytes>`
    if (typeof value === 'number' && name.endsWith('Time')) return toIso(epoch, instant(value))
    return value
  }
  return JSON.stringify(data, plain, 2)
}
