/**
 * `help`: pages as the CLI's manual has them, for what the lab has.
 *
 * Models aws-cli 2's pages in order and wording; of each text of AWS's documentation the first sentence. What a
 * page of the CLI cannot say, and this one does, is which options the lab refuses or takes without effect.
 */
import type { OperationDocs, Waiter } from '../models/model.ts'
import { ask } from './ask.ts'
import { EXAMPLES } from './help/examples.ts'
import { filled, page, type Section } from './help/manual.ts'
import {
  globalOptions,
  NO_DOCS,
  type OptionRow,
  operationOptions,
  readWords,
  s3Options,
} from './help/options.ts'
import { LAB_DOCS, S3_TEXTS, SERVICE_TEXTS } from './help/words.ts'
import { kebabCase } from './line.ts'
import { AWS_CHOICES, AWS_SERVICES, LAB_SERVICE, operationsOf, type Service } from './names.ts'
import { strText } from './python.ts'
import { COMMANDS, type CommandName } from './s3/options.ts'
import type { Environment, Steps, Word } from './types.ts'

/**
 * The page for the words of a line, from `aws` or `lab` on, `help` among them or not: of the program, a service,
 * `wait`, a waiter or an operation. Of words that name nothing, the page of those before them.
 */
export function* help(words: readonly Word[], env: Environment): Steps<string> {
  const [program, ...rest] = words.map((word) => word.text)
  const options = globalOptions(program === 'lab' ? 'lab' : 'aws')
  const { placed } = readWords(rest, options)
  const [first, second, third] = placed.filter((text) => text !== 'help')
  const { columns } = env
  if (program === 'lab') return page(yield* servicePage(LAB_SERVICE, first, undefined, env))
  if (first === 's3') return page(s3Page(second, columns))
  const service = AWS_SERVICES.find((each) => each.command === first)
  if (service === undefined) return page(awsPage(columns))
  return page(yield* servicePage(service, second, third, env))
}

/** What AWS, or the lab, says of a service's operations. */
export function* docsOf(service: Service): Steps<Readonly<Record<string, OperationDocs>>> {
  if (service.name === 'lab') return LAB_DOCS
  const name = AWS_NAMES.find((each) => each === service.name)
  return name === undefined ? {} : (yield* ask({ kind: 'docs', service: name })).operations
}

const AWS_NAMES = ['ec2', 'sts', 's3'] as const

function awsPage(columns: number): Section[] {
  const services = AWS_CHOICES.filter((choice) => choice !== 'help')
  return [
    ...heads(
      'aws',
      'The AWS Command Line Interface is a unified tool to manage your AWS services.',
      columns,
    ),
    { heading: 'SYNOPSIS', lines: ['          aws [options] <command> <subcommand> [parameters]'] },
    { heading: 'GLOBAL OPTIONS', lines: optionLines(globalOptions('aws'), columns) },
    {
      heading: 'AVAILABLE SERVICES',
      lines: services.flatMap((each) => entry(each, SERVICE_TEXTS[each] ?? '', columns)),
    },
    ...exampleOf('ec2 describe-instances'),
  ]
}

function s3Page(command: string | undefined, columns: number): Section[] {
  const names = Object.keys(COMMANDS) as CommandName[]
  const name = names.find((each) => each === command)
  if (name !== undefined) {
    return commandPage(name, S3_TEXTS[name] ?? '', s3Options(name), `s3 ${name}`, columns)
  }
  return [
    ...heads('s3', SERVICE_TEXTS.s3 ?? '', columns),
    {
      heading: 'AVAILABLE COMMANDS',
      lines: names.flatMap((each) => entry(each, S3_TEXTS[each] ?? '', columns)),
    },
    ...exampleOf('s3 ls'),
  ]
}

function* servicePage(
  service: Service,
  command: string | undefined,
  waiter: string | undefined,
  env: Environment,
): Steps<Section[]> {
  const { columns } = env
  const docs = yield* docsOf(service)
  const name = service.command || service.program
  if (command === 'wait' && Object.keys(service.model.waiters).length > 0) {
    return waitPage(service, waiter, columns)
  }
  const operation = operationsOf(service).get(command ?? '')
  if (operation === undefined || command === undefined) {
    return listPage(service, name, docs, env)
  }
  const about = docs[operation] ?? NO_DOCS
  const options = operationOptions(service, operation, about)
  return commandPage(command, about.text, options, `${name} ${command}`, columns)
}

