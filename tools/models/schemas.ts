/**
 * Reads the schema constants that an AWS SDK package exports, and turns all that the wanted
 * operations reach into our shapes.
 *
 * A schema is a compact array whose first element tells its kind (as of 3.1169):
 *   [9, namespace, name, traits, input, output]                      an operation
 *   [3, namespace, name, traits, names, types, count of required]    a structure (4: a union)
 *   [1, namespace, name, traits, element]                            a list
 *   [2, namespace, name, traits, key, value]                         a map
 *   [0, namespace, name, traits, type]                               a named plain type
 * A type is a schema, a function giving one, a number for a plain type, or [type, traits]; traits
 * are an object or a number of flags. The package does not promise this form, so everything is
 * checked as it is read, and what is not known throws by name.
 */
import type { Element, Member, Route, Shape, Traits } from '../../src/models/model.ts'

/** What the wanted operations reach. Operations hold shape names, or `null` for no members. */
export interface Reached {
  readonly operations: Map<string, { input: string | null; output: string | null; traits: Traits }>
  readonly shapes: Map<string, Shape>
}

const plainTypes = new Map([
  [0, 'string'],
  [1, 'number'],
  [2, 'boolean'],
  [4, 'timestamp'],
  [5, 'dateTime'],
  [6, 'httpDate'],
  [7, 'epochSeconds'],
  [15, 'document'],
  [17, 'bigInteger'],
  [19, 'bigDecimal'],
  [21, 'blob'],
  [42, 'stream'],
])
const LIST_OF = 64
const MAP_OF = 128

/** Flags of traits written as a number, lowest bit first. */
const flags = [
  'httpLabel',
  'idempotent',
  'idempotencyToken',
  'sensitive',
  'httpPayload',
  'httpResponseCode',
  'httpQueryParams',
]

type Raw = Record<string, unknown>

function fail(what: string, value: unknown): never {
  throw new Error(`Unknown schema: ${what}: ${String(value)}`)
}

function readTraits(value: unknown): Raw {
  if (typeof value === 'number') {
    const set = flags.filter((_, bit) => (value >> bit) & 1)
    return Object.fromEntries(set.map((name) => [name, true]))
  }
  if (typeof value !== 'object' || value === null) fail('traits', value)
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, v === 1 ? true : v]))
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** Leaves out an ec2Query name that follows from the rule of the protocol. */
function compactTraits(raw: Raw, memberName: string): Traits {
  const { ec2QueryName, ...rest } = raw
  const byRule = capitalised(String(rest.xmlName ?? memberName))
  if (ec2QueryName === undefined || ec2QueryName === byRule) return rest
  return { ...rest, queryName: String(ec2QueryName) }
}

const isEmpty = (traits: Traits): boolean => Object.keys(traits).length === 0

function asList(value: unknown, what: string): readonly unknown[] {
  return Array.isArray(value) ? value : fail(what, value)
}

const resolve = (value: unknown): unknown => (typeof value === 'function' ? value() : value)

function plainTarget(code: number): string {
  const suffix = code >= MAP_OF ? '{}' : code >= LIST_OF ? '[]' : ''
  const base = code >= MAP_OF ? code - MAP_OF : code >= LIST_OF ? code - LIST_OF : code
  return `${plainTypes.get(base) ?? fail('plain type', code)}${suffix}`
}

/** Walks from operations; `shapes` fills as schemas are met. */
class Walk {
  readonly shapes = new Map<string, Shape>()
  readonly #met = new Map<string, unknown>()
  readonly #namespace: string

  constructor(namespace: string) {
    this.#namespace = namespace
  }

  /** The target of a type, and the traits that stand on the way to it. */
  #follow(type: unknown): { target: string; traits: Raw } {
    const value = resolve(type)
    if (typeof value === 'number') return { target: plainTarget(value), traits: {} }
    if (value === 'unit') return { target: 'unit', traits: {} }
    const parts = asList(value, 'type')
    if (parts.length === 2) {
      const inner = this.#follow(parts[0])
      return { target: inner.target, traits: { ...inner.traits, ...readTraits(parts[1]) } }
    }
    if (parts[0] === 0) {
      const inner = this.#follow(parts[4])
      return { target: inner.target, traits: { ...inner.traits, ...readTraits(parts[3]) } }
    }
    return { target: this.#named(parts), traits: {} }
  }

