/**
 * Plain values as JSON, and back: what JSON cannot say is a record of one member, `$bytes` (base64), `$integer`
 * or `$number`. A record with a name in `$` of its own is wrapped in `$record`, so nothing is taken for another.
 */
import { MAX_DEPTH } from './plain.ts'

/** What is read was not written by `toJson`. */
export class NotPlain extends Error {}

/** A plain value as `JSON.stringify` takes it. */
export function toJson(value: unknown): unknown {
  if (typeof value === 'bigint') return { $integer: String(value) }
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $number: String(value) }
  if (value instanceof Uint8Array) return { $bytes: toBase64(value) }
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value !== 'object' || value === null) return value
  const record = mapRecord(value, toJson)
  return Object.keys(value).some((name) => name.startsWith('$')) ? { $record: record } : record
}

/** The plain value that JSON stands for. Throws for what `toJson` does not make. */
export function fromJson(json: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH * 2) throw new NotPlain('nested too deeply')
  if (typeof json !== 'object' || json === null) return json
  const inner = (value: unknown) => fromJson(value, depth + 1)
  if (Array.isArray(json)) return json.map(inner)
  const [[name, value] = ['', null], ...others] = Object.entries(json)
  if (!Object.keys(json).some((each) => each.startsWith('$'))) return mapRecord(json, inner)
  if (others.length > 0) throw new NotPlain(name)
  if (name === '$record' && typeof value === 'object' && value !== null)
    return mapRecord(value, inner)
  if (typeof value !== 'string') throw new NotPlain(name)
  if (name === '$bytes') return fromBase64(value)
  if (name === '$integer') return BigInt(value)
  if (name === '$number') return Number(value)
  throw new NotPlain(name)
}

/** By entries: a member may be called `__proto__`. */
function mapRecord(record: object, to: (value: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(value)]))
}

/** As many bytes as a function takes arguments of everywhere. */
const CHUNK = 0x2000

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(from, from + CHUNK))
  }
  return btoa(text)
}

const fromBase64 = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
