/**
 * Completion of a line: what may be written where the cursor stands.
 *
 * Offers the CLI's words by the same tables that read them, and ids and names of what the caller has by peeks,
 * so completing leaves no trace in the cloud. Beyond a shell's completion it has a hint for each item, finds
 * ids by their Name tags, and looks into quotes, `$(…)`, shorthand and `s3://`.
 */
import {
  type CandidateItem,
  type Item,
  matching,
  type Offer,
  ownOf,
  plain,
  sorted,
} from './complete/items.ts'
import { scan } from './complete/scan.ts'
import { addresses, valuesOf, type Writing } from './complete/values.ts'
import {
  globalOptions,
  NO_DOCS,
  type OptionRow,
  operationOptions,
  readWords,
  s3Options,
} from './help/options.ts'
import { S3_TEXTS, SERVICE_TEXTS } from './help/words.ts'
import { conditionOf, docsOf } from './help.ts'
import {
  AWS_CHOICES,
  AWS_SERVICES,
  LAB_SERVICE,
  operationChoices,
  operationsOf,
  type Service,
} from './names.ts'
import { COMMANDS, type CommandName } from './s3/options.ts'
import type { Environment, Steps } from './types.ts'

/** Items, each to be put in the place of the text from `from` to `to`; at most 50. */
export interface Completions {
  readonly from: number
  readonly to: number
  readonly items: readonly Item[]
}

