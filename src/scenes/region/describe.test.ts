/** The Region in words: only what changed is said, in short sentences, from the view that is drawn. */
import fc from 'fast-check'
import { expect, describe as group, it } from 'vitest'
import { labRef } from '../../cloud/kernel/ref.ts'
import type { InstanceStateName, MachineView, RegionView } from '../../cloud/views/types.ts'
import { describe, placementSummary, ruleFacts, sentences, summary } from './describe.ts'
import { placementFixture, regionFixture } from './fixture.ts'
import { en, wordsIn } from './words.ts'

const before = regionFixture()
const after = regionFixture(true)
const placement = placementFixture(after)
const wordCount = (sentence: string) => sentence.split(/\s+/).length
const withMine = (view: RegionView, change: (machine: MachineView) => MachineView): RegionView => ({
  ...view,
  mine: view.mine.map(change),
})

group('what changed', () => {
  it('is the summary at first sight, and nothing when nothing did', () => {
    expect(describe(null, before)).toEqual([summary(before)])
    expect(describe(after, after)).toEqual([])
  })
  it('is a new machine of mine, with its host', () => {
    expect(describe(before, after)).toEqual(['A new t3.micro is yours on host 5.3.'])
  })
  it('is a new state of mine', () => {
    const running = withMine(after, (m) => ({ ...m, state: 'running', name: 'web-1' }))
    expect(describe(after, running)).toEqual(['web-1 is now running on host 5.3.'])
  })
  it('is another host of mine', () => {
    const moved = withMine(after, (m) => ({ ...m, host: labRef('host', 'h-0101') }))
    expect(describe(after, moved)).toEqual(['i-07c2e91ab45d03f68 is now on host 1.1.'])
  })
  it('is a record that is gone', () => {
    expect(describe(after, { ...after, mine: [] })).toEqual([
      'The record of i-07c2e91ab45d03f68 is gone.',
    ])
  })
  it('is a number when many machines change together', () => {
    const [one] = after.mine
    if (one === undefined) expect.fail('the fixture has a machine')
    const fleet = (state: InstanceStateName) =>
      [1, 2, 3, 4].map((n) => ({ ...one, state, ref: labRef('instance', String(n)) }))
    const pending = { ...after, mine: fleet('pending') }
    const running = { ...after, mine: fleet('running') }
    expect(describe(pending, running)).toEqual(['Four of your machines are now running.'])
    expect(describe(before, pending)).toEqual(['You have four new machines.'])
  })
  it('counts what others did', () => {
    const [zone, ...rest] = before.zones
    if (zone === undefined) expect.fail('the fixture has zones')
    const [rack, ...racks] = zone.racks
    const hosts = rack?.hosts.map((host, i) => (i === 0 ? { ...host, slices: [] } : host)) ?? []
    const emptied = rack === undefined ? [] : [{ ...rack, hosts }]
    const view = { ...before, zones: [{ ...zone, racks: [...emptied, ...racks] }, ...rest] }
    expect(describe(before, view)).toEqual(['Two machines of others left.'])
    expect(describe(view, before)).toEqual(['Two machines of others came.'])
  })
})

group('what is there', () => {
  it('is said in one line', () => {
    expect(summary(before)).toBe('Three zones, nine racks, 36 hosts. 140 machines are alive in it.')
    for (const machines of [0, 7, 999, 1_000, 12_345, 999_999, 1_234_567]) {
      const written = new Intl.NumberFormat('en-GB').format(machines)
      expect(summary({ ...before, instances: machines })).toContain(` hosts. ${written} machines`)
    }
  })
  it('is said whole in the list, with the choice', () => {
    const list = sentences(after, placement)
    expect(list[0]).toBe(summary(after))
    expect(list).toContain('You rent 1 machine.')
    expect(list.at(-1)).toBe(placementSummary(after, placement))
    expect(list).toHaveLength(1 + 3 + 4 + 1 + 1)
  })
  it('says why that host', () => {
    expect(placementSummary(after, placement)).toBe(
      'Five of 36 could. Host 5.3 has room for 2 vCPU and 1 GiB, and none of your machines yet.',
    )
    expect(ruleFacts(placement).map(en.rule)).toEqual([
      'room for 2 vCPU and 1 GiB: 5 hosts',
      'right hardware for t3: 5 hosts',
      'none of your machines there: 4.2, 5.3, 7.4',
      'fullest of those, to keep others free: 5.3',
    ])
  })
  it('never needs more than 25 words', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(500), fc.nat(100), (machines, hosts, racks) => {
        expect(wordCount(en.summary({ zones: 3, racks, hosts, machines }))).toBeLessThanOrEqual(25)
      }),
    )
    const said = [...sentences(after, placement), ...describe(before, after)]
    for (const sentence of said) expect(wordCount(sentence)).toBeLessThanOrEqual(25)
  })
})

