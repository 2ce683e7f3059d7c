/**
 * What the command language says to whoever runs it.
 *
 * A line runs as a generator of effects: it asks for a call, or for cloud time to pass, and goes on with the
 * answer. So the same language runs at once over a session, and step by step over a worker, where time is seen
 * to pass. It knows no clock and no promise.
 */
import type { Answer, CallContext, Caller, CallRequest, Members } from '../cloud/call.ts'
import type { Epoch } from '../cloud/kernel/calendar.ts'
import type { Duration } from '../cloud/kernel/instant.ts'
import type { Failure, Result } from '../cloud/kernel/result.ts'
import type { ServiceName } from '../models/index.ts'
import type { ServiceDocs, ServiceEnums } from '../models/model.ts'

/** What a line may ask for. */
export type Effect =
  /** a call through the door: journalled */
  | { readonly kind: 'call'; readonly request: CallRequest }
  /** a question that leaves no trace */
  | { readonly kind: 'peek'; readonly request: CallRequest }
  /** an operation of `SESSION_OPERATIONS` */
  | { readonly kind: 'session'; readonly operation: string; readonly input: Members }
  /** let cloud time run to the end of the next instant at which something happens, at most this long */
  | { readonly kind: 'run'; readonly limit: Duration }
  /** first sentences of AWS's documentation, for help */
  | { readonly kind: 'docs'; readonly service: ServiceName }
  /** values of members with a closed list, for completion */
  | { readonly kind: 'enums'; readonly service: ServiceName }
  /** a statement of the script is done: nothing is asked, so that it can be shown before the next */
  | { readonly kind: 'done'; readonly outcome: LineResult }

/** What each effect is answered with. */
export interface EffectAnswers {
  readonly call: Answer
  readonly peek: Answer
  readonly session: Result<Members>
  /** how long it ran, and whether time stands still because the person stopped it */
  readonly run: { readonly passed: Duration; readonly paused: boolean }
  readonly docs: ServiceDocs
  readonly enums: ServiceEnums
  readonly done: null
}

/** A piece of a conversation: yields effects, receives their answers, returns a `T`. */
export type Steps<T> = Generator<Effect, T, EffectAnswers[keyof EffectAnswers]>

/** The session's files, flat by name: a lesson's `files/`, and what commands write. */
export interface Shelf {
  read(name: string): Uint8Array | undefined
  /** when a file was written, as ms since 1970 in whole seconds */
  modifiedMs(name: string): number | undefined
  /** `modifiedMs` is now unless it is given. Errors: `ShelfFull`, `InvalidName`. */
  write(name: string, bytes: Uint8Array, modifiedMs?: number): Result<null>
  remove(name: string): void
  /** in the order of their names */
  names(): readonly string[]
}

/** Where a line runs. */
export interface Environment {
  readonly caller: Caller
  readonly context: CallContext
  /** the caller's access key, for presigned addresses */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** instant 0 of the world that is there now; `lab load` may change it */
  readonly epoch: () => Epoch
  /** cloud time as ms since 1970 */
  readonly nowMs: () => number
  readonly shelf: Shelf
  /** variables of the session; `vm=$(…)` sets one */
  readonly variables: Map<string, string>
  /** width of table output, in characters */
  readonly columns: number
  /** a new random token (a UUID), for members that make a repeated call known as the same */
  readonly newToken: () => string
  /**
   * The only commands that may change the world, such as `ec2 stop-instances`; null allows all. What only looks,
   * and what `lab` does to the session, is never refused.
   */
  readonly palette: readonly string[] | null
}

/** One word of a command: its text after quotes and variables, and where it stands in the line. */
export interface Word {
  readonly text: string
  readonly at: Span
}

/** Where in the text an error lies: offsets in UTF-16 code units, the end not included. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Why a line failed. */
export interface LineError {
  /** the CLI's own text, which `stderr` has as well */
  readonly message: string
  /** the word it is about, if it is about one */
  readonly at: Span | null
  /** the nearest word that would be right */
  readonly suggestion: string | null
  /** the whole text as it was meant, where that can be told */
  readonly mended?: string
  /** the cloud's refusal, with its reasons */
  readonly failure: Failure | null
}

/** What a line came to. */
export interface LineResult {
  /** the CLI's: 0; 252 for usage; 253 for missing configuration; 254 for a refusal of the cloud; 255 for the rest; 1 of `aws s3` */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly error: LineError | null
}
