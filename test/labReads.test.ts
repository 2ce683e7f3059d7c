/**
 * The lab's read-only operations, through command lines: hosts, placements, events, refusals and costs.
 *
 * Costs are held against sums made by hand from AWS's prices (FACTS §1.1, §2.2, §8.2, §8.3): t3.micro $0.0104 an
 * hour with 60 s at least on every entry into running, a public address $0.005 an hour, gp3 $0.08 a GB-month,
 * S3 STANDARD $0.023 a GB-month, $0.005 for 1,000 writes and lists, $0.0004 for 1,000 reads.
 */
import { describe, expect, it } from 'vitest'
import { trail } from '../src/cloud/audit/trail.ts'
import { consoleCall } from '../src/cloud/call.ts'
import { hosts, instances } from '../src/cloud/compute/rows.ts'
import { after, seconds } from '../src/cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../src/cloud/kernel/ref.ts'
import { keyOf } from '../src/cloud/kernel/table.ts'
import { look } from '../src/command/look.ts'
import { LineRunner } from '../src/session/line.ts'
import { Session } from '../src/session/session.ts'

const RUN = 'aws ec2 run-instances --image-id ami-0f3a5c1e7b2d94860 --instance-type t3.micro'

class Bench {
  readonly session: Session
  readonly lines: LineRunner

  constructor(scenario = 'empty') {
    this.session = new Session({ seed: 'lab reads', scenario })
    this.lines = new LineRunner(this.session)
  }

  /** Runs lines; throws when one fails. */
  run(...texts: readonly string[]): void {
    for (const text of texts) {
      const { exitCode, stderr } = this.lines.run(text)
      if (exitCode !== 0) throw new Error(stderr)
    }
  }

  /** What a line prints as JSON, asked without a trace. */
  see(text: string) {
    const { exitCode, stdout, stderr } = this.lines.drive(look(text, this.lines.environment))
    if (exitCode !== 0) throw new Error(stderr)
    return JSON.parse(stdout)
  }

  /** Runs on to an instant after the state `running` began. */
  runningFor(length: number): void {
    const [row] = this.session.cloud.world.table(instances).all(keyOf(FIRST_ACCOUNT, ''))
    if (row === undefined || row.state !== 'running') throw new Error('an instance that runs')
    this.session.runUntil(after(row.since, seconds(length)))
  }
}

const LAUNCHED = [
  `vm=$(${RUN} --query 'Instances[0].InstanceId' --output text)`,
  'aws ec2 wait instance-running --instance-ids $vm',
]

describe('describe-hosts', () => {
  it('tells what each host has, what is free, and whose it is, others only by number', () => {
    const bench = new Bench('region')
    bench.run(...LAUNCHED)
    const { Hosts } = bench.see('lab describe-hosts')
    expect(Hosts).toHaveLength(36)
    const vm = bench.lines.environment.variables.get('vm') ?? ''
    for (const row of bench.session.cloud.world.table(hosts).all()) {
      const told = Hosts.find((each: { HostId: string }) => each.HostId === row.id)
      const used = row.slices.reduce((sum, slice) => sum + slice.vcpus, 0)
      const memory = row.slices.reduce((sum, slice) => sum + slice.memoryMib, 0)
      expect(told).toMatchObject({
        Zone: row.zone,
        Hardware: row.hardware,
        VCpus: row.vcpus,
        FreeVCpus: row.vcpus - used,
        FreeMemoryMiB: row.memoryMib - memory,
      })
      expect(told.OtherInstances + told.Instances.length).toBe(row.slices.length)
      const others = row.slices.filter(({ account }) => account !== FIRST_ACCOUNT)
      for (const { instance } of others) {
        expect(JSON.stringify(told)).not.toContain(instance.split('/')[1])
      }
    }
    const mine = bench.see('lab describe-hosts --query "Hosts[?Instances]"')
    expect(mine).toHaveLength(1)
    expect(mine[0].Instances).toMatchObject([
      { InstanceId: vm, InstanceType: 't3.micro', VCpus: 2, MemoryMiB: 1024 },
    ])
  })

  it('refuses a host that there is not', () => {
    const { code, text } = refusal(new Bench(), 'lab describe-hosts --host-ids h-9999')
    expect([code, text]).toEqual(['NoSuchHost', 'The lab has no host h-9999.'])
  })
})

