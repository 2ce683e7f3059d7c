import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EPOCH } from '../kernel/instant.ts'
import { ec2Ref } from '../kernel/ref.ts'
import { insufficientCapacity, unsupportedInZone, unsupportedType } from './capacity.ts'
import { emptyFleet, freeOf, withSlice } from './hosts.ts'
import { fits, type PlacementRequest, place, suits } from './placement.ts'
import { Plan, sliceOf } from './plan.ts'
import type { Host } from './rows.ts'
import { instanceTypes, typeOf } from './types.ts'

const sold = instanceTypes.filter((type) => type.hardware !== null)
const ACCOUNTS = ['111111111111', '222222222222', '333333333333']
const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c']

const aRequest: fc.Arbitrary<PlacementRequest> = fc.record({
  account: fc.constantFrom(...ACCOUNTS, 'nobody yet'),
  type: fc.constantFrom(...sold),
  zones: fc.option(fc.subarray(ZONES, { minLength: 1 })),
})

/** A fleet with some instances of each host's own types, put down without any policy. */
const aFleet: fc.Arbitrary<Host[]> = fc
  .array(fc.tuple(fc.nat(35), fc.constantFrom(...ACCOUNTS), fc.nat()), {
    maxLength: 300,
    size: 'max',
  })
  .map((some) => {
    const hosts = emptyFleet()
    some.forEach(([at, account, pick], n) => {
      const host = hosts[at]
      if (host === undefined) return
      const types = sold.filter((type) => suits(type, host) && fits(type, freeOf(host)))
      const type = types[pick % types.length]
      if (type === undefined) return
      const slice = sliceOf(account, type, ec2Ref(account, 'instance', `i-${n}`), EPOCH)
      hosts[at] = withSlice(host, slice)
    })
    return hosts
  })

/** The rules again, one pass each, as a reader would apply them by hand. */
function byHand({ account, type, zones }: PlacementRequest, hosts: readonly Host[]): string | null {
  let left = hosts.filter((host) => host.hardware === type.hardware)
  if (type.accelerators !== null) {
    left = left.filter((host) => host.accelerator === type.accelerators?.model)
  }
  if (zones !== null) left = left.filter((host) => zones.includes(host.zone))
  const sum = (host: Host, of: 'vcpus' | 'memoryMib' | 'accelerators') =>
    host.slices.map((slice) => slice[of]).reduce((a, b) => a + b, 0)
  left = left.filter(
    (host) =>
      sum(host, 'vcpus') + type.vcpus <= host.vcpus &&
      sum(host, 'memoryMib') + type.memoryMib <= host.memoryMib &&
      sum(host, 'accelerators') + (type.accelerators?.count ?? 0) <= host.accelerators,
  )
  const least = (of: (host: Host) => number) => {
    const lowest = Math.min(...left.map(of))
    left = left.filter((host) => of(host) === lowest)
  }
  least((host) => host.slices.filter((slice) => slice.account === account).length)
  least((host) => (host.vcpus - sum(host, 'vcpus')) / host.vcpus)
  least((host) => host.memoryMib - sum(host, 'memoryMib'))
  return left.map((host) => host.id).sort()[0] ?? null
}

