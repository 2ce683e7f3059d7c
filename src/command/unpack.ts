/**
 * The words given to an option, as a value.
 *
 * Models awscli's argprocess and paramfile: `file://` and `fileb://` (from the session's shelf), shorthand, JSON,
 * plain words; with its quirks: a text file given for a list is taken letter by letter, and what shorthand
 * gives for one of a list becomes a list of one. Whether the value fits the input is asked later.
 */
import { decodeBase64 } from '../cloud/kernel/base64.ts'
import type { Value } from '../cloud/kernel/value.ts'
import { CommandError, EXIT, paramError } from './errors.ts'
import type { Service } from './names.ts'
import { isDict, isList, notWhole, readWhole } from './python.ts'
import { JsonProblem, readValue } from './readJson.ts'
import { localName, unreadable } from './s3/paths.ts'
import { parseShorthand, ShorthandProblem } from './shorthand.ts'
import type { Shelf, Span, Word } from './types.ts'
import { isStream, type Type, takesShorthand, typeOf, wrapped } from './values.ts'

/** What an option was given: words, or what a file held instead of its one word. */
type Raw = string | readonly string[] | Uint8Array

/** Where a value is read. */
export interface Place {
  readonly service: Service
  readonly shelf: Shelf
  /** the option in full, `--filters` */
  readonly flag: string
  readonly words: readonly Word[]
}

