/**
 * The shapes that a save must hold, checked before anything is built on them: bytes may be a stranger's.
 *
 * Not checked: whether the inputs lead to the state. A journal that does not is noticed by the first seek
 * that replays it, at the first event that differs.
 */
import type { CallRequest } from '../cloud/call.ts'
import { type Epoch, isEpoch } from '../cloud/kernel/calendar.ts'
import type { EventRecord } from '../cloud/kernel/events.ts'
import { DecodeError, type Value } from '../cloud/kernel/value.ts'
import type { Defaults } from '../cloud/kernel/world.ts'

type Fields = { readonly [name: string]: Value | undefined }

const isFields = (data: Value | undefined): data is Fields =>
  typeof data === 'object' && data !== null && !Array.isArray(data) && !(data instanceof Uint8Array)

const isText = (data: Value | undefined): boolean => typeof data === 'string'
const isCount = (data: Value | undefined): boolean =>
  Number.isSafeInteger(data) && Number(data) >= 0

/** An epoch, or `DecodeError`. */
export function asEpoch(data: number): Epoch {
  if (!isEpoch(data)) throw new DecodeError('an epoch outside the calendar')
  return data
}

/** The name of a set of defaults, or `DecodeError`. */
export function asDefaults(data: string): Defaults {
  if (data !== 'modern' && data !== 'legacy') throw new DecodeError('defaults of no known time')
  return data
}

/** A decoded request, or `DecodeError`. The cloud itself checks what is in its input. */
export function asRequest(data: Value): CallRequest {
  const fits =
    isFields(data) &&
    isText(data.service) &&
    isText(data.operation) &&
    isFields(data.input) &&
    isCaller(data.caller) &&
    isContext(data.context)
  if (!fits) throw new DecodeError('an input that is not a request')
  return data as unknown as CallRequest
}

function isCaller(data: Value | undefined): boolean {
  if (!isFields(data)) return false
  switch (data.kind) {
    case 'console':
      return isText(data.account)
    case 'signed': {
      const verdicts: readonly (Value | undefined)[] = [
        ...['valid', 'signature-mismatch', 'expired', 'skewed'],
      ]
      const { evidence = {} } = data
      const token = data.sessionToken
      return (
        isText(data.accessKeyId) &&
        (token === null || isText(token)) &&
        verdicts.includes(data.verdict) &&
        isFields(evidence) &&
        Object.values(evidence).every(isText)
      )
    }
    case 'anonymous':
      return true
    default:
      return false
  }
}

function isContext(data: Value | undefined): boolean {
  if (!isFields(data)) return false
  const texts = ['region', 'sourceIp', 'userAgent', 'host']
  const flags = ['secureTransport', 'presigned']
  return (
    texts.every((name) => isText(data[name])) &&
    flags.every((name) => typeof data[name] === 'boolean')
  )
}

/** Decoded events with rising numbers, or `DecodeError`. */
export function asEvents(data: Value): readonly EventRecord[] {
  if (!Array.isArray(data)) throw new DecodeError('events that are not a list')
  let last = 0
  for (const event of data as readonly Value[]) {
    if (!isEvent(event) || event.seq <= last) throw new DecodeError('an event that is none')
    last = event.seq
  }
  return data as unknown as readonly EventRecord[]
}

function isEvent(data: Value): data is EventRecord & Fields {
  if (!isFields(data)) return false
  const { subjects, cause } = data
  return (
    isCount(data.seq) &&
    isCount(data.at) &&
    isText(data.type) &&
    Array.isArray(subjects) &&
    subjects.every(isText) &&
    (cause === null || isCount(cause)) &&
    isFields(data.detail)
  )
}
