/**
 * What EC2's actions do in each state, all or nothing; client tokens; room; what is left when an
 * instance goes. The lab's sheet of errors, sections 5, 6, 7 and 10.
 */
import { describe, expect, it } from 'vitest'
import type { Members } from '../src/cloud/call.ts'
import { type Found, IMAGE, Lab, ONE } from './ec2Lab.ts'

/** Brings a new instance into a state. */
function bring(lab: Lab, state: string, more: Members = {}): string {
  const [id = ''] = lab.launch(1, more)
  if (state === 'pending') return id
  lab.wait(20)
  const InstanceIds = [id]
  if (state === 'stopping' || state === 'stopped') lab.call('StopInstances', { InstanceIds })
  if (state === 'shutting-down' || state === 'terminated')
    lab.call('TerminateInstances', { InstanceIds })
  if (state === 'stopped' || state === 'terminated') lab.wait(20)
  expect(lab.instance(id).State?.Name).toBe(state)
  return id
}

const E1 = (id: string) => `The instance '${id}' is not in a state from which it can be started.`
const E2 = (id: string) => `This instance '${id}' is not in a state from which it can be stopped.`
const E3 = (id: string) => `The instance '${id}' is not in a state from which it can be rebooted.`
const FIRST = (id: string) =>
  `Instance '${id}' cannot be stopped as it has never reached the 'running' state.`

type Outcome = string | ((id: string) => string)
const STATES = ['pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated'] as const
const TABLE: readonly (readonly [string, string, readonly Outcome[]])[] = [
  ['StartInstances', 'StartingInstances', ['pending', 'running', E1, 'pending', E1, E1]],
  ['StopInstances', 'StoppingInstances', [FIRST, 'stopping', 'stopping', 'stopped', E2, E2]],
  ['RebootInstances', '', ['pending', 'running', E3, E3, 'shutting-down', 'terminated']],
  [
    'TerminateInstances',
    'TerminatingInstances',
    [
      'shutting-down',
      'shutting-down',
      'shutting-down',
      'shutting-down',
      'shutting-down',
      'terminated',
    ],
  ],
]
const CASES = TABLE.flatMap(([action, member, outcomes]) =>
  STATES.map((state, at) => ({ action, member, state, outcome: outcomes[at] ?? '' })),
)
const CODES: Readonly<Record<string, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
}

describe('action x state', () => {
  it.each(CASES)('$action of $state', ({ action, member, state, outcome }) => {
    const lab = new Lab()
    const id = bring(lab, state)
    if (typeof outcome === 'function') {
      const before = lab.cloud.frame().world
      const error = lab.refusal(action, { InstanceIds: [id] })
      expect(error).toMatchObject({
        code: 'IncorrectInstanceState',
        message: outcome(id),
        httpStatus: 400,
      })
      expect(lab.cloud.frame().world.tables).toEqual(before.tables)
      return
    }
    const answer = lab.call(action, { InstanceIds: [id, id] })
    if (member !== '') {
      expect(answer[member]).toEqual([
        {
          InstanceId: id,
          CurrentState: { Code: CODES[outcome], Name: outcome },
          PreviousState: { Code: CODES[state], Name: state },
        },
      ])
    }
    expect(lab.instance(id).State?.Name).toBe(outcome)
  })
})

