/**
 * Why: walks what happened back to the call that began it, and a refusal back to its reasons, and says what would
 * change it.
 *
 * Pure: from events, reasons and a placement to sentences, each with the thing it is about. The cloud gives codes
 * and figures; the words are in `whyWords.ts`. What would change a refusal is the smallest change that its
 * reasons name: of many full hosts that which lacks least.
 */
import type { EventRecord } from '../../cloud/kernel/events.ts'
import { asRef, parseRef, type Ref } from '../../cloud/kernel/ref.ts'
import type { Failure, Plain, Reason } from '../../cloud/kernel/result.ts'
import type { PlacementView } from '../../cloud/views/types.ts'
import { ruleFacts } from '../../scenes/region/describe.ts'
import { wordsIn } from '../../scenes/region/words.ts'
import { whyWords as words } from './whyWords.ts'

/** One sentence of an explanation, and the thing that it is about, if it is about one. */
export interface Sentence {
  readonly text: string
  readonly ref: Ref | null
  /** the event that it tells, whose instant one may go to */
  readonly event: EventRecord | null
}

/** An explanation, the nearest reason first, and the smallest change that would turn it. */
export interface Why {
  readonly because: readonly Sentence[]
  readonly change: readonly Sentence[]
}

/** A refusal, as an answer or an event gives it. */
export interface Refused {
  readonly code: string
  readonly message: string
  readonly reasons: readonly Reason[]
  /** who refused; null where it is not known */
  readonly decidedBy: string | null
  /** `ec2`, or null where it is not known */
  readonly service: string | null
}

/** How a thing is called: `thingName` of the region that is shown. */
export type NameOf = (ref: Ref) => string

/** More full hosts than these are counted, not listed. */
const MOST_HOSTS = 3
/** A chain is never longer; a damaged one ends. */
const MOST_LINKS = 24

const sentence = (
  text: string,
  ref: Ref | null = null,
  event: EventRecord | null = null,
): Sentence => ({
  text,
  ref,
  event,
})

/** The refusal that an event tells, or null for any other. */
export function refusedBy(event: EventRecord | undefined): Refused | null {
  if (event?.type !== 'call.refused') return null
  const { code, message, reasons, decidedBy, service } = event.detail
  return {
    code: text(code) ?? '',
    message: text(message) ?? '',
    reasons: Array.isArray(reasons) ? reasons.flatMap(readReason) : [],
    decidedBy: text(decidedBy),
    service: text(service),
  }
}

const text = (value: Plain | undefined): string | null => (typeof value === 'string' ? value : null)

function readReason(value: Plain): Reason[] {
  if (typeof value !== 'object' || value === null || !('code' in value)) return []
  const { code, ref, values } = value
  const isFields = typeof values === 'object' && values !== null && !Array.isArray(values)
  const read = { code: String(code), ref: typeof ref === 'string' ? asRef(ref) : null }
  return [{ ...read, values: isFields ? (values as Reason['values']) : {} }]
}

/**
 * The refusal of an answer. Who decided stands in its event, if that has come: the one of the answer's instant, or
 * where that is not known the newest of its code.
 */
export function refusalOf(
  { code, message, reasons }: Failure,
  at: number | null,
  events: readonly EventRecord[],
): Refused {
  const event = events.findLast(
    (each) =>
      each.type === 'call.refused' &&
      each.detail.code === code &&
      (at === null ? each.detail.message === message : each.at === at),
  )
  const { decidedBy = null, service = null } = refusedBy(event) ?? {}
  return { code, message, reasons, decidedBy, service }
}

/** Why a call was refused. */
export function whyRefused(refused: Refused, nameOf: NameOf): Why {
  const service = words.services[refused.service ?? ''] ?? 'The service'
  const by = refused.decidedBy === null ? null : words.decided(refused.decidedBy, service)
  const hosts = refused.reasons.filter(
    ({ code, ref }) => code.startsWith('placement.') && ref !== null,
  )
  const others = refused.reasons.filter((reason) => !hosts.includes(reason))
  const said = [...others.flatMap((each) => sayReason(each, nameOf)), ...sayHosts(hosts, nameOf)]
  const because = [
    ...(said.length > 0 ? said : [sentence(words.awsSays(refused.message))]),
    ...(by === null ? [] : [sentence(by)]),
  ]
  return { because, change: changes(refused, hosts, others, nameOf) }
}

const about = (ref: Ref | null, nameOf: NameOf): string => (ref === null ? '' : nameOf(ref))

function sayReason({ code, ref, values }: Reason, nameOf: NameOf): Sentence[] {
  const say = words.reason(code)
  return say === undefined ? [] : [sentence(say(values, about(ref, nameOf)), ref)]
}