  /** Puts a named schema into the table, once, and gives its name. */
  #named(parts: readonly unknown[]): string {
    const [kind, namespace, name] = parts
    if (typeof name !== 'string' || namespace !== this.#namespace) fail('name', parts[2])
    if (this.#met.has(name)) return this.#met.get(name) === parts ? name : fail('twice', name)
    this.#met.set(name, parts)
    const traits = compactTraits(readTraits(parts[3]), name)
    const shape = this.#shape(kind, parts)
    this.shapes.set(name, isEmpty(traits) ? shape : { ...shape, traits })
    return name
  }

  #shape(kind: unknown, parts: readonly unknown[]): Shape {
    if (kind === 1) return { list: this.#element(parts[4]) }
    if (kind === 2) return { key: this.#element(parts[4]), value: this.#element(parts[5]) }
    if (kind === 3) return { members: this.#members(parts) }
    if (kind === 4) return { members: this.#members(parts), union: true }
    return fail('kind', kind)
  }

  #element(type: unknown): Element {
    const { target, traits } = this.#follow(type)
    const compact = compactTraits(traits, '')
    return isEmpty(compact) ? [target] : [target, compact]
  }

  #members(parts: readonly unknown[]): Member[] {
    const names = asList(parts[4], 'member names')
    const types = asList(parts[5], 'member types')
    const required = Number(parts[6] ?? 0)
    return names.map((name, i) => {
      if (typeof name !== 'string') fail('member name', name)
      const { target, traits } = this.#follow(types[i])
      const compact = compactTraits(traits, name)
      const all: Traits = i < required ? { required: true, ...compact } : compact
      return isEmpty(all) ? [name, target] : [name, target, all]
    })
  }

  /** The shape name of an operation's input or output. */
  side(type: unknown): string | null {
    const { target } = this.#follow(type)
    return target === 'unit' ? null : target
  }
}

/** Walks `operations` of a package's exports; throws on a missing operation or an unknown form. */
export function reach(
  exported: Readonly<Record<string, unknown>>,
  operations: readonly string[],
  namespace: string,
): Reached {
  const walk = new Walk(namespace)
  const rows: Reached['operations'] = new Map()
  for (const name of operations) {
    const parts = asList(exported[`${name}$`], `operation ${name}`)
    if (parts[0] !== 9 || parts[2] !== name) fail('operation', name)
    const traits = compactTraits(readTraits(parts[3]), name)
    rows.set(name, { input: walk.side(parts[4]), output: walk.side(parts[5]), traits })
  }
  return { operations: rows, shapes: walk.shapes }
}

/** The routes of all operations of a package but the wanted ones: from path, and what must be there. */
export function routesBeside(
  exported: Readonly<Record<string, unknown>>,
  wanted: readonly string[],
): (readonly [string, Route])[] {
  const routes: (readonly [string, Route])[] = []
  for (const schema of Object.values(exported)) {
    if (!Array.isArray(schema) || schema[0] !== 9 || wanted.includes(String(schema[2]))) continue
    const traits = readTraits(schema[3])
    const [method, uri] = asList(traits.http, 'http trait')
    const input = asList(resolve(schema[4]), 'input')
    const required = asList(input[5], 'member types').slice(0, Number(input[6] ?? 0))
    const named = (trait: string): string[] =>
      required.flatMap((type) => {
        if (!Array.isArray(type) || type.length !== 2) return []
        const name = readTraits(type[1])[trait]
        return typeof name === 'string' ? [name] : []
      })
    const route: Route = [String(method), String(uri), named('httpQuery'), named('httpHeader')]
    routes.push([String(schema[2]), route])
  }
  return routes
}
