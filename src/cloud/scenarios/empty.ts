/**
 * The scenario `empty`: the same 36 hosts and nobody but the learner. For tests and for lessons
 * that begin with nothing.
 */
import { epochOf } from '../kernel/calendar.ts'
import { learner, quotasWith, type Scenario } from './scenario.ts'

/** A Region that nobody rents in. */
export const empty: Scenario = {
  name: 'empty',
  epoch: epochOf('2026-01-01T09:00:00Z'),
  accounts: [learner],
  hostScale: 1,
  setUp() {},
}

/** A Region with room for whatever is asked. */
export const roomy: Scenario = {
  ...empty,
  name: 'roomy',
  accounts: [{ ...learner, quotas: quotasWith({ 'standard-vcpus': 100_000 }) }],
  hostScale: 100,
}
