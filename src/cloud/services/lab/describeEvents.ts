/**
 * DescribeEvents and DescribeRefusals: what happened on the caller's account, and which of its calls were refused.
 *
 * From the world's events, so only what is still known: milestones for ever, reads and writes of objects the newest.
 * Peeks are no calls, and leave none.
 */
import type { EventRecord } from '../../kernel/events.ts'
import { arn } from '../../kernel/ref.ts'
import { fail, ok, type Plain, type Reason } from '../../kernel/result.ts'
import type { World } from '../../kernel/world.ts'
import { type Operation, operation } from '../../operation.ts'
import type {
  DescribeEventsRequest,
  DescribeEventsResult,
  DescribeRefusalsRequest,
  DescribeRefusalsResult,
  EventDescription,
  RefusalDescription,
} from './api.ts'
import { isNamed, readList, readMost, textsOf, timeOf } from './values.ts'

const REFUSED = 'call.refused'

export const describeEvents: Operation = operation<DescribeEventsRequest, DescribeEventsResult>({
  readOnly: true,
  members: { emulated: ['Types', 'Subjects', 'MaxResults'] },
  run(input, { world, account }) {
    const types = readList('Types', input.Types)
    if (!types.ok) return types
    const subjects = readList('Subjects', input.Subjects)
    if (!subjects.ok) return subjects
    const most = readMost(input.MaxResults)
    if (!most.ok) return most
    const { registry } = world.events
    const unknown = input.Types?.find((type) => !Object.hasOwn(registry, type))
    if (unknown !== undefined) {
      const known = Object.keys(registry).join(', ')
      return fail(
        'InvalidParameterValue',
        `There is no event of the type ${unknown}. There are: ${known}.`,
      )
    }
    const isMeant = (event: EventRecord): boolean =>
      (types.value === null || types.value(event.type)) &&
      (subjects.value === null || isAbout(event, subjects.value))
    return ok({ Events: newest(world, account, isMeant, most.value).map(describeEvent) })
  },
})

export const describeRefusals: Operation = operation<
  DescribeRefusalsRequest,
  DescribeRefusalsResult
>({
  readOnly: true,
  members: { emulated: ['Codes', 'Operations', 'MaxResults'] },
  run(input, { world, account }) {
    const codes = readList('Codes', input.Codes)
    if (!codes.ok) return codes
    const operations = readList('Operations', input.Operations)
    if (!operations.ok) return operations
    const most = readMost(input.MaxResults)
    if (!most.ok) return most
    const isMeant = ({ type, detail }: EventRecord): boolean =>
      type === REFUSED &&
      (codes.value === null || codes.value(String(detail.code))) &&
      (operations.value === null || operations.value(String(detail.operation)))
    return ok({ Refusals: newest(world, account, isMeant, most.value).map(describeRefusal) })
  },
})

const isAbout = ({ subjects }: EventRecord, wanted: (text: string) => boolean): boolean =>
  subjects.some((ref) => isNamed(ref, wanted))

/** The newest events of an account that are meant, in order. */
function newest(
  world: World,
  account: string,
  isMeant: (event: EventRecord) => boolean,
  most: number,
): readonly EventRecord[] {
  const mine = arn('iam', '', account, 'root')
  return world.events
    .since(0)
    .filter((event) => event.subjects.includes(mine) && isMeant(event))
    .slice(-most)
}

const describeEvent = (event: EventRecord): EventDescription => ({
  Number: event.seq,
  ...timeOf(event.at),
  Type: event.type,
  Subjects: event.subjects,
  ...(event.cause === null ? {} : { Cause: event.cause }),
  Detail: textsOf(event.detail),
})

function describeRefusal({ seq, at, detail }: EventRecord): RefusalDescription {
  const text = (name: string): string => String(detail[name] ?? '')
  return {
    Number: seq,
    ...timeOf(at),
    Service: text('service'),
    Operation: text('operation'),
    RequestId: text('requestId'),
    Code: text('code'),
    Message: text('message'),
    HttpStatus: Number(detail.httpStatus ?? 0),
    DecidedBy: text('decidedBy'),
    Reasons: reasonsIn(detail.reasons).map(({ code, ref, values }) => ({
      Code: code,
      ...(ref === null ? {} : { Ref: ref }),
      Values: textsOf(values),
    })),
  }
}

/** The reasons that the door wrote into an event; saves of older builds have none. */
const reasonsIn = (written: Plain | undefined): readonly Reason[] =>
  Array.isArray(written) ? (written as readonly Reason[]) : []
