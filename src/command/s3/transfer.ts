/**
 * `aws s3 cp`, `mv`, `rm` and `sync`: which files, in which order, and what came of them.
 *
 * Follows `subcommands.py` of aws-cli (Apache-2.0). Files move one after the other, in the order of their
 * names, where the CLI moves several at once. There is no standard input.
 */
import { CommandError, EXIT } from '../errors.ts'
import type { Environment, LineResult, Steps, Word } from '../types.ts'
import type { Arguments } from './arguments.ts'
import { type Called, call } from './calls.ts'
import { type Filter, passes } from './filters.ts'
import { type Action, compare, find, type Item, type Search } from './items.ts'
import { readMetadata } from './metadata.ts'
import { get, type Manner, move, wrongGrants } from './move.ts'
import { COMMANDS, type CommandName } from './options.ts'
import { isDirectory, localName, type Place, placeOf, S3, shownS3, splitUri } from './paths.ts'
import { Report } from './report.ts'

/** One command's two ends, checked. */
interface Journey {
  readonly args: Arguments
  readonly words: readonly Word[]
  /** as typed, a bare bucket ending in `/` */
  readonly source: string
  readonly target: string
  readonly from: Place
  readonly to: Place
  readonly action: Action
  readonly directories: boolean
}

/** Runs one of the four. Throws a `CommandError` for what the CLI finds out before it begins. */
export function* transfer(args: Arguments, env: Environment): Steps<LineResult> {
  const journey = plan(args, env)
  const manner = mannerOf(journey, env)
  if (journey.target === '-') return yield* stream(journey, manner, env)
  const report = new Report(args, false)
  const grants = wrongGrants(args)
  if (grants !== null) {
    report.fatal({ text: grants, failure: null })
    return report.result()
  }
  const items = yield* itemsOf(journey, env, report)
  if (!items.ok) {
    report.fatal(items.refusal)
    return report.result()
  }
  for (const item of items.value) yield* move(item, manner, env, report)
  return report.result()
}

function mannerOf({ args, directories }: Journey, env: Environment): Manner {
  return {
    args,
    moves: args.command === 'mv',
    dryRun: args.given.has('--dryrun'),
    directories,
    metadata: readMetadata(args, env),
  }
}

const ALLOWED: Readonly<Record<string, { action: Action; commands: readonly CommandName[] }>> = {
  's3 s3': { action: 'copy', commands: ['cp', 'sync', 'mv'] },
  's3 local': { action: 'download', commands: ['cp', 'sync', 'mv'] },
  'local s3': { action: 'upload', commands: ['cp', 'sync', 'mv'] },
  s3: { action: 'delete', commands: ['rm'] },
}

function plan(args: Arguments, env: Environment): Journey {
  const { command, operands, given } = args
  const kinds = operands.map((word) => (word.text.startsWith(S3) ? 's3' : 'local')).join(' ')
  const allowed = ALLOWED[kinds]
  if (!allowed?.commands.includes(command)) {
    const message = `usage: aws s3 ${command} ${COMMANDS[command].usage}\nError: Invalid argument type`
    throw new CommandError(EXIT.usage, message, { at: operands[0]?.at ?? null })
  }
  const directories = command === 'sync' || given.has('--recursive')
  const [source = '', target = source] = operands.map((word) => withSlash(word.text))
  checkStream(command, directories, [source, target])
  const wrong = onto(command, source, target)
  if (wrong !== null) throw new CommandError(EXIT.usage, wrong, { at: operands[1]?.at ?? null })
  const places = [source, target].map((text, i) => {
    const place = placeOf(text, directories, env.shelf)
    if (place !== null) return place
    throw new CommandError(EXIT.general, outside(text), { at: operands[i]?.at ?? null })
  })
  const [from, to = from] = places
  if (from === undefined || to === undefined) throw new CommandError(EXIT.usage, '')
  if (allowed.action === 'upload') mustExist(source, operands[0], env)
  return { args, words: operands, source, target, from, to, action: allowed.action, directories }
}

const outside = (path: string): string =>
  `${path} lies outside the shelf, and the lab has no other files.`

