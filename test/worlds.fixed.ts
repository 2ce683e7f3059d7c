/**
 * Fixed worlds whose hashes are committed: the same in Node and in every browser, today and tomorrow.
 *
 * A hash that changes means that this build gives other worlds from the same inputs; then `src/session/build.ts`
 * rises, and `UPDATE_HASHES=1` with the Node test writes test/worlds.hashes.json anew.
 */
import { Session } from '../src/session/session.ts'
import { type Plan, planOf, play } from './worlds.ts'

/** The worlds, in the order of their hashes. */
export const FIXED_WORLDS: readonly Plan[] = [
  planOf('fixed 1', 0, 'empty'),
  planOf('fixed 2', 0, 'region'),
  planOf('fixed 3', 60, 'empty'),
  planOf('fixed 4', 150, 'empty'),
  planOf('fixed 5', 60, 'region'),
  planOf('fixed 6', 120, 'region'),
]

/** The hash of each world after its last step. */
export function hashesOf(worlds: readonly Plan[]): string[] {
  return worlds.map(({ seed, scenario, steps }) => {
    const session = new Session({ seed, scenario })
    for (const step of steps) play(session, step)
    return session.hash()
  })
}
