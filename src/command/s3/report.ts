/**
 * What a command of transfers prints, and the sum that becomes its exit code.
 *
 * Models `results.py` of aws-cli (Apache-2.0) without progress, which the CLI draws over itself and a log
 * cannot. A fatal error ends the command: nothing after it is printed.
 */
import type { Failure } from '../../cloud/kernel/result.ts'
import type { LineResult } from '../types.ts'
import type { Arguments } from './arguments.ts'
import type { Refusal } from './calls.ts'

export class Report {
  readonly #quiet: boolean
  readonly #onlyErrors: boolean
  #stdout = ''
  #stderr = ''
  #failed = 0
  #warned = 0
  #first: Refusal | null = null

  constructor({ given }: Arguments, streams: boolean) {
    this.#quiet = given.has('--quiet')
    this.#onlyErrors = given.has('--only-show-errors') || streams
  }

  /** `what` is `upload: ./a to s3://b/a`, or with `(dryrun)` before it. */
  done(what: string): void {
    if (!this.#onlyErrors) this.#print(what)
  }

  dryRun(what: string): void {
    this.#print(`(dryrun) ${what}`)
  }

  failed(kind: string, where: string, why: Refusal): void {
    this.#failed += 1
    this.#first ??= why
    this.#complain(`${kind} failed: ${where} ${why.text}`)
  }

  /** A file that is left out. */
  skipped(path: string, why: string): void {
    this.#warned += 1
    this.#complain(`warning: Skipping file ${path}. ${why}`)
  }

  /** Something that the lab does otherwise than the CLI. */
  note(text: string): void {
    this.#complain(`note: ${text}`)
  }

  /** Ends the command. */
  fatal(why: Refusal): void {
    this.#failed += 1
    this.#first ??= why
    this.#complain(`fatal error: ${why.text}`)
  }

  /** Bytes that a command writes to its standard output. */
  write(bytes: Uint8Array): void {
    this.#stdout += new TextDecoder().decode(bytes)
  }

  /** The line's end: 1 when something failed, 2 when something was left out. */
  result(): LineResult {
    const failure: Failure | null = this.#first?.failure ?? null
    const exitCode = this.#failed > 0 ? 1 : this.#warned > 0 ? 2 : 0
    const message = this.#first?.text ?? this.#stderr.trim()
    return {
      exitCode,
      stdout: this.#stdout,
      stderr: this.#stderr,
      error: exitCode === 0 ? null : { message, at: null, suggestion: null, failure },
    }
  }

  #print(text: string): void {
    if (!this.#quiet) this.#stdout += `${text}\n`
  }

  #complain(text: string): void {
    if (!this.#quiet) this.#stderr += `${text}\n`
  }
}
