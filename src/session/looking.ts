/**
 * Lines that only look, over a session: what a lesson's checks ask. No file is on their shelf.
 *
 * It brings the whole command language along: load it when it is needed.
 */
import { look } from '../command/look.ts'
import type { LineResult } from '../command/types.ts'
import { LineRunner } from './line.ts'
import type { Session } from './session.ts'

export type { LineResult }

/** Runs a line of the learner's that leaves no trace, with the variables given. */
export function lookIn(
  session: Session,
  line: string,
  variables: Readonly<Record<string, string>>,
): LineResult {
  const runner = new LineRunner(session, {}, { variables: new Map(Object.entries(variables)) })
  return runner.drive(look(line, runner.environment))
}
