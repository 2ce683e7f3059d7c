/**
 * A line of a lesson's, which a stranger may have written: the same language, within bounds.
 *
 * It puts no world away and brings none. It waits for so long in all and then fails with a sentence, where the CLI
 * would go on through one wait after the other; and it makes time no slower than a person can, so that what it waits
 * for comes while they watch. The lab's choice.
 */
import { type Duration, duration, minutes } from '../cloud/kernel/instant.ts'
import { fail } from '../cloud/kernel/result.ts'
import { ask } from './ask.ts'
import { EXIT } from './errors.ts'
import type { Effect, LineResult, Steps } from './types.ts'

/** Cloud time that one line may wait: many times what a machine takes to start. */
export const LONGEST_WAIT: Duration = minutes(5)
/** Cloud seconds a second: the slowest pace that is offered. */
const SLOWEST = 0.1

/** Operations of `lab` that put a world away, or bring another in its place. */
const NOT_IN_A_LESSON: ReadonlySet<string> = new Set(['Fork', 'Load', 'Reset', 'Save'])

const NOT_HERE = fail('NotHere', 'A lesson’s line cannot do this.')
const TOO_SLOW = fail(
  'InvalidPace',
  `A lesson’s line sets a pace of at least ${SLOWEST} cloud seconds a second.`,
)
const TOO_LONG =
  'A lesson’s line waits for at most 5 minutes of cloud time in all, and it has not come.'

/** The steps of a line within a lesson's bounds. */
export function* lessonLine(line: Steps<LineResult>): Steps<LineResult> {
  let left = LONGEST_WAIT
  let step = line.next()
  while (step.done !== true) {
    const effect = step.value
    if (effect.kind === 'run') {
      if (left <= 0) return tooLong()
      const limit = effect.limit < left ? effect.limit : left
      const ran = yield* ask({ kind: 'run', limit })
      left = duration(left - ran.passed)
      step = line.next(ran)
    } else step = line.next(refusalOf(effect) ?? (yield effect))
  }
  return step.value
}

function refusalOf(effect: Effect) {
  if (effect.kind !== 'session') return null
  if (NOT_IN_A_LESSON.has(effect.operation)) return NOT_HERE
  const { Pace } = effect.input
  return effect.operation === 'Pace' && typeof Pace === 'number' && Pace < SLOWEST ? TOO_SLOW : null
}

const tooLong = (): LineResult => ({
  exitCode: EXIT.general,
  stdout: '',
  stderr: `\n${TOO_LONG}\n`,
  error: { message: TOO_LONG, at: null, suggestion: null, failure: null },
})