/** What may stand at the cursor, an offset in UTF-16 code units. */
export function* complete(text: string, cursor: number, env: Environment): Steps<Completions> {
  const { words, piece, isComment } = scan(text, cursor)
  const none = { from: cursor, to: cursor, items: [] }
  if (isComment) return none
  const variable = /\$\{?([A-Za-z_]\w*)?$/.exec(text.slice(0, cursor))
  if (variable !== null && piece.quote !== "'") {
    return { from: variable.index, to: cursor, items: variables(variable[0], env) }
  }
  const { start, items } = yield* offer(words, piece.text, env)
  const from = piece.offsets[start] ?? cursor
  const found = matching(items, piece.text.slice(start)).flatMap((item) => {
    const word = written(item.text, piece.quote)
    return word === null ? [] : [{ ...item, text: word }]
  })
  return { from, to: cursor, items: found }
}

/** A text as it has to be written inside a quote or outside of any; null when it cannot be. */
function written(text: string, quote: '' | "'" | '"'): string | null {
  if (quote === "'") return text.includes("'") ? null : text
  const special = quote === '"' ? /["$`\\]/g : /[\s"'$`\\&;|<>()#*?[\]{}!~]/g
  return text.replace(special, '\\$&')
}

function variables(begun: string, env: Environment): Item[] {
  const [before, after] = begun.startsWith('${') ? ['${', '}'] : ['$', '']
  const items = [...env.variables].map(([name, value]) => ({
    text: `${before}${name}${after}`,
    hint: hintOf(value),
  }))
  return matching(sorted(items), begun)
}

/** The beginning of a value, on one line. */
function hintOf(value: string): string {
  const line = value.slice(0, 600).replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}

const PROGRAMS: readonly Item[] = [
  { text: 'aws', hint: 'the AWS Command Line Interface' },
  { text: 'lab', hint: 'the lab itself: its clock, its past' },
  { text: 'echo', hint: 'prints its words' },
]

/** Words without the first that is `word`. */
const without = (words: readonly string[], word: string | undefined): string[] =>
  words.filter((_, i) => i !== words.indexOf(word ?? ''))

const whole = (items: readonly CandidateItem[]): Offer => ({ start: 0, items })

function* offer(words: readonly string[], piece: string, env: Environment): Steps<Offer> {
  const [program, ...rest] = words.filter((word) => !/^[A-Za-z_]\w*=/.test(word))
  if (program === undefined) return whole(PROGRAMS)
  if (program === 'lab') return yield* offerOperation(LAB_SERVICE, rest, piece, env)
  if (program !== 'aws') return whole([])
  const globals = globalOptions('aws')
  const { placed, open } = readWords(rest, globals)
  const [command] = placed
  if (command === undefined) {
    if (open !== undefined) return yield* valuesOf(open, piece, atNothing(env))
    if (piece.startsWith('-')) return yield* offerFlags(globals, piece, atNothing(env))
    const hint = (text: string) => SERVICE_TEXTS[text] ?? 'what there is'
    return whole(AWS_CHOICES.map((text) => ({ text, hint: hint(text) })))
  }
  const after = rest.slice(rest.indexOf(command) + 1)
  if (command === 's3') return yield* offerS3(after, piece, env)
  const service = AWS_SERVICES.find((each) => each.command === command)
  return service === undefined ? whole([]) : yield* offerOperation(service, after, piece, env)
}

const atNothing = (env: Environment): Writing => ({
  service: LAB_SERVICE,
  operation: '',
  docs: NO_DOCS,
  given: new Map(),
  env,
})

function* offerOperation(
  service: Service,
  words: readonly string[],
  piece: string,
  env: Environment,
): Steps<Offer> {
  const docs = yield* docsOf(service)
  const globals = globalOptions(service.program)
  const { placed, open } = readWords(words, globals)
  const [command] = placed
  const operations = operationsOf(service)
  if (command === undefined) {
    if (open !== undefined) return yield* valuesOf(open, piece, atNothing(env))
    if (piece.startsWith('-')) return yield* offerFlags(globals, piece, atNothing(env))
    const hint = (text: string) => docs[operations.get(text) ?? '']?.text ?? ''
    return whole(operationChoices(service).map((text) => ({ text, hint: hint(text) })))
  }
  const rest = without(words, command)
  if (command === 'wait') {
    const [, name] = placed
    const options = without(rest, name)
    if (name === undefined) {
      const waiters = Object.entries(service.model.waiters)
      return whole(waiters.map(([text, waiter]) => ({ text, hint: conditionOf(waiter) })))
    }
    const operation = ownOf(service.model.waiters, name)?.operation
    if (operation === undefined) return whole([])
    const at = { service, operation, docs: docs[operation] ?? NO_DOCS, env }
    return yield* offerOptions(options, piece, at)
  }
  const operation = operations.get(command)
  if (operation === undefined) return whole([])
  return yield* offerOptions(rest, piece, {
    service,
    operation,
    docs: docs[operation] ?? NO_DOCS,
    env,
  })
}

function* offerOptions(
  words: readonly string[],
  piece: string,
  at: Omit<Writing, 'given'>,
): Steps<Offer> {
  const own = operationOptions(at.service, at.operation, at.docs)
  const globals = globalOptions(at.service.program)
  const { open, given, placed } = readWords(words, [...own, ...globals])
  const rows = [...flagItems(unused(own, given)), ...flagItems(unused(globals, given))]
  if (piece.startsWith('-'))
    return yield* offerFlags([...own, ...globals], piece, { ...at, given }, rows)
  const operand = own.filter(({ flag }) => flag === null)[placed.length]
  const row = open ?? operand
  if (row === undefined) return whole(rows)
  const values = yield* valuesOf(row, piece, { ...at, given })
  // After a value of a list, and where no value is due, other options may follow.
  const isDue =
    open !== undefined && (!open.isList || (given.get(open.flag ?? '')?.length ?? 0) === 0)
  return isDue || piece !== '' ? values : { ...values, items: [...values.items, ...rows] }
}

function* offerS3(words: readonly string[], piece: string, env: Environment): Steps<Offer> {
  const globals = globalOptions('aws')
  const { placed, open: begun } = readWords(words, globals)
  const [command] = placed
  const names = Object.keys(COMMANDS) as CommandName[]
  if (command === undefined) {
    if (begun !== undefined) return yield* valuesOf(begun, piece, atNothing(env))
    if (piece.startsWith('-')) return yield* offerFlags(globals, piece, atNothing(env))
    return whole(names.map((text) => ({ text, hint: S3_TEXTS[text] ?? '' })))
  }
  const name = names.find((each) => each === command)
  if (name === undefined) return whole([])
  const options = [...s3Options(name), ...globals]
  const rest = without(words, command)
  const { open, given } = readWords(rest, options)
  if (open !== undefined) return yield* valuesOf(open, piece, atNothing(env))
  if (piece.startsWith('-')) {
    return yield* offerFlags(options, piece, atNothing(env), flagItems(unused(options, given)))
  }
  if (piece.startsWith('s3://')) return yield* addresses(piece, env)
  const local = name === 'cp' || name === 'mv' || name === 'sync'
  const files = local ? plain(env.shelf.names(), 'file') : []
  const buckets = yield* addresses('s3://', env)
  return whole([...buckets.items, ...files])
}

/** Flags, or the values of the one that is written with a `=`. */
function* offerFlags(
  options: readonly OptionRow[],
  piece: string,
  at: Writing,
  items: readonly Item[] = flagItems(options),
): Steps<Offer> {
  const cut = piece.indexOf('=') + 1
  if (cut === 0) return whole(items)
  const row = options.find(
    ({ flag, type }) => flag === piece.slice(0, cut - 1) && type !== 'boolean',
  )
  if (row === undefined) return whole([])
  const { start, items: values } = yield* valuesOf(row, piece.slice(cut), at)
  return { start: cut + start, items: values }
}

/** Options that were not given, nor another of the same member; the lab's refused ones are not offered. */
function unused(
  options: readonly OptionRow[],
  given: ReadonlyMap<string, readonly string[]>,
): OptionRow[] {
  const keys = options.filter(({ flag }) => given.has(flag ?? '')).map(({ key }) => key)
  return options.filter(({ key, treatment }) => !keys.includes(key) && treatment !== 'refused')
}

/** Flags in the order of the CLI, required ones first. */
function flagItems(options: readonly OptionRow[]): Item[] {
  const flags = options.filter(({ flag }) => flag !== null)
  const inOrder = [...flags.filter((row) => row.required), ...flags.filter((row) => !row.required)]
  return inOrder.map(({ flag, type, text, required }) => ({
    text: flag ?? '',
    hint: [required ? 'required' : '', type, text].filter((part) => part !== '').join(' · '),
  }))
}
