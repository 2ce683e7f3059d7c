/**
 * The options of every command with what is said of them: what help prints and completion offers.
 */
import type { OperationDocs } from '../../models/model.ts'
import { type Argument, argumentsOf } from '../arguments.ts'
import { GLOBAL_OPTIONS } from '../globals.ts'
import type { Service } from '../names.ts'
import type { Option } from '../parser.ts'
import { COMMANDS, type CommandName } from '../s3/options.ts'
import { typeOf } from '../values.ts'
import { ADDED_TEXTS, GLOBAL_TEXTS, S3_OPTION_TEXTS } from './words.ts'

/** What the lab does with an option: acts on it, takes it without effect, or refuses it by name. */
export type Treatment = 'emulated' | 'harmless' | 'refused'

/** One option, or the place of one word (`flag` null). */
export interface OptionRow {
  readonly flag: string | null
  readonly key: string
  /** the CLI's name of what it takes: `string`, `list`, `boolean`, … */
  readonly type: string
  readonly text: string
  readonly required: boolean
  readonly treatment: Treatment
  /** the values that it may have, when there are few */
  readonly choices: readonly string[]
  /** any number of words follow */
  readonly isList: boolean
  /** the operation's argument, where it is one */
  readonly argument: Argument | null
}

/** What AWS says of an operation; nothing where it says nothing. */
export const NO_DOCS: OperationDocs = { text: '', members: {} }

/** The options of an operation, in the CLI's order, without those that every command takes. */
export function operationOptions(
  service: Service,
  operation: string,
  docs: OperationDocs,
): OptionRow[] {
  return argumentsOf(service, operation)
    .filter((argument) => argument.role.kind !== 'help')
    .map((argument) => {
      const { role } = argument
      const member = 'member' in role ? role.member : ''
      const added = ADDED_TEXTS[argument.flag?.slice(2) ?? argument.key]
      const row = rowOf(argument, added ?? docs.members[member] ?? '')
      const { treatment } = row
      return {
        ...row,
        type: typeName(service, argument),
        treatment: isOfInput(argument) ? treatmentOf(member, docs) : treatment,
        argument,
      }
    })
}

function treatmentOf(member: string, { refused, harmless }: OperationDocs): Treatment {
  if (refused?.includes(member)) return 'refused'
  return harmless?.includes(member) ? 'harmless' : 'emulated'
}

/** Whether an argument is a member of the operation's input by its own name. */
const isOfInput = ({ role }: Argument): boolean =>
  role.kind === 'member' || role.kind === 'flag' || role.kind === 'wrapped'

/** The operands and options of a command of `aws s3`. */
export function s3Options(command: CommandName): OptionRow[] {
  const spec = COMMANDS[command]
  return [
    { ...rowOf(spec.operands, ''), key: spec.usage },
    ...spec.options.map((option) => ({
      ...rowOf(option, S3_OPTION_TEXTS[(option.flag ?? '').slice(2)] ?? ''),
      type: option.counts ? 'integer' : plainType(option),
    })),
  ]
}

/** The options that every command of a program takes. */
export function globalOptions(program: 'aws' | 'lab'): OptionRow[] {
  return GLOBAL_OPTIONS[program].map((option) => rowOf(option, GLOBAL_TEXTS[option.key] ?? ''))
}

/** What the CLI has and the lab refuses: see `globals.ts` and `input.ts`. */
const REFUSED: ReadonlySet<string> = new Set([
  'cli-auto-prompt',
  'cli-input-yaml',
  'debug',
  'profile',
])

const rowOf = (option: Option, text: string): OptionRow => ({
  flag: option.flag,
  key: option.key,
  type: plainType(option),
  text,
  required: option.required,
  treatment: REFUSED.has(option.key) ? 'refused' : 'emulated',
  choices: (option.choices ?? []).filter((choice) => !choice.includes('yaml')),
  isList: option.takes === 'many',
  argument: null,
})

const plainType = ({ takes, whole }: Option): string => {
  if (takes === 'none') return 'boolean'
  return whole ? 'integer' : takes === 'many' ? 'list' : 'string'
}

function typeName(service: Service, argument: Argument): string {
  const { role } = argument
  if (role.kind !== 'member' && role.kind !== 'wrapped') return plainType(argument)
  const { kind } = typeOf(service.model, role.target)
  return kind === 'number' ? 'integer' : kind
}

/** Words, sorted by what they are, as far as they go. */
export interface WordsRead {
  /** words told by their place */
  readonly placed: readonly string[]
  /** values by flag */
  readonly given: ReadonlyMap<string, readonly string[]>
  /** the option whose value may be written next */
  readonly open: OptionRow | undefined
}

/** Sorts the words before a cursor, none of which need be right. */
export function readWords(words: readonly string[], options: readonly OptionRow[]): WordsRead {
  const placed: string[] = []
  const given = new Map<string, string[]>()
  let open: OptionRow | undefined
  for (const word of words) {
    const row = word.startsWith('--') ? options.find(({ flag }) => flag === word) : undefined
    if (row !== undefined) {
      given.set(word, given.get(word) ?? [])
      open = row.type === 'boolean' ? undefined : row
    } else if (open !== undefined) {
      given.get(open.flag ?? '')?.push(word)
      if (!open.isList) open = undefined
    } else if (!word.startsWith('--')) placed.push(word)
  }
  return { placed, given, open }
}
