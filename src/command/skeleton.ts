/**
 * `--generate-cli-skeleton`: what an operation's input may hold, or what its answer could look like.
 *
 * Models botocore's ArgumentGenerator. The CLI says itself that the skeleton is not stable between versions:
 * members are those of our models, and a text with a closed list of values has the first of ours.
 */
import type { ServiceEnums, ServiceModel } from '../models/model.ts'
import type { Json } from './json.ts'
import { membersOf, typeOf } from './values.ts'

/** The skeleton of a shape. With `enums` texts are values, without they are their members' names. */
export function skeletonOf(
  model: ServiceModel,
  shape: string | null,
  enums: ServiceEnums | null,
): Json {
  const generator = new Generator(model, enums)
  return shape === null ? new Map() : generator.structure(shape, [])
}

class Generator {
  readonly #model: ServiceModel
  readonly #enums: ServiceEnums | null

  constructor(model: ServiceModel, enums: ServiceEnums | null) {
    this.#model = model
    this.#enums = enums
  }

  structure(shape: string, above: readonly string[]): Json {
    const within = [...above, shape]
    if (above.includes(shape)) return new Map()
    return new Map(
      membersOf(this.#model, shape).map(([name, target]) => [
        name,
        this.#value(target, within, name, this.#enums?.members[shape]?.[name]),
      ]),
    )
  }

  #value(target: string, above: readonly string[], name: string, closed?: string): Json {
    const type = typeOf(this.#model, target)
    if (type.kind === 'structure') return this.structure(type.name, above)
    if (type.kind === 'list') return [this.#value(type.element, above, 'String', closed)]
    if (type.kind === 'map') return new Map([['KeyName', this.#value(type.value, above, '')]])
    if (type.kind === 'string') {
      if (this.#enums === null) return name
      return (closed === undefined ? undefined : this.#enums.enums[closed]?.[0]) ?? ''
    }
    if (type.kind === 'number') return 0
    if (type.kind === 'boolean') return true
    return type.kind === 'timestamp' ? '1970-01-01T00:00:00' : null
  }
}