describe('describe-placement', () => {
  it('explains a launch and each start, and finds them by instance and by call', () => {
    const bench = new Bench('region')
    // Two calls at one instant.
    bench.run(...LAUNCHED, `${RUN} --count 2`, RUN)
    const all = bench.see('lab describe-placement').Placements
    expect(all).toHaveLength(4)
    expect(all[3].Seconds).toBe(all[2].Seconds)
    bench.run('aws ec2 stop-instances --instance-ids $vm')
    bench.run('aws ec2 wait instance-stopped --instance-ids $vm')
    bench.run('aws ec2 start-instances --instance-ids $vm')
    const own = bench.see('lab describe-placement --instance-ids $vm').Placements
    expect(own).toHaveLength(2)
    expect(own[0]).toEqual(all[0])
    const [first] = own
    expect(first.Chosen).toMatchObject({ Rank: 1 })
    expect(first.Candidates).toHaveLength(36)
    const ranked = first.Candidates.filter((each: { Rank?: number }) => each.Rank !== undefined)
    const last = first.Rules.find((rule: { Code: string }) => rule.Code === 'room')
    expect(ranked).toHaveLength(last.Left)
    for (const each of ranked) expect(each.Failed).toBeUndefined()
    const [{ RequestId, Number: call }] = bench.see(
      `lab describe-events --types call.answered --query "Events[?Detail.operation=='RunInstances'].{RequestId: Detail.requestId, Number: Number} | [1:2]"`,
    )
    const two = bench.see(`lab describe-placement --request-id ${RequestId}`).Placements
    expect(two).toEqual(all.slice(1, 3))
    expect(
      bench.see(`lab describe-events --types compute.placement.chosen`).Events[1],
    ).toMatchObject({ Cause: call, Seconds: two[0].Seconds })
  })

  it('says so where there is none', () => {
    const bench = new Bench()
    expect(bench.see('lab describe-placement')).toEqual({ Placements: [] })
    const instance = refusal(bench, 'lab describe-placement --instance-ids i-0')
    expect(instance.code).toBe('NoSuchPlacement')
    expect(refusal(bench, 'lab describe-placement --request-id 1').code).toBe('NoSuchRequest')
  })
})

describe('describe-events', () => {
  it('lists what happened, by type and by thing, the newest where fewer are wanted', () => {
    const bench = new Bench()
    bench.run(...LAUNCHED, RUN)
    const life = bench.see('lab describe-events --subjects $vm --query "Events[].Type"')
    expect(life).toEqual([
      'compute.placement.chosen',
      'compute.instance.carved',
      'compute.instance.image-attached',
      'compute.instance.connected',
      'compute.instance.running',
    ])
    const types = '--types compute.instance.running compute.placement.chosen'
    const some = bench.see(`lab describe-events ${types}`).Events
    expect(some.map(({ Type }: { Type: string }) => Type)).toEqual([
      'compute.placement.chosen',
      'compute.instance.running',
      'compute.placement.chosen',
    ])
    expect(bench.see(`lab describe-events ${types} --max-results 2`).Events).toEqual(some.slice(1))
    expect(some[1].At).toMatch(/^2026-01-01T09:00:0/)
    expect(Date.parse(some[1].At)).toBe(
      Date.parse('2026-01-01T09:00:00Z') + Math.floor(some[1].Seconds * 1000),
    )
    // What it is about names the host too.
    expect(
      bench.see(`lab describe-events --subjects ${some[1].Detail.host} --types call.read`),
    ).toEqual({ Events: [] })
  })

  it('keeps to the account, and to types that there are', () => {
    const bench = new Bench('region')
    const other = consoleCall('111122223333', 'ec2', 'DescribeInstances', {})
    bench.session.call(other)
    expect(bench.session.cloud.world.events.known()).toHaveLength(1)
    expect(bench.see('lab describe-events')).toEqual({ Events: [] })
    const unknown = refusal(bench, 'lab describe-events --types compute.instance.fell')
    expect(unknown.code).toBe('InvalidParameterValue')
    expect(unknown.text).toContain('compute.instance.running')
    expect(refusal(bench, 'lab describe-events --max-results 0').code).toBe('InvalidParameterValue')
  })
})

