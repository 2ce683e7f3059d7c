/**
 * How the keyboard walks over the hosts: a grid with roving focus, as drawn.
 *
 * Arrows go to the nearest host in that direction; Ctrl+arrow to the next zone; Home and End to the first and
 * last of a row, with Ctrl of the whole picture.
 */
import type { Ref } from '../../cloud/kernel/ref.ts'
import { type HostMark, hostsIn, type Plan } from './plan.ts'

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** The host that a key leads to from `from`; null when the key is not the grid's or leads nowhere. */
export function move(plan: Plan, from: Ref, key: string, ctrl: boolean): Ref | null {
  const hosts = hostsIn(plan)
  const here = hosts.find((host) => host.ref === from)
  if (here === undefined) return hosts[0]?.ref ?? null
  const row = plan.rows[here.row] ?? []
  if (key === 'Home') return (ctrl ? hosts[0] : row[0])?.ref ?? null
  if (key === 'End') return (ctrl ? hosts.at(-1) : row.at(-1))?.ref ?? null
  const step = STEPS[key]
  if (step === undefined) return null
  if (ctrl) return nextZone(plan, here, step[0] + step[1])?.ref ?? null
  return nextHost(plan, here, step)?.ref ?? null
}

/** In the next row that has one, the host nearest to the column; in the row, the next column. */
function nextHost(plan: Plan, here: HostMark, [dx, dy]: readonly [number, number]) {
  if (dx !== 0) {
    const row = plan.rows[here.row] ?? []
    return row[row.indexOf(here) + dx]
  }
  for (let at = here.row + dy; at >= 0 && at < plan.rows.length; at += dy) {
    const same = plan.rows[at]?.find((host) => host.column === here.column)
    if (same !== undefined) return same
  }
  return undefined
}

/** The host of the same height in the next zone, or that zone's last or first. */
function nextZone(plan: Plan, here: HostMark, direction: number): HostMark | undefined {
  const labels = plan.zones.map((zone) => zone.label)
  const next = labels[labels.indexOf(here.zone) + direction]
  const hosts = hostsIn(plan).filter((host) => host.zone === next)
  return hosts.find((host) => host.row === here.row) ?? hosts.at(-1)
}
