/**
 * A step's palette: the only commands that may change the world.
 *
 * What a command asks for is watched, not what it is called: a call that only looks always passes, so that
 * `aws s3 ls`, a dry look or `help` need not be listed, and a call that would change something is refused before
 * it is sent. What `lab` does to the session (its clock, its past) changes no world.
 */
import type { CallRequest } from '../cloud/call.ts'
import { notInThisStep } from './allowed.ts'
import { CommandError, EXIT } from './errors.ts'
import { AWS_SERVICES, LAB_SERVICE } from './names.ts'
import type { Effect, EffectAnswers, Environment, Span, Steps } from './types.ts'

/**
 * The steps of a command, as far as the palette lets them go. `name` is the command, such as `ec2 run-instances`,
 * and `at` where it stands. Throws `CommandError` at the first call that the palette does not allow.
 */
export function* withinPalette<T>(
  steps: Steps<T>,
  name: string,
  at: Span,
  { palette }: Environment,
): Steps<T> {
  if (palette === null || palette.includes(name)) return yield* steps
  let step: IteratorResult<Effect, T> = steps.next()
  while (step.done !== true) {
    const effect: Effect = step.value
    if (effect.kind === 'call' && !isLook(effect.request)) throw notHere(palette, at)
    const answer: EffectAnswers[Effect['kind']] = yield effect
    step = steps.next(answer)
  }
  return step.value
}

/** Whether a call changes nothing. */
function isLook({ service, operation }: CallRequest): boolean {
  const found = [...AWS_SERVICES, LAB_SERVICE].find(({ name }) => name === service)
  return found?.model.operations[operation]?.reads === true
}

function notHere(palette: readonly string[], at: Span): CommandError {
  const { error } = notInThisStep(palette)
  return new CommandError(EXIT.usage, error.message, { at, failure: error })
}
