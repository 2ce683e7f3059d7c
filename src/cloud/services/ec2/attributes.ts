/**
 * DescribeInstanceAttribute and ModifyInstanceAttribute, for the attributes that exist here.
 *
 * Simplified: kernels, RAM disks, enclaves and the network drivers of an instance cannot be changed,
 * and are refused by name; described, they are empty or as every instance of the lab has them.
 */
import { findImage } from '../../compute/images.ts'
import { instanceRef } from '../../compute/instances.ts'
import type { Instance } from '../../compute/rows.ts'
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
import { encodeBase64 } from './base64.ts'
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

/** The one change that an input asks for. */
function readChange(input: Aws.ModifyInstanceAttributeRequest): Result<Change> {
  const changes: Change[] = []
  const named = readNamed(input)
  if (named !== null) {
    if (!named.ok) return named
    changes.push(named.value)
  }
  changes.push(...readStructured(input))
  const [change] = changes
  if (change === undefined) {
    return fail('InvalidParameterCombination', 'No attributes specified.')
  }
  return changes.length > 1
    ? fail('InvalidParameterCombination', 'Fields for multiple attribute types specified')
    : ok(change)
}

/** The older form, an attribute by its name. */
function readNamed(input: Aws.ModifyInstanceAttributeRequest): Result<Change> | null {
  const { Attribute: attribute, Value: value } = input
  if (attribute === undefined) return value === undefined ? null : missing('attribute')
  if (!Object.hasOwn(ATTRIBUTES, attribute)) return unknownAttribute(attribute)
  // `groupSet` and `blockDeviceMapping` are named beside their own members.
  if (value === undefined) return readStructured(input).length > 0 ? null : missing('value')
  return (
    changeOf(attribute, value) ?? notEmulated('ModifyInstanceAttribute', 'Attribute', attribute)
  )
}

function readStructured(input: Aws.ModifyInstanceAttributeRequest): Change[] {
  const changes: Change[] = []
  const add = <T>(value: T | undefined, change: (value: T) => Change) => {
    if (value !== undefined) changes.push(change(value))
  }
  const list = <T>(values: readonly T[] | undefined) =>
    values === undefined || values.length === 0 ? undefined : values
  add(input.DisableApiTermination?.Value, setApiTermination)
  add(input.DisableApiStop?.Value, setApiStop)
  add(input.SourceDestCheck?.Value, setSourceDestCheck)
  add(input.EbsOptimized?.Value, setEbsOptimized)
  add(input.InstanceInitiatedShutdownBehavior?.Value, setShutdownBehavior)
  add(input.InstanceType?.Value, setType)
  add(input.UserData?.Value, (bytes) => setUserData(encodeBase64(bytes)))
  add(list(input.Groups), setGroups)
  add(list(input.BlockDeviceMappings), setDevices)
  return changes
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
