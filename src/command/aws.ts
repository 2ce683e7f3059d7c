/**
 * One command: `aws …` or `lab …`, from its words to what it prints.
 *
 * Models aws-cli 2.9's driver: the words go through three readers, of the options that every command takes, of the
 * service, of the operation, each handing on what it does not know. `lab` has two of them. A command that the
 * lab has not, but AWS has, is refused with the CLI's code and said plainly.
 */
import type { ServiceName } from '../models/index.ts'
import { type Argument, argumentsOf, pagesOf, requiredOf } from './arguments.ts'
import { ask } from './ask.ts'
import { dataOf, makeCall, print } from './call.ts'
import {
  CommandError,
  EXIT,
  failed,
  type Program,
  printed,
  unknownOptions,
  usageError,
} from './errors.ts'
import { GLOBAL_OPTIONS, type Globals, readGlobals } from './globals.ts'
import { help } from './help.ts'
import { type Asked, finishInput, readInput } from './input.ts'
import type { Json } from './json.ts'
import {
  AWS_CHOICES,
  AWS_SERVICES,
  isOtherCommand,
  isOtherOperation,
  LAB_SERVICE,
  operationChoices,
  operationsOf,
  type Service,
} from './names.ts'
import { nearest } from './nearest.ts'
import { askPages, printPages } from './pages.ts'
import { withinPalette } from './palette.ts'
import { choiceLines, invalidChoice, type Option, type Parsed, parseWords } from './parser.ts'
import { runS3 } from './s3/index.ts'
import { skeletonOf } from './skeleton.ts'
import type { Environment, LineResult, Steps, Word } from './types.ts'
import { wait } from './wait.ts'

/** The CLI that is emulated, and who emulates it. */
const VERSION = 'aws-cli/2.9.19 Cloudglass\n'

/** Runs `aws` or `lab` with the words after it; `name` is the word itself. Never throws for what was typed. */
export function* runCommand(
  program: Program,
  name: Word,
  words: readonly Word[],
  env: Environment,
): Steps<LineResult> {
  try {
    return program === 'aws' ? yield* runAws(name, words, env) : yield* runLab(name, words, env)
  } catch (error) {
    if (error instanceof CommandError) return failed(placed(error, name))
    throw error
  }
}

/** An error that is about no word is about the command. */
function placed(error: CommandError, name: Word): CommandError {
  const { at } = error.about
  if (at !== undefined && at !== null) return error
  return new CommandError(error.exitCode, error.message, { ...error.about, at: name.at })
}

const place = (key: string, required = true): Option => ({
  flag: null,
  key,
  takes: required ? 'one' : 'optional',
  required,
})

function* runAws(name: Word, words: readonly Word[], env: Environment): Steps<LineResult> {
  if (words.some(({ text }) => text === '--version')) return printed(VERSION)
  const parsed = parseWords('aws', [...GLOBAL_OPTIONS.aws, place('command')], words)
  const command = wordOf(parsed, 'command')
  if (command.text === 's3') {
    const [sub = command] = parsed.extras
    return yield* withinPalette(runS3(words, env), `s3 ${sub.text}`, sub.at, env)
  }
  const service = AWS_SERVICES.find((each) => each.command === command.text)
  if (service === undefined && command.text !== 'help') {
    throw noChoice('aws', 'command', command, AWS_CHOICES, isOtherCommand(command.text))
  }
  const globals = readGlobals(parsed, env)
  if (service === undefined) return printed(yield* help([name, ...words], env))
  const rest = parseWords('aws', [place('operation')], parsed.extras)
  const operation = wordOf(rest, 'operation')
  const run = { service, globals, env, line: [name, ...words] }
  return yield* runOperationWord(run, operation, rest.extras)
}

function* runLab(name: Word, words: readonly Word[], env: Environment): Steps<LineResult> {
  const parsed = parseWords('lab', [...GLOBAL_OPTIONS.lab, place('operation')], words)
  const globals = readGlobals(parsed, env)
  const run = { service: LAB_SERVICE, globals, env, line: [name, ...words] }
  return yield* runOperationWord(run, wordOf(parsed, 'operation'), parsed.extras)
}

interface Run {
  readonly service: Service
  readonly globals: Globals
  readonly env: Environment
  /** the whole command, for help */
  readonly line: readonly Word[]
}

function* runOperationWord(run: Run, word: Word, words: readonly Word[]): Steps<LineResult> {
  const { service } = run
  if (word.text === 'help') return printed(yield* help(run.line, run.env))
  const operation = operationsOf(service).get(word.text)
  if (operation !== undefined) {
    const steps = runOperation(run, operation, words)
    const name = `${service.command || service.program} ${word.text}`
    return yield* withinPalette(steps, name, word.at, run.env)
  }
  const choices = operationChoices(service)
  if (word.text === 'wait' && choices.includes('wait')) return yield* runWait(run, word, words)
  throw noChoice(service.program, 'operation', word, choices, isOtherOperation(service, word.text))
}

