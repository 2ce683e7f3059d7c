/** How the benches of cloud and session measure: each candidate in turn, several rounds, the median of them. */
import type { Row } from '../../tools/bench.ts'

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Milliseconds that `work` takes. */
export function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

/** The median milliseconds of each candidate over `rounds`, measured in turn after one round unmeasured. */
export function compare<Name extends string>(
  rounds: number,
  candidates: Readonly<Record<Name, () => number>>,
): Record<Name, number> {
  const names = Object.keys(candidates) as Name[]
  const times = new Map(names.map((name) => [name, [] as number[]]))
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const ms = candidates[name]()
      if (round > 0) times.get(name)?.push(ms)
    }
  }
  const medians = names.map((name) => [name, median(times.get(name) ?? [])])
  return Object.fromEntries(medians) as Record<Name, number>
}

/** A row whose ratio is ours over the best of the others: the largest for rates, the smallest for times. */
export function row(
  name: string,
  unit: string,
  value: number,
  against: Record<string, number>,
): Row {
  const others = Object.values(against)
  const best = unit.endsWith('/s') ? Math.max(...others) : Math.min(...others)
  return { name, unit, value, against, ratio: value / best }
}
