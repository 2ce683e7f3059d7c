/**
 * DescribeInstanceAttribute and ModifyInstanceAttribute, for the attributes that exist here.
 *
 * Simplified: kernels, RAM disks, enclaves and the network drivers of an instance cannot be changed,
 * and are refused by name; described, they are empty or as every instance of the lab has them.
 */
import { findImage } from '../../compute/images.ts'
import { instanceRef } from '../../compute/instances.ts'
import type { Instance } from '../../compute/rows.ts'
import { encodeBase64 } from '../../kernel/base64.ts'
import { fail, ok, type Result } from '../../kernel/result.ts'
import type { OperationContext } from '../../operation.ts'
import type * as Aws from './api.ts'
import {
  type Change,
  changeOf,
  setApiStop,
  setApiTermination,
  setDevices,
  setEbsOptimized,
  setGroups,
  setShutdownBehavior,
  setSourceDestCheck,
  setType,
  setUserData,
} from './attributeChanges.ts'
import { instancesNotFound, invalidValue, missing, notEmulated } from './errors.ts'
import { checkIds, isId } from './ids.ts'
import { deviceShapes } from './instanceShape.ts'
import { groupShapes, instanceOf, interfaceOf } from './lookups.ts'
import { ec2Operation } from './members.ts'

export const describeInstanceAttribute = ec2Operation<'DescribeInstanceAttribute'>({
  readOnly: true,
  members: {
    required: ['InstanceId', 'Attribute'],
    emulated: { DryRun: 'flag', InstanceId: 'text', Attribute: 'text' },
  },
  resources: (input, at) => [instanceRef({ account: at.account, id: input.InstanceId })],
  run(input, at) {
    const describe = Object.hasOwn(ATTRIBUTES, input.Attribute)
      ? ATTRIBUTES[input.Attribute]
      : undefined
    if (describe === undefined) return unknownAttribute(input.Attribute)
    const wrong = checkIds('instance', [input.InstanceId])
    if (wrong !== null) return wrong
    const row = instanceOf(at, input.InstanceId)
    if (row === undefined) return instancesNotFound([input.InstanceId])
    return ok({ InstanceId: row.id, ...describe(at, row) })
  },
})

export const modifyInstanceAttribute = ec2Operation<'ModifyInstanceAttribute'>({
  readOnly: false,
  members: {
    required: ['InstanceId'],
    emulated: {
      Attribute: 'text',
      'BlockDeviceMappings[].DeviceName': 'text',
      'BlockDeviceMappings[].Ebs.DeleteOnTermination': 'flag',
      'BlockDeviceMappings[].Ebs.VolumeId': 'text',
      'DisableApiStop.Value': 'flag',
      'DisableApiTermination.Value': 'flag',
      DryRun: 'flag',
      'EbsOptimized.Value': 'flag',
      'Groups[]': 'text',
      InstanceId: 'text',
      'InstanceInitiatedShutdownBehavior.Value': 'text',
      'InstanceType.Value': 'text',
      'SourceDestCheck.Value': 'flag',
      'UserData.Value': 'bytes',
      Value: 'text',
    },
    refused: [
      'BlockDeviceMappings.NoDevice',
      'BlockDeviceMappings.VirtualName',
      'EnaSupport.*',
      'EnclaveOptions.*',
      'Kernel.*',
      'Ramdisk.*',
      'SriovNetSupport.*',
    ],
  },
  resources: (input, at) => [instanceRef({ account: at.account, id: input.InstanceId })],
  run(input, at) {
    if (!isId('i', input.InstanceId)) {
      return invalidValue(input.InstanceId, 'instanceId', "Expected: 'i-...'.")
    }
    const change = readChange(input)
    if (!change.ok) return change
    const row = instanceOf(at, input.InstanceId)
    if (row === undefined) return instancesNotFound([input.InstanceId])
    // The code is seen; M?: its text.
    if (row.state === 'terminated') {
      return fail(
        'IncorrectInstanceState',
        `The instance '${row.id}' is not in a state from which its attributes can be modified.`,
      )
    }
    const changed = change.value(at, row)
    return changed.ok ? ok({}) : changed
  },
})

/** A member sent with a value: the attribute it belongs to, and what it changes. */
interface Sent {
  readonly attribute: string
  readonly change: Change
}

/** The attributes whose own members say what is to be: they are named without a `Value`. */
const LISTED: ReadonlySet<string> = new Set(['groupSet', 'blockDeviceMapping'])

