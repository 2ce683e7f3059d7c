/**
 * Data as the CLI holds it: what an answer becomes, what a query works on, what is printed.
 *
 * Models Python's plain data, because the CLI is written in Python and prints it: dictionaries keep the order
 * of their keys, and whole numbers are not fractions (`1` and `1.0`). So objects are `Map`s, which keep
 * their order whatever the keys are, and a fraction whose value is whole is a `Float`. Every number that is
 * not whole is a fraction without being wrapped. Whole numbers are exact up to 2^53.
 */

/** Plain, ordered data. */
export type Json = string | number | boolean | null | Float | readonly Json[] | JsonObject
/** An object, its members in order. */
export type JsonObject = ReadonlyMap<string, Json>

/** A fraction whose value is whole, such as `2.0`; make one with `float`. */
export class Float {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

/** A number as a fraction, whatever its value. */
export const float = (value: number): number | Float =>
  Number.isInteger(value) ? new Float(value) : value

/** True of whole numbers and fractions. */
export const isNumber = (value: unknown): value is number | Float =>
  typeof value === 'number' || value instanceof Float

/** The value of a number, whole or a fraction. */
export const numberOf = (value: number | Float): number =>
  value instanceof Float ? value.value : value

/** True of a list. */
export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value)

/** True of an object. */
export const isObject = (value: unknown): value is JsonObject => value instanceof Map

/** True of what is neither list nor object. */
export const isScalar = (value: Json): value is string | number | boolean | null | Float =>
  !isList(value) && !isObject(value)

/** The order of two texts by code points, as Python sorts; negative when `a` comes first. */
export function compareText(a: string, b: string): number {
  const end = Math.min(a.length, b.length)
  for (let i = 0; i < end; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x === y) continue
    // A surrogate stands for a code point above all that are one unit.
    const [high, low] = [isSurrogate(x), isSurrogate(y)]
    return high === low ? x - y : high ? 1 : -1
  }
  return a.length - b.length
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff
