/**
 * Reads the words of `aws s3 …`: global options anywhere among them, then one command's own.
 *
 * As in the CLI, the two paths of a copy must stand together, and words that nothing takes are complained of
 * last, after numbers that are none.
 */
import { CommandError, EXIT, usageError } from '../errors.ts'
import { GLOBAL_OPTIONS, type Globals, readGlobals } from '../globals.ts'
import { nearest } from '../nearest.ts'
import { invalidChoice, type Option, parseWords } from '../parser.ts'
import type { Environment, Word } from '../types.ts'
import { COMMANDS, type CommandName, type S3Option } from './options.ts'

/** A command of `aws s3`, read. */
export interface Arguments {
  readonly command: CommandName
  readonly operands: readonly Word[]
  /** the words that each option was last given, by its whole name */
  readonly given: ReadonlyMap<string, readonly Word[]>
  /** `--include` and `--exclude` in the order they stand in */
  readonly filters: readonly { readonly keeps: boolean; readonly pattern: string }[]
  /** who calls, and from where */
  readonly globals: Pick<Globals, 'caller' | 'context'>
  /** `--endpoint-url`, which only an address that is printed shows; null when it is not given */
  readonly endpoint: Word | null
}

const GLOBALS = GLOBAL_OPTIONS.aws
const S3_WORD: Option = { flag: null, key: 'command', takes: 'one', required: true }

/** The words after `s3` without the global options among them. Throws a `CommandError` for a wrong one. */
export const commandWords = (words: readonly Word[]): readonly Word[] =>
  parseWords('aws', [...GLOBALS, S3_WORD], words).extras

/** Reads `s3 <command> …`. Throws a `CommandError` for a wrong word. */
export function readArguments(words: readonly Word[], env: Environment): Arguments {
  const globals = parseWords('aws', [...GLOBALS, S3_WORD], words)
  const name = globals.extras.find((word) => !word.text.startsWith('-'))
  if (name === undefined) throw new CommandError(EXIT.usage, TOO_FEW, { at: words[0]?.at ?? null })
  if (!isCommand(name.text)) throw noCommand(name)
  const { options, operands } = COMMANDS[name.text]
  const rest = globals.extras.filter((word) => word !== name)
  const own = parseWords('aws', [...options, operands], rest)
  const given = new Map<string, readonly Word[]>()
  for (const spec of options) {
    const found = own.given.get(spec.key)
    if (found === undefined) continue
    const alone = spec.alone === undefined ? [] : [{ text: spec.alone, at: found.at }]
    given.set(spec.flag, found.words.length > 0 ? found.words : alone)
    if (spec.counts) checkWhole(found.words[0])
  }
  checkExtras(own.extras, options)
  return {
    command: name.text,
    operands: own.given.get(operands.key)?.words ?? [],
    given,
    filters: own.all
      .filter(({ option }) => isFilter(option))
      .flatMap(({ option, words: each }) =>
        each.map(({ text }) => ({ keeps: option.flag === '--include', pattern: text })),
      ),
    globals: readGlobals(globals, env),
    endpoint: globals.given.get('endpoint-url')?.words[0] ?? null,
  }
}

const TOO_FEW = 'usage: aws [options] s3 <subcommand> [parameters]\naws: error: too few arguments'

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name)

const isFilter = ({ flag }: Option): boolean => flag === '--include' || flag === '--exclude'

function noCommand({ text, at }: Word): CommandError {
  const names = Object.keys(COMMANDS)
  const about = { at, suggestion: nearest(text, names) }
  return usageError('aws', `argument subcommand: ${invalidChoice(text, names)}`, about)
}

/** Python's own words for a number that is none. */
function checkWhole(word: Word | undefined): void {
  if (word === undefined || /^\s*[+-]?\d+\s*$/.test(word.text)) return
  const message = `invalid literal for int() with base 10: '${word.text}'`
  throw new CommandError(EXIT.general, message, { at: word.at })
}

function checkExtras(extras: readonly Word[], options: readonly S3Option[]): void {
  const [stray] = extras
  if (stray === undefined) return
  // The dashes, which all have, would make any two alike.
  const names = [...options, ...GLOBALS].map(({ flag }) => (flag ?? '').slice(2))
  const like = stray.text.startsWith('--') ? nearest(stray.text.slice(2), names) : null
  const about = { at: stray.at, suggestion: like === null ? null : `--${like}` }
  const all = extras.map((word) => word.text).join(',')
  throw new CommandError(EXIT.usage, `Unknown options: ${all}`, about)
}