function listPage(
  service: Service,
  name: string,
  docs: Readonly<Record<string, OperationDocs>>,
  { columns }: Environment,
): Section[] {
  const operations = [...operationsOf(service)]
  const waits = Object.keys(service.model.waiters).length > 0
  const text =
    SERVICE_TEXTS[name] ??
    'What acts on the lab itself: its clock, its past, its accounts and quotas.'
  return [
    ...heads(name, text, columns),
    {
      heading: 'AVAILABLE COMMANDS',
      lines: [
        ...operations.flatMap(([each, operation]) =>
          entry(each, docs[operation]?.text ?? '', columns),
        ),
        ...(waits ? entry('wait', WAIT, columns) : []),
      ],
    },
    ...exampleOf(`${name} ${operations[0]?.[0] ?? ''}`),
  ]
}

const WAIT = 'Wait until a particular condition is satisfied.'

function waitPage(service: Service, wanted: string | undefined, columns: number): Section[] {
  const waiters = Object.entries(service.model.waiters).map(
    ([name, waiter]) => [kebabCase(name), waiter] as const,
  )
  const found = waiters.find(([name]) => name === wanted)
  const example = exampleOf(`${service.command} wait`)
  if (found === undefined) {
    const lines = waiters.flatMap(([name, waiter]) => entry(name, conditionOf(waiter), columns))
    return [...heads('wait', WAIT, columns), { heading: 'AVAILABLE COMMANDS', lines }, ...example]
  }
  const [name, waiter] = found
  const options = operationOptions(service, waiter.operation, NO_DOCS)
  const text =
    `${conditionOf(waiter)} It will poll every ${waiter.delay} seconds until a successful state has ` +
    `been reached. This will exit with a return code of 255 after ${waiter.attempts} failed checks.`
  return [
    ...heads(name, text, columns),
    { heading: 'SYNOPSIS', lines: synopsis(name, options) },
    ...example,
  ]
}

/** What a waiter waits for, in the CLI's words. */
export function conditionOf({ acceptors, operation }: Waiter): string {
  const reasons = acceptors
    .filter(({ state }) => state === 'success')
    .map(({ matcher, argument, expected }) => {
      const value = strText(expected)
      if (matcher === 'error') return `${value} is thrown`
      if (matcher === 'status') return `${value} response is received`
      const all = { path: '', pathAll: ' for all elements', pathAny: ' for any element' }[matcher]
      return `JMESPath query ${argument} returns ${value}${all}`
    })
  return `Wait until ${reasons.join(' or ')} when polling with ${kebabCase(operation)}.`
}

function commandPage(
  name: string,
  text: string,
  options: readonly OptionRow[],
  example: string,
  columns: number,
): Section[] {
  return [
    ...heads(name, text, columns),
    { heading: 'SYNOPSIS', lines: synopsis(name, options) },
    { heading: 'OPTIONS', lines: optionLines(options, columns) },
    ...exampleOf(example),
  ]
}

const heads = (name: string, text: string, columns: number): Section[] => [
  { heading: 'NAME', lines: [`       ${name} -`] },
  { heading: 'DESCRIPTION', lines: filled(text, 7, columns) },
]

/** Options of one member stand together: `--dry-run | --no-dry-run`. */
function groups(options: readonly OptionRow[]): (readonly [OptionRow, string])[] {
  const first = new Map<string, OptionRow>()
  for (const row of options) if (!first.has(row.key)) first.set(row.key, row)
  return [...first.values()].map((row) => {
    const flags = options.filter(({ key }) => key === row.key).map(({ flag, key }) => flag ?? key)
    return [row, flags.join(' | ')] as const
  })
}

function synopsis(name: string, options: readonly OptionRow[]): string[] {
  const lines = groups(options).map(([row, flags]) => {
    if (row.flag === null) return `          ${row.key.startsWith('<') ? row.key : `<${row.key}>`}`
    const value = row.type === 'boolean' ? flags : `${flags} <value>`
    return row.required ? `          ${value}` : `          [${value}]`
  })
  return [`            ${name}`, ...lines]
}

const NOTES = {
  emulated: '',
  harmless: 'The lab takes it, and it changes nothing here.',
  refused: 'The lab does not have this: a call with it is refused.',
} as const

function optionLines(options: readonly OptionRow[], columns: number): string[] {
  const blocks = groups(options).map(([row, flags]) => [
    `       ${flags} (${row.type})`,
    ...filled(row.text, 10, columns),
    ...filled(row.choices.length > 0 ? `One of: ${row.choices.join(', ')}.` : '', 10, columns),
    ...filled(NOTES[row.treatment], 10, columns),
  ])
  return blocks.flatMap((block, i) => (i === 0 ? block : ['', ...block]))
}

const entry = (name: string, text: string, columns: number): string[] => [
  `       o ${name}`,
  ...filled(text, 10, columns),
]

/** `EXAMPLES`, where there is one. */
function exampleOf(command: string): Section[] {
  const example = EXAMPLES[command]
  if (example === undefined) return []
  const program = command.startsWith('lab') ? '' : 'aws '
  return [{ heading: 'EXAMPLES', lines: [`          ${program}${command} ${example}`.trimEnd()] }]
}