describe('place', () => {
  it('chooses as the rules applied by hand do', () => {
    fc.assert(
      fc.property(aRequest, aFleet, (request, hosts) => {
        expect(place(request, hosts).chosen?.id ?? null).toBe(byHand(request, hosts))
      }),
      { numRuns: 120 },
    )
  })

  it('does not care in what order it meets the hosts', () => {
    const shuffled = aFleet.chain((hosts) =>
      fc.tuple(
        fc.constant(hosts),
        fc.shuffledSubarray(hosts, { minLength: hosts.length, maxLength: hosts.length }),
      ),
    )
    fc.assert(
      fc.property(aRequest, shuffled, (request, [hosts, mixed]) => {
        expect(place(request, mixed).explanation).toEqual(place(request, hosts).explanation)
      }),
    )
  })

  it('explains every host, and its choice is the first in rank', () => {
    fc.assert(
      fc.property(aRequest, aFleet, (request, hosts) => {
        const { chosen, explanation } = place(request, hosts)
        expect(explanation.candidates).toHaveLength(36)
        for (const each of explanation.candidates) {
          expect(each.failed === null).toBe(each.rank !== null)
        }
        const ranks = explanation.candidates.flatMap((each) => each.rank ?? [])
        expect(ranks.sort((a, b) => a - b)).toEqual(ranks.map((_, index) => index + 1))
        const first = explanation.candidates.find((each) => each.rank === 1)
        expect(first?.host ?? null).toBe(chosen?.id ?? null)
        expect(explanation.chosen).toBe(chosen?.id ?? '')
      }),
    )
  })

  it('counts down rule by rule to one host or none', () => {
    fc.assert(
      fc.property(aRequest, aFleet, (request, hosts) => {
        const { chosen, explanation } = place(request, hosts)
        const left = explanation.rules.map((rule) => rule.left)
        expect(explanation.rules.map((rule) => rule.code)).toEqual([
          'hardware',
          ...(request.zones === null ? [] : ['zone']),
          'room',
          'spread',
          'fullest',
        ])
        expect([...left].sort((a, b) => b - a)).toEqual(left)
        expect(left[left.length - 1]).toBe(chosen === null ? 0 : 1)
      }),
    )
  })

  it('never overcommits a host, however many it places', () => {
    fc.assert(
      fc.property(fc.array(aRequest, { maxLength: 400, size: 'max' }), (requests) => {
        const plan = new Plan(emptyFleet(), EPOCH)
        for (const request of requests) plan.add(request)
        for (const host of plan.hosts) {
          const { vcpus, memoryMib, accelerators } = freeOf(host)
          expect(Math.min(vcpus, memoryMib, accelerators)).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 15 },
    )
  })

  it('spreads an account first and fills hosts second', () => {
    const plan = new Plan(emptyFleet(), EPOCH)
    const type = typeOf('t3.micro')
    const hostOf = (account: string) =>
      plan.add({ account, type, zones: ['us-east-1a'] })?.host.label
    expect([1, 2, 3, 4, 5].map(() => hostOf('a'))).toEqual(['1.1', '1.4', '2.1', '3.2', '1.1'])
    expect(hostOf('b')).toBe('1.1')
  })
})

describe('the fullest host', () => {
  it('is the one with the least vCPUs free, however much memory that leaves', () => {
    const plan = (host: Host, type: string, count: number) => {
      const slice = sliceOf('a', typeOf(type), ec2Ref('a', 'instance', 'i'), EPOCH)
      return Array.from({ length: count }).reduce<Host>((each) => withSlice(each, slice), host)
    }
    const [first, , , fourth] = emptyFleet()
    if (first === undefined || fourth === undefined) throw new Error('two Intel hosts')
    const hosts = [plan(first, 'm5.large', 3), plan(fourth, 't3.micro', 4)]
    const request = { account: 'b', type: typeOf('t3.micro'), zones: null }
    expect(place(request, hosts).chosen?.label).toBe('1.4')
  })
})

describe('what a caller is told when no host can be chosen', () => {
  const error = (result: ReturnType<typeof unsupportedType>) => result.ok || result.error

  it('is Unsupported for a type the lab does not sell', () => {
    expect(error(unsupportedType(typeOf('t2.micro')))).toMatchObject({
      code: 'Unsupported',
      httpStatus: 400,
    })
  })

  it('names the zones that have the hardware', () => {
    expect(
      error(unsupportedInZone(typeOf('p5.4xlarge'), 'us-east-1a', emptyFleet())),
    ).toMatchObject({
      code: 'Unsupported',
      message:
        'Your requested instance type (p5.4xlarge) is not supported in your requested Availability Zone (us-east-1a). Please retry your request by not specifying an Availability Zone or choosing us-east-1b, us-east-1c.',
    })
  })

  it('names the zones that would do, with what each host lacks', () => {
    const type = typeOf('m5.4xlarge')
    const zones = ['us-east-1b']
    const plan = new Plan(emptyFleet(), EPOCH)
    while (plan.add({ account: 'a', type, zones }) !== null);
    const failure = error(
      insufficientCapacity({ account: 'a', type, zones }, plan.hosts, {
        zone: 'us-east-1b',
        others: ['us-east-1a', 'us-east-1c'],
      }),
    )
    expect(failure).toMatchObject({
      code: 'InsufficientInstanceCapacity',
      httpStatus: 500,
      fault: 'server',
      message:
        'We currently do not have sufficient m5.4xlarge capacity in the Availability Zone you requested (us-east-1b). Our system will be working on provisioning additional capacity. You can currently get m5.4xlarge capacity by not specifying an Availability Zone in your request or choosing us-east-1a, us-east-1c.',
    })
    expect(failure).toMatchObject({
      reasons: expect.arrayContaining([
        {
          code: 'placement.room',
          ref: 'lab:host/h-0503',
          values: { type: 'm5.4xlarge', what: 'vcpus', needs: 16, has: 0 },
        },
      ]),
    })
  })

  it('is short when no zone was named', () => {
    const request = { account: 'a', type: typeOf('t3.micro'), zones: null }
    expect(error(insufficientCapacity(request, [], null))).toMatchObject({
      message: 'Insufficient capacity.',
    })
  })

  it('offers no other zone when none would do', () => {
    const request = { account: 'a', type: typeOf('t3.micro'), zones: ['us-east-1a'] }
    const named = { zone: 'us-east-1a', others: [] }
    expect(error(insufficientCapacity(request, [], named))).toMatchObject({
      message:
        'We currently do not have sufficient t3.micro capacity in the Availability Zone you requested (us-east-1a). Our system will be working on provisioning additional capacity.',
    })
  })
})
