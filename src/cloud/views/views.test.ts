import { beforeEach, describe, expect, it } from 'vitest'
import { trail } from '../audit/trail.ts'
import { consoleCall, type Members } from '../call.ts'
import { type Cloud, createCloud } from '../cloud.ts'
import { publicImages } from '../compute/images.ts'
import { instances } from '../compute/rows.ts'
import { instant, seconds } from '../kernel/instant.ts'
import { ec2Ref, FIRST_ACCOUNT } from '../kernel/ref.ts'
import { networkInterfaces } from '../network/rows.ts'
import { viewSpecs } from './registry.ts'
import type { InspectView } from './types.ts'

const account = FIRST_ACCOUNT
const IMAGE = publicImages[0]?.id ?? ''
let cloud: Cloud

function call(operation: string, input: Members) {
  return cloud.call(consoleCall(account, 'ec2', operation, input))
}

/** Launches one t3.micro named web and lets it boot; its id. */
function launch(): string {
  const answer = call('RunInstances', {
    ImageId: IMAGE,
    InstanceType: 't3.micro',
    MinCount: 1,
    MaxCount: 1,
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'web' }] }],
  })
  if (!answer.result.ok) throw new Error(answer.result.error.message)
  const mine = cloud.world.table(instances).all(`${account}/`)
  return mine.at(-1)?.id ?? ''
}

const wait = (length: number) => cloud.runUntil(instant(cloud.now + seconds(length)))
const inspect = (ref: string) => cloud.view('inspect', { account, ref })
const fields = (view: InspectView | null) =>
  Object.fromEntries(
    (view?.groups ?? []).flatMap((group) => group.fields.map((each) => [each.code, each.value])),
  )

beforeEach(() => {
  cloud = createCloud({ seed: 'views', scenario: 'region' })
})

describe('the view region', () => {
  it('adds up: slices fill what hosts say is used', () => {
    launch()
    const view = cloud.view('region', { account })
    const hosts = view.zones.flatMap((zone) => zone.racks.flatMap((rack) => rack.hosts))
    expect(view.zones.map((zone) => zone.racks.map((rack) => rack.label))).toEqual([
      ['1', '2', '3'],
      ['4', '5', '6'],
      ['7', '8', '9'],
    ])
    for (const host of hosts) {
      expect(host.slices.reduce((sum, slice) => sum + slice.vcpus, 0)).toBe(host.usedVcpus)
      expect(host.usedVcpus).toBeLessThanOrEqual(host.vcpus)
      expect(host.usedMemoryMib).toBeLessThanOrEqual(host.memoryMib)
    }
    const slices = hosts.flatMap((host) => host.slices)
    expect(slices).toHaveLength(view.instances)
    for (const { owner, instances: count } of view.owners) {
      expect(slices.filter((slice) => slice.owner === owner)).toHaveLength(count)
    }
  })

  it('shows my machine in its host with its name, and the stages it goes through', () => {
    const id = launch()
    const view = cloud.view('region', { account })
    expect(view.mine).toMatchObject([
      { id, name: 'web', state: 'pending', owner: 2, type: 't3.micro' },
    ])
    expect(view.mine[0]?.stages.map((stage) => stage.name)).toEqual([
      'choose',
      'carve',
      'image',
      'network',
      'boot',
    ])
    const hosts = view.zones.flatMap((zone) => zone.racks.flatMap((rack) => rack.hosts))
    const mine = hosts.find((host) => host.ref === view.mine[0]?.host)
    expect(mine?.slices.at(-1)).toMatchObject({ id, name: 'web', owner: 2, vcpus: 2 })
    expect(mine?.slices[0]?.name).toBeNull()
  })

  it('keeps a stopped machine of mine in the list and out of the hosts', () => {
    const id = launch()
    wait(10)
    call('StopInstances', { InstanceIds: [id] })
    wait(10)
    const view = cloud.view('region', { account })
    expect(view.mine).toMatchObject([{ id, state: 'stopped', host: null }])
    expect(view.owners[2]?.instances).toBe(0)
  })
})

