/**
 * What ModifyInstanceAttribute changes, one attribute at a time (ERRORS §5, §6).
 */

import { findImage } from '../../compute/images.ts'
import { putInstance } from '../../compute/instances.ts'
import { type Instance, volumes } from '../../compute/rows.ts'
import { findType } from '../../compute/types.ts'
import { fail, ok, type Result } from '../../kernel/result.ts'
import { keyOf } from '../../kernel/table.ts'
import { networkInterfaces, securityGroups } from '../../network/rows.ts'
import type { OperationContext } from '../../operation.ts'
import type { InstanceBlockDeviceMappingSpecification } from './api.ts'
import { groupNotFound, invalidValue, missing, notAmong } from './errors.ts'
import { checkIds } from './ids.ts'
import { interfaceOf, rowOf } from './lookups.ts'
import { checkUserData, SHUTDOWN_BEHAVIORS } from './runInstancesInput.ts'

/** One change of one attribute, judged and made at once. */
export type Change = (at: OperationContext, row: Instance) => Result<unknown>

/** Changes some members of the row. */
const set =
  (members: Partial<Instance>): Change =>
  (at, row) =>
    ok(putInstance(at.world, { ...row, ...members }))

/** A change that needs a stopped instance. */
const whenStopped =
  (change: Change): Change =>
  (at, row) =>
    row.state === 'stopped'
      ? change(at, row)
      : fail('IncorrectInstanceState', `The instance '${row.id}' is not in the 'stopped' state.`)

export const setApiTermination = (disabled: boolean): Change => set({ apiTermination: !disabled })
export const setApiStop = (disabled: boolean): Change => set({ apiStop: !disabled })
export const setSourceDestCheck = (check: boolean): Change => set({ sourceDestCheck: check })
export const setEbsOptimized = (optimized: boolean): Change =>
  whenStopped(set({ ebsOptimized: optimized }))

export const setShutdownBehavior =
  (behavior: string): Change =>
  (at, row) => {
    const known = SHUTDOWN_BEHAVIORS.find((each) => each === behavior)
    const wrong = notAmong(behavior, 'instanceInitiatedShutdownBehavior', SHUTDOWN_BEHAVIORS)
    return wrong ?? set({ shutdownBehavior: known ?? 'stop' })(at, row)
  }

/** User data in Base64. */
export const setUserData = (text: string): Change =>
  whenStopped(
    (at, row) => checkUserData(text) ?? set({ userData: text === '' ? null : text })(at, row),
  )

/** Another type of the same architecture that the lab sells. */
export const setType = (name: string): Change =>
  whenStopped((at, row) => {
    const type = findType(name)
    // The code is AWS's for an unknown type too (S1); the text is that of RunInstances, M?.
    if (type === undefined) {
      return fail('InvalidInstanceAttributeValue', `Invalid value '${name}' for InstanceType.`)
    }
    const fits = type.architecture === findImage(at.world, row.image)?.architecture
    if (!fits || type.hardware === null) {
      return fail(
        'InvalidInstanceAttributeValue',
        `Modifying the instance type from ${row.type} to ${name} is not allowed.`,
      )
    }
    return set({ type: name })(at, row)
  })

/** The groups of the instance's interface; at least one, all of its VPC. */
export const setGroups =
  (ids: readonly string[]): Change =>
  (at, row) => {
    const wrong = checkIds('group', ids)
    if (wrong !== null) return wrong
    for (const id of ids) {
      const group = rowOf(at, securityGroups, id)
      if (group === undefined || group.vpc !== row.vpc) return groupNotFound(id)
    }
    const groups = [...new Set(ids)]
    const wire = interfaceOf(at, row)
    if (wire !== undefined) {
      at.world.table(networkInterfaces).set(keyOf(at.account, wire.id), { ...wire, groups })
    }
    return set({ groups })(at, row)
  }

/** Whether the root volume goes with the instance. */
export const setDevices =
  (devices: readonly InstanceBlockDeviceMappingSpecification[]): Change =>
  (at, row) => {
    for (const { DeviceName: device, Ebs: ebs } of devices) {
      const volume = row.volume === null ? undefined : rowOf(at, volumes, row.volume)
      if (device === undefined) return missing('blockDeviceMapping.deviceName')
      // M?: AWS's code; no source for the text.
      if (volume === undefined || device !== row.rootDevice || !names(ebs, volume.id)) {
        return fail('InvalidInstanceAttributeValue', `No device is currently mapped at ${device}`)
      }
      const deleteOnTermination = ebs?.DeleteOnTermination ?? volume.deleteOnTermination
      at.world.table(volumes).set(keyOf(at.account, volume.id), { ...volume, deleteOnTermination })
    }
    return ok({})
  }

type Ebs = InstanceBlockDeviceMappingSpecification['Ebs']

const names = (ebs: Ebs, volume: string): boolean =>
  ebs?.VolumeId === undefined || ebs.VolumeId === volume

const FLAGS: Readonly<Record<string, (value: boolean) => Change>> = {
  disableApiStop: setApiStop,
  disableApiTermination: setApiTermination,
  ebsOptimized: setEbsOptimized,
  sourceDestCheck: setSourceDestCheck,
}

const TEXTS: Readonly<Record<string, (value: string) => Change>> = {
  instanceInitiatedShutdownBehavior: setShutdownBehavior,
  instanceType: setType,
  userData: setUserData,
}

/** The change that `Attribute` and `Value` ask for, or null for an attribute not set that way. */
export function changeOf(attribute: string, value: string): Result<Change> | null {
  const ofFlag = Object.hasOwn(FLAGS, attribute) ? FLAGS[attribute] : undefined
  if (ofFlag !== undefined) {
    if (value !== 'true' && value !== 'false') {
      return invalidValue(value, 'value', 'Expected true or false.')
    }
    return ok(ofFlag(value === 'true'))
  }
  const ofText = Object.hasOwn(TEXTS, attribute) ? TEXTS[attribute] : undefined
  return ofText === undefined ? null : ok(ofText(value))
}
