/**
 * Joins schemas, declarations and extra facts of one service into its model, enums and docs.
 */
import type { ServiceName } from '../../src/models/index.ts'
import type {
  OperationRow,
  ServiceDocs,
  ServiceEnums,
  ServiceModel,
  Shape,
} from '../../src/models/model.ts'
import { type Declarations, type DeclaredMember, readDeclarations } from './declarations.ts'
import { explainedNames, firstSentence } from './docs.ts'
import { type Extra, readExtra } from './extra.ts'
import { openPackage } from './package.ts'
import { type Reached, reach, routesBeside } from './schemas.ts'
import { treatmentsOf } from './treatments.ts'
import { wanted } from './wanted.ts'

/** All that is generated for a service, before it is written as text. */
export interface Built {
  readonly model: ServiceModel
  readonly enums: ServiceEnums
  readonly docs: ServiceDocs
}

function sorted<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Puts members into the order of the declarations, which is that of AWS's model. */
function inOrder(name: string, shape: Shape, declared: Declarations): Shape {
  if (!('members' in shape)) return shape
  const order = declared.interfaces.get(name)?.map((member) => member.name) ?? []
  const rank = (member: string): number => {
    const index = order.indexOf(member)
    if (index < 0) throw new Error(`${name}.${member} is in the schemas but not declared`)
    return index
  }
  return { ...shape, members: [...shape.members].sort((a, b) => rank(a[0]) - rank(b[0])) }
}

function operationRows(reached: Reached, extra: Extra): Record<string, OperationRow> {
  const known = (name: string): void => {
    if (!reached.operations.has(name)) throw new Error(`extra.json: ${name} is not wanted`)
  }
  for (const name of [...extra.reads, ...Object.keys(extra.pages)]) known(name)
  for (const waiter of Object.values(extra.waiters)) known(waiter.operation)
  return sorted(
    [...reached.operations].map(([name, { input, output, traits }]) => {
      const pages = extra.pages[name]
      const row: OperationRow = {
        input,
        output,
        reads: extra.reads.includes(name),
        ...(pages === undefined ? {} : { pages }),
        ...(Object.keys(traits).length === 0 ? {} : { traits }),
      }
      return [name, row] as const
    }),
  )
}

function buildEnums(model: ServiceModel, declared: Declarations): ServiceEnums {
  const used = new Map<string, readonly string[]>()
  const members = new Map<string, Record<string, string>>()
  for (const name of Object.keys(model.shapes)) {
    const ofShape: Record<string, string> = {}
    for (const member of declared.interfaces.get(name) ?? []) {
      const values = member.enumName && declared.enums.get(member.enumName)
      if (!member.enumName || !values) continue
      ofShape[member.name] = member.enumName
      used.set(member.enumName, values)
    }
    if (Object.keys(ofShape).length > 0) members.set(name, ofShape)
  }
  return { source: model.source, enums: sorted(used), members: sorted(members) }
}

const isFilters = (member: DeclaredMember): boolean => member.name === 'Filters'

function buildDocs(service: ServiceName, model: ServiceModel, declared: Declarations): ServiceDocs {
  const operations = Object.entries(model.operations).map(([name, row]) => {
    const declaredMembers = declared.interfaces.get(row.input ?? '') ?? []
    const members = declaredMembers.map((member) => [member.name, firstSentence(member.doc)])
    const text = firstSentence(declared.operations.get(name) ?? '')
    const filters = explainedNames(declaredMembers.find(isFilters)?.doc ?? '')
    const found = Object.keys(filters).length > 0 ? { filters } : {}
    const names = declaredMembers.map((member) => member.name)
    const treatments = treatmentsOf(service, name, names)
    return [name, { text, members: Object.fromEntries(members), ...found, ...treatments }] as const
  })
  return { source: model.source, operations: Object.fromEntries(operations) }
}

/** Builds one service from the installed package. */
export function build(service: ServiceName): Built {
  const { package: name, operations } = wanted[service]
  const sdk = openPackage(name)
  const extra = readExtra(service)
  const declared = readDeclarations(sdk.types, operations)
  const reached = reach(sdk.exported, operations, sdk.service.namespace)
  const shapes = [...reached.shapes].map(
    ([shapeName, shape]) => [shapeName, inOrder(shapeName, shape, declared)] as const,
  )
  const model: ServiceModel = {
    source: sdk.source,
    service: { ...sdk.service, endpointPrefix: extra.endpointPrefix },
    operations: operationRows(reached, extra),
    waiters: extra.waiters,
    shapes: sorted(shapes),
    ...(sdk.service.protocol === 'restXml'
      ? { others: sorted(routesBeside(sdk.exported, operations)) }
      : {}),
  }
  return { model, enums: buildEnums(model, declared), docs: buildDocs(service, model, declared) }
}