group('the words', () => {
  it('name hosts and machines for the ear', () => {
    const facts = { label: '5.3', hardware: 'intel-general', vcpus: 32, freeVcpus: 6, machines: 5 }
    const plain = { ...facts, rank: null, predicted: false }
    expect(en.host(plain)).toBe('host 5.3, Intel general, 6 of 32 vCPU free, 5 machines')
    const full = { ...facts, machines: 1, rank: 2, predicted: true }
    expect(en.host(full)).toBe(
      'host 5.3, Intel general, 6 of 32 vCPU free, 1 machine, 2nd choice, your guess',
    )
    const slice = { name: null, id: 'i-1', type: 't3.micro', vcpus: 2, owner: 'Bank' }
    expect(en.slice({ ...slice, state: 'shutting-down', mine: true })).toBe(
      'i-1, t3.micro, yours, shutting-down, 2 vCPU',
    )
  })
  it('have a word for every state, stage, rule and reason', () => {
    const states = ['pending', 'running', 'shutting-down', 'terminated', 'stopping', 'stopped']
    for (const state of states) expect(en.state(state as InstanceStateName)).toMatch(/^[a-z -]+$/)
    for (const stage of ['choose', 'carve', 'image', 'network', 'boot'] as const) {
      expect(en.stage(stage)).toMatch(/^[a-z -]+$/)
    }
    for (const code of ['hardware', 'zone', 'room']) expect(en.failed(code)).not.toBe(code)
    for (const code of ['hardware', 'zone', 'room', 'spread', 'fullest']) {
      const rule = { code, left: 5, hosts: [], values: {} }
      const said = en.rule({
        rule,
        type: 't3.micro',
        vcpus: 2,
        memoryMib: 512,
        mine: 1,
        labels: [],
      })
      expect(said).not.toMatch(new RegExp(`^${code}:`))
      expect(said).toMatch(/: 5 hosts$/)
    }
  })
  it('have a name for every class of hardware', () => {
    const codes = ['intel-general', 'amd-general', 'graviton', 'intel-memory', 'nvme', 'dense-hdd']
    for (const code of [...codes, 'graphics-gpu', 'training-gpu']) {
      expect(en.hardware(code)).toMatch(/[A-Z]|hard disks/)
    }
  })
  it('say which zones were asked for', () => {
    const base = { code: 'zone', left: 12, hosts: [] }
    const facts = { type: 't3.micro', vcpus: 2, memoryMib: 1024, mine: 0, labels: [] }
    const zones = ['us-east-1a']
    expect(en.rule({ rule: { ...base, values: { zones } }, ...facts })).toBe(
      'in us-east-1a, as asked: 12 hosts',
    )
    expect(en.rule({ rule: { ...base, values: { zones: null } }, ...facts })).toBe(
      'any zone will do: 12 hosts',
    )
  })
  it('write a code they do not know as itself', () => {
    expect(en.hardware('quantum-large')).toBe('quantum large')
    expect(en.failed('not-yet')).toBe('not yet')
  })
  it('count in the English way', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 112].map(en.ordinal)).toEqual([
      ...['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '112th'],
    ])
  })
  it('fall back on English', () => {
    expect(wordsIn('tlh')).toBe(en)
  })
})