describe('the view placement', () => {
  it('says why my newest instance is where it is', () => {
    expect(cloud.view('placement', { account })).toBeNull()
    const id = launch()
    const view = cloud.view('placement', { account })
    const ref = ec2Ref(account, 'instance', id)
    expect(cloud.view('placement', { account, instance: ref })).toEqual(view)
    expect(view).toMatchObject({ instance: ref, vcpus: 2, memoryMib: 1024, type: 't3.micro' })
    expect(view?.rules.map((rule) => [rule.code, rule.left])).toEqual([
      ['hardware', 12],
      ['room', 5],
      ['spread', 5],
      ['fullest', 1],
    ])
    expect(view?.rules[3]?.hosts).toEqual([view?.chosen])
    const ranked = view?.candidates.filter((each) => each.rank !== null) ?? []
    expect(ranked).toHaveLength(5)
    expect(ranked.find((each) => each.rank === 1)?.label).toBe(view?.chosenLabel)
    const failed = view?.candidates.map((each) => each.failed) ?? []
    expect(failed.filter((each) => each === 'hardware')).toHaveLength(24)
    expect(failed.filter((each) => each === 'room')).toHaveLength(7)
  })

  it("keeps others' to themselves", () => {
    launch()
    const instance = cloud.world.table(instances).all('111122223333/')[0]
    const ref = ec2Ref('111122223333', 'instance', instance?.id ?? '')
    expect(cloud.view('placement', { account, instance: ref })).toBeNull()
  })
})