describe('describe-refusals', () => {
  it('lists refused calls with code, operation and reasons', () => {
    const bench = new Bench()
    bench.lines.run(`${RUN} --count 40`)
    bench.lines.run('aws ec2 stop-instances --instance-ids i-1')
    const { Refusals } = bench.see('lab describe-refusals')
    expect(Refusals).toMatchObject([
      {
        Service: 'ec2',
        Operation: 'RunInstances',
        Code: 'VcpuLimitExceeded',
        HttpStatus: 400,
        DecidedBy: 'operation',
        Reasons: [{ Code: 'quota.vcpus', Values: { limit: '32', inUse: '0', needs: '80' } }],
      },
      { Operation: 'StopInstances', Code: 'InvalidInstanceID.Malformed' },
    ])
    expect(bench.see('lab describe-refusals --codes VcpuLimitExceeded').Refusals).toEqual(
      Refusals.slice(0, 1),
    )
    expect(bench.see('lab describe-refusals --operations StopInstances').Refusals).toEqual(
      Refusals.slice(1),
    )
    expect(bench.see('lab describe-refusals --max-results 1').Refusals).toEqual(Refusals.slice(1))
  })
})

const NANO = 1_000_000_000
interface Cost {
  readonly Kind: string
  readonly State: string
  readonly Seconds: number
  readonly Quantity: number
  readonly NanoDollars: number
  readonly Dollars: string
  readonly [name: string]: unknown
}
const costs = (bench: Bench, more = ''): Record<string, Cost> =>
  Object.fromEntries(
    bench.see(`lab describe-costs ${more}`).Costs.map((cost: Cost) => [cost.Kind, cost]),
  )

describe('describe-costs', () => {
  it('of an instance that ran 90 s and is stopped for an hour: its volume goes on', () => {
    const bench = new Bench()
    bench.run(...LAUNCHED)
    const begun = bench.see(
      'lab describe-events --types compute.placement.chosen --query "Events[0].Seconds"',
    )
    const linked = bench.see(
      'lab describe-events --types compute.instance.connected --query "Events[0].Seconds"',
    )
    bench.runningFor(90)
    bench.run('aws ec2 stop-instances --instance-ids $vm')
    bench.run('aws ec2 wait instance-stopped --instance-ids $vm')
    const stopped = bench.session.now
    bench.run('lab advance --by 1h')
    const told = costs(bench)
    // 90 s at $0.0104 an hour: $0.00026.
    expect(told.instance).toMatchObject({
      ...{ Detail: 't3.micro', State: 'stopped', Counting: false, Seconds: 90, Unit: 'hours' },
      ...{ Quantity: 0.025, UnitPrice: '0.0104', NanoDollars: 260_000, Dollars: '0.000260000' },
    })
    // 8 GiB since the launch at $0.08 a GB and a month of 730 hours.
    const life = bench.session.now / 1e7 - begun
    expect(told.volume).toMatchObject({
      ...{ Detail: 'gp3', State: 'in-use', Counting: true, SizeGiB: 8, UnitPrice: '0.08' },
      ...{ Unit: 'GB-months', NanoDollars: Math.floor((8 * life * 0.08 * NANO) / (730 * 3600)) },
    })
    expect(told.volume?.Seconds).toBeCloseTo(life, 6)
    expect(told.volume?.Quantity).toBeCloseTo((8 * life) / (730 * 3600), 12)
    // The address from its connection until the instance was stopped.
    const held = stopped / 1e7 - linked
    expect(told['public-ipv4']).toMatchObject({
      ...{ State: 'gone', Counting: false, UnitPrice: '0.005' },
      NanoDollars: Math.floor((held * 0.005 * NANO) / 3600),
    })
    const whole = bench.see('lab describe-costs')
    const sum = Object.values(told).reduce((total, cost) => total + cost.NanoDollars, 0)
    expect([whole.NanoDollars, whole.Dollars]).toEqual([sum, (sum / NANO).toFixed(9)])
    expect(whole.Seconds).toBe(bench.session.now / 1e7)
  })

  it('of an instance that runs 10 s twice: a minute each', () => {
    const bench = new Bench()
    bench.run(...LAUNCHED)
    for (const then of ['stopped', 'running', 'stopped'] as const) {
      if (then === 'stopped') bench.runningFor(10)
      bench.run(`aws ec2 ${then === 'stopped' ? 'stop' : 'start'}-instances --instance-ids $vm`)
      bench.run(`aws ec2 wait instance-${then} --instance-ids $vm`)
    }
    expect(costs(bench, '--resources $vm')).toEqual({
      instance: expect.objectContaining({ Seconds: 120, NanoDollars: 2 * 173_333 }),
    })
  })

  it('of an instance that was stopped before the world began: nothing, and a line that says so', () => {
    const bench = new Bench()
    bench.run(RUN)
    expect(costs(bench).instance).toMatchObject({ State: 'pending', NanoDollars: 0, Seconds: 0 })
  })

  it('of what is terminated: its line stays', () => {
    const bench = new Bench()
    bench.run(...LAUNCHED, 'aws ec2 terminate-instances --instance-ids $vm')
    bench.run('aws ec2 wait instance-terminated --instance-ids $vm', 'lab advance --by 2h')
    expect(costs(bench)).toMatchObject({
      instance: { State: 'gone', Counting: false, Seconds: 60 },
      volume: { State: 'gone', Counting: false },
    })
  })

  it('of S3: stored bytes and requests, also when the bucket is gone', () => {
    const bench = new Bench()
    bench.lines.environment.shelf.write('million.bin', new Uint8Array(1_073_741))
    bench.run(
      'aws s3api create-bucket --bucket my-bucket',
      'aws s3api put-object --bucket my-bucket --key a --body million.bin',
      'aws s3api get-object --bucket my-bucket --key a out.bin',
      'aws s3api list-buckets',
    )
    bench.run('lab advance --by 730h')
    const told = costs(bench, '--resources my-bucket')
    expect(told).toMatchObject({
      // 1,073,741 of 1,073,741,824 bytes for a month at $0.023.
      storage: {
        ...{ Detail: 'STANDARD', State: 'available', Counting: true, UnitPrice: '0.023' },
        NanoDollars: Math.floor((1_073_741 * 23_000_000) / 1_073_741_824),
      },
      'requests-write': { Quantity: 2, UnitPrice: '0.000005', NanoDollars: 10_000 },
      'requests-read': { Quantity: 1, UnitPrice: '0.0000004', NanoDollars: 400 },
    })
    // Listing the buckets has no bucket that could pay for it.
    const sum = (told.storage?.NanoDollars ?? 0) + 10_000 + 400 + 5000
    expect(bench.see('lab describe-costs').NanoDollars).toBe(sum)
    bench.run(
      'aws s3api delete-object --bucket my-bucket --key a',
      'aws s3api delete-bucket --bucket my-bucket',
    )
    expect(bench.see('lab describe-costs')).toMatchObject({
      NanoDollars: sum,
      Costs: [{ ResourceId: FIRST_ACCOUNT, State: 'gone', Kind: 'storage' }, { Quantity: 3 }, {}],
    })
  })
})

