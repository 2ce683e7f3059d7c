/**
 * Python's ways, where the CLI lets them show: how data are written (`str()`, `repr()`, numbers), what types are
 * called, `==`, and how whole numbers are read.
 *
 * So `true` is `True` in text and tables, and 1e16 is `1e+16`. Data are an answer's (`Json`) or a call's input
 * (`Value`), in which a fraction that is whole (`1.0`) counts as whole. Simplified: whole numbers are exact to
 * 2^53 only, and a dictionary prints as `dict` also where the CLI holds an `OrderedDict`. What may be printed as
 * it stands in a `repr` is told by the Unicode of the JavaScript engine, which may be newer than Python's.
 */
import type { Value } from '../cloud/kernel/value.ts'
import { Float, isNumber, isObject, type Json, numberOf } from './json.ts'

/** An answer's data, or a value of a call's input. */
type Data = Json | Value | undefined

/** `str(value)`: a text as it is, the rest as `reprText`. */
export function strText(value: Data): string {
  return typeof value === 'string' ? value : reprText(value)
}

/** `repr(value)`. */
export function reprText(value: Data): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'bigint') return String(value)
  if (isNumber(value)) return numberText(value)
  if (value instanceof Uint8Array) return `b${quotedBytes(value)}`
  if (isArray(value)) return `[${value.map(reprText).join(', ')}]`
  const members = isObject(value) ? [...value] : Object.entries(value)
  return `{${members.map(([name, member]) => `${quoted(name)}: ${reprText(member)}`).join(', ')}}`
}

/** The name of the value's type in Python: `str`, `int`, `float`, … */
export function typeName(value: Data): string {
  if (value === null || value === undefined) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'str'
  if (typeof value === 'bigint') return 'int'
  if (isNumber(value)) return value instanceof Float || !Number.isInteger(value) ? 'float' : 'int'
  if (value instanceof Uint8Array) return 'bytes'
  return isArray(value) ? 'list' : 'dict'
}

const isArray = (value: Data): value is readonly (Json & Value)[] => Array.isArray(value)

/** True of a list of values. */
export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)

/** True of a dictionary. */
export const isDict = (
  value: Value | undefined,
): value is { readonly [key: string]: Value | undefined } =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array)

/** Python's `==`, by which True is 1 and 1 is 1.0. */
export function isSame(left: Json, right: Json): boolean {
  const [x, y] = [asNumber(left), asNumber(right)]
  if (x !== null && y !== null) return x === y
  if (isArray(left) && isArray(right)) {
    return left.length === right.length && left.every((value, i) => isSame(value, right[i] ?? null))
  }
  if (isObject(left) && isObject(right)) {
    if (left.size !== right.size) return false
    return [...left].every(([name, value]) => {
      const other = right.get(name)
      return other !== undefined && isSame(value, other)
    })
  }
  return left === right
}

function asNumber(value: Json): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0
  return isNumber(value) ? numberOf(value) : null
}

/** A number: `2`, `2.0`, `1e-05`, `nan`. */
export function numberText(number: number | Float): string {
  if (number instanceof Float) return fractionText(number.value)
  return Number.isInteger(number) ? BigInt(number).toString() : fractionText(number)
}

/** The shortest digits that mean the number; with an exponent below 1e-4 and from 1e16 on. */
function fractionText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const [mantissa = '', power = ''] = Math.abs(value).toExponential().split('e')
  const exponent = Number(power)
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    const digits = String(Math.abs(exponent)).padStart(2, '0')
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`
  }
  const digits = mantissa.replace('.', '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** A text in quotes: single ones, unless it holds those and no double ones. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const inner = Array.from(text, (char) => {
    if (char === quote) return `\\${char}`
    return ESCAPES[char] ?? (/[\p{C}\p{Z}]/u.test(char) && char !== ' ' ? escaped(char) : char)
  })
  return quote + inner.join('') + quote
}

function escaped(char: string): string {
  const code = char.codePointAt(0) ?? 0
  const hex = (width: number): string => code.toString(16).padStart(width, '0')
  return code < 0x100 ? `\\x${hex(2)}` : code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`
}

/** Bytes in quotes: what is no ASCII is escaped. */
function quotedBytes(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return quoted(text).replace(/[^ -~]/g, escaped)
}

/** A whole number as `int()` reads it, or null. */
export function readWhole(text: string): number | null {
  const trimmed = text.trim()
  return /^[+-]?\d+(_\d+)*$/.test(trimmed) ? Number(trimmed.replaceAll('_', '')) : null
}

/** What `int()` says of a text that is no whole number. */
export const notWhole = (text: string): string =>
  `invalid literal for int() with base 10: ${reprText(text)}`