/** How much a host lacks, as a share of what is needed. */
function lack({ values: { needs, has } }: Reason): number {
  return typeof needs === 'number' && typeof has === 'number' && needs > 0
    ? (needs - has) / needs
    : 1
}

const nearestFirst = (reasons: readonly Reason[]): Reason[] =>
  reasons.filter(({ code }) => code === 'placement.room').sort((a, b) => lack(a) - lack(b))

/** Of many hosts the nearest ones; the others are counted. */
function sayHosts(hosts: readonly Reason[], nameOf: NameOf): Sentence[] {
  const full = nearestFirst(hosts)
  const elsewhere = hosts.filter(({ code }) => code === 'placement.zone')
  const shown = full.slice(0, MOST_HOSTS).flatMap((each) => sayReason(each, nameOf))
  const zones = [...new Set(elsewhere.map(({ values }) => String(values.has)))].sort()
  return [
    ...(full.length > 1 ? [sentence(words.full(full.length))] : []),
    ...shown,
    ...(full.length > MOST_HOSTS ? [sentence(words.fullRest(full.length - MOST_HOSTS))] : []),
    ...(elsewhere.length > 0
      ? [sentence(words.elsewhere(elsewhere.length, zones.join(', ')))]
      : []),
  ]
}

function changes(
  { code }: Refused,
  hosts: readonly Reason[],
  others: readonly Reason[],
  nameOf: NameOf,
): Sentence[] {
  const nearest = nearestFirst(hosts).slice(0, 1)
  const elsewhere = hosts.filter((reason) => reason.code === 'placement.zone').slice(0, 1)
  const found = [...others, ...nearest, ...elsewhere].flatMap((reason) => {
    const say = words.reasonChange(reason.code)
    return say === undefined
      ? []
      : [sentence(say(reason.values, about(reason.ref, nameOf)), reason.ref)]
  })
  if (found.length > 0) return found
  const general = words.code(code)
  return general === null ? [] : [sentence(general)]
}

/** Why a call was done. */
export const whyDone = (): Why => ({ because: [sentence(words.allowed)], change: [] })

/** One event as a sentence. */
export function sayEvent(event: EventRecord, nameOf: NameOf): Sentence {
  const things = event.subjects.filter((ref) => parseRef(ref)?.id !== '' && !isAccount(ref))
  const [first = null, second = null] = things
  const tell = words.event(event.type)
  const told = tell?.(about(first, nameOf), about(second, nameOf), event.detail) ?? event.type
  return sentence(told, first, event)
}

const isAccount = (ref: Ref): boolean => ref.startsWith('arn:aws:iam:')

/** Why something happened: the event itself, what led to it, and so on back to the call. */
export function whyHappened(
  event: EventRecord,
  events: readonly EventRecord[],
  nameOf: NameOf,
): Sentence[] {
  const bySeq = new Map(events.map((each) => [each.seq, each]))
  const chain: Sentence[] = []
  let link: EventRecord | undefined = event
  while (link !== undefined && chain.length < MOST_LINKS) {
    chain.push(sayEvent(link, nameOf))
    const cause: number | null = link.cause
    // A cause comes before what it led to.
    link = cause === null || cause >= link.seq ? undefined : bySeq.get(cause)
  }
  return chain
}

/** What a call led to by now, in order: every event whose chain goes back to it. */
export function ledTo(
  call: EventRecord,
  events: readonly EventRecord[],
  nameOf: NameOf,
): Sentence[] {
  const of = new Set([call.seq])
  const found: Sentence[] = []
  for (const event of events) {
    if (event.cause === null || event.seq <= call.seq || !of.has(event.cause)) continue
    of.add(event.seq)
    found.push(sayEvent(event, nameOf))
  }
  return found
}

/** The newest event about a thing up to an instant, calls aside; for a call the call's own. */
export function newestAbout(
  ref: Ref,
  events: readonly EventRecord[],
  now: number,
): EventRecord | undefined {
  const isCall = parseRef(ref)?.kind === 'call'
  return events.findLast(
    ({ at, type, subjects }) =>
      at <= now && type.startsWith('call.') === isCall && subjects.includes(ref),
  )
}

/** Why an instance stands where it does, and what would have sent it elsewhere. */
export function whyPlaced(placement: PlacementView, language = 'en'): Why {
  const { chosen, chosenLabel, vcpus, candidates } = placement
  const regionWords = wordsIn(language)
  const because = ruleFacts(placement).map((facts) =>
    sentence(regionWords.rule(facts), facts.rule.hosts.length === 1 ? chosen : null),
  )
  const next = candidates.find(({ rank }) => rank === 2)
  const change =
    next === undefined
      ? [sentence(words.alone)]
      : [sentence(words.otherwise(chosenLabel, words.vcpus(vcpus), next.label), next.host)]
  return { because, change }
}
