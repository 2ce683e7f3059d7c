/**
 * A guessed host beside the one that was taken: what became of the guess, by the orchestrator's own rules.
 *
 * Pure: from the stored explanation of a placement to a sentence.
 */
import type { Ref } from '../../cloud/kernel/ref.ts'
import type { PlacementView, RegionView } from '../../cloud/views/types.ts'
import { hostLabel } from '../describe/sentences.ts'
import { lessonWords } from './words.ts'

/** What to say of a guess; nothing when none was made. */
export function besideText(
  placement: PlacementView,
  region: RegionView,
  guess: Ref | null,
): string {
  if (guess === null) return ''
  const [pointed, took] = [hostLabel(region, guess), hostLabel(region, placement.chosen)]
  const said = lessonWords.beside(pointed, took)
  return guess === placement.chosen ? said : `${said} ${whyNot(placement, guess)}`.trim()
}

/** The first rule that the host failed, or its place among those that could have taken it. */
function whyNot({ candidates, type }: PlacementView, guess: Ref): string {
  const guessed = candidates.find(({ host }) => host === guess)
  if (guessed === undefined) return ''
  const { label, failed, rank, freeVcpus } = guessed
  if (failed === null) return lessonWords.ranked(label, rank ?? 0)
  return lessonWords.failed[failed]?.(label, type, freeVcpus) ?? ''
}
