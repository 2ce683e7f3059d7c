/**
 * What page and worker say to each other. Types only: both sides import them, and nothing else of the other.
 *
 * Commands go through one Comlink object. What changes comes back in frames: one batched post, at most one in
 * flight. The page's clock never passes a frame's `upTo`.
 */
import type { Answer, CallRequest } from '../cloud/call.ts'
import type { EventRecord } from '../cloud/kernel/events.ts'
import type { Instant } from '../cloud/kernel/instant.ts'
import type { Result } from '../cloud/kernel/result.ts'
import type { ViewName, Views } from '../cloud/views/types.ts'
import type { BeginOptions } from '../session/begin.ts'
import type { LineResult } from '../session/looking.ts'

/** How a world is begun. */
export type OpenOptions = BeginOptions

/** Where the world stands, and how it runs. */
export interface ClockView {
  /** cloud time up to which everything is known; the page draws no later instant */
  readonly upTo: Instant
  /** the latest instant this future has reached; above `upTo` after a seek back */
  readonly head: Instant
  readonly playing: boolean
  /** cloud seconds a second of wall time */
  readonly pace: number
  /** how far the cloud is behind its pace, in ms of wall time; 0 when it keeps up */
  readonly behindMs: number
  /** the beat or event that the world stands at after a run or a step, by its number, or null */
  readonly pausedAt: number | null
  /** how many inputs have been taken by now */
  readonly position: number
  /** whether an earlier future is kept that can be returned to */
  readonly otherFuture: boolean
  /** the earliest instant that can be gone back to: later than 0 in a world that another build saved */
  readonly floor: Instant
  /** ISO 8601 of instant 0 */
  readonly epoch: string
}

/** One batch of news. `views` holds only the watched views that changed, by the key of the watch. */
export interface Frame {
  readonly clock: ClockView
  readonly views: Readonly<Record<string, unknown>>
  /** new events; after `restart` all that are known, those of a future that was sought back from too */
  readonly events: readonly EventRecord[]
  readonly restart: boolean
  /** a save taken since the last frame, on which a new worker can build, and the newest input it holds */
  readonly save: { readonly bytes: Uint8Array; readonly serial: number } | null
}

/**
 * What ends a run. A beat is an event that its registry marks as one and whose subjects include the account's;
 * at rest, the account has no instance that is on its way from one state to another; an event is anything that
 * happens.
 */
export interface PlayOptions {
  readonly pace: number
  readonly until: 'event' | 'beat' | 'rest' | 'stop'
  /** only events of these types count as beats; the run then also ends at rest */
  readonly types?: readonly string[]
  /** the run ends here at the latest, at once if nothing is to happen before */
  readonly limit?: Instant
}

/** A journalled input, with its place in the journal: enough to make it again in a new worker. */
export interface PlacedInput {
  /** counts the calls of a world in the order they were made, over branches and workers */
  readonly serial: number
  readonly position: number
  readonly at: Instant
  readonly request: CallRequest
}

/**
 * An answer, with the place of the input that was journalled for it; null when the world was too full to take
 * it. The request does not travel back: it may hold an object's bytes, and the caller has it.
 */
export interface CallReply {
  readonly answer: Answer
  readonly input: Omit<PlacedInput, 'request'> | null
  /** whether the call left a known future, which is kept beside the present one */
  readonly branched: boolean
}

/** A world that a dead worker leaves: its newest save, the inputs accepted since, and where its clock stood. */
export interface Salvage {
  readonly options: OpenOptions
  readonly save: Uint8Array | null
  readonly inputs: readonly PlacedInput[]
  /** the serial of the newest call there was */
  readonly serial: number
  readonly at: Instant
}

/** The page's clock and the news, as the worker posts them. */
export type Sink = (frame: Frame) => void

/** The object that the worker exposes. */
export interface WorkerLab {
  /** Errors: those of `beginSession`, such as a set-up line that is refused. */
  open(options: OpenOptions, sink: Sink): Promise<Result<ClockView>>
  recover(salvage: Salvage, sink: Sink): Promise<ClockView>
  /** opens a saved world in place of what is open; what cannot be read leaves that as it is. Errors: those of a save */
  openSave(bytes: Uint8Array, sink: Sink): Promise<Result<ClockView>>
  call(request: CallRequest): Promise<CallReply>
  peek(request: CallRequest): Promise<Answer>
  /** a command line of the learner's that leaves no trace; one that would is refused with exit code 252 */
  look(line: string, variables: Readonly<Record<string, string>>): Promise<LineResult>
  watch(key: string, name: ViewName, params: Views[ViewName]['params']): Promise<void>
  unwatch(key: string): Promise<void>
  /** a view at this instant; null when there is none of the name */
  view<Name extends ViewName>(
    name: Name,
    params: Views[Name]['params'],
  ): Promise<Views[Name]['data'] | null>
  play(options: PlayOptions): Promise<void>
  pause(): Promise<void>
  /**
   * to the next event or beat, or back to the one before. With `types` only events of these types are beats, and on
   * the way on the rest is one too.
   */
  step(direction: 1 | -1, by: 'event' | 'beat', types?: readonly string[]): Promise<void>
  seek(at: Instant): Promise<void>
  latest(): Promise<void>
  /** to an instant at which so many inputs had been taken; what came after becomes the other future */
  backTo(at: Instant, position: number): Promise<void>
  /** leaves what is known beyond the present instant as the other future */
  fork(): Promise<void>
  /** back to the future that a branch left */
  otherFuture(): Promise<void>
  hash(): Promise<string>
  /** the world as bytes, for `openSave` */
  save(): Promise<Uint8Array>
  /** The secret of an access key, for whoever checks signatures in the page. */
  secretOf(accessKeyId: string): Promise<string | undefined>
  ping(): Promise<true>
}
