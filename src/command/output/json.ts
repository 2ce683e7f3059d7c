/**
 * `--output json`: Python's `json.dump` with four spaces, which leaves text as it is.
 *
 * An empty object is an answer without members and prints nothing; everything else prints, null as well.
 */
import { Float, isList, isObject, type Json } from '../json.ts'
import { numberText } from '../python.ts'

const INDENT = '    '

/** The data with a newline at its end; nothing of an empty object. */
export function formatJson(data: Json): string {
  return isObject(data) && data.size === 0 ? '' : `${indented(data, '\n')}\n`
}

/** On one line without spaces and in ASCII, as a query's `to_string` gives it. */
export function compactJson(value: Json): string {
  if (isList(value)) return `[${value.map(compactJson).join(',')}]`
  if (!isObject(value)) return ascii(scalar(value))
  const members = [...value].map(([name, member]) => `${ascii(quote(name))}:${compactJson(member)}`)
  return `{${members.join(',')}}`
}

/** `line` is a newline and the indentation of what the value stands in. */
function indented(value: Json, line: string): string {
  const inner = line + INDENT
  if (isList(value)) {
    if (value.length === 0) return '[]'
    return `[${value.map((item) => inner + indented(item, inner)).join(',')}${line}]`
  }
  if (!isObject(value)) return scalar(value)
  if (value.size === 0) return '{}'
  const members = [...value].map(
    ([name, member]) => `${inner}${quote(name)}: ${indented(member, inner)}`,
  )
  return `{${members.join(',')}${line}}`
}

function scalar(value: string | number | boolean | null | Float): string {
  if (typeof value === 'string') return quote(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (value instanceof Float || Number.isFinite(value)) return numberText(value)
  return Number.isNaN(value) ? 'NaN' : value < 0 ? '-Infinity' : 'Infinity'
}

const quote = (text: string): string => JSON.stringify(text)

const ascii = (text: string): string =>
  text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
