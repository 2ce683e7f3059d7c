/**
 * Plain values: what may be kept. JSON, and besides it what calls are made of: bytes, big integers, and numbers
 * without end. Members that are `undefined` are left out, and -0 is 0, as in the cloud's own codec.
 */

/** Lists and records may be nested this deep. */
export const MAX_DEPTH = 200

/**
 * A copy that shares nothing, of bytes only what is looked at.
 *
 * Throws `TypeError` for what is not plain: a function, a date, an instance of a class, a value nested too deeply.
 */
export function copyPlain<T>(value: T): T {
  return copy(value, 0) as T
}

function copy(value: unknown, depth: number): unknown {
  if (value === null || ['boolean', 'string', 'bigint'].includes(typeof value)) return value
  if (typeof value === 'number') return value + 0
  if (value instanceof Uint8Array) return Uint8Array.from(value)
  if (depth === MAX_DEPTH) throw new TypeError('too deep')
  if (Array.isArray(value)) return Array.from(value, (one) => copy(one, depth + 1))
  return Object.fromEntries(
    Object.entries(asRecord(value))
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, copy(member, depth + 1)]),
  )
}

/** An object of no class; anything else is a `TypeError`. */
function asRecord(value: unknown): object {
  const parent: unknown = Object.getPrototypeOf(value)
  if (parent === null || Object.getPrototypeOf(parent) === null) return Object(value)
  throw new TypeError(`not plain: ${typeof value}`)
}
