/**
 * The view `placement`: why an instance stands on its host, or why the account's newest one does.
 *
 * The explanation was stored when the choice was made; this only gives it refs and labels.
 */
import { hostKey, hostRef } from '../compute/hosts.ts'
import { placementRef } from '../compute/instances.ts'
import { type Host, hosts, type Placement, placements } from '../compute/rows.ts'
import { must } from '../kernel/assert.ts'
import { parseRef } from '../kernel/ref.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import type { PlacementRuleView, PlacementView } from './types.ts'

/** The newest placement of an instance (a ref), or of the account; null when there is none. */
export function placementView(
  world: World,
  { account, instance }: { readonly account: string; readonly instance?: string },
): PlacementView | null {
  const owner = instance === undefined ? account : (parseRef(instance)?.account ?? account)
  if (owner !== account) return null
  let found: Placement | undefined
  for (const [, row] of world.table(placements).entries(keyOf(owner, ''))) {
    if (instance === undefined || row.instance === instance) found = row
  }
  return found === undefined ? null : describe(world, found)
}

function describe(world: World, row: Placement): PlacementView {
  const hostOf = (id: string): Host => must(world.table(hosts).get(hostKey(id)), `host ${id}`)
  return {
    ref: placementRef(row.id),
    at: row.at,
    instance: row.instance,
    type: row.type,
    vcpus: row.vcpus,
    memoryMib: row.memoryMib,
    rules: row.rules.map(ruleView),
    candidates: row.candidates.map((candidate) => {
      const { label, zone } = hostOf(candidate.host)
      return { ...candidate, host: hostRef(candidate.host), label, zone }
    }),
    chosen: hostRef(row.chosen),
    chosenLabel: hostOf(row.chosen).label,
  }
}

/** A rule's values are always a record; the row's codec only knows that they are plain. */
const ruleView = (rule: Placement['rules'][number]): PlacementRuleView => ({
  code: rule.code,
  left: rule.left,
  hosts: rule.hosts.map(hostRef),
  values: rule.values as PlacementRuleView['values'],
})
