/**
 * Queries over plain data, such as a view: JMESPath as the CLI has it, for those who hold no `Map`s.
 */
import { Float, isList, isObject, type Json } from './json.ts'
import { compileQuery } from './query.ts'

/** What JSON can hold. */
export type PlainJson =
  | null
  | boolean
  | number
  | string
  | readonly PlainJson[]
  | { readonly [key: string]: PlainJson }

/** Asks a query of data. Throws an `Error` with the CLI's words when the query is wrong, or does not suit the data. */
export function queryPlain(text: string, data: PlainJson): PlainJson {
  const query = compileQuery(text)
  if (!query.ok) throw new Error(query.error.message)
  const answer = query.value(asMaps(data))
  if (!answer.ok) throw new Error(answer.error.message)
  return asPlain(answer.value)
}

const isPlainList = (data: PlainJson): data is readonly PlainJson[] => Array.isArray(data)

function asMaps(data: PlainJson): Json {
  if (typeof data !== 'object' || data === null) return data
  if (isPlainList(data)) return data.map(asMaps)
  return new Map(Object.entries(data).map(([key, value]) => [key, asMaps(value)]))
}

function asPlain(data: Json): PlainJson {
  if (data instanceof Float) return data.value
  if (isList(data)) return data.map(asPlain)
  if (isObject(data)) {
    return Object.fromEntries([...data].map(([key, value]) => [key, asPlain(value)]))
  }
  return data
}
