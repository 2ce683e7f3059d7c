/**
 * Attributes of an instance: which of them take which state, and how a call names the one it
 * changes. The lab's sheet of errors, sections 5 and 6.
 */
import { describe, expect, it } from 'vitest'
import type { Members } from '../src/cloud/call.ts'
import { Lab } from './ec2Lab.ts'

describe('attributes', () => {
  const lab = new Lab()
  const [running = '', stopped = '', terminated = ''] = lab.launch(3)
  lab.wait(20)
  lab.call('StopInstances', { InstanceIds: [stopped] })
  lab.call('TerminateInstances', { InstanceIds: [terminated] })
  lab.wait(20)
  const read = (InstanceId: string, Attribute: string) =>
    lab.call('DescribeInstanceAttribute', { InstanceId, Attribute })
  const write = (InstanceId: string, change: Members) =>
    lab.call('ModifyInstanceAttribute', { InstanceId, ...change })

  it.each([
    [
      { InstanceType: { Value: 't3.medium' } },
      'instanceType',
      { InstanceType: { Value: 't3.medium' } },
    ],
    [
      { Attribute: 'instanceType', Value: 'm5.large' },
      'instanceType',
      { InstanceType: { Value: 'm5.large' } },
    ],
    [
      { UserData: { Value: new TextEncoder().encode('#!') } },
      'userData',
      { UserData: { Value: 'IyE=' } },
    ],
    [{ EbsOptimized: { Value: true } }, 'ebsOptimized', { EbsOptimized: { Value: true } }],
  ])('that need a stopped instance: %j', (change, attribute, expected) => {
    expect(
      lab.refusal('ModifyInstanceAttribute', { InstanceId: running, ...change }),
    ).toMatchObject({
      code: 'IncorrectInstanceState',
      message: `The instance '${running}' is not in the 'stopped' state.`,
    })
    write(stopped, change)
    expect(read(stopped, attribute)).toEqual({ InstanceId: stopped, ...expected })
  })

  it.each([
    [{ DisableApiStop: { Value: true } }, 'disableApiStop', { DisableApiStop: { Value: true } }],
    [
      { Attribute: 'disableApiStop', Value: 'false' },
      'disableApiStop',
      { DisableApiStop: { Value: false } },
    ],
    [
      { SourceDestCheck: { Value: false } },
      'sourceDestCheck',
      { SourceDestCheck: { Value: false } },
    ],
    [
      { InstanceInitiatedShutdownBehavior: { Value: 'terminate' } },
      'instanceInitiatedShutdownBehavior',
      { InstanceInitiatedShutdownBehavior: { Value: 'terminate' } },
    ],
  ])('that any instance takes: %j', (change, attribute, expected) => {
    write(running, change)
    expect(read(running, attribute)).toEqual({ InstanceId: running, ...expected })
  })

  it('of lists are set by their own members, named or not', () => {
    const [group] = lab.call('DescribeSecurityGroups').SecurityGroups ?? []
    const Groups = [String(group?.GroupId)]
    const BlockDeviceMappings = [{ DeviceName: '/dev/xvda', Ebs: { DeleteOnTermination: false } }]
    write(running, { Groups })
    write(running, { Attribute: 'groupSet', Groups })
    write(running, { Attribute: 'blockDeviceMapping', Value: '', BlockDeviceMappings })
    expect(read(running, 'blockDeviceMapping').BlockDeviceMappings?.[0]?.Ebs).toMatchObject({
      DeleteOnTermination: false,
    })
  })

  it('refuse a type that does not fit', () => {
    for (const type of ['t4g.micro', 'x1.32xlarge']) {
      const from = lab.instance(stopped).InstanceType
      const input = { InstanceId: stopped, InstanceType: { Value: type } }
      expect(lab.refusal('ModifyInstanceAttribute', input)).toMatchObject({
        code: 'InvalidInstanceAttributeValue',
        message: `Modifying the instance type from ${from} to ${type} is not allowed.`,
      })
    }
  })

  it('are fixed on a terminated instance', () => {
    const input = { InstanceId: terminated, DisableApiStop: { Value: true } }
    expect(lab.refusal('ModifyInstanceAttribute', input).code).toBe('IncorrectInstanceState')
  })

  const SEVERAL = 'Fields for multiple attribute types specified'
  const NO_VALUE = 'The request must contain the parameter value'
  const yes = { DisableApiStop: { Value: true } }
  it.each<readonly [Members, string, string]>([
    [{ Attribute: 'kernel', ...yes }, 'InvalidParameterCombination', SEVERAL],
    [{ Attribute: 'groupSet', ...yes }, 'InvalidParameterCombination', SEVERAL],
    [
      { Attribute: 'disableApiStop', Value: 'false', ...yes },
      'InvalidParameterCombination',
      SEVERAL,
    ],
    [{ Attribute: 'disableApiStop', ...yes }, 'MissingParameter', NO_VALUE],
    [{ Attribute: 'kernel' }, 'MissingParameter', NO_VALUE],
    [{ Attribute: 'groupSet' }, 'MissingParameter', NO_VALUE],
    [{ Value: 'true' }, 'MissingParameter', 'The request must contain the parameter attribute'],
  ])('are not changed when name and members disagree: %j', (change, code, message) => {
    const before = read(stopped, 'disableApiStop')
    expect(
      lab.refusal('ModifyInstanceAttribute', { InstanceId: stopped, ...change }),
    ).toMatchObject({ code, message, httpStatus: 400 })
    expect(read(stopped, 'disableApiStop')).toEqual(before)
  })
})
