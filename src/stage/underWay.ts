/** What is on its way on the learner's account. */
import type { RegionView } from '../cloud/views/types.ts'

const PASSING: ReadonlySet<string> = new Set(['pending', 'stopping', 'shutting-down'])

/** Whether a machine of the account's is between two states that last. */
export const underWay = (region: RegionView | null): boolean =>
  region?.mine.some(({ state }) => PASSING.has(state)) ?? false
