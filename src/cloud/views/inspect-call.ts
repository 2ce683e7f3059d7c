/**
 * One call in the inspector: what was asked and answered, who decided, what it costs, and its audit record with
 * CloudTrail's fields.
 *
 * What happened stands in the call's event, and what was asked in the journal; the trail has no record of calls on
 * objects, and none of the lab's own. Another account's call is null; so are those of set-up, and one of a caller
 * whom nobody knew. Of reads that are long past the event is gone; their record is shown. Not shown: the answer
 * of a call that only reads, which nobody keeps.
 */
import { type AuditRecord, trail } from '../audit/trail.ts'
import type { CallRequest } from '../call.ts'
import { instances } from '../compute/rows.ts'
import { type Epoch, toIso } from '../kernel/calendar.ts'
import type { EventRecord } from '../kernel/events.ts'
import { instant } from '../kernel/instant.ts'
import { parseRef, type Ref } from '../kernel/ref.ts'
import type { Reason } from '../kernel/result.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { priceOf } from '../services/s3/metering.ts'
import { instanceCosts } from './costs.ts'
import { field, group, money } from './fields.ts'
import type { FieldGroupView, FieldView, InspectView, Past } from './types.ts'

/** What is known of one call. */
interface Found {
  readonly record: AuditRecord | undefined
  readonly event: EventRecord | undefined
  readonly request: CallRequest | undefined
}

/** The call of a request id, for the account that made it. */
export function inspectCall(
  world: World,
  account: string,
  ref: Ref,
  past: Past,
): InspectView | null {
  const event = world.events.latest(
    ({ type, subjects }) => type.startsWith('call.') && subjects[0] === ref,
  )
  const record = findRecord(world, parseRef(ref)?.id ?? '')
  const owner = event?.detail.account ?? record?.recipientAccountId ?? null
  // A refused caller whom nobody knew has no account, and the call is nobody's to see.
  if (account === '' || owner !== account) return null
  const found = { record, event, request: event && requestOf(world, event, past) }
  return {
    ref,
    kind: 'call',
    title: record?.eventName ?? String(event?.detail.operation),
    groups: groupsOf(world, ref, found),
    documents: documentsOf(world, found),
    reasons: reasonsOf(event),
  }
}

/** The request of a call's event: of several at one instant, that of the same place among its kind. */
function requestOf(world: World, event: EventRecord, past: Past): CallRequest | undefined {
  const { service, operation } = event.detail
  const same = past
    .requestsAt(event.at)
    .filter((each) => each.service === service && each.operation === operation)
  if (same.length <= 1) return same[0]
  const before = world.events
    .since(0)
    .filter(
      ({ at, type, seq, detail }) =>
        at === event.at &&
        seq < event.seq &&
        type.startsWith('call.') &&
        detail.service === service &&
        detail.operation === operation,
    )
  return same[before.length]
}

const reasonsOf = (event: EventRecord | undefined): readonly Reason[] =>
  Array.isArray(event?.detail.reasons) ? (event.detail.reasons as unknown as Reason[]) : []

function groupsOf(world: World, ref: Ref, { record, event, request }: Found): FieldGroupView[] {
  const detail = detailOf(event)
  const context = request?.context
  const code = record?.errorCode ?? detail.code ?? null
  return [
    group(
      'call',
      field('operation', 'code', record?.eventName ?? detail.operation ?? null),
      field('service', 'code', record?.eventSource ?? detail.service ?? null),
      field('at', 'instant', record?.eventTime ?? event?.at ?? null),
      field('request-id', 'code', parseRef(ref)?.id ?? null),
      field('read-only', 'text', record?.readOnly ?? detail.readOnly ?? null),
    ),
    group(
      'caller',
      field('account', 'code', record?.recipientAccountId ?? detail.account ?? null),
      field('signed', 'state', request === undefined ? null : signedBy(request)),
      field('source-ip', 'code', record?.sourceIPAddress ?? context?.sourceIp ?? null),
      field('user-agent', 'code', record?.userAgent ?? context?.userAgent ?? null),
    ),
    group(
      'outcome',
      field('verdict', 'state', code === null ? 'done' : 'refused'),
      field('decided-by', 'state', detail.decidedBy ?? (code === null ? 'root-may-all' : null)),
      field('error-code', 'code', code),
      field('error-message', 'text', record?.errorMessage ?? detail.message ?? null),
    ),
    group('cost', ...costs(world, { record, event, request })),
  ]
}

const detailOf = (event: EventRecord | undefined): EventRecord['detail'] => event?.detail ?? {}

const signedBy = ({ caller }: CallRequest): string =>
  caller.kind === 'signed' ? 'access-key' : caller.kind

/** What the call itself cost, and what it began to use has cost by now. */
function costs(world: World, { record, event }: Found): FieldView[] {
  const detail = detailOf(event)
  const operation = String(detail.operation ?? record?.eventName)
  const service = detail.service ?? record?.eventSource.replace(/\..*$/, '')
  const refusal =
    event?.type === 'call.refused'
      ? {
          code: String(detail.code),
          status: Number(detail.httpStatus),
          outside: reasonsOf(event).some(({ code }) => code === 'storage.not-owner'),
        }
      : null
  const price = service === 's3' ? priceOf(operation, refusal) : 0n
  return [money('cost-of-call', price), ...begun(world, record)]
}

/** A launch goes on to cost: its machines with their disks and addresses, while they are on record. */
function begun(world: World, record: AuditRecord | undefined): FieldView[] {
  if (record?.eventName !== 'RunInstances') return []
  const answer = record.responseElements as { readonly Instances?: unknown } | null
  const launched = Array.isArray(answer?.Instances) ? answer.Instances : []
  const rows = launched.flatMap((each: { readonly InstanceId?: unknown }) => {
    const key = keyOf(record.recipientAccountId, String(each.InstanceId))
    return world.table(instances).get(key) ?? []
  })
  if (rows.length === 0) return []
  let sum = 0n
  for (const row of rows) {
    const { instance, volume, address } = instanceCosts(world, row)
    sum += instance + volume + address
  }
  return [money('cost-so-far', sum)]
}

function documentsOf(world: World, { record, event, request }: Found): InspectView['documents'] {
  const json = (value: unknown) => toJson(world.epoch, value)
  const { code, message } = event?.detail ?? {}
  const input = record?.requestParameters ?? request?.input
  const answer =
    code === undefined ? record?.responseElements : { Error: { Code: code, Message: message } }
  return {
    ...(input === undefined ? {} : { request: json(input) }),
    ...(answer === undefined || answer === null ? {} : { response: json(answer) }),
    ...(record === undefined ? {} : { record: json(cloudTrail(world.epoch, record)) }),
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
