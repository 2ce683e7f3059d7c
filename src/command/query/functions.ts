/**
 * The functions of queries, with the types they take.
 *
 * Follows the functions of jmespath.py 1.0 (MIT), messages included. Where Python tells whole numbers from
 * fractions the answer does: `avg` is always a fraction, `sum` of whole numbers is whole. What is beyond the
 * lab: whole numbers past 2^53, and texts of expressions.
 */
import {
  compareText,
  Float,
  float,
  isList,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  numberOf,
} from '../json.ts'
import { compactJson } from '../output/json.ts'
import { isSame, reprText, strText, typeName } from '../python.ts'
import { QueryError } from './lexer.ts'

/** An expression handed to a function: `&State.Name`. */
export class Reference {
  readonly of: (value: Json) => Json
  constructor(of: (value: Json) => Json) {
    this.of = of
  }
}

type Argument = Json | Reference

/** Types as jmespath names them; `array-number` is an array whose elements are all numbers. */
type TypeName =
  | 'array'
  | 'array-number'
  | 'array-string'
  | 'expref'
  | 'number'
  | 'object'
  | 'string'

/** A function: the types of each argument (none: any), whether the last may be repeated, what it does. */
interface Row {
  readonly types: readonly (readonly TypeName[])[]
  readonly variadic?: true
  run(args: readonly Argument[]): Json
}

/** Calls a function by name. Throws `QueryError` for unknown names and wrong arguments. */
export function callFunction(name: string, args: readonly Argument[]): Json {
  const row = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
  if (row === undefined) throw new QueryError(`Unknown function: ${name}()`)
  checkCount(name, row, args.length)
  for (const [i, types] of row.types.entries()) checkType(name, types, args[i] ?? null)
  return row.run(args)
}

function checkCount(name: string, { types, variadic }: Row, count: number): void {
  const expected = types.length
  if (variadic ? count >= expected : count === expected) return
  const number = `${variadic ? 'at least ' : ''}${expected} argument${expected === 1 ? '' : 's'}`
  throw new QueryError(`Expected ${number} for function ${name}(), received ${count}`)
}

function checkType(name: string, types: readonly TypeName[], value: Argument): void {
  if (types.length === 0) return
  const wrong = (what: Argument, received: string): QueryError =>
    new QueryError(
      `In function ${name}(), invalid type for value: ${argumentText(what)}, ` +
        `expected one of: ${reprText(types)}, received: "${received}"`,
    )
  const allowed = types.map((type) => type.split('-')[0])
  if (!allowed.includes(typeOf(value))) throw wrong(value, typeOf(value))
  const elements = types.flatMap((type) => type.split('-').slice(1))
  if (elements.length === 0 || value instanceof Reference || !isList(value)) return
  // Of several types of elements the first element chooses.
  const chosen = elements.length === 1 ? elements : [typeOf(value[0] ?? null)]
  const odd = value.find((each) => !elements.includes(typeOf(each)) || typeOf(each) !== chosen[0])
  if (odd !== undefined) throw wrong(odd, typeName(odd))
}

const argumentText = (value: Argument): string =>
  value instanceof Reference ? '&expression' : strText(value)

/** jmespath's name of a type. */
function typeOf(value: Argument): string {
  if (value instanceof Reference) return 'expref'
  if (value === null) return 'null'
  if (isList(value)) return 'array'
  if (isObject(value)) return 'object'
  return isNumber(value) ? 'number' : typeof value
}

const data = (value: Argument | undefined): Json => {
  if (value instanceof Reference) throw new QueryError('Circular reference detected')
  return value ?? null
}

const number = (value: Argument | undefined): number | Float =>
  value instanceof Float || typeof value === 'number' ? value : 0
const text = (value: Argument | undefined): string => (typeof value === 'string' ? value : '')
const list = (value: Argument | undefined): readonly Json[] =>
  value instanceof Reference || value === undefined || !isList(value) ? [] : value
const object = (value: Argument | undefined): JsonObject =>
  value instanceof Map ? value : new Map()
const reference = (value: Argument | undefined): ((value: Json) => Json) =>
  value instanceof Reference ? value.of : (same) => same

const isFraction = (value: Json): boolean => typeName(value) === 'float'

const whole = (value: number): number => {
  if (Number.isFinite(value)) return value + 0
  const what = Number.isNaN(value) ? 'NaN' : 'infinity'
  const error = `cannot convert float ${what} to integer`
  throw new QueryError(error)
}

function sum(values: readonly Json[]): number | Float {
  const total = values.reduce<number>((sofar, value) => sofar + numberOf(number(value)), 0)
  return values.some(isFraction) ? float(total) : total
}

/** The order of two numbers or two texts. */
function order(a: Json, b: Json): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  if (isNumber(a) && isNumber(b)) return numberOf(a) - numberOf(b)
  const types = `'${typeName(a)}' and '${typeName(b)}'`
  throw new QueryError(`'<' not supported between instances of ${types}`)
}

/** The first of those that come last (`sign` 1) or first (-1) in order; null of none. */
function extreme(values: readonly Json[], keys: readonly Json[], sign: 1 | -1): Json {
  let best = 0
  for (const [i, key] of keys.entries()) {
    if (sign * order(key, keys[best] ?? null) > 0) best = i
  }
  return values[best] ?? null
}

const sorted = (values: readonly Json[], keys: readonly Json[]): Json =>
  values
    .map((value, i) => ({ value, key: keys[i] ?? null }))
    .sort((a, b) => order(a.key, b.key))
    .map(({ value }) => value)