/** The value of a member from the words of its option. Throws `CommandError`. */
export function unpack(place: Place, target: string, takesMany: boolean): Value {
  const { service, words } = place
  const raw = loaded(place, takesMany)
  const type = typeOf(service.model, target)
  if (isStream(target)) return fileNamed(place, raw)
  if (raw instanceof Uint8Array) return raw
  const [first] = typeof raw === 'string' ? [raw] : raw
  const looksJson = first !== undefined && /^\s*[[{]/.test(first)
  if (!looksJson && takesShorthand(service.model, type)) return fromShorthand(place, type, raw)
  if (typeof raw === 'string') return plain(place, type, raw, words[0]?.at ?? null)
  return fromWords(place, type, raw)
}

/** A text or bytes for a word that begins with `file://` or `fileb://`; else null. Throws `CommandError`. */
export function loadFile(
  place: Pick<Place, 'shelf' | 'flag' | 'words'>,
  text: string,
): string | Uint8Array | null {
  const found = /^(fileb?):\/\/([\s\S]*)$/.exec(text)
  if (found === null) return null
  const [, kind, path = ''] = found
  const bytes = place.shelf.read(shelfName(path))
  const at = place.words[0]?.at ?? null
  if (bytes === undefined) {
    const why = unreadable(place.shelf, path)
    throw paramError(place.flag, `Unable to load paramfile ${text}: ${why}`, { at })
  }
  if (kind === 'fileb') return bytes
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    return decoder.decode(bytes).replace(/\r\n?/g, '\n')
  } catch {
    const why =
      `Unable to load paramfile (${path}), text contents could not be decoded.  If this is a binary ` +
      'file, please use the fileb:// prefix instead of the file:// prefix.'
    throw paramError(place.flag, why, { at })
  }
}

/** A path as the shelf names it; one that leads out of the shelf stands as it is, and names nothing. */
export const shelfName = (path: string): string => localName(path) ?? path

function loaded(place: Place, takesMany: boolean): Raw {
  const texts = place.words.map((word) => word.text)
  const [first = '', more] = texts
  if (!takesMany) return loadFile(place, first) ?? first
  return more === undefined && texts.length === 1 ? (loadFile(place, first) ?? texts) : texts
}

/** The bytes of the file that an option names. */
function fileNamed(place: Place, raw: Raw): Value {
  const bytes = typeof raw === 'string' ? place.shelf.read(shelfName(raw)) : undefined
  if (bytes !== undefined) return bytes
  const at = place.words[0]?.at ?? null
  throw paramError(place.flag, 'Blob values must be a path to a file.', { at })
}

function fromShorthand(place: Place, type: Type, raw: string | readonly string[]): Value {
  const { service, words } = place
  if (typeof raw === 'string' && !raw.includes('=')) {
    if (wrapped(service.model, type)?.kind === 'string') return { Value: raw }
  }
  if (typeof raw === 'string') {
    const value = readShorthand(place, raw, words[0])
    return type.kind === 'list' ? value : coerced(service, type, value)
  }
  const element = type.kind === 'list' ? typeOf(service.model, type.element) : type
  return raw.map((text, i) => coerced(service, element, readShorthand(place, text, words[i])))
}

function readShorthand(place: Place, text: string, word: Word | undefined): Value {
  try {
    return parseShorthand(text)
  } catch (problem) {
    if (!(problem instanceof ShorthandProblem)) throw problem
    throw paramError(place.flag, problem.message, { at: within(word, problem.index) })
  }
}

/** A place in a word's text as a place in the line, where the word has no quotes of its own. */
function within(word: Word | undefined, index: number): Span | null {
  if (word === undefined) return null
  const { at, text } = word
  if (at.end - at.start !== text.length || index >= text.length) return at
  return { start: at.start + index, end: at.start + index + 1 }
}

/** What shorthand gave, with numbers, booleans and lists of one as the model has them. */
function coerced(service: Service, type: Type, value: Value): Value {
  const of = (target: string, each: Value): Value =>
    coerced(service, typeOf(service.model, target), each)
  if (type.kind === 'number') return wholeOf(value)
  if (type.kind === 'boolean') return truthOf(value)
  if (type.kind === 'list') {
    return isList(value) ? value.map((each) => of(type.element, each)) : [value]
  }
  if (!isDict(value)) return value
  const entries = Object.entries(value).map(([name, each]) => [name, each ?? null] as const)
  if (type.kind === 'map') {
    return Object.fromEntries(entries.map(([name, each]) => [name, of(type.value, each)]))
  }
  if (type.kind !== 'structure') return value
  const targets = new Map(type.members.map(([name, target]) => [name, target]))
  return Object.fromEntries(
    entries.map(([name, each]) => {
      const target = targets.get(name)
      return [name, target === undefined ? each : of(target, each)]
    }),
  )
}

function wholeOf(value: Value): Value {
  if (typeof value !== 'string') {
    const kind = isList(value) ? 'list' : 'dict'
    throw new CommandError(
      EXIT.general,
      `int() argument must be a string, a bytes-like object or a real number, not '${kind}'`,
    )
  }
  const whole = readWhole(value)
  if (whole === null) throw new CommandError(EXIT.general, notWhole(value))
  return whole
}

function truthOf(value: Value): Value {
  if (typeof value !== 'string') {
    const kind = isList(value) ? 'list' : 'dict'
    throw new CommandError(EXIT.general, `'${kind}' object has no attribute 'lower'`)
  }
  const lower = value.toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : value
}

/** One word, or the text of a file, without shorthand. */
function plain(place: Place, type: Type, text: string, at: Span | null): Value {
  if (type.kind === 'number') return numberOf(place, text, at)
  if (type.kind === 'document') return json(place, text, at)
  if (type.kind === 'structure' || type.kind === 'map') {
    if (/^\s*\{/.test(text)) return json(place, text, at)
    throw paramError(place.flag, `Invalid JSON:\n${text}`, { at })
  }
  if (type.kind !== 'list') return text
  return /^\s*\[/.test(text) ? json(place, text, at) : fromWords(place, type, [...text])
}

/** The words of a list: one that is JSON, or each an element. */
function fromWords(place: Place, type: Type, texts: readonly string[]): Value {
  const { service, words, flag } = place
  if (type.kind !== 'list') return [...texts]
  const [first = ''] = texts
  if (texts.length === 1 && first.trim().startsWith('[')) {
    return json(place, first, words[0]?.at ?? null)
  }
  const element = typeOf(service.model, type.element)
  return texts.map((text, i) => {
    const at = words[i]?.at ?? null
    if (element.kind === 'number' && readWhole(text) === null) throw paramError(flag, first, { at })
    return plain(place, element, text, at)
  })
}

function numberOf(place: Place, text: string, at: Span | null): number {
  const whole = readWhole(text)
  if (whole !== null) return whole
  // The lab's own numbers may be fractions.
  if (place.service.name === 'lab' && /^\d*\.?\d+$/.test(text)) return Number(text)
  throw new CommandError(EXIT.general, notWhole(text), { at })
}

function json(place: Place, text: string, at: Span | null): Value {
  try {
    return readValue(text)
  } catch (problem) {
    if (!(problem instanceof JsonProblem)) throw problem
    const message = `Invalid JSON: ${problem.message}\nJSON received: ${text}`
    throw paramError(place.flag, message, { at })
  }
}

/** Bytes from the Base64 in an option, as Python reads it: other characters do not count. */
export function bytesOf(text: string): Uint8Array {
  const letters = text.replace(/[^A-Za-z0-9+/=]/g, '')
  const data = /^[^=]*/.exec(letters)?.[0] ?? ''
  const padding = letters.length - data.length
  const short = (4 - (data.length % 4)) % 4
  const bytes = short === 3 || padding < short ? null : decodeBase64(data + '='.repeat(short))
  if (bytes === null) throw new CommandError(EXIT.general, `Invalid base64: "${text}"`)
  return bytes
}
