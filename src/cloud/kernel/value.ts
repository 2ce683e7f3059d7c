/**
 * The codec of plain values: what the journal, event details and saves are written in.
 *
 * Self-describing and canonical, in the spirit of deterministic CBOR (RFC 8949, section 4.2), with
 * tags of our own. Two values are equal exactly when their bytes are; the reader refuses any other
 * spelling, so bytes that decode encode to themselves again. Members that are `undefined` are left
 * out, keys stand in order of UTF-16 code units, -0 is written as 0, and there is one NaN. Strings
 * may hold lone surrogates: text is UTF-8, and WTF-8 for those. Integers that are safe are written
 * as integers, all other numbers as doubles. Nothing is shared: bytes are copied in and out.
 */
import { Reader } from './reader.ts'
import { type Value, Writer } from './writer.ts'

export { DecodeError, Reader } from './reader.ts'
export { MAX_DEPTH, type Value, Writer } from './writer.ts'

/** The canonical bytes of one value. Throws `AssertionError` for what is no `Value`. */
export function encodeValue(value: Value): Uint8Array {
  const writer = new Writer()
  writer.value(value)
  return writer.finish()
}

/** The value that `bytes` are the whole encoding of. Throws `DecodeError` for anything else. */
export function decodeValue(bytes: Uint8Array): Value {
  const reader = new Reader(bytes)
  const value = reader.value()
  reader.finish()
  return value
}
