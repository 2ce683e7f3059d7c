/**
 * Data as Python writes it: `str()`, `repr()` and the numbers of both; and Python's `==`.
 *
 * The CLI prints with these, so `true` is `True` in text and tables and 1e16 is `1e+16`. What may be printed
 * as it stands in a `repr` is told by the Unicode of the JavaScript engine, which may be newer than Python's.
 */
import { Float, isList, isNumber, isObject, type Json, numberOf } from '../json.ts'

/** `str(value)`: a text as it is, the rest as `reprText`. */
export function strText(value: Json): string {
  return typeof value === 'string' ? value : reprText(value)
}

/** `repr(value)`. */
export function reprText(value: Json): string {
  if (value === null) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'string') return quoted(value)
  if (isList(value)) return `[${value.map(reprText).join(', ')}]`
  if (isObject(value)) {
    const members = [...value].map(([name, member]) => `${quoted(name)}: ${reprText(member)}`)
    return `{${members.join(', ')}}`
  }
  return numberText(value)
}

/** The name of the value's type in Python: `str`, `int`, `float`, … */
export function typeName(value: Json): string {
  if (value === null) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'str'
  if (isList(value)) return 'list'
  if (isObject(value)) return 'dict'
  return value instanceof Float || !Number.isInteger(value) ? 'float' : 'int'
}

/** Python's `==`, by which True is 1 and 1 is 1.0. */
export function isSame(left: Json, right: Json): boolean {
  const [x, y] = [asNumber(left), asNumber(right)]
  if (x !== null && y !== null) return x === y
  if (isList(left) && isList(right)) {
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
