/**
 * A guessed host beside the one that was taken: what became of the guess, by the orchestrator's own rules.
 *
 * Pure: from the stored explanation of a placement to a sentence.
 */
import type { Ref } from '../../cloud/kernel/ref.ts'
import type { CandidateView, PlacementView, RegionView } from '../../cloud/views/types.ts'
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
  return guess === placement.chosen ? said : `${said} ${whyNot(placement, region, guess)}`.trim()
}

/** The first rule that the host failed, or what put the one that was taken before it. */
function whyNot({ candidates, type, chosen }: PlacementView, region: RegionView, guess: Ref) {
  const guessed = candidates.find(({ host }) => host === guess)
  const taken = candidates.find(({ host }) => host === chosen)
  if (guessed === undefined || taken === undefined) return ''
  const { label, failed, freeVcpus } = guessed
  if (failed !== null) return lessonWords.failed[failed]?.(label, type, freeVcpus) ?? ''
  return lessonWords.behind[ahead(taken, guessed, region)](label, taken.label, guessed.mine)
}

/** By which rule one host came before another that could have taken it too, in the rules' order. */
function ahead(
  taken: CandidateView,
  guessed: CandidateView,
  region: RegionView,
): keyof typeof lessonWords.behind {
  if (taken.mine !== guessed.mine) return 'spread'
  const share = (one: CandidateView) => one.freeVcpus / vcpusOf(region, one)
  if (share(taken) !== share(guessed)) return 'vcpus'
  return taken.freeMemoryMib === guessed.freeMemoryMib ? 'tie' : 'memory'
}

/** All vCPUs of a host; one that the Region does not show is as large as it is free. */
function vcpusOf(region: RegionView, { host, freeVcpus }: CandidateView): number {
  const hosts = region.zones.flatMap(({ racks }) => racks.flatMap((rack) => rack.hosts))
  return hosts.find(({ ref }) => ref === host)?.vcpus ?? freeVcpus
}
