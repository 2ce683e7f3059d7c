/**
 * An answer as the CLI holds it before it prints: plain data in the order of AWS's model.
 *
 * Models what botocore's parsers and the CLI's customisations make of an answer off the wire: members that
 * came as headers stand before those of the body; what is absent is left out; an empty list that has an element
 * of its own is there, a flattened one is not; times are ISO 8601 as Python prints them, to the second where
 * they came as a header; bytes are base64; a body that is streamed is written elsewhere. Not made:
 * `ResponseMetadata`, which the CLI leaves in answers that have a member `Errors`.
 */
import type { Members } from '../cloud/call.ts'
import { assert } from '../cloud/kernel/assert.ts'
import { encodeBase64 } from '../cloud/kernel/base64.ts'
import { civilOf, type Epoch } from '../cloud/kernel/calendar.ts'
import { type Instant, instant } from '../cloud/kernel/instant.ts'
import type { Value } from '../cloud/kernel/value.ts'
import type { Element, Member, ServiceModel, Traits } from '../models/model.ts'
import { float, type Json } from './json.ts'

export type { Json } from './json.ts'

/**
 * Members that are fractions in botocore's model (`double`), by shape, and so print as `2.0`; ours knows
 * numbers only.
 */
export const FRACTIONS: ReadonlySet<string> = new Set([
  'EbsCardInfo.BaselineThroughputInMBps',
  'EbsCardInfo.MaximumThroughputInMBps',
  'EbsOptimizedInfo.BaselineThroughputInMBps',
  'EbsOptimizedInfo.MaximumThroughputInMBps',
  'GpuDeviceInfo.GpuPartitionSize',
  'NetworkCardInfo.BaselineBandwidthInGbps',
  'NetworkCardInfo.PeakBandwidthInGbps',
  'ProcessorInfo.SustainedClockSpeedInGhz',
])

/**
 * The CLI's data for an answer. `shape` is the name of the operation's output, null for one without members.
 * Throws `AssertionError` where the answer does not fit its model.
 */
export function toPlain(
  output: Members,
  shape: string | null,
  model: ServiceModel,
  epoch: Epoch,
): Json {
  if (shape === null) return new Map()
  return new Plain(model, epoch).output(shape, output)
}

class Plain {
  readonly #model: ServiceModel
  readonly #epoch: Epoch

  constructor(model: ServiceModel, epoch: Epoch) {
    this.#model = model
    this.#epoch = epoch
  }

  output(shape: string, output: Members): Json {
    const members = this.#membersOf(shape)
    const inHeader = ([, , traits]: Member) => isHeader(traits)
    const ordered = [...members.filter(inHeader), ...members.filter((each) => !inHeader(each))]
    const plain = this.#members(shape, ordered, output)
    // The one answer that is a bare text; AWS leaves it empty for us-east-1, and botocore reads that as null.
    if (shape === 'GetBucketLocationOutput' && !plain.get('LocationConstraint')) {
      plain.set('LocationConstraint', null)
    }
    return plain
  }

  #membersOf(name: string): readonly Member[] {
    const shape = this.#model.shapes[name]
    assert(shape !== undefined && 'members' in shape, `${name} is a structure of the model`)
    return shape.members
  }

  #members(shape: string, members: readonly Member[], value: Members): Map<string, Json> {
    const plain = new Map<string, Json>()
    for (const [name, target, traits] of members) {
      const isFraction = FRACTIONS.has(`${shape}.${name}`)
      // Headers with a common prefix are gathered also when there are none.
      const given = value[name] ?? (traits?.httpPrefixHeaders === undefined ? null : {})
      if (given === null || target === 'stream') continue
      if (traits?.xmlFlattened && Array.isArray(given) && given.length === 0) continue
      const made = this.#value(target, traits, given)
      plain.set(name, isFraction && typeof made === 'number' ? float(made) : made)
    }
    return plain
  }

  #value(target: string, traits: Traits | undefined, value: Value): Json {
    if (target.endsWith('[]')) return this.#list([target.slice(0, -2)], value)
    if (target.endsWith('{}')) return this.#map([target.slice(0, -2)], value)
    const shape = this.#model.shapes[target]
    if (shape === undefined) return this.#scalar(target, traits, value)
    if ('list' in shape) return this.#list(shape.list, value)
    if ('key' in shape) return this.#map(shape.value, value)
    return this.#members(target, shape.members, membersIn(target, value))
  }

  #list([target, traits]: Element, value: Value): Json {
    assert(Array.isArray(value), `a list of ${target}`)
    return value.map((each: Value) => this.#value(target, traits, each))
  }

  #map([target, traits]: Element, value: Value): Json {
    const entries = Object.entries(membersIn(target, value))
    return new Map(
      entries.flatMap(([key, each]) =>
        each === undefined ? [] : [[key, this.#value(target, traits, each)] as const],
      ),
    )
  }

  #scalar(target: string, traits: Traits | undefined, value: Value): Json {
    if (value instanceof Uint8Array) return encodeBase64(value)
    if (isTime(target)) {
      assert(typeof value === 'number', `an instant for ${target}`)
      return this.#time(instant(value), target === 'httpDate' || isDateHeader(target, traits))
    }
    if (typeof value === 'bigint') return Number(value)
    assert(typeof value !== 'object' || value === null, `a plain value for ${target}`)
    return value
  }

  /** `2026-01-01T09:00:03.100000+00:00`; no fraction when it is zero, or when the wire has seconds only. */
  #time(at: Instant, inSeconds: boolean): string {
    const { year, month, day, hour, minute, second, tick } = civilOf(this.#epoch, at)
    const digits = (n: number, width = 2): string => String(n).padStart(width, '0')
    // The wire carries milliseconds.
    const ms = inSeconds ? 0 : Math.floor(tick / 10_000)
    const date = `${digits(year, 4)}-${digits(month)}-${digits(day)}`
    const fraction = ms === 0 ? '' : `.${digits(ms, 3)}000`
    return `${date}T${digits(hour)}:${digits(minute)}:${digits(second)}${fraction}+00:00`
  }
}

const isHeader = (traits: Traits | undefined): boolean =>
  traits?.httpHeader !== undefined ||
  traits?.httpPrefixHeaders !== undefined ||
  traits?.httpResponseCode !== undefined

const isTime = (target: string): boolean =>
  target === 'timestamp' ||
  target === 'dateTime' ||
  target === 'httpDate' ||
  target === 'epochSeconds'

/** A header's time is an HTTP date unless the model says otherwise. */
const isDateHeader = (target: string, traits: Traits | undefined): boolean =>
  target === 'timestamp' && traits?.httpHeader !== undefined

function membersIn(target: string, value: Value): Members {
  assert(
    typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      !(value instanceof Uint8Array),
    `an object for ${target}`,
  )
  return value as Members
}