const READS = [
  'lab describe-costs',
  'lab describe-events',
  'lab describe-hosts',
  'lab describe-placement',
  'lab describe-refusals',
]

describe('each of them', () => {
  it.each(READS)('%s leaves the world as it is when it is peeked', (line) => {
    const bench = new Bench('region')
    bench.run(...LAUNCHED)
    const { hash, inputs } = { hash: bench.session.hash(), inputs: journalOf(bench) }
    const events = bench.session.cloud.world.events.known().length
    bench.see(line)
    expect(bench.session.hash()).toBe(hash)
    expect(journalOf(bench)).toBe(inputs)
    expect(bench.session.cloud.world.events.known()).toHaveLength(events)
  })

  it.each(READS)('%s called is journalled, and neither audited nor billed', (line) => {
    const bench = new Bench()
    bench.run(...LAUNCHED)
    const { world } = bench.session.cloud
    const [audited, cost] = [world.log(trail).length, bench.see('lab describe-costs').NanoDollars]
    const inputs = journalOf(bench)
    bench.run(line)
    expect(journalOf(bench)).toBe(inputs + 1)
    expect(world.log(trail).length).toBe(audited)
    expect(bench.see('lab describe-costs').NanoDollars).toBe(cost)
    const hash = bench.session.hash()
    const { now } = bench.session
    bench.session.seek(after(now, seconds(-1)))
    bench.session.seek(now)
    expect(bench.session.hash()).toBe(hash)
  })

  it.each([
    ['DescribeHosts', { HostIds: 'h-0101' }],
    ['DescribePlacement', { InstanceIds: [1] }],
    ['DescribePlacement', { RequestId: 1 }],
    ['DescribeEvents', { Types: {} }],
    ['DescribeEvents', { Subjects: 'x' }],
    ['DescribeRefusals', { MaxResults: '1' }],
    ['DescribeCosts', { Resources: [null] }],
  ])('%s refuses %o', (operation, input) => {
    const answer = new Bench().session.peek(consoleCall(FIRST_ACCOUNT, 'lab', operation, input))
    expect(answer.result).toMatchObject({ ok: false, error: { code: 'InvalidParameterValue' } })
  })
})

const journalOf = ({ session }: Bench): number => session.cloud.door.journal.length

function refusal(bench: Bench, line: string): { readonly code?: string; readonly text?: string } {
  const { error } = bench.lines.run(line)
  const failure = error?.failure
  return failure == null ? {} : { code: failure.code, text: failure.message }
}
