/**
 * Whether values fit an operation's input, in botocore's words, and the values as the cloud takes them.
 *
 * Models botocore's ParamValidator: everything that is wrong is told at once, a line each. Ranges and lengths are
 * not in the models; the few that botocore 2.9.19 has for the emulated operations stand here.
 */
import { type Epoch, parseIso } from '../cloud/kernel/calendar.ts'
import { type Instant, instant, TICKS_PER_SECOND } from '../cloud/kernel/instant.ts'
import type { Value } from '../cloud/kernel/value.ts'
import type { Service } from './names.ts'
import { isDict, isList, strText, typeName } from './python.ts'
import { membersOf, type Type, typeOf } from './values.ts'

/** The least values that AWS's models state: five results a page, one character of a key. */
const LEAST_PAGE = new Set(
  ['InstanceTypes', 'NetworkInterfaces', 'SecurityGroups', 'Subnets', 'Vpcs'].map(
    (what) => `Describe${what}`,
  ),
)
const LEAST_RESULTS = 5

/** What is wrong, a line each; empty when nothing is. */
export function validate(
  service: Service,
  operation: string,
  input: { readonly [member: string]: Value | undefined },
  epoch: Epoch,
): string[] {
  const shape = service.model.operations[operation]?.input ?? null
  const checker = new Checker(service, operation, epoch)
  checker.structure(input, membersOf(service.model, shape), '')
  return checker.lines
}

const TAKES: Readonly<Record<string, string>> = {
  structure: "<class 'dict'>",
  map: "<class 'dict'>",
  list: "<class 'list'>, <class 'tuple'>",
  string: "<class 'str'>",
  boolean: "<class 'bool'>",
  number: "<class 'int'>",
  blob: "<class 'bytes'>, <class 'bytearray'>, file-like object",
  timestamp: "<class 'datetime.datetime'>, timestamp-string",
}

class Checker {
  readonly lines: string[] = []
  readonly #service: Service
  readonly #operation: string
  readonly #epoch: Epoch

  constructor(service: Service, operation: string, epoch: Epoch) {
    this.#service = service
    this.#operation = operation
    this.#epoch = epoch
  }

  structure(
    value: { readonly [member: string]: Value | undefined },
    members: ReturnType<typeof membersOf>,
    name: string,
  ): void {
    for (const [member, , traits] of members) {
      if (traits?.required && !Object.hasOwn(value, member)) {
        this.lines.push(`Missing required parameter in ${shown(name)}: "${member}"`)
      }
    }
    const known = new Map(members.map((member) => [member[0], member]))
    const names = [...known.keys()].join(', ')
    const given = Object.keys(value)
    for (const member of given.filter((each) => !known.has(each))) {
      this.lines.push(`Unknown parameter in ${shown(name)}: "${member}", must be one of: ${names}`)
    }
    for (const member of given) {
      const [, target] = known.get(member) ?? []
      if (target === undefined) continue
      this.#value(value[member], typeOf(this.#service.model, target), `${name}.${member}`)
    }
  }

