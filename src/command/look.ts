/**
 * Lines that only look: what a line asks of the world is peeked, so that it leaves no trace.
 *
 * For a lesson's checks and answers. A line that would change anything, write a file or let time pass is refused
 * with the code of a wrong usage, because it is an error of whoever wrote it.
 */
import { duration } from '../cloud/kernel/instant.ts'
import { fail } from '../cloud/kernel/result.ts'
import { EXIT } from './errors.ts'
import { run } from './run.ts'
import type { Effect, EffectAnswers, Environment, LineResult, Shelf, Steps } from './types.ts'

/** The door's refusal to peek at what changes the world. */
const NOT_READ_ONLY = 'lab.NotReadOnly'
const REFUSED = fail('NotHere', 'A check only looks.')

/** Runs a line that may ask for peeks and for help, and for nothing else. It sets no variable and writes no file. */
export function* look(text: string, env: Environment): Steps<LineResult> {
  let wrong: string | null = null
  const refuse = (what: string): void => {
    wrong ??= what
  }
  const shelf: Shelf = {
    read: (name) => env.shelf.read(name),
    modifiedMs: (name) => env.shelf.modifiedMs(name),
    names: () => env.shelf.names(),
    write: () => {
      refuse('it would write a file')
      return REFUSED
    },
    remove: () => refuse('it would remove a file'),
  }
  const steps = run(text, { ...env, shelf, variables: new Map(env.variables) })
  let step = steps.next()
  while (step.done !== true) step = steps.next(yield* answer(step.value, refuse))
  if (wrong === null) return step.value
  const message = `A check only looks: ${wrong}.`
  const error = { message, at: null, suggestion: null, failure: null }
  return { exitCode: EXIT.usage, stdout: '', stderr: `${message}\n`, error }
}

function* answer(
  effect: Effect,
  refuse: (what: string) => void,
): Steps<EffectAnswers[Effect['kind']]> {
  switch (effect.kind) {
    case 'call': {
      const answer = (yield { kind: 'peek', request: effect.request }) as EffectAnswers['peek']
      if (!answer.result.ok && answer.result.error.code === NOT_READ_ONLY) {
        refuse(`${effect.request.operation} changes the world`)
      }
      return answer
    }
    case 'session':
      refuse(`${effect.operation} acts on the session`)
      return REFUSED
    case 'run':
      refuse('it would let time pass')
      return { passed: duration(0), paused: true }
    default:
      return yield effect
  }
}
