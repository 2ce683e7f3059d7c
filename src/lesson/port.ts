/**
 * What the lesson runtime needs of a running world. The page's client and Node's session each implement it.
 *
 * Cloud time is a number of ticks from the world's beginning, as `cloud/kernel/instant` has it.
 */
import type { Instant } from '../cloud/kernel/instant.ts'
import type { Json } from './lesson.ts'

/** What a command line came to. */
export interface Outcome {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  /** AWS's code, where the cloud refused */
  readonly code: string | null
}

/** An event that a run stopped at. */
export interface Stop {
  readonly type: string
  readonly seq: number
  readonly at: Instant
}

/** A place in the world's past: an instant, and how many inputs had been taken by then. */
export interface Mark {
  readonly at: Instant
  readonly position: number
}

/** Rejects what was asked of a world that was left meanwhile, for a mark in its past or for another world. */
export class Left extends Error {
  override name = 'Left'
}

/** Rejects a way back to before what the world knows of its past: another build saved it without. */
export class OutOfReach extends Left {
  override name = 'OutOfReach'
}

export interface Lab {
  /** Back to what the world has come to, where its past is looked at. */
  present(): Promise<void>
  /** Where the world stands now. */
  mark(): Promise<Mark>
  /** Runs a line as the learner would: through the door, journalled. What it sets in motion waits for `toBeat`. */
  run(line: string, variables: Readonly<Record<string, string>>): Promise<Outcome>
  /** Runs a line that leaves no trace. A command that would change anything, or move time, fails with exit code 252. */
  ask(line: string, variables: Readonly<Record<string, string>>): Promise<Outcome>
  /** A view of the world at this instant, for the learner's account. */
  view(name: string): Promise<Json>
  /** A query (JMESPath) over data. Throws when the query is wrong. */
  query(text: string, data: Json): Promise<Json>
  /**
   * Lets time pass to the next event of the account's whose type is among these, or until nothing of the
   * account's is under way. Null in the second case.
   */
  toBeat(types: readonly string[]): Promise<Stop | null>
  /**
   * Goes back to a mark and leaves what came after it, which is kept as the other future. Lines and runs that are
   * under way go no further: they reject with `Left`. Rejects with `OutOfReach` when the world has no such past.
   */
  backTo(mark: Mark): Promise<void>
}