  #value(value: Value | undefined, type: Type, name: string): void {
    if (!this.#fits(value, type)) {
      this.lines.push(
        `Invalid type for parameter ${shown(name)}, value: ${strText(value)}, ` +
          `type: <class '${typeName(value)}'>, valid types: ${TAKES[type.kind] ?? ''}`,
      )
      return
    }
    this.#least(value, name)
    if (type.kind === 'structure' && isDict(value)) this.structure(value, type.members, name)
    if (type.kind === 'list' && isList(value)) {
      const element = typeOf(this.#service.model, type.element)
      for (const [i, each] of value.entries()) this.#value(each, element, `${name}[${i}]`)
    }
    if (type.kind === 'map' && isDict(value)) {
      const element = typeOf(this.#service.model, type.value)
      for (const [key, each] of Object.entries(value)) this.#value(each, element, `${name}.${key}`)
    }
  }

  #fits(value: Value | undefined, type: Type): boolean {
    if (type.kind === 'structure' || type.kind === 'map') return isDict(value)
    if (type.kind === 'list') return isList(value)
    if (type.kind === 'string') return typeof value === 'string'
    if (type.kind === 'boolean') return typeof value === 'boolean'
    if (type.kind === 'blob') return typeof value === 'string' || value instanceof Uint8Array
    if (type.kind === 'timestamp') return readTime(value, this.#epoch) !== null
    if (type.kind === 'document') return true
    // A boolean counts as a whole number in Python.
    if (typeof value === 'boolean') return true
    return typeof value === 'number' && (Number.isInteger(value) || this.#service.name === 'lab')
  }

  #least(value: Value | undefined, name: string): void {
    if (name === '.MaxResults' && LEAST_PAGE.has(this.#operation) && Number(value) < LEAST_RESULTS)
      this.lines.push(
        `Invalid value for parameter MaxResults, value: ${strText(value)}, valid min value: ${LEAST_RESULTS}`,
      )
    if (
      this.#service.name === 's3' &&
      /^\.Key$|^\.Delete\.Objects\[\d+\]\.Key$/.test(name) &&
      value === ''
    )
      this.lines.push(`Invalid length for parameter ${shown(name)}, value: 0, valid min length: 1`)
  }
}

const shown = (name: string): string => (name === '' ? 'input' : name.slice(1))

/**
 * A point of time from a text (ISO 8601, of HTTP, or seconds since 1970) or a number of seconds since 1970;
 * null when it is none. A time without a zone is in UTC, where the lab is.
 */
export function readTime(value: Value | undefined, epoch: Epoch): Instant | null {
  if (typeof value === 'number') return fromSeconds(value, epoch)
  if (typeof value !== 'string') return null
  if (/^\d+(\.\d+)?$/.test(value)) return fromSeconds(Number(value), epoch)
  const http = /^\w{3}, (\d\d) (\w{3}) (\d{4}) (\d\d:\d\d:\d\d) GMT$/.exec(value)
  if (http !== null) {
    const [, day, month, year, time] = http
    const number = MONTHS.indexOf(month ?? '') + 1
    return parseIso(epoch, `${year}-${String(number).padStart(2, '0')}-${day}T${time}Z`)
  }
  const iso = value.replace(/^(\d{4}-\d\d-\d\d) /, '$1T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2')
  return parseIso(epoch, iso) ?? parseIso(epoch, `${iso}Z`)
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

function fromSeconds(seconds: number, epoch: Epoch): Instant | null {
  const ticks = Math.round((seconds - epoch / 1000) * TICKS_PER_SECOND)
  return Number.isSafeInteger(ticks) ? instant(ticks) : null
}

/** Values that fit, as the cloud takes them: times as instants, numbers for booleans that pass as numbers. */
export function toMembers(
  service: Service,
  operation: string,
  input: { readonly [member: string]: Value | undefined },
  epoch: Epoch,
): { readonly [member: string]: Value } {
  const members = membersOf(service.model, service.model.operations[operation]?.input ?? null)
  return structureOf(service, input, members, epoch)
}

function structureOf(
  service: Service,
  value: { readonly [member: string]: Value | undefined },
  members: ReturnType<typeof membersOf>,
  epoch: Epoch,
): { readonly [member: string]: Value } {
  const entries = members.flatMap(([name, target]) => {
    const each = value[name]
    if (each === undefined) return []
    return [[name, converted(service, each, typeOf(service.model, target), epoch)] as const]
  })
  return Object.fromEntries(entries)
}

function converted(service: Service, value: Value, type: Type, epoch: Epoch): Value {
  if (type.kind === 'timestamp') return readTime(value, epoch)
  if (type.kind === 'number' && typeof value === 'boolean') return value ? 1 : 0
  if (type.kind === 'structure' && isDict(value))
    return structureOf(service, value, type.members, epoch)
  if (type.kind === 'list' && isList(value)) {
    const element = typeOf(service.model, type.element)
    return value.map((each) => converted(service, each, element, epoch))
  }
  if (type.kind !== 'map' || !isDict(value)) return value
  const element = typeOf(service.model, type.value)
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      converted(service, each ?? null, element, epoch),
    ]),
  )
}
