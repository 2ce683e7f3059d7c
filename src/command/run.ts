/**
 * Runs a script: statement after statement, with variables and commands put into words.
 *
 * Models a POSIX shell's expansion (XCU 2.6): a variable that is not set is empty, what is not quoted is split at
 * blanks, `$(…)` is what a command prints without its last newlines. A statement after `&&` runs when the one
 * before did well; any other runs whatever came before, and the last one's outcome is the script's. `echo` and
 * `help` are the commands besides `aws` and `lab`. A script that cannot be understood runs not at all; one that grows beyond
 * all measure ends where it does.
 */
import { ask } from './ask.ts'
import { runCommand } from './aws.ts'
import { parseScript, type RawWord, type Script, type Statement, SyntaxProblem } from './lex.ts'
import { nearest } from './nearest.ts'
import { pastedSlip } from './pasted.ts'
import type { Environment, LineResult, Span, Steps, Word } from './types.ts'

const COMMANDS = ['aws', 'lab', 'echo', 'help']
/** What a bare `help` says, as a shell's own does: what there is, and where more is said. */
const HELP = `aws <service> <operation> [parameters]   calls the cloud: ec2, s3, s3api, sts
lab <operation> [parameters]             acts on the lab: its clock, its past, what happened
echo [text]                              prints a text, or a variable: echo $vm
name=$(aws …)                            keeps what a command prints

More of each: aws help, aws ec2 help, aws ec2 run-instances help, lab help.
Tab completes, the arrows bring back what was written before.
`
/** Characters of a word and of all that a script prints: a variable put into itself doubles each time. */
const MOST_CHARACTERS = 4 * 2 ** 20
const TOO_MUCH = `more than ${MOST_CHARACTERS} characters`
const NOTHING: LineResult = { exitCode: 0, stdout: '', stderr: '', error: null }

/** Runs a script: one line or many. Never throws for what was typed. */
export function* run(text: string, env: Environment): Steps<LineResult> {
  const slip = pastedSlip(text)
  if (slip !== null) {
    return problemResult(2, slip.message, slip.at, null, { mended: slip.mended })
  }
  try {
    return yield* runScript(parseScript(text), env, true)
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return problemResult(2, problem.message, problem.at, null)
    throw problem
  }
}

/** Statement after statement; `tells` of each when it is done. */
function* runScript(script: Script, env: Environment, tells: boolean): Steps<LineResult> {
  let last = NOTHING
  let [stdout, stderr] = ['', '']
  for (const statement of script) {
    if (statement.joined && last.exitCode !== 0) continue
    last = yield* runStatement(statement, env)
    if (tells) yield* ask({ kind: 'done', outcome: last })
    stdout += last.stdout
    stderr += last.stderr
    if (stdout.length > MOST_CHARACTERS) throw new SyntaxProblem(TOO_MUCH, statement.at)
  }
  return { ...last, stdout, stderr }
}

function* runStatement(statement: Statement, env: Environment): Steps<LineResult> {
  let stderr = ''
  let last = NOTHING
  const expand = function* (word: RawWord, split: boolean): Steps<string[]> {
    const expanded = yield* expandWord(word, split, env)
    stderr += expanded.stderr
    last = expanded.last ?? last
    return expanded.fields
  }
  for (const { name, value } of statement.assignments) {
    const fields = yield* expand(value, false)
    env.variables.set(name, fields.join(' '))
  }
  const words: Word[] = []
  for (const raw of statement.words) {
    for (const text of yield* expand(raw, true)) words.push({ text, at: raw.at })
  }
  const [command, ...rest] = words
  // With nothing to run, the outcome is that of the last $(…).
  if (command === undefined) return { ...last, stdout: '', stderr }
  const result = yield* runWords(command, rest, env)
  return { ...result, stderr: stderr + result.stderr }
}

function* runWords(command: Word, words: readonly Word[], env: Environment): Steps<LineResult> {
  if (command.text === 'aws' || command.text === 'lab') {
    return yield* runCommand(command.text, command, words, env)
  }
  if (command.text === 'help') return { ...NOTHING, stdout: HELP }
  if (command.text === 'echo') return echo(words.map((word) => word.text))
  const suggestion = nearest(command.text, COMMANDS)
  return problemResult(127, `${command.text}: command not found`, command.at, suggestion)
}

function echo(texts: readonly string[]): LineResult {
  const bare = texts[0] === '-n'
  const line = texts.slice(bare ? 1 : 0).join(' ')
  return { ...NOTHING, stdout: bare ? line : `${line}\n` }
}

interface Expanded {
  readonly fields: string[]
  readonly stderr: string
  /** what the last `$(…)` came to */
  readonly last: LineResult | null
}

/** A word with its variables and commands put in: no, one or several fields. */
function* expandWord(word: RawWord, split: boolean, env: Environment): Steps<Expanded> {
  const fields: string[] = []
  let current: string | null = null
  let stderr = ''
  let last: LineResult | null = null
  for (const part of word.parts) {
    let text = ''
    if (part.kind === 'text') text = part.text
    else if (part.kind === 'variable') text = env.variables.get(part.name) ?? ''
    else {
      // A shell of its own (XCU 2.6.3): what it sets is gone with it.
      const inside = { ...env, variables: new Map(env.variables) }
      last = yield* runScript(part.script, inside, false)
      stderr += last.stderr
      text = last.stdout.replace(/\n+$/, '')
    }
    if ((current?.length ?? 0) + text.length > MOST_CHARACTERS)
      throw new SyntaxProblem(TOO_MUCH, word.at)
    if (part.kind === 'text' || part.quoted || !split) {
      if (text !== '' || part.quoted || !split) current = (current ?? '') + text
      continue
    }
    for (const [i, piece] of text.split(/[ \t\n]+/).entries()) {
      if (i > 0 && current !== null) {
        fields.push(current)
        current = null
      }
      if (piece !== '') current = (current ?? '') + piece
    }
  }
  if (current !== null) fields.push(current)
  return { fields, stderr, last }
}

function problemResult(
  exitCode: number,
  message: string,
  at: Span,
  suggestion: string | null,
  more: { readonly mended?: string } = {},
): LineResult {
  const error = { message, at, suggestion, failure: null, ...more }
  return { exitCode, stdout: '', stderr: `${message}\n`, error }
}
