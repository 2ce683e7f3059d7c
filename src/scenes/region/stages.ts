/**
 * Where a launch stands at an instant: pure functions of its stages and `now`, so that pause, step and scrub
 * draw the same picture as playing does.
 */
import { between, type Duration, type Instant } from '../../cloud/kernel/instant.ts'
import type { MachineView, StageName, StageView } from '../../cloud/views/types.ts'

/** One line of the list of stages. `took` is the stage's own length, so far while it goes on; null before it. */
export interface StageRow {
  readonly name: StageName
  readonly status: 'done' | 'current' | 'later'
  readonly took: Duration | null
}

/** The stages as a list at `now`. */
export const stageRows = (stages: readonly StageView[], now: Instant): readonly StageRow[] =>
  stages.map(({ name, leaves, arrives }): StageRow => {
    if (now >= arrives) return { name, status: 'done', took: between(leaves, arrives) }
    if (now >= leaves) return { name, status: 'current', took: between(leaves, now) }
    return { name, status: 'later', took: null }
  })

/** What of its slice is there. `progress` runs from 0 to 1 within the phase. */
export interface SlicePhase {
  readonly phase: 'before' | 'carving' | 'pending' | 'whole'
  readonly progress: number
}

const share = (from: Instant, to: Instant, now: Instant) =>
  to > from ? Math.min(1, Math.max(0, (now - from) / (to - from))) : 1

/** A slice is there from the instant it is carved, and whole when the guest has booted. */
export function slicePhase(stages: readonly StageView[], now: Instant): SlicePhase {
  const last = stages.at(-1)
  if (last === undefined || now >= last.arrives) return { phase: 'whole', progress: 1 }
  const carve = stages.find((stage) => stage.name === 'carve')
  if (carve === undefined) return { phase: 'pending', progress: 0 }
  if (now < carve.leaves) return { phase: 'before', progress: 0 }
  if (now < carve.arrives) {
    return { phase: 'carving', progress: share(carve.leaves, carve.arrives, now) }
  }
  return { phase: 'pending', progress: share(carve.arrives, last.arrives, now) }
}

/** The machines whose launch or start is not over at `now`. */
export const launching = (machines: readonly MachineView[], now: Instant): readonly MachineView[] =>
  machines.filter((machine) => {
    const last = machine.stages.at(-1)
    return last !== undefined && now < last.arrives && machine.state !== 'terminated'
  })

/** The instant from which the choice of a host is known. */
export const chosenAt = (stages: readonly StageView[], fallback: Instant): Instant =>
  stages.find((stage) => stage.name === 'choose')?.arrives ?? fallback
