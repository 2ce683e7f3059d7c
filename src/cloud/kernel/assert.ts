/** A programmer's error: something that cannot happen in a right program. It is never caught inside the cloud. */
export class AssertionError extends Error {
  override name = 'AssertionError'
}

/** Throws an `AssertionError` unless `condition` holds. For what cannot go wrong, never for a caller's input. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message)
}

/** The value, or an `AssertionError` when it is missing. */
export function must<T>(value: T | undefined | null, message: string): T {
  if (value === undefined || value === null) throw new AssertionError(message)
  return value
}
