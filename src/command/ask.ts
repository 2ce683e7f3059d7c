/** Asking for an effect, with the answer in its own type. */
import type { Effect, EffectAnswers } from './types.ts'

/** Yields one effect and returns what it is answered with. */
export function* ask<Kind extends Effect['kind']>(
  effect: Effect & { readonly kind: Kind },
): Generator<Effect, EffectAnswers[Kind], EffectAnswers[keyof EffectAnswers]> {
  return (yield effect) as EffectAnswers[Kind]
}
