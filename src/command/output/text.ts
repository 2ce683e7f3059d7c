/**
 * `--output text`: lines of tab-separated values.
 *
 * Follows awscli's `text.py` (Apache-2.0). An object is a line of its scalars in the order of their names,
 * after the name of the list or member it stands in, in capitals; what is not scalar follows on lines of its
 * own. Objects of one list have the same columns. Where the CLI stops in the middle (a list of objects and
 * other things), nothing is printed here; the CLI prints what it had until then.
 */
import { fail, ok, type Result } from '../../cloud/kernel/result.ts'
import { compareText, isList, isObject, isScalar, type Json, type JsonObject } from '../json.ts'
import { strText, typeName } from '../python.ts'

/** The lines. Fails with Python's message for lists that mix objects with other things. */
export function formatText(data: Json): Result<string> {
  const lines: string[] = []
  const odd = write(data, null, null, lines)
  return odd === null
    ? ok(lines.map((line) => `${line}\n`).join(''))
    : fail('OutputError', `'${typeName(odd.value)}' object has no attribute 'items'`)
}

/** What stopped the writing; null when nothing did. */
type Stop = { readonly value: Json } | null

function write(
  item: Json,
  identifier: string | null,
  columns: readonly string[] | null,
  lines: string[],
): Stop {
  if (isObject(item)) return writeObject(item, identifier, columns, lines)
  if (isList(item)) return writeList(item, identifier, lines)
  lines.push(strText(item))
  return null
}

function writeList(items: readonly Json[], identifier: string | null, lines: string[]): Stop {
  if (items.some(isObject)) {
    const odd = items.find((item) => !isObject(item))
    if (odd !== undefined) return { value: odd }
    const columns = scalarNames(items.filter(isObject))
    return first(items, (item) => write(item, identifier, columns, lines))
  }
  const scalars = items.filter(isScalar)
  if (scalars.length > 0) writeScalars(scalars, identifier, lines)
  return first(items.filter(isList), (item) => write(item, identifier, null, lines))
}

/** Does the work for each until one stops it. */
function first(items: readonly Json[], work: (item: Json) => Stop): Stop {
  for (const item of items) {
    const stop = work(item)
    if (stop !== null) return stop
  }
  return null
}

function writeScalars(items: readonly Json[], identifier: string | null, lines: string[]): void {
  const texts = items.map(strText)
  if (identifier === null) lines.push(texts.join('\t'))
  else lines.push(...texts.map((text) => `${identifier.toUpperCase()}\t${text}`))
}

function writeObject(
  item: JsonObject,
  identifier: string | null,
  columns: readonly string[] | null,
  lines: string[],
): Stop {
  const names = [...item.keys()].sort(compareText)
  const inLine = columns ?? names.filter((name) => isScalar(item.get(name) ?? null))
  if (inLine.length > 0) {
    const texts = inLine.map((name) => strText(item.has(name) ? (item.get(name) ?? null) : ''))
    lines.push([...(identifier === null ? [] : [identifier.toUpperCase()]), ...texts].join('\t'))
  }
  for (const name of names) {
    if (inLine.includes(name)) continue
    const stop = write(item.get(name) ?? null, name, null, lines)
    if (stop !== null) return stop
  }
  return null
}

function scalarNames(items: readonly JsonObject[]): readonly string[] {
  const names = items.flatMap((item) =>
    [...item].filter(([, value]) => isScalar(value)).map(([name]) => name),
  )
  return [...new Set(names)].sort(compareText)
}
