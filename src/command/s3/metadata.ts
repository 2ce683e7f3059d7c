/**
 * `--metadata`: a map from names to texts, in shorthand, JSON, or a file of the shelf that holds either.
 */
import type { Value } from '../../cloud/kernel/value.ts'
import { paramError, validationError } from '../errors.ts'
import { isDict, reprText, typeName } from '../python.ts'
import { JsonProblem, readValue } from '../readJson.ts'
import { parseShorthand, ShorthandProblem } from '../shorthand.ts'
import type { Environment, Word } from '../types.ts'
import { loadFile } from '../unpack.ts'
import type { Arguments } from './arguments.ts'

const OPTION = '--metadata'

/** The metadata that a command gives its objects, or null. Throws a `CommandError`. */
export function readMetadata(
  { given }: Arguments,
  env: Environment,
): Readonly<Record<string, string>> | null {
  const word = given.get(OPTION)?.[0]
  if (word === undefined) return null
  const held = loadFile({ shelf: env.shelf, flag: OPTION, words: [word] }, word.text)
  const text = held instanceof Uint8Array ? new TextDecoder().decode(held) : (held ?? word.text)
  const value = read(text, word)
  const out: [string, string][] = []
  for (const [name, each] of Object.entries(value)) {
    if (typeof each !== 'string') throw validationError(notText(name, each), { at: word.at })
    out.push([name, each])
  }
  return Object.fromEntries(out)
}

function read(text: string, { at }: Word): { readonly [name: string]: Value | undefined } {
  const json = /^\s*[{[]/.test(text)
  try {
    const value = json ? readValue(text) : parseShorthand(text)
    if (isDict(value)) return value
    throw paramError(OPTION, `Invalid JSON:\n${text}`, { at })
  } catch (problem) {
    if (problem instanceof ShorthandProblem) throw paramError(OPTION, problem.message, { at })
    if (!(problem instanceof JsonProblem)) throw problem
    throw paramError(OPTION, `Invalid JSON: ${problem.message}\nJSON received: ${text}`, { at })
  }
}

const notText = (name: string, value: Value | undefined): string =>
  `Invalid type for parameter ${name}, value: ${reprText(value)}, type: <class '${typeName(value)}'>, valid types: <class 'str'>`