function* runOperation(run: Run, operation: string, words: readonly Word[]): Steps<LineResult> {
  const asked = askedOf(run, operation, words)
  if (asked === null) return printed(yield* help(run.line, run.env))
  const { globals, env, service } = asked
  const { draft, paging } = readInput(asked)
  const skeleton = asked.parsed.given.get('generate-cli-skeleton')
  const kind = skeleton === undefined ? null : (skeleton.words[0]?.text ?? 'input')
  if (kind === 'input') return yield* printInputSkeleton(asked)
  if (kind === 'yaml-input') {
    const message = 'The lab has no skeletons in YAML. Use --generate-cli-skeleton input.'
    throw new CommandError(EXIT.usage, message, { at: skeleton?.words[0]?.at ?? null })
  }
  const input = finishInput(asked, draft)
  const row = service.model.operations[operation]
  if (kind === 'output') {
    const data = skeletonOf(service.model, row?.output ?? null, null)
    return print(data, operation, globals, env.columns)
  }
  const pages = pagesOf(service, operation)
  if (pages !== undefined && paging.on) {
    const ask = function* (each: typeof input): Steps<Json> {
      return dataOf(asked, yield* makeCall(asked, each)).data
    }
    const show = (data: Json) => print(data, operation, globals, env.columns)
    if (globals.output !== 'text') return show(yield* askPages(pages, paging, input, ask))
    const text = (data: Json) => show(data).stdout
    return printed(yield* printPages(pages, paging, input, ask, text))
  }
  const { data, body } = dataOf(asked, yield* makeCall(asked, input))
  const shown = print(data, operation, globals, env.columns)
  return { ...shown, stdout: body + shown.stdout }
}

function* printInputSkeleton({ service, operation, globals, env }: Asked): Steps<LineResult> {
  const name = service.name
  const enums = isModelled(name) ? yield* ask({ kind: 'enums', service: name }) : NO_ENUMS
  const shape = service.model.operations[operation]?.input ?? null
  const data = skeletonOf(service.model, shape, enums)
  // The skeleton is JSON whatever the line asks for, and an empty one is shown as well.
  if (data instanceof Map && data.size === 0) return printed('{}\n')
  return print(data, operation, { ...globals, output: 'json', query: null }, env.columns)
}

const NO_ENUMS = { source: '', enums: {}, members: {} } as const
const isModelled = (name: string): name is ServiceName => name !== 'lab'

function* runWait(run: Run, name: Word, words: readonly Word[]): Steps<LineResult> {
  const { service } = run
  const parsed = parseWords('aws', [place('subcommand', false)], words)
  const word = parsed.given.get('subcommand')?.words[0]
  if (word === undefined) {
    const usage = `usage: aws [options] ${service.command} wait <subcommand> [parameters]`
    throw new CommandError(EXIT.usage, `${usage}\naws: error: too few arguments`, { at: name.at })
  }
  if (word.text === 'help') return printed(yield* help(run.line, run.env))
  const names = Object.keys(service.model.waiters)
  const waiter = service.model.waiters[word.text]
  if (waiter === undefined || !names.includes(word.text)) {
    throw noChoice('aws', 'subcommand', word, names, false)
  }
  const asked = askedOf(run, waiter.operation, parsed.extras)
  if (asked === null) return printed(yield* help(run.line, run.env))
  const { draft } = readInput(asked)
  if (asked.parsed.given.has('generate-cli-skeleton')) return yield* printInputSkeleton(asked)
  yield* wait(asked, word.text, waiter, finishInput(asked, draft))
  return printed('')
}

/** The words of an operation, read; null when they ask for help. */
function askedOf(run: Run, operation: string, words: readonly Word[]): Asked | null {
  const { service, globals, env } = run
  const [first, more] = words
  if (first?.text === 'help' && more === undefined) return null
  const args: readonly Argument[] = requiredOf(argumentsOf(service, operation), words)
  const parsed = parseWords(service.program, args, words)
  const loose = parsed.given.get('help')?.words[0]
  if (loose?.text === 'help') return null
  const rest = loose === undefined ? parsed.extras : [...parsed.extras, loose]
  const [unknown] = rest
  if (unknown !== undefined) {
    const texts = rest.map((word) => word.text)
    const flags = args.flatMap((argument) => argument.flag ?? [])
    const suggestion = unknown.text.startsWith('-') ? nearest(unknown.text, flags) : null
    throw unknownOptions(service.program, texts, { at: unknown.at, suggestion })
  }
  return { service, operation, args, parsed, globals, env }
}

function wordOf(parsed: Parsed, key: string): Word {
  return parsed.given.get(key)?.words[0] ?? { text: '', at: { start: 0, end: 0 } }
}

/** A word that names nothing here: unknown, or known to AWS only. */
function noChoice(
  program: Program,
  argument: string,
  word: Word,
  choices: readonly string[],
  isOther: boolean,
): CommandError {
  const about = { at: word.at, suggestion: isOther ? null : nearest(word.text, choices) }
  if (!isOther) {
    return usageError(program, `argument ${argument}: ${invalidChoice(word.text, choices)}`, about)
  }
  const has = `argument ${argument}: AWS has '${word.text}', and the lab does not. The lab has:\n\n`
  return usageError(program, has + choiceLines(choices).join('\n'), about)
}