describe('all or nothing', () => {
  const lab = new Lab()
  const running = bring(lab, 'running')
  const stopped = bring(lab, 'stopped')
  const terminated = bring(lab, 'terminated')
  const guarded = bring(lab, 'running', { DisableApiTermination: true })
  const unstoppable = bring(lab, 'running', { DisableApiStop: true })
  const refused = (operation: string, ...InstanceIds: string[]) => {
    const before = lab.cloud.frame().world
    const error = lab.refusal(operation, { InstanceIds })
    const after = lab.cloud.frame().world
    expect(after.tables).toEqual(before.tables)
    expect(after.schedule).toEqual(before.schedule)
    return error
  }

  it('a batch with one that cannot', () => {
    expect(refused('StopInstances', running, terminated).code).toBe('IncorrectInstanceState')
    expect(refused('StartInstances', stopped, terminated).code).toBe('IncorrectInstanceState')
    expect(refused('RebootInstances', running, stopped).code).toBe('IncorrectInstanceState')
    const gone = 'i-0123456789abcdef0'
    expect(refused('TerminateInstances', running, gone).code).toBe('InvalidInstanceID.NotFound')
  })

  it('termination protection', () => {
    expect(refused('TerminateInstances', running, guarded)).toMatchObject({
      code: 'OperationNotPermitted',
      message: `The instance '${guarded}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
      httpStatus: 400,
    })
    lab.call('ModifyInstanceAttribute', {
      InstanceId: guarded,
      DisableApiTermination: { Value: false },
    })
    lab.call('TerminateInstances', { InstanceIds: [guarded] })
  })

  it('stop protection', () => {
    expect(refused('StopInstances', running, unstoppable)).toMatchObject({
      code: 'OperationNotPermitted',
      message: `The instance '${unstoppable}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
    })
    expect(refused('TerminateInstances', unstoppable).code).toBe('OperationNotPermitted')
  })

  it('hibernation, where there is something to stop', () => {
    const hibernate = (id: string) => ({ InstanceIds: [id], Hibernate: true })
    const code = (id: string) => lab.refusal('StopInstances', hibernate(id)).code
    expect(code(running)).toBe('UnsupportedHibernationConfiguration')
    expect(code(terminated)).toBe('IncorrectInstanceState')
    const { StoppingInstances: same } = lab.call('StopInstances', hibernate(stopped))
    expect(same?.[0]?.CurrentState?.Name).toBe('stopped')
  })

  it('tags of several resources', () => {
    const Tags = [{ Key: 'a', Value: 'b' }]
    const before = lab.cloud.frame().world.tables
    lab.refusal('CreateTags', { Resources: [running, 'vol-00000000'], Tags })
    expect(lab.cloud.frame().world.tables).toEqual(before)
  })
})

describe('the end of an instance', () => {
  it('keeps its record for an hour, without network and volumes', () => {
    const lab = new Lab()
    const id = bring(lab, 'terminated')
    const gone = lab.instance(id)
    expect(gone).toMatchObject({
      State: { Code: 48, Name: 'terminated' },
      StateReason: {
        Code: 'Client.UserInitiatedShutdown',
        Message: 'Client.UserInitiatedShutdown: User initiated shutdown',
      },
      StateTransitionReason: 'User initiated (2026-01-01 09:00:20 GMT)',
      BlockDeviceMappings: [],
      NetworkInterfaces: [],
      SecurityGroups: [],
      PrivateDnsName: '',
      PublicDnsName: '',
    })
    for (const member of ['PrivateIpAddress', 'PublicIpAddress', 'SubnetId', 'VpcId']) {
      expect(gone[member]).toBeUndefined()
    }
    expect(lab.call('DescribeVolumes').Volumes).toEqual([])
    expect(lab.call('DescribeNetworkInterfaces').NetworkInterfaces).toEqual([])
    lab.wait(3600)
    expect(lab.call('DescribeInstances').Reservations).toEqual([])
    expect(lab.refusal('DescribeInstances', { InstanceIds: [id] }).code).toBe(
      'InvalidInstanceID.NotFound',
    )
  })

  it('leaves the root volume when it is told to', () => {
    const lab = new Lab()
    const [id = ''] = lab.launch(1, {
      BlockDeviceMappings: [
        {
          DeviceName: '/dev/xvda',
          Ebs: { VolumeSize: 20, VolumeType: 'gp3', DeleteOnTermination: false },
        },
      ],
    })
    lab.wait(20)
    lab.call('TerminateInstances', { InstanceIds: [id] })
    lab.wait(20)
    expect(lab.call('DescribeVolumes').Volumes).toMatchObject([
      { State: 'available', Size: 20, Attachments: [] },
    ])
  })

  it('does so after DeleteOnTermination is changed', () => {
    const lab = new Lab()
    const id = bring(lab, 'running')
    lab.call('ModifyInstanceAttribute', {
      InstanceId: id,
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { DeleteOnTermination: false } }],
    })
    expect(lab.instance(id).BlockDeviceMappings).toMatchObject([
      { Ebs: { DeleteOnTermination: false } },
    ])
    lab.call('TerminateInstances', { InstanceIds: [id] })
    lab.wait(20)
    expect(lab.call('DescribeVolumes').Volumes).toHaveLength(1)
  })
})

describe('stop and start', () => {
  it('keeps the private address and changes the public one', () => {
    const lab = new Lab()
    const id = bring(lab, 'running')
    const before = lab.instance(id)
    lab.call('StopInstances', { InstanceIds: [id] })
    lab.wait(20)
    const stopped = lab.instance(id)
    expect(stopped.PublicIpAddress).toBeUndefined()
    expect(stopped.PublicDnsName).toBe('')
    expect(stopped.PrivateIpAddress).toBe(before.PrivateIpAddress)
    lab.call('StartInstances', { InstanceIds: [id] })
    lab.wait(20)
    const after = lab.instance(id)
    expect(after.PrivateIpAddress).toBe(before.PrivateIpAddress)
    expect(after.PublicIpAddress).not.toBe(before.PublicIpAddress)
    expect(after.StateReason).toBeUndefined()
  })
})

