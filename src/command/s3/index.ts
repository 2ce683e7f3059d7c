/**
 * `aws s3 …`: the CLI's own commands over S3, made of the same calls as any client's.
 *
 * Models aws-cli 2.9.19. Its words, columns and exit codes are held to the real program's by
 * `test/cli-s3.test.ts`. Local paths are files of the session's shelf.
 */
import { CommandError, failed, printed } from '../errors.ts'
import { help } from '../help.ts'
import type { Environment, LineResult, Steps, Word } from '../types.ts'
import { type Arguments, commandWords, readArguments } from './arguments.ts'
import { makeBucket, presign, removeBucket, website } from './buckets.ts'
import { list } from './list.ts'
import { transfer } from './transfer.ts'

/** Runs the words after `aws`, of which the first that is no option is `s3`. */
export function* runS3(words: readonly Word[], env: Environment): Steps<LineResult> {
  try {
    if (asksForHelp(words)) return printed(yield* help([PROGRAM, ...words], env))
    const args = readArguments(words, env)
    const { caller, context } = args.globals
    return yield* runCommand(args, { ...env, caller, context })
  } catch (error) {
    if (error instanceof CommandError) return failed(error)
    throw error
  }
}

const PROGRAM: Word = { text: 'aws', at: { start: 0, end: 0 } }

/** `help` as the only word after `s3`, or after the command; else it is a path as any. */
function asksForHelp(words: readonly Word[]): boolean {
  const own = commandWords(words)
  return own.length <= 2 && own.at(-1)?.text === 'help'
}

function* runCommand(args: Arguments, env: Environment): Steps<LineResult> {
  switch (args.command) {
    case 'ls':
      return yield* list(args, env)
    case 'mb':
      return yield* makeBucket(args, env)
    case 'rb':
      return yield* removeBucket(args, env)
    case 'website':
      return yield* website(args, env)
    case 'presign':
      return presign(args, env)
    default:
      return yield* transfer(args, env)
  }
}
