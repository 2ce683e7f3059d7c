/**
 * The first picture of every step: the lesson is played as its solution says, and looked at as each step begins.
 */

import { assert } from '../cloud/kernel/assert.ts'
import { toIso } from '../cloud/kernel/calendar.ts'
import { EPOCH } from '../cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../cloud/kernel/ref.ts'
import { findScenario } from '../cloud/scenarios/index.ts'
import type { Json, Lesson } from '../lesson/lesson.ts'
import { LEAD_IN } from '../lesson/opening.ts'
import { LessonRuntime } from '../lesson/runtime.ts'
import { readShelves } from '../lesson/shelves.ts'
import type { Still } from '../lesson/still.ts'
import { Session } from '../session/session.ts'
import { NODE_HASHES } from './hashes.ts'
import { openLesson } from './lessonLab.ts'

/** The stills of a lesson, by the step's id: each step is passed as "I know this" passes it, which is how a widget comes there. */
export async function stillsOf(lesson: Lesson): Promise<ReadonlyMap<string, Still>> {
  const lab = openLesson(lesson)
  const runtime = new LessonRuntime(lesson, lab)
  const stills = new Map<string, Still>()
  await runtime.start()
  for (const { id, panel } of lesson.steps) {
    if (runtime.step?.id !== id) await runtime.know(id)
    assert(runtime.step?.id === id, `the step ${id} is reached`)
    const shelves =
      panel === 'buckets' ? await readShelves((line, variables) => lab.ask(line, variables)) : null
    stills.set(id, { ...stillOf(lab.session), shelves, variables: runtime.variables })
  }
  return stills
}

/** The still of a world that no lesson is about. */
export function stillOfWorld(seed: string, scenario: string): Still {
  const found = findScenario(scenario)
  assert(found !== undefined, 'a scenario that there is')
  const session = new Session({ seed, scenario, epoch: found.epoch, hashes: NODE_HASHES })
  session.runUntil(LEAD_IN)
  return { ...stillOf(session), shelves: null, variables: {} }
}

const stillOf = ({ cloud, now }: Session): Omit<Still, 'shelves' | 'variables'> => ({
  at: now,
  epoch: toIso(cloud.world.epoch, EPOCH),
  view: cloud.view('region', { account: FIRST_ACCOUNT }) as unknown as Json,
})
