/**
 * DescribeAvailabilityZones and DescribeRegions: one Region with its zones.
 *
 * Simplified: no Local Zones or Wavelength Zones, and no other Regions; so the flags that would show
 * more of them show nothing more.
 */
import { findZone, type Zone, zones } from '../../compute/hosts.ts'
import { REGION } from '../../kernel/ref.ts'
import { fail, ok, type Result } from '../../kernel/result.ts'
import type * as Aws from './api.ts'
import { FILTERS } from './describe.ts'
import { invalidZone } from './errors.ts'
import { type FilterSet, readFilters } from './filters.ts'
import { ec2Operation } from './members.ts'

/** What AWS calls the zones of a Region together (ec2 model, DescribeAvailabilityZones). */
const GROUP = `${REGION}-zg-1`
const GROUP_LONG_NAME = 'US East (N. Virginia) 1'

export const describeAvailabilityZones = ec2Operation<'DescribeAvailabilityZones'>({
  readOnly: true,
  members: {
    emulated: { ...FILTERS, 'ZoneNames[]': 'text', 'ZoneIds[]': 'text' },
    harmless: { AllAvailabilityZones: 'flag' },
  },
  run(input) {
    const test = readFilters('DescribeAvailabilityZones', ZONE_FILTERS, input.Filters)
    if (!test.ok) return test
    const chosen = chosenZones(input.ZoneNames ?? [], input.ZoneIds ?? [])
    if (!chosen.ok) return chosen
    return ok({ AvailabilityZones: chosen.value.filter(test.value).map(zoneShape) })
  },
})

export const describeRegions = ec2Operation<'DescribeRegions'>({
  readOnly: true,
  members: {
    emulated: { ...FILTERS, 'RegionNames[]': 'text' },
    harmless: { AllRegions: 'flag' },
  },
  run(input) {
    const test = readFilters('DescribeRegions', REGION_FILTERS, input.Filters)
    if (!test.ok) return test
    const unknown = (input.RegionNames ?? []).find((name) => name !== REGION)
    // M?: no source for the text.
    if (unknown !== undefined) {
      return fail('InvalidParameterValue', `Invalid region provided: '${unknown}'`)
    }
    return ok({ Regions: REGIONS.filter(test.value) })
  },
})

function chosenZones(names: readonly string[], ids: readonly string[]): Result<Zone[]> {
  if (names.length + ids.length === 0) return ok([...zones])
  const found = new Set<Zone>()
  for (const name of names) {
    const zone = findZone(name)
    if (zone === undefined) return invalidZone(name)
    found.add(zone)
  }
  for (const id of ids) {
    const zone = zones.find((each) => each.id === id)
    if (zone === undefined) return invalidZone(id)
    found.add(zone)
  }
  return ok(zones.filter((zone) => found.has(zone)))
}

const zoneShape = (zone: Zone): Aws.AvailabilityZone => ({
  ZoneName: zone.name,
  ZoneId: zone.id,
  RegionName: REGION,
  GroupName: GROUP,
  GroupLongName: GROUP_LONG_NAME,
  NetworkBorderGroup: REGION,
  ZoneType: 'availability-zone',
  OptInStatus: 'opt-in-not-required',
  State: 'available',
  Messages: [],
})

const ZONE_FILTERS: FilterSet<Zone> = {
  values: {
    'group-long-name': () => GROUP_LONG_NAME,
    'group-name': () => GROUP,
    'opt-in-status': () => 'opt-in-not-required',
    'region-name': () => REGION,
    state: () => 'available',
    'zone-id': (zone) => zone.id,
    'zone-name': (zone) => zone.name,
    'zone-type': () => 'availability-zone',
  },
  absent: ['message', 'parent-zone-id', 'parent-zone-name'],
}

const REGIONS: readonly Aws.Region[] = [
  {
    RegionName: REGION,
    Endpoint: `ec2.${REGION}.amazonaws.com`,
    OptInStatus: 'opt-in-not-required',
  },
]

const REGION_FILTERS: FilterSet<Aws.Region> = {
  values: {
    endpoint: (region) => region.Endpoint ?? null,
    'opt-in-status': (region) => region.OptInStatus ?? null,
    'region-name': (region) => region.RegionName ?? null,
  },
}
