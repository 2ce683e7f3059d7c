/**
 * Lists the input members of an operation as dotted paths, for tests that hold what is emulated,
 * harmless or refused against all that AWS's model has.
 */
import { models, type ServiceName } from '../../src/models/index.ts'
import { labModel } from '../../src/models/lab.ts'
import type { ServiceModel } from '../../src/models/model.ts'

/** The structure that a target leads to through lists and maps, or nothing for plain values. */
function structureOf(target: string, shapes: ServiceModel['shapes']): string | undefined {
  const shape = shapes[target]
  if (shape === undefined) return undefined
  if ('list' in shape) return structureOf(shape.list[0], shapes)
  if ('key' in shape) return structureOf(shape.value[0], shapes)
  return target
}

function walk(
  name: string,
  prefix: string,
  open: readonly string[],
  shapes: ServiceModel['shapes'],
): string[] {
  const shape = shapes[name]
  if (shape === undefined || !('members' in shape) || open.includes(name)) return []
  return shape.members.flatMap(([member, target]) => {
    const path = `${prefix}${member}`
    const inner = structureOf(target, shapes)
    return inner === undefined
      ? [path]
      : [path, ...walk(inner, `${path}.`, [...open, name], shapes)]
  })
}

/**
 * Every input member of an operation, outer before inner, in the model's order. Lists and maps are
 * walked through without index or key: `BlockDeviceMappings.Ebs.Iops`. Throws on an unknown
 * operation. A structure inside itself is listed once, without its members.
 */
export function membersOf(service: ServiceName | 'lab', operation: string): string[] {
  const model = service === 'lab' ? labModel : models[service]
  const row = model.operations[operation]
  if (row === undefined) throw new Error(`No operation ${service} ${operation}`)
  return row.input === null ? [] : walk(row.input, '', [], model.shapes)
}