/** What an expression makes of each element: numbers or texts, or only what the first is. */
function keysOf(name: string, args: readonly Argument[], allOfOneType: boolean): readonly Json[] {
  const of = reference(args[1])
  const elements = list(args[0])
  const wrong = (value: Json, received: string, types: readonly string[]): QueryError =>
    new QueryError(
      `In function ${name}(), invalid type for value: ${strText(value)}, ` +
        `expected one of: ${reprText(types)}, received: "${received}"`,
    )
  const first = elements[0]
  let types: readonly string[] = ['number', 'string']
  if (allOfOneType && first !== undefined) {
    const type = typeOf(of(first))
    if (!types.includes(type)) throw wrong(first, type, ['string', 'number'])
    types = [type]
  }
  return elements.map((element) => {
    const key = of(element)
    if (!types.includes(typeOf(key))) throw wrong(key, typeOf(key), types)
    return key
  })
}

function contains(subject: Argument | undefined, search: Json): boolean {
  if (typeof subject !== 'string') return list(subject).some((each) => isSame(each, search))
  if (typeof search === 'string') return subject.includes(search)
  const type = typeName(search)
  throw new QueryError(`'in <string>' requires string as left operand, not ${type}`)
}

const DIGITS = '\\d+(?:_\\d+)*'
const WHOLE = new RegExp(`^[+-]?${DIGITS}$`)
const FRACTION = new RegExp(
  `^[+-]?(?:${DIGITS}\\.?(?:${DIGITS})?|\\.${DIGITS})(?:e[+-]?${DIGITS})?$`,
  'i',
)
const NAMED = /^([+-]?)(?:(inf(?:inity)?)|nan)$/i

/** A text as Python's `int` or else `float` reads it. */
function toNumber(value: Json): Json {
  if (isNumber(value)) return value
  if (typeof value !== 'string') return null
  const trimmed = value.trim()
  const plain = Number(trimmed.replaceAll('_', ''))
  if (WHOLE.test(trimmed)) return plain + 0
  if (FRACTION.test(trimmed)) return float(plain)
  const named = NAMED.exec(trimmed)
  if (named === null) return null
  if (named[2] === undefined) return Number.NaN
  return named[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

function length(value: Json): number {
  if (isObject(value)) return value.size
  return Array.from(isList(value) ? value : text(value)).length
}

function merge(args: readonly Argument[]): Json {
  for (const each of args) {
    if (typeOf(each) !== 'object') {
      throw new QueryError(`'${typeName(data(each))}' object is not iterable`)
    }
  }
  return new Map(args.flatMap((each) => [...object(each)]))
}

const ANY: readonly TypeName[] = []
const NUMBERS: readonly TypeName[] = ['array-number']

const FUNCTIONS: Readonly<Record<string, Row>> = {
  abs: {
    types: [['number']],
    run: ([value]) => {
      const size = Math.abs(numberOf(number(value)))
      return value instanceof Float ? new Float(size) : size
    },
  },
  avg: {
    types: [NUMBERS],
    run: ([values]) => {
      const all = list(values)
      return all.length === 0 ? null : float(numberOf(sum(all)) / all.length)
    },
  },
  ceil: { types: [['number']], run: ([value]) => whole(Math.ceil(numberOf(number(value)))) },
  contains: {
    types: [['array', 'string'], ANY],
    run: ([subject, search]) => contains(subject, data(search)),
  },
  ends_with: {
    types: [['string'], ['string']],
    run: ([search, suffix]) => text(search).endsWith(text(suffix)),
  },
  floor: { types: [['number']], run: ([value]) => whole(Math.floor(numberOf(number(value)))) },
  join: {
    types: [['string'], ['array-string']],
    run: ([separator, values]) => list(values).join(text(separator)),
  },
  keys: { types: [['object']], run: ([value]) => [...object(value).keys()] },
  length: { types: [['string', 'array', 'object']], run: ([value]) => length(data(value)) },
  map: {
    types: [['expref'], ['array']],
    run: ([of, values]) => list(values).map(reference(of)),
  },
  max: {
    types: [['array-number', 'array-string']],
    run: ([values]) => extreme(list(values), list(values), 1),
  },
  max_by: {
    types: [['array'], ['expref']],
    run: (args) => extreme(list(args[0]), keysOf('max_by', args, false), 1),
  },
  merge: { types: [['object']], variadic: true, run: merge },
  min: {
    types: [['array-number', 'array-string']],
    run: ([values]) => extreme(list(values), list(values), -1),
  },
  min_by: {
    types: [['array'], ['expref']],
    run: (args) => extreme(list(args[0]), keysOf('min_by', args, false), -1),
  },
  not_null: {
    types: [ANY],
    variadic: true,
    run: (args) => data(args.find((each) => each !== null)),
  },
  reverse: {
    types: [['array', 'string']],
    run: ([value]) =>
      typeof value === 'string' ? Array.from(value).reverse().join('') : list(value).toReversed(),
  },
  sort: {
    types: [['array-string', 'array-number']],
    run: ([values]) => sorted(list(values), list(values)),
  },
  sort_by: {
    types: [['array'], ['expref']],
    run: (args) => sorted(list(args[0]), keysOf('sort_by', args, true)),
  },
  starts_with: {
    types: [['string'], ['string']],
    run: ([search, prefix]) => text(search).startsWith(text(prefix)),
  },
  sum: { types: [NUMBERS], run: ([values]) => sum(list(values)) },
  to_array: {
    types: [ANY],
    run: ([value]) => (isList(data(value)) ? data(value) : [data(value)]),
  },
  to_number: { types: [ANY], run: ([value]) => toNumber(data(value)) },
  to_string: {
    types: [ANY],
    run: ([value]) => (typeof value === 'string' ? value : compactJson(data(value))),
  },
  type: {
    types: [ANY],
    run: ([value]) => (value instanceof Reference ? null : typeOf(value ?? null)),
  },
  values: { types: [['object']], run: ([value]) => [...object(value).values()] },
}
