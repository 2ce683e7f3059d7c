/**
 * The view `lifecycle`: the table that instances live by, so that the drawn diagram is the executed
 * one.
 */
import { actions, states, transition } from '../compute/lifecycle.ts'
import type { LifecycleView } from './types.ts'

/** The whole table; it never changes. */
export const lifecycleView = (): LifecycleView => ({
  states,
  actions,
  rows: states.flatMap((state) =>
    actions.map((action) => ({ state, action, ...transition(state, action) })),
  ),
})
