/**
 * The Region picture in sentences: what is there, and what changed. From the same view as the drawing, so
 * the two cannot disagree. Pure; no sentence is longer than 25 words.
 */
import type { Ref } from '../../cloud/kernel/ref.ts'
import type {
  HostView,
  MachineView,
  PlacementView,
  RegionView,
  SliceView,
  ZoneView,
} from '../../cloud/views/types.ts'
import { en, type RegionWords, type RuleFacts } from './words.ts'

/** More changes of one kind than this are said as a number. */
const NAMED = 2
/** A rule that left at most this many hosts names them. */
const FEW = 3

export const hostsOfZone = (zone: ZoneView): readonly HostView[] =>
  zone.racks.flatMap((rack) => rack.hosts)
export const hostsOf = (view: RegionView): readonly HostView[] => view.zones.flatMap(hostsOfZone)
/** What is free of a host; nothing where it is rented beyond its vCPU. */
export const freeVcpus = (host: HostView): number => Math.max(0, host.vcpus - host.usedVcpus)
const slicesOf = (view: RegionView): readonly SliceView[] =>
  hostsOf(view).flatMap((host) => host.slices)
const labelOf = (view: RegionView, host: Ref | null): string | null =>
  hostsOf(view).find(({ ref }) => ref === host)?.label ?? null
const called = (machine: MachineView) => machine.name ?? machine.id

/** One sentence: how much there is. */
export const summary = (view: RegionView, words: RegionWords = en): string =>
  words.summary({
    zones: view.zones.length,
    racks: view.zones.reduce((n, zone) => n + zone.racks.length, 0),
    hosts: hostsOf(view).length,
    machines: view.instances,
  })

/** What the words of a placement's rules need. */
export function ruleFacts(placement: PlacementView): readonly RuleFacts[] {
  const mine = placement.candidates.find(({ host }) => host === placement.chosen)?.mine ?? 0
  const { type, vcpus, memoryMib } = placement
  const labels = new Map(placement.candidates.map((c) => [c.host, c.label]))
  return placement.rules.map((rule) => {
    const few = rule.hosts.length <= FEW && rule.hosts.length === rule.left
    const named = few ? rule.hosts.map((host) => labels.get(host) ?? String(host)) : []
    return { rule, type, vcpus, memoryMib, mine, labels: named }
  })
}

/** One line for why that host: how many could, and what it has. */
export function placementSummary(
  view: RegionView,
  placement: PlacementView,
  words: RegionWords = en,
): string {
  const could = placement.candidates.filter(({ rank }) => rank !== null).length
  const mine = placement.candidates.find(({ host }) => host === placement.chosen)?.mine ?? 0
  const { type, vcpus, memoryMib } = placement
  const rule = { code: '', left: 0, hosts: [], values: {} }
  const facts = { rule, type, vcpus, memoryMib, mine, labels: [] }
  return words.placed(could, hostsOf(view).length, placement.chosenLabel, facts)
}

/** Everything in words, for the Describe button: zones, who rents, your machines, the choice. */
export function sentences(
  view: RegionView,
  placement: PlacementView | null,
  words: RegionWords = en,
): readonly string[] {
  const zones = view.zones.map((zone) => {
    const hosts = hostsOfZone(zone)
    const all = hosts.reduce((n, host) => n + host.vcpus, 0)
    const used = hosts.reduce((n, host) => n + host.usedVcpus, 0)
    const machines = hosts.reduce((n, host) => n + host.slices.length, 0)
    return words.zoneSentence(zone.label, hosts.length, machines, all - used, all)
  })
  const owners = view.owners.map((o) => words.ownerSentence(o.name, o.mine, o.instances))
  const mine = view.mine.map((m) =>
    words.machine(called(m), m.state, labelOf(view, m.host), m.zone),
  )
  const choice = placement === null ? [] : [placementSummary(view, placement, words)]
  return [summary(view, words), ...zones, ...owners, ...mine, ...choice]
}

/** What changed from `before` to `after`, the learner's own first. Nothing changed: nothing said. */
export function describe(
  before: RegionView | null,
  after: RegionView,
  words: RegionWords = en,
): readonly string[] {
  if (before === null) return [summary(after, words)]
  return [...ownChanges(before, after, words), ...othersChanges(before, after, words)]
}

function ownChanges(before: RegionView, after: RegionView, words: RegionWords): readonly string[] {
  const old = new Map(before.mine.map((machine) => [machine.ref, machine]))
  const kept = new Set(after.mine.map(({ ref }) => ref))
  const came = after.mine.filter(({ ref }) => !old.has(ref))
  const changed = after.mine.filter((m) => old.has(m.ref) && old.get(m.ref)?.state !== m.state)
  const moved = after.mine.filter((m) => {
    const was = old.get(m.ref)
    return was?.state === m.state && m.host !== null && was.host !== m.host
  })
  const gone = before.mine.filter(({ ref }) => !kept.has(ref))
  return [
    ...(came.length > NAMED
      ? [words.cameMany(came.length)]
      : came.map((m) => words.came(m.type, m.name, labelOf(after, m.host)))),
    ...changes(changed, after, words),
    ...moved.map((m) => words.moved(called(m), labelOf(after, m.host) ?? '')),
    ...gone.slice(0, NAMED).map((m) => words.gone(called(m))),
  ]
}

/** Changes of state, by state: a few by name, more as a number. */
function changes(
  machines: readonly MachineView[],
  view: RegionView,
  words: RegionWords,
): readonly string[] {
  const states = [...new Set(machines.map(({ state }) => state))]
  return states.flatMap((state) => {
    const group = machines.filter((machine) => machine.state === state)
    if (group.length > NAMED) return [words.nowMany(group.length, state)]
    return group.map((m) => words.now(called(m), state, labelOf(view, m.host)))
  })
}

function othersChanges(
  before: RegionView,
  after: RegionView,
  words: RegionWords,
): readonly string[] {
  const own = new Set([...before.owners, ...after.owners].filter((o) => o.mine).map((o) => o.owner))
  const theirs = (view: RegionView) =>
    new Set(slicesOf(view).flatMap(({ ref, owner }) => (own.has(owner) ? [] : [ref])))
  const [old, current] = [theirs(before), theirs(after)]
  const came = [...current].filter((ref) => !old.has(ref)).length
  const left = [...old].filter((ref) => !current.has(ref)).length
  return came + left === 0 ? [] : [words.others(came, left)]
}
