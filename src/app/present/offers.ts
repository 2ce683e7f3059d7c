/**
 * What a room can vote on by number where the lesson lists no choices: a few hosts, a few amounts.
 *
 * Pure. The true one is always among them, and has no place of its own: hosts are numbered in the order of the
 * picture, amounts by size. Beside it stand what people believe: where one's own machines are, where most room is,
 * nothing, all of it. A host of other hardware, on which the machine cannot run, is nobody's belief.
 */
import type { Ref } from '../../cloud/kernel/ref.ts'
import type { PlacementView, RegionView } from '../../cloud/views/types.ts'
import type { Prediction } from '../../lesson/lesson.ts'

/** More than this cannot be told apart on a wall, or voted on within a minute. */
const MOST_HOSTS = 6
const MOST_AMOUNTS = 4

/** The hosts that people believe in: those with machines of one's own, the emptiest, and those that could have. */
function believedIn(
  view: RegionView,
  placement: PlacementView | null,
  options: readonly string[],
): string[] {
  const mine = view.mine.flatMap(({ host }) => (host === null ? [] : [host as string]))
  const hosts = view.zones
    .flatMap(({ racks }) => racks.flatMap((rack) => rack.hosts))
    .toSorted((a, b) => b.vcpus - b.usedVcpus - (a.vcpus - a.usedVcpus))
  const candidates = placement?.candidates ?? []
  const others = candidates.flatMap(({ host, failed }) => (failed === 'hardware' ? [host] : []))
  const emptiest = hosts.find(({ ref }) => options.includes(ref) && !others.includes(ref))?.ref
  const could = candidates
    .filter(({ rank }) => rank !== null)
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map(({ host }) => host as string)
  return [...mine, ...(emptiest === undefined ? [] : [emptiest]), ...could]
}

/** Some of the options of a prediction on the picture, in their order. `placement` is the one that the run led to. */
export function pictureOffers(
  options: readonly string[],
  answer: readonly string[],
  view: RegionView | null,
  placement: PlacementView | null,
): readonly Ref[] {
  const stride = Math.max(1, Math.floor(options.length / MOST_HOSTS))
  const spread = options.filter((_, index) => index % stride === 0)
  const wanted = [
    ...answer,
    ...(view === null ? [] : believedIn(view, placement, options)),
    ...spread,
  ]
  const chosen = new Set(wanted.filter((ref) => options.includes(ref)))
  const few = [...chosen].slice(0, MOST_HOSTS)
  return options.filter((ref) => few.includes(ref)) as Ref[]
}

type Amount = Extract<Prediction, { kind: 'amount' }>

/** A few amounts, the true one among them, none within its reach. */
export function amountOffers({ least, most, step, within }: Amount, answer: number): number[] {
  const rounded = (value: number) => Number((Math.round(value / step) * step).toPrecision(12))
  const part = (of: number) => rounded(least + (most - least) * of)
  const far = [least, most, part(0.5), part(0.25), part(0.75)].filter(
    (value) => Math.abs(value - answer) > within,
  )
  const others = [...new Set(far)].slice(0, MOST_AMOUNTS - 1)
  return [rounded(answer), ...others].toSorted((a, b) => a - b)
}