describe('client tokens', () => {
  const token = { ...ONE, ClientToken: 'once' }
  const idOf = (answer: Found) => answer.Instances?.[0]?.InstanceId

  it('launch once, and answer with present data', () => {
    const lab = new Lab()
    const first = lab.call('RunInstances', token)
    lab.wait(20)
    const again = lab.call('RunInstances', token)
    expect(again.ReservationId).toBe(first.ReservationId)
    expect(idOf(again)).toBe(idOf(first))
    expect(again.Instances?.[0]?.State?.Name).toBe('running')
    expect(lab.call('DescribeInstances').Reservations).toHaveLength(1)
  })

  it('refuse other parameters, and terminated instances', () => {
    const lab = new Lab()
    const first = lab.call('RunInstances', token)
    expect(lab.refusal('RunInstances', { ...token, MaxCount: 2 })).toMatchObject({
      code: 'IdempotentParameterMismatch',
      message:
        'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
      httpStatus: 400,
    })
    lab.wait(20)
    lab.call('TerminateInstances', { InstanceIds: [String(idOf(first))] })
    const ended = {
      code: 'IdempotentInstanceTerminated',
      message:
        'The client token you have provided is associated with a terminated instance. Please use a different client token.',
      httpStatus: 400,
    }
    lab.wait(20)
    expect(lab.refusal('RunInstances', token)).toMatchObject(ended)
    lab.wait(4000)
    expect(lab.refusal('RunInstances', token)).toMatchObject(ended)
  })

  it('are of a zone when one is named', () => {
    const lab = new Lab()
    const inZone = (AvailabilityZone: string) =>
      idOf(lab.call('RunInstances', { ...token, Placement: { AvailabilityZone } }))
    const a = inZone('us-east-1a')
    expect(inZone('us-east-1b')).not.toBe(a)
    expect(inZone('us-east-1a')).toBe(a)
  })

  it('are not used up by a trial', () => {
    const lab = new Lab()
    expect(lab.refusal('RunInstances', { ...token, DryRun: true }).code).toBe('DryRunOperation')
    lab.call('RunInstances', token)
    expect(lab.call('DescribeInstances').Reservations).toHaveLength(1)
  })
})

describe('room', () => {
  it('lasts as long as the hosts do, and every instance has a public address of its own', () => {
    const lab = new Lab('roomy')
    lab.launch(600)
    lab.wait(30)
    const given: string[] = []
    for (let NextToken: string | undefined, first = true; first || NextToken; first = false) {
      const page = lab.call('DescribeInstances', { MaxResults: 1000, NextToken })
      for (const { Instances } of page.Reservations ?? []) {
        for (const { PublicIpAddress } of Instances ?? []) given.push(String(PublicIpAddress))
      }
      NextToken = page.NextToken
    }
    expect(new Set(given).size).toBe(600)
    expect(given.filter((each) => each.startsWith('198.18.'))).toHaveLength(92)
  })

  it('ends with InsufficientInstanceCapacity, a fault of the server', () => {
    const lab = new Lab()
    lab.cloud.call({
      service: 'lab',
      operation: 'SetQuota',
      input: { Quota: 'standard-vcpus', Value: 100_000 },
      caller: { kind: 'console', account: lab.account },
      context: {
        region: 'us-east-1',
        sourceIp: '',
        userAgent: '',
        secureTransport: true,
        host: '',
        presigned: false,
      },
    })
    const input = { ...ONE, InstanceType: 'm5.4xlarge', MinCount: 1, MaxCount: 100 }
    const Placement = { AvailabilityZone: 'us-east-1a' }
    const full = lab.call('RunInstances', { ...input, Placement }).Instances?.length ?? 0
    expect(full).toBeGreaterThan(0)
    expect(full).toBeLessThan(100)
    const error = lab.refusal('RunInstances', { ...input, MaxCount: 1, Placement })
    expect(error).toMatchObject({
      code: 'InsufficientInstanceCapacity',
      httpStatus: 500,
      fault: 'server',
    })
    expect(error.message).toMatch(
      /^We currently do not have sufficient m5\.4xlarge capacity in the Availability Zone you requested \(us-east-1a\)\. /,
    )
  })
})

