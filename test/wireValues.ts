/** Random inputs and outputs of operations, by their shapes, and the same as the AWS SDK has them. */
import fc from 'fast-check'
import { DEFAULT_EPOCH } from '../src/cloud/kernel/calendar.ts'
import { milliseconds } from '../src/cloud/kernel/instant.ts'
import type { Value } from '../src/cloud/kernel/value.ts'
import type { Member, ServiceModel, StructureShape, Traits } from '../src/models/model.ts'
import { inBody, shapeOf } from '../src/wire/shapes.ts'

/** What limits the values of a case. */
export interface Limits {
  /** elements of a list at least: a flat list of none is written as nothing */
  readonly leastItems: 0 | 1
  /** text without control characters, which the SDK writes into XML as they are */
  readonly printable?: true
  /** members at the top that are given in their own way, or left out (null), by name */
  readonly own?: Readonly<Record<string, fc.Arbitrary<Value> | null>>
}

const TIMES = new Set(['timestamp', 'dateTime', 'httpDate', 'epochSeconds'])

/** Any text that XML 1.0 can carry by references too; the SDK reads white space with a line feed as nothing. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom(
      '',
      ' ',
      '&<>"\'',
      ']]>',
      '<![CDATA[',
      '\r\n\t',
      '__proto__',
      'ä€😀',
      '%2F+ %',
      'a=b&c',
    ),
  )
  .filter((each) => !/[\0\ufffe\uffff]|^\s*\n\s*$/.test(each))

const printable = text.filter((each) => !/(?![\t\n\r])\p{Cc}/u.test(each))

/** What a header's value can be without being trimmed. */
const headerText = fc
  .string({
    unit: fc.constantFrom(...'abcXYZ019-_.:;,/+="\'()<>&%$#@! '),
    minLength: 1,
    maxLength: 12,
  })
  .filter((each) => each.trim() === each)

const bytes = fc.uint8Array({ maxLength: 20 })
const numbers = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
)

/** Instants within 14 years of the epoch: whole milliseconds, or whole seconds. */
const times = (whole: boolean): fc.Arbitrary<Value> =>
  fc
    .integer({ min: -440_000_000, max: 440_000_000 })
    .chain((seconds) =>
      fc
        .integer({ min: 0, max: whole ? 0 : 999 })
        .map((ms) => milliseconds(seconds * 1000 + ms) as number),
    )

function plain(target: string, traits: Traits, limits: Limits): fc.Arbitrary<Value> {
  const isHeader = traits.httpHeader !== undefined
  if (target === 'string') return isHeader ? headerText : limits.printable ? printable : text
  if (target === 'boolean') return fc.boolean()
  if (target === 'number') return inBody(traits) ? numbers : fc.nat()
  if (target === 'blob' || target === 'stream') return bytes
  if (TIMES.has(target)) return times(isHeader || target === 'httpDate')
  throw new Error(`a target no test knows: ${target}`)
}

/** Values of a target; `traits` are those of the member it stands in. */
export function valueFor(
  model: ServiceModel,
  target: string,
  limits: Limits,
  traits: Traits = {},
): fc.Arbitrary<Value> {
  const shape = shapeOf(model, target)
  if (typeof shape === 'string') return plain(shape, traits, limits)
  if ('members' in shape) return structureValue(model, shape, { ...limits, own: {} })
  if ('list' in shape) {
    const isHeader = traits.httpHeader !== undefined
    const item = isHeader
      ? fc.constantFrom('RestoreStatus', 'Other')
      : valueFor(model, shape.list[0], limits)
    const minLength = isHeader || traits.xmlFlattened ? 1 : limits.leastItems
    return fc.array(item, { minLength, maxLength: 3 })
  }
  const key = fc.string({ unit: fc.constantFrom(...'abcxyz019-_'), minLength: 1, maxLength: 8 })
  return fc.dictionary(key, headerText, { minKeys: 1, maxKeys: 3, noNullPrototype: true })
}

/** Values of a structure: each member that need not be there is there one time in four, all in one case of ten. */
export function structureValue(
  model: ServiceModel,
  shape: StructureShape,
  limits: Limits,
): fc.Arbitrary<Record<string, Value>> {
  const known = shape.members.filter(([name]) => limits.own?.[name] !== null)
  const values = known.map(
    ([name, target, traits]) => limits.own?.[name] ?? valueFor(model, target, limits, traits),
  )
  const given = fc.oneof(
    { weight: 9, arbitrary: fc.tuple(...known.map(() => fc.nat({ max: 3 }).map((n) => n === 0))) },
    { weight: 1, arbitrary: fc.constant(known.map(() => true)) },
  )
  return given.chain((flags) => {
    const chosen = known
      .map((member, i) => ({ member, i }))
      .filter(({ member, i }) => flags[i] || isDue(member))
    return fc
      .tuple(...chosen.map(({ i }) => values[i] ?? fc.constant(null)))
      .map((all) => Object.fromEntries(chosen.map(({ member }, i) => [member[0], all[i] ?? null])))
  })
}

const isDue = ([, , traits]: Member): boolean =>
  traits?.required === true || traits?.idempotencyToken === true

/** A value as the SDK has it: times as `Date`. */
export function toSdk(model: ServiceModel, target: string, value: Value): unknown {
  const shape = shapeOf(model, target)
  if (typeof shape === 'string') {
    return TIMES.has(shape) ? new Date(DEFAULT_EPOCH + Number(value) / 10_000) : value
  }
  if (Array.isArray(value)) {
    const item = 'list' in shape ? shape.list[0] : target
    return value.map((each) => toSdk(model, item, each))
  }
  if (!('members' in shape)) return value
  const members = Object.entries(value ?? {}).map(([name, each]): [string, unknown] => {
    const member = shape.members.find(([known]) => known === name)
    return [name, toSdk(model, member?.[1] ?? 'string', each)]
  })
  return Object.fromEntries(members)
}

/** A value without structures and lists that hold nothing: a form cannot say that they are there. */
export function pruned(value: Value): Value | undefined {
  if (Array.isArray(value)) {
    const items = value.map(pruned).filter((each) => each !== undefined)
    return items.length > 0 ? items : undefined
  }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  const members = Object.entries(value)
    .map(([name, each]): [string, Value | undefined] => [
      name,
      each === undefined ? undefined : pruned(each),
    ])
    .filter(([, each]) => each !== undefined)
  return members.length > 0 ? Object.fromEntries(members) : undefined
}