describe('the view inspect', () => {
  it('says what my instance is, where, and what it has cost', () => {
    const id = launch()
    wait(3600)
    const view = inspect(ec2Ref(account, 'instance', id))
    expect(view).toMatchObject({ kind: 'instance', title: 'web' })
    const all = fields(view)
    expect(all).toMatchObject({
      'instance-id': id,
      state: 'running',
      'instance-type': 't3.micro',
      vcpus: 2,
      memory: 1024,
      'tag:Name': 'web',
      'price-per-hour': '10400000',
    })
    const cost = (code: string) => BigInt(String(all[code]))
    expect(cost('cost-so-far')).toBe(
      cost('cost-instance') + cost('cost-volume') + cost('cost-address'),
    )
    expect(Number(cost('cost-instance'))).toBeGreaterThan(10_300_000)
    expect(Number(cost('cost-volume'))).toBe(876_712)
  })

  it('adds up the cost of every run and of every address an instance has had', () => {
    const id = launch()
    const bootAndStop = () => {
      wait(25)
      call('StopInstances', { InstanceIds: [id] })
      wait(60)
    }
    bootAndStop()
    const once = fields(inspect(ec2Ref(account, 'instance', id)))
    call('StartInstances', { InstanceIds: [id] })
    bootAndStop()
    const twice = fields(inspect(ec2Ref(account, 'instance', id)))
    // A minute of $0.0104 an hour, in nano-dollars, each time.
    expect([once['cost-instance'], twice['cost-instance']]).toEqual(['173333', '346666'])
    const ratio = Number(twice['cost-address']) / Number(once['cost-address'])
    expect(ratio).toBeGreaterThan(1.8)
    expect(ratio).toBeLessThan(2.2)
  })

  it('says of a neighbour only what the walls show', () => {
    const row = cloud.world.table(instances).all('111122223333/')[0]
    const view = inspect(ec2Ref('111122223333', 'instance', row?.id ?? ''))
    expect(view?.groups.map((group) => group.code)).toEqual(['instance', 'size', 'place'])
    expect(fields(view)).toMatchObject({ owner: 'Harbour Books' })
    expect(view?.title).toBe(row?.id)
  })

  it('lets nothing private out: addresses, disks, names, tags, costs, calls, whoever asks', () => {
    const id = launch()
    wait(100)
    const { world } = cloud
    const mine = world.table(instances).all(`${account}/`)[0]
    const wire = world.table(networkInterfaces).all(`${account}/`)[0]
    const made = world.log(trail).at(0)?.requestID
    const secrets = [
      ...[mine?.volume, mine?.interface, mine?.vpc, mine?.subnet, mine?.reservation],
      ...[mine?.image, mine?.groups[0], wire?.privateIp, wire?.publicIp, wire?.mac],
      ...['web', 'money', made],
    ].map((each) => `${each}`)
    expect(new Set(secrets).size).toBe(13)
    const shown = (viewer: string) =>
      JSON.stringify([
        cloud.view('inspect', { account: viewer, ref: ec2Ref(account, 'instance', id) }),
        cloud.view('inspect', {
          account: viewer,
          ref: ec2Ref(account, 'volume', secrets[0] ?? ''),
        }),
        cloud.view('inspect', { account: viewer, ref: `lab:call/${made}` }),
        cloud.view('placement', { account: viewer, instance: ec2Ref(account, 'instance', id) }),
        cloud.view('region', { account: viewer }),
      ])
    for (const secret of secrets) expect(shown(account), secret).toContain(secret)
    for (const viewer of ['111122223333', '777788889999', '']) {
      expect(shown(viewer)).toContain(id)
      for (const secret of secrets) expect(shown(viewer), secret).not.toContain(secret)
    }
  })

  it('says what a host has, what is used, and that the layout is the lab’s choice', () => {
    const view = inspect('lab:host/h-0504')
    expect(view).toMatchObject({ kind: 'host', title: '5.4' })
    const { vcpus, 'used-vcpus': used, 'free-vcpus': free } = fields(view)
    expect(Number(used) + Number(free)).toBe(vcpus)
    const hardware = view?.groups[0]?.fields.find((each) => each.code === 'hardware')
    expect(hardware).toMatchObject({ value: 'intel-general', choice: true })
  })

  it('shows a call with its input, its answer and its record', () => {
    const id = launch()
    const answer = call('StopInstances', { InstanceIds: [id] })
    const view = inspect(`lab:call/${answer.requestId}`)
    expect(view).toMatchObject({ kind: 'call', title: 'StopInstances' })
    expect(fields(view)['error-code']).toBe('Client.IncorrectInstanceState')
    expect(JSON.parse(view?.documents.request ?? '')).toEqual({ InstanceIds: [id] })
    const record = JSON.parse(view?.documents.record ?? '')
    expect(record.eventTime).toBe('2026-01-01T09:00:00Z')
    expect(record.requestParameters).toEqual({ instanceIds: [id] })
    const launched = cloud.world.log(trail).at(0)?.requestID ?? ''
    const response = JSON.parse(inspect(`lab:call/${launched}`)?.documents.response ?? '')
    expect(response.Instances[0].LaunchTime).toBe('2026-01-01T09:00:00.000Z')
  })

  it('withholds user data from the record of a call, and a call nobody was known for from all', () => {
    const secret = 'c2VjcmV0'
    const input = { ImageId: IMAGE, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 }
    const made = call('RunInstances', { ...input, UserData: secret })
    expect(made.result.ok).toBe(true)
    const view = JSON.stringify(inspect(`lab:call/${made.requestId}`))
    expect(view).toContain('RunInstances')
    expect(view).not.toContain(secret)
    const request = consoleCall(account, 'ec2', 'DescribeVpcs', {})
    const unknown = cloud.call({ ...request, caller: { kind: 'anonymous' } })
    expect(unknown.result.ok).toBe(false)
    for (const viewer of [account, '']) {
      const ref = `lab:call/${unknown.requestId}`
      expect(cloud.view('inspect', { account: viewer, ref })).toBeNull()
    }
  })

  it('knows zones, volumes and images', () => {
    launch()
    const volume = cloud.world.table(instances).all(`${account}/`)[0]?.volume ?? ''
    expect(fields(inspect('lab:zone/us-east-1b'))).toMatchObject({ hosts: 12, racks: 3 })
    expect(fields(inspect(ec2Ref(account, 'volume', volume)))).toMatchObject({ size: 8192 })
    expect(inspect(ec2Ref('', 'image', IMAGE))?.kind).toBe('image')
  })

  it.each([
    'lab:host/h-9999',
    'lab:zone/x',
    'lab:call/x',
    'nonsense',
    'arn:aws:ec2:us-east-1:1:instance/i-1',
  ])('is null for what is not there: %s', (ref) => expect(inspect(ref)).toBeNull())
})

describe('every view', () => {
  it('changes nothing, and is plain data', () => {
    const id = launch()
    const hash = cloud.hash()
    const all = [
      cloud.view('region', { account }),
      cloud.view('placement', { account }),
      cloud.view('lifecycle', {}),
      inspect(ec2Ref(account, 'instance', id)),
      inspect('lab:host/h-0504'),
    ]
    expect(cloud.hash()).toBe(hash)
    for (const view of all) expect(structuredClone(view)).toEqual(view)
  })

  it('has a revision that rises when what it shows changes', () => {
    const names = ['region', 'placement', 'inspect'] as const
    const before = names.map((name) => cloud.revision(name))
    launch()
    names.forEach((name, at) => {
      expect(cloud.revision(name), name).toBeGreaterThan(before[at] ?? 0)
    })
    expect(viewSpecs.lifecycle.tables).toEqual([])
  })
})
