/** What is said of a guessed host, held against the hosts as they were before the launch. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { consoleCall } from '../../cloud/call.ts'
import { createCloud } from '../../cloud/cloud.ts'
import { publicImages } from '../../cloud/compute/images.ts'
import type { HostView, RegionView } from '../../cloud/views/types.ts'
import { ACCOUNT } from '../../stage/account.ts'
import { besideText } from './beside.ts'

const TYPES = ['t3.micro', 'm5.large', 'c5.xlarge', 't4g.small'] as const
const hostsOf = (region: RegionView): HostView[] =>
  region.zones.flatMap(({ racks }) => racks.flatMap(({ hosts }) => hosts))

/** A Region after `earlier` launches, as it was before the last one, and why that one stands where it does. */
function launched(seed: string, earlier: readonly string[], last: string) {
  const cloud = createCloud({ seed, scenario: 'region' })
  const launch = (InstanceType: string) =>
    cloud.call(
      consoleCall(ACCOUNT, 'ec2', 'RunInstances', {
        ImageId: publicImages[InstanceType.startsWith('t4g') ? 1 : 0]?.id,
        InstanceType,
        MinCount: 1,
        MaxCount: 1,
      }),
    )
  for (const type of earlier) launch(type)
  const before = cloud.view('region', { account: ACCOUNT })
  const { result } = launch(last)
  return { before, placement: result.ok ? cloud.view('placement', { account: ACCOUNT }) : null }
}

const figures = (host: HostView, region: RegionView) => {
  const me = region.owners.find(({ mine }) => mine)?.owner
  return {
    mine: host.slices.filter(({ owner }) => owner === me).length,
    share: (host.vcpus - host.usedVcpus) / host.vcpus,
    memory: host.memoryMib - host.usedMemoryMib,
  }
}

/** What is so of a host that had room, by comparing it with the one that was taken. */
function truth(guess: HostView, took: HostView, region: RegionView): RegExp {
  const [a, b] = [figures(guess, region), figures(took, region)]
  if (a.mine > b.mine)
    return new RegExp(`already ${a.mine === 1 ? 'one' : a.mine} of your machines`)
  expect(a.mine).toBe(b.mine)
  if (a.share > b.share) return new RegExp(`but ${took.label} was fuller`)
  expect(a.share).toBe(b.share)
  if (a.memory > b.memory) return new RegExp(`as full, but ${took.label} had less memory free`)
  expect(a.memory).toBe(b.memory)
  expect(took.ref < guess.ref).toBe(true)
  return new RegExp(`lower number: ${took.label}`)
}

test('of a host that could have taken it, what put the other before it is true', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 40 }),
      fc.array(fc.constantFrom(...TYPES), { maxLength: 12 }),
      fc.constantFrom(...TYPES),
      (seed, earlier, last) => {
        const { before, placement } = launched(String(seed), earlier, last)
        if (placement === null) return
        const hosts = hostsOf(before)
        const took = hosts.find(({ ref }) => ref === placement.chosen)
        if (took === undefined) throw new Error('no host was taken')
        for (const guess of hosts) {
          const candidate = placement.candidates.find(({ host }) => host === guess.ref)
          const text = besideText(placement, before, guess.ref)
          if (guess === took) expect(text).toContain('EC2 took it too.')
          else if (candidate?.failed !== null) expect(text).not.toContain('has room')
          else {
            const so = truth(guess, took, before)
            expect(text).toMatch(so)
            seen.add(so.source.replaceAll(/[\d.]+|one/g, '#'))
          }
        }
      },
    ),
    { numRuns: 30, seed: 20261128 },
  )
  // Three of the four rules are met in these worlds at least, or the comparison would show little.
  expect(seen.size).toBeGreaterThanOrEqual(3)
})

test('nothing is said without a guess', () => {
  const { before, placement } = launched('a', [], 't3.micro')
  if (placement === null) throw new Error('it was refused')
  expect(besideText(placement, before, null)).toBe('')
})
