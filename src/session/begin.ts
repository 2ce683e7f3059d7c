/**
 * A world from what a lesson or the sandbox says of it.
 *
 * What is said may be a stranger's, so whatever is wrong with it is an error with a code. The command language is
 * large: it is loaded only where there are set-up lines, and no calls of this build's that they come to.
 */
import type { CloudOptions } from '../cloud/cloud.ts'
import { parseEpoch } from '../cloud/kernel/calendar.ts'
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import type { Hashes } from '../cloud/kernel/world.ts'
import { findScenario } from '../cloud/scenarios/index.ts'
import { SetUpRefused } from '../cloud/setUp.ts'
import { keptSetUp } from './keptSetUp.ts'
import { Session } from './session.ts'

/** How a world is begun. */
export interface BeginOptions {
  readonly seed: string
  readonly scenario: string
  /** ISO 8601 of instant 0; the scenario's when left out */
  readonly epoch?: string
  /** command lines that run before instant 0 */
  readonly setUp?: readonly string[]
  /** what `file://` in those lines reads: base64 by name */
  readonly files?: Readonly<Record<string, string>>
  /** the calls that `setUp` comes to, as `keepSetUp` wrote them; for another build the lines rule */
  readonly kept?: string
}

/** Begins a session. Errors: `UnknownScenario`, `InvalidEpoch`, those of `setUpOf`. */
export async function beginSession(said: BeginOptions, hashes: Hashes): Promise<Result<Session>> {
  const { seed, setUp = [], files } = said
  const scenario = findScenario(said.scenario)
  if (scenario === undefined) {
    return fail('UnknownScenario', `The lab has no scenario '${said.scenario}'.`)
  }
  const epoch = said.epoch === undefined ? scenario.epoch : parseEpoch(said.epoch)
  if (epoch === null) {
    return fail(
      'InvalidEpoch',
      `'${said.epoch}' is no time from 1970 to 2099 in whole milliseconds.`,
    )
  }
  const options: CloudOptions = { seed, scenario: scenario.name, epoch, hashes }
  if (setUp.length === 0) return ok(new Session(options))
  const quick = said.kept === undefined ? null : replayed(options, said.kept)
  if (quick !== null) return ok(quick)
  const { setUpOf } = await import('./setUp.ts')
  const found = setUpOf(options, setUp, files)
  return found.ok ? ok(new Session({ ...options, setUp: found.value })) : found
}

/** A session that begins with the calls that were kept; null when it cannot, and the lines are to be run. */
function replayed(options: CloudOptions, kept: string): Session | null {
  const setUp = keptSetUp(kept)
  if (setUp === null) return null
  try {
    return new Session({ ...options, setUp })
  } catch (error) {
    if (error instanceof SetUpRefused) return null
    throw error
  }
}
