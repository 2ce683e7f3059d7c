/** A programmer's error: something that cannot happen in a right program. It is never caught inside the cloud. */
export class AssertionError extends Error {
  override name = 'AssertionError'
}

/** A structure of the world is full (`LIMITS`). The door answers it as overload; elsewhere it is a programmer's error. */
export class LimitError extends AssertionError {
  override name = 'LimitError'
}

/** Throws a `LimitError` unless there is room. */
export function within(room: boolean, what: string): asserts room {
  if (!room) throw new LimitError(`${what}: the limit is reached`)
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