/** The one change that an input asks for. */
function readChange(input: Aws.ModifyInstanceAttributeRequest): Result<Change> {
  const { Attribute: attribute, Value: value } = input
  const sent = readMembers(input)
  if (attribute !== undefined) return readNamed(attribute, value, sent)
  if (value !== undefined) return missing('attribute')
  const [first, second] = sent
  if (first === undefined) return fail('InvalidParameterCombination', 'No attributes specified.')
  return second === undefined ? ok(first.change) : several()
}

/** The older form, an attribute by its name; whatever else is sent must belong to it. */
function readNamed(
  attribute: string,
  value: string | undefined,
  sent: readonly Sent[],
): Result<Change> {
  if (!Object.hasOwn(ATTRIBUTES, attribute)) return unknownAttribute(attribute)
  if (sent.some((each) => each.attribute !== attribute)) return several()
  const [own] = sent
  if (LISTED.has(attribute) && own !== undefined && !value) return ok(own.change)
  if (value === undefined) return missing('value')
  if (own !== undefined) return several()
  return (
    changeOf(attribute, value) ?? notEmulated('ModifyInstanceAttribute', 'Attribute', attribute)
  )
}

const several = (): Result<never> =>
  fail('InvalidParameterCombination', 'Fields for multiple attribute types specified')

function readMembers(input: Aws.ModifyInstanceAttributeRequest): Sent[] {
  const sent: Sent[] = []
  const add = <T>(attribute: string, value: T | undefined, change: (value: T) => Change) => {
    if (value !== undefined) sent.push({ attribute, change: change(value) })
  }
  const list = <T>(values: readonly T[] | undefined) =>
    values === undefined || values.length === 0 ? undefined : values
  const { InstanceInitiatedShutdownBehavior: behavior } = input
  add('disableApiTermination', input.DisableApiTermination?.Value, setApiTermination)
  add('disableApiStop', input.DisableApiStop?.Value, setApiStop)
  add('sourceDestCheck', input.SourceDestCheck?.Value, setSourceDestCheck)
  add('ebsOptimized', input.EbsOptimized?.Value, setEbsOptimized)
  add('instanceInitiatedShutdownBehavior', behavior?.Value, setShutdownBehavior)
  add('instanceType', input.InstanceType?.Value, setType)
  add('userData', input.UserData?.Value, (bytes) => setUserData(encodeBase64(bytes)))
  add('groupSet', list(input.Groups), setGroups)
  add('blockDeviceMapping', list(input.BlockDeviceMappings), setDevices)
  return sent
}

const unknownAttribute = (name: string): Result<never> =>
  invalidValue(name, 'attribute', 'Unknown attribute.')

type Describe = (at: OperationContext, row: Instance) => Aws.InstanceAttribute

/** Every attribute of the model by name. */
const ATTRIBUTES: Readonly<Record<string, Describe>> = {
  blockDeviceMapping: (at, row) => ({ BlockDeviceMappings: deviceShapes(at, row) }),
  disableApiStop: (_at, row) => ({ DisableApiStop: { Value: !row.apiStop } }),
  disableApiTermination: (_at, row) => ({ DisableApiTermination: { Value: !row.apiTermination } }),
  ebsOptimized: (_at, row) => ({ EbsOptimized: { Value: row.ebsOptimized } }),
  enaSupport: (at, row) => ({
    EnaSupport: { Value: findImage(at.world, row.image)?.enaSupport },
  }),
  enclaveOptions: () => ({ EnclaveOptions: { Enabled: false } }),
  groupSet: (at, row) => ({ Groups: groupShapes(at, interfaceOf(at, row)?.groups ?? []) }),
  instanceInitiatedShutdownBehavior: (_at, row) => ({
    InstanceInitiatedShutdownBehavior: { Value: row.shutdownBehavior },
  }),
  instanceType: (_at, row) => ({ InstanceType: { Value: row.type } }),
  kernel: () => ({ KernelId: {} }),
  productCodes: () => ({ ProductCodes: [] }),
  ramdisk: () => ({ RamdiskId: {} }),
  rootDeviceName: (_at, row) => ({ RootDeviceName: { Value: row.rootDevice } }),
  sourceDestCheck: (_at, row) => ({ SourceDestCheck: { Value: row.sourceDestCheck } }),
  sriovNetSupport: () => ({ SriovNetSupport: {} }),
  userData: (_at, row) => ({
    UserData: row.userData === null ? {} : { Value: row.userData },
  }),
}