describe('tags', () => {
  it('are made with a launch, shown, changed, and gone with their resource', () => {
    const lab = new Lab()
    const Tags = [{ Key: 'Name', Value: 'web' }]
    const [id = ''] = lab.launch(1, {
      TagSpecifications: [
        { ResourceType: 'instance', Tags },
        { ResourceType: 'volume', Tags },
      ],
    })
    lab.wait(20)
    const ebs = lab.instance(id).BlockDeviceMappings?.[0]?.Ebs?.VolumeId
    lab.call('CreateTags', { Resources: [id, IMAGE], Tags: [{ Key: 'x', Value: '' }] })
    const rows = (Filters: Members[] = []) => lab.call('DescribeTags', { Filters }).Tags
    expect(rows()).toHaveLength(4)
    expect(rows([{ Name: 'resource-type', Values: ['volume'] }])).toEqual([
      { ResourceId: ebs, ResourceType: 'volume', Key: 'Name', Value: 'web' },
    ])
    expect(rows([{ Name: 'tag:Name', Values: ['w*'] }])).toHaveLength(2)
    lab.call('DeleteTags', { Resources: [id], Tags: [{ Key: 'Name', Value: 'other' }] })
    expect(lab.instance(id).Tags).toHaveLength(2)
    lab.call('DeleteTags', { Resources: [id], Tags: [{ Key: 'Name' }] })
    expect(lab.instance(id).Tags).toEqual([{ Key: 'x', Value: '' }])
    lab.call('TerminateInstances', { InstanceIds: [id] })
    lab.wait(4000)
    expect(rows()).toEqual([{ ResourceId: IMAGE, ResourceType: 'image', Key: 'x', Value: '' }])
  })
})

describe('the fifty tags of a resource', () => {
  it('count over calls; a tag in place of another is no more', () => {
    const lab = new Lab()
    const Resources = lab.launch(1)
    const tags = (from: number, to: number, Value: string) =>
      Array.from({ length: to - from }, (_, at) => ({ Key: `k${from + at}`, Value }))
    lab.call('CreateTags', { Resources, Tags: tags(0, 49, 'a') })
    lab.call('CreateTags', { Resources, Tags: tags(48, 50, 'b') })
    lab.call('CreateTags', { Resources, Tags: tags(0, 50, 'c') })
    expect(lab.refusal('CreateTags', { Resources, Tags: tags(49, 51, 'd') })).toMatchObject({
      code: 'TagLimitExceeded',
      message: 'The maximum number of Tags for a resource has been reached.',
    })
    expect(new Set(lab.call('DescribeTags').Tags?.map((tag) => tag.Value))).toEqual(new Set(['c']))
  })
})

describe('key pairs', () => {
  it('are made, found, used and deleted', () => {
    const lab = new Lab()
    const made = lab.call('CreateKeyPair', { KeyName: 'one' })
    expect(String(made.KeyMaterial)).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    const [shown] = lab.call('DescribeKeyPairs', { IncludePublicKey: true }).KeyPairs ?? []
    expect(shown).toMatchObject({
      KeyName: 'one',
      KeyType: 'rsa',
      KeyFingerprint: made.KeyFingerprint,
    })
    const PublicKeyMaterial = new TextEncoder().encode(String(shown?.PublicKey))
    const copy = lab.call('ImportKeyPair', { KeyName: 'two', PublicKeyMaterial })
    expect(String(copy.KeyFingerprint).split(':')).toHaveLength(16)
    const [id = ''] = lab.launch(1, { KeyName: 'two' })
    expect(lab.instance(id).KeyName).toBe('two')
    expect(lab.call('DeleteKeyPair', { KeyName: 'two' })).toEqual({
      Return: true,
      KeyPairId: copy.KeyPairId,
    })
    expect(lab.call('DeleteKeyPair', { KeyName: 'two' })).toEqual({ Return: true })
    const kept = lab.cloud.frame().world.tables.get('compute.key-pair')
    expect(JSON.stringify([...(kept?.rows ?? [])])).not.toContain('PRIVATE')
  })
})

describe('status checks', () => {
  it('show running instances, unless all are asked for', () => {
    const lab = new Lab()
    const stopped = bring(lab, 'stopped')
    const running = bring(lab, 'running')
    const status = (more: Members = {}) => lab.call('DescribeInstanceStatus', more).InstanceStatuses
    expect(status()).toMatchObject([
      { InstanceId: running, InstanceStatus: { Status: 'initializing' } },
    ])
    lab.wait(60)
    expect(status()).toMatchObject([
      { InstanceStatus: { Status: 'ok' }, SystemStatus: { Status: 'ok' } },
    ])
    expect(status({ InstanceIds: [stopped] })).toEqual([])
    expect(status({ InstanceIds: [stopped], IncludeAllInstances: true })).toMatchObject([
      { InstanceStatus: { Status: 'not-applicable' } },
    ])
  })
})