/** A bucket alone is written with a slash. */
function withSlash(text: string): string {
  const bare = text.startsWith(S3) && splitUri(text).key === '' && !text.endsWith('/')
  return bare ? `${text}/` : text
}

function checkStream(command: CommandName, directories: boolean, paths: readonly string[]): void {
  if (!paths.includes('-')) return
  if (command !== 'cp' || directories) {
    const message = 'Streaming currently is only compatible with non-recursive cp commands'
    throw new CommandError(EXIT.usage, message)
  }
  if (paths[0] === '-') {
    const message = 'The lab has no standard input. Put the bytes on the shelf and name the file.'
    throw new CommandError(EXIT.general, message)
  }
}

/** What is wrong with moving an object to where it is. */
function onto(command: CommandName, source: string, target: string): string | null {
  if (command !== 'mv' || !source.startsWith(S3) || !target.startsWith(S3)) return null
  const base = source.slice(source.lastIndexOf('/') + 1)
  const same = source === target || (target.endsWith('/') && target + base === source)
  return same ? `Cannot mv a file onto itself: '${source}' - '${target}'` : null
}

function mustExist(source: string, word: Word | undefined, { shelf }: Environment): void {
  const name = localName(source) ?? ''
  const file = shelf.read(name) !== undefined && !source.endsWith('/')
  if (file || isDirectory(shelf, name)) return
  const message = `The user-provided path ${source} does not exist.`
  throw new CommandError(EXIT.general, message, { at: word?.at ?? null })
}

function* itemsOf(
  journey: Journey,
  env: Environment,
  report: Report,
): Steps<Called<readonly Item[]>> {
  const { args, from, to, action, directories } = journey
  const size = args.given.get('--page-size')?.[0]?.text
  const search: Search = {
    from,
    to,
    action,
    directories,
    pageSize: size === undefined ? null : Number(size),
    payer: args.given.get('--request-payer')?.[0]?.text ?? null,
    skipped: (path, why) => report.skipped(path, why),
  }
  const found = yield* find(search, env)
  if (!found.ok) return found
  const source = filtered(found.value, journey)
  if (args.command !== 'sync') return { ok: true, value: source }
  const there = yield* find({ ...search, from: to, to: from }, env)
  if (!there.ok) return there
  const rules = {
    sizeOnly: args.given.has('--size-only'),
    exactTimes: args.given.has('--exact-timestamps'),
    deletes: args.given.has('--delete'),
  }
  return { ok: true, value: compare(source, filtered(there.value, journey), rules) }
}

/** The files that `--exclude` and `--include` leave. */
function filtered(items: readonly Item[], journey: Journey): readonly Item[] {
  const filters: readonly Filter[] = journey.args.filters
  if (filters.length === 0) return items
  const roots = [journey.source, journey.target].map((text) => rootOf(text, journey.directories))
  return items.filter((item) => {
    const path = item.from === 'local' ? `/${item.path}` : item.path
    return passes(path, filters, roots)
  })
}

/** Where patterns begin: the directory of a place; the shelf's root is `/`. */
function rootOf(text: string, directories: boolean): string {
  if (!text.startsWith(S3)) {
    const name = localName(text) ?? ''
    const root = directories ? name : name.split('/').slice(0, -1).join('/')
    return `/${root}`
  }
  const { bucket, key } = splitUri(text)
  const kept = directories || key.endsWith('/') ? key : key.split('/').slice(0, -1).join('/')
  return `${bucket}/${kept}`
}

/** `cp s3://bucket/key -`: the bytes as output, read as UTF-8. */
function* stream(journey: Journey, manner: Manner, env: Environment): Steps<LineResult> {
  const report = new Report(journey.args, true)
  const { path } = journey.from
  const where = `${shownS3(path)} to -`
  if (manner.dryRun) {
    report.dryRun(`download: ${where}`)
    return report.result()
  }
  const { bucket, key } = splitUri(path)
  const head = yield* call(env, 'HeadObject', { Bucket: bucket, Key: key })
  const got = head.ok ? yield* get(path, manner, env) : head
  if (got.ok) report.write(got.value)
  else report.failed('download', where, got.refusal)
  return report.result()
}
