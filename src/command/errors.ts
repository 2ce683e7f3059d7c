/**
 * What the CLI says when a command cannot be run, and the exit code it gives.
 *
 * Models aws-cli 2.9's error handlers: its words, its blank lines, its codes. Within this room a command that
 * cannot go on throws a `CommandError`, as the CLI's own code does; it is caught in one place, where a command
 * becomes a `LineResult`, and never leaves the room.
 */
import type { Failure } from '../cloud/kernel/result.ts'
import type { LineResult, Span } from './types.ts'

/** The CLI's exit codes. */
export const EXIT = { usage: 252, configuration: 253, refused: 254, general: 255 } as const

/** How the CLI's help begins; `%` is the program's name. */
const USAGE = `%
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
`
const AWS_USAGE = 'aws [options] <command> <subcommand> [<subcommand> ...] [parameters]'
const LAB_USAGE = `lab <operation> [parameters]
To see help text, you can run:

  lab help
  lab <operation> help
`

/** The program that a line names. */
export type Program = 'aws' | 'lab'

/** What an error may be about. */
export interface About {
  readonly at?: Span | null
  readonly suggestion?: string | null
  readonly failure?: Failure
  /** what was printed before it */
  readonly stdout?: string
}

/** A command that cannot be run, or that the cloud refused. `message` is the CLI's text. */
export class CommandError extends Error {
  override name = 'CommandError'
  readonly exitCode: number
  readonly about: About

  constructor(exitCode: number, message: string, about: About = {}) {
    super(message)
    this.exitCode = exitCode
    this.about = about
  }
}

const usageOf = (program: Program): string =>
  program === 'aws' ? USAGE.replace('%', AWS_USAGE) : LAB_USAGE

/** The words do not fit the command: usage, and what is wrong. */
export const usageError = (program: Program, message: string, about: About = {}): CommandError =>
  new CommandError(EXIT.usage, `usage: ${usageOf(program)}\n${program}: error: ${message}\n`, about)

/** Words that belong to no option. */
export const unknownOptions = (
  program: Program,
  words: readonly string[],
  about: About = {},
): CommandError =>
  new CommandError(
    EXIT.usage,
    `usage: ${usageOf(program)}\nUnknown options: ${words.join(', ')}\n`,
    about,
  )

/** A value that cannot be read. `name` is the option as typed in full: `--filters`. */
export const paramError = (name: string, message: string, about: About = {}): CommandError =>
  new CommandError(EXIT.usage, `Error parsing parameter '${name}': ${message}`, about)

/** Values that do not fit the operation's input; one line each. */
export const validationError = (report: string, about: About = {}): CommandError =>
  new CommandError(EXIT.usage, `Parameter validation failed:\n${report}`, about)

/** The cloud's refusal of a call. */
export const clientError = (operation: string, failure: Failure, at: Span | null): CommandError =>
  new CommandError(
    EXIT.refused,
    `An error occurred (${failure.code}) when calling the ${operation} operation: ${failure.message}`,
    { at, failure },
  )

/** An error as the outcome of a line. */
export function failed(error: CommandError): LineResult {
  const { at = null, suggestion = null, failure = null, stdout = '' } = error.about
  return {
    exitCode: error.exitCode,
    stdout,
    stderr: `\n${error.message}\n`,
    error: { message: error.message, at, suggestion, failure },
  }
}

/** The outcome of a command that did what it should. */
export const printed = (stdout: string): LineResult => ({
  exitCode: 0,
  stdout,
  stderr: '',
  error: null,
})
