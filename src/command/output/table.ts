/**
 * `--output table`: boxes of rows, one in another.
 *
 * Follows the table formatter of awscli (`formatter.py`; Apache-2.0), without colour. An object is a section
 * of one row under the names of its scalars, a list of objects one of a row each; members that are not scalar
 * become sections of their own, one level deeper. What the CLI refuses to draw (rows of unequal length) fails
 * in its words.
 */
import { fail, ok, type Result } from '../../cloud/kernel/result.ts'
import {
  compareText,
  isList,
  isNumber,
  isObject,
  isScalar,
  type Json,
  type JsonObject,
  numberOf,
} from '../json.ts'
import { strText, typeName } from '../python.ts'
import { drawTable, Section } from './box.ts'

/** The table; nothing of empty data. `columns` is the width of the terminal, in characters. */
export function formatTable(data: Json, title: string, columns: number): Result<string> {
  const table = new Builder()
  try {
    return ok(table.build(title, data, 0) ? drawTable(table.sections, columns) : '')
  } catch (error) {
    if (error instanceof TableError) return fail('OutputError', error.message)
    throw error
  }
}

/** What Python says where the CLI's formatter breaks off. */
class TableError extends Error {}

class Builder {
  readonly sections: Section[] = []

  /** Adds the sections of a value; false when it is empty. Without a title it goes on in the last section. */
  build(title: string | null, value: Json, indent: number): boolean {
    if (isEmpty(value)) return false
    if (title !== null) this.#begin(title, indent)
    if (isObject(value)) this.#object(value, indent)
    if (!isList(value)) return true
    if (isObject(value[0] ?? null)) this.#objects(value, indent, title)
    else for (const item of value) this.#item(item)
    return true
  }

  #begin(title: string | null, indent: number): void {
    this.sections.push(new Section(title, indent))
  }

  #item(item: Json): void {
    if (isScalar(item)) this.#row([item])
    // Of an object in such a list the CLI prints the names.
    else if (isObject(item)) this.#row([...item.keys()])
    else if (isList(item) && item.every(isScalar)) this.#row(item)
    else this.build(null, item, 0)
  }

  #object(value: JsonObject, indent: number): void {
    const { scalars, others } = namesOf([value])
    const [only] = scalars
    if (scalars.length === 1 && only !== undefined) this.#row([only, value.get(only) ?? null])
    else if (scalars.length > 0) {
      this.#header(scalars)
      this.#row(scalars.map((name) => value.get(name) ?? null))
    }
    for (const name of others) this.build(name, value.get(name) ?? null, indent + 1)
  }

  #objects(items: readonly Json[], indent: number, title: string | null): void {
    const { scalars, others } = namesOf(items.filter(isObject))
    const objects = items.map((item) => asObject(item, scalars.length > 0))
    this.#header(scalars)
    for (const [i, item] of objects.entries()) {
      if (i > 0 && others.length > 0) {
        this.#begin(title, indent)
        this.#header(scalars)
      }
      this.#row(scalars.map((name) => (item.has(name) ? (item.get(name) ?? null) : '')))
      for (const name of others) this.build(name, item.get(name) ?? null, indent + 1)
    }
  }

  #section(): Section {
    const section = this.sections.at(-1)
    if (section === undefined) throw new TableError('list index out of range')
    return section
  }

  #header(names: readonly string[]): void {
    if (!this.#section().addHeader(names)) throw new TableError('list index out of range')
  }

  #row(values: readonly Json[]): void {
    const expected = this.#section().addRow(values.map(strText))
    if (expected === null) return
    const message = `Row should have ${expected} elements, instead it has ${values.length}`
    throw new TableError(message)
  }
}

/** What Python takes for false: zero as well. */
function isEmpty(value: Json): boolean {
  if (isList(value)) return value.length === 0
  if (isObject(value)) return value.size === 0
  if (isNumber(value)) return numberOf(value) === 0
  return value === '' || value === null || value === false
}

/**
 * An item of a list that begins with an object. Python breaks off at any other thing, but for empty ones when
 * there are no columns to look up.
 */
function asObject(item: Json, hasColumns: boolean): JsonObject {
  if (isObject(item)) return item
  if (!hasColumns && (item === '' || (isList(item) && item.length === 0))) return new Map()
  if (typeof item === 'string') throw new TableError("string indices must be integers, not 'str'")
  const what = isList(item) ? "has no attribute 'get'" : 'is not iterable'
  throw new TableError(`'${typeName(item)}' object ${what}`)
}

/** The names of members that are scalar in some object, and of those that are not in some, sorted. */
function namesOf(objects: readonly JsonObject[]): { scalars: string[]; others: string[] } {
  const names = (wanted: boolean): string[] => {
    const found = objects.flatMap((each) =>
      [...each].filter(([, value]) => isScalar(value) === wanted).map(([name]) => name),
    )
    return [...new Set(found)].sort(compareText)
  }
  return { scalars: names(true), others: names(false) }
}
