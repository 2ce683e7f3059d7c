/**
 * Shapes as XML, both ways: bodies of S3, answers of EC2 and of the query services.
 *
 * Reading is as strict as S3's schema: an element that the shape lacks, one too many, one that is missing, text
 * beside elements, or a value of the wrong type is wrong. The order of elements is free, and namespaces are not
 * looked at. Maps have no XML here: no model has one (a test watches this).
 */
import type { Members } from '../cloud/call.ts'
import type { Epoch } from '../cloud/kernel/calendar.ts'
import type { Value } from '../cloud/kernel/value.ts'
import type { Member, ServiceModel, StructureShape, Traits } from '../models/model.ts'
import { elementsOf, inBody, membersOf, record, shapeOf } from './shapes.ts'
import { parseScalar, writeScalar } from './values.ts'
import { element, type XmlElement } from './xml.ts'

/** Where a shape is read or written. */
interface XmlPlace {
  readonly model: ServiceModel
  readonly epoch: Epoch
}

const NO_TRAITS: Traits = {}
const SPACE_ONLY = /^[ \t\n]*$/

/** The value that an element holds, or null when it does not fit the shape. */
export function readElement(place: XmlPlace, target: string, from: XmlElement): Value {
  const shape = shapeOf(place.model, target)
  if (typeof shape === 'string') {
    return from.children.length > 0 ? null : parseScalar(shape, from.text, place.epoch, 'body')
  }
  if (!SPACE_ONLY.test(from.text)) return null
  if ('members' in shape) return readStructure(place, shape, from)
  if (!('list' in shape)) return null
  const [item, traits = NO_TRAITS] = shape.list
  const name = traits.xmlName ?? 'member'
  if (from.children.some((child) => child.name !== name)) return null
  return readAll(place, item, from.children)
}

function readAll(place: XmlPlace, target: string, from: readonly XmlElement[]): Value {
  const values = from.map((each) => readElement(place, target, each))
  return values.includes(null) ? null : values
}

function readStructure(place: XmlPlace, shape: StructureShape, from: XmlElement): Value {
  const children = new Map<string, XmlElement[]>()
  for (const child of from.children) {
    const same = children.get(child.name)
    if (same === undefined) children.set(child.name, [child])
    else same.push(child)
  }
  const entries: [string, Value][] = []
  for (const member of shape.members) {
    const [name, , traits = NO_TRAITS] = member
    const wireName = traits.xmlName ?? name
    const value = traits.xmlAttribute
      ? from.attributes.get(wireName.replace(/^.*:/, ''))
      : readMember(place, member, children.get(wireName))
    children.delete(wireName)
    if (value === null || (value === undefined && traits.required)) return null
    if (value !== undefined) entries.push([name, value])
  }
  return children.size > 0 ? null : record(entries)
}

function readMember(
  place: XmlPlace,
  [, target, traits = NO_TRAITS]: Member,
  found: readonly XmlElement[] | undefined,
): Value | undefined {
  const [first, second] = found ?? []
  if (found === undefined || first === undefined) return undefined
  if (!traits.xmlFlattened) return second === undefined ? readElement(place, target, first) : null
  const shape = shapeOf(place.model, target)
  return typeof shape !== 'string' && 'list' in shape ? readAll(place, shape.list[0], found) : null
}

/** A value as an element of this name. */
export function writeElement(
  place: XmlPlace,
  name: string,
  target: string,
  value: Value,
  attributes?: ReadonlyMap<string, string>,
): XmlElement {
  const shape = shapeOf(place.model, target)
  if (typeof shape === 'string') {
    return element(name, writeScalar(shape, value, place.epoch, 'body'), attributes)
  }
  if ('members' in shape) {
    const members = membersOf(value)
    const own = attributesOf(shape, members)
    const all = own.size === 0 ? attributes : new Map([...(attributes ?? []), ...own])
    return element(name, writeMembers(place, shape, members), all)
  }
  const [item, traits = NO_TRAITS] = 'list' in shape ? shape.list : shape.value
  const items = elementsOf(value).map((each) =>
    writeElement(place, traits.xmlName ?? 'member', item, each),
  )
  return element(name, items, attributes)
}

/** The members of a structure that stand in a body, each as its elements. */
export function writeMembers(
  place: XmlPlace,
  shape: StructureShape,
  members: Members,
): XmlElement[] {
  const elements: XmlElement[] = []
  for (const [name, target, traits = NO_TRAITS] of shape.members) {
    const value = members[name]
    if (value === undefined || value === null || !inBody(traits) || traits.xmlAttribute) continue
    const wireName = traits.xmlName ?? name
    const attributes = namespaceOf(traits)
    const inner = shapeOf(place.model, target)
    if (traits.xmlFlattened && typeof inner !== 'string' && 'list' in inner) {
      const [item] = inner.list
      for (const each of elementsOf(value)) {
        elements.push(writeElement(place, wireName, item, each, attributes))
      }
    } else elements.push(writeElement(place, wireName, target, value, attributes))
  }
  return elements
}

function attributesOf(shape: StructureShape, members: Members): Map<string, string> {
  const out = new Map<string, string>()
  for (const [name, , traits = NO_TRAITS] of shape.members) {
    const value = members[name]
    if (traits.xmlAttribute && value !== undefined) out.set(traits.xmlName ?? name, String(value))
  }
  return out
}

/** `xmlns` of an element that has a namespace of its own. */
function namespaceOf({ xmlNamespace }: Traits): Map<string, string> | undefined {
  if (xmlNamespace === undefined) return undefined
  return typeof xmlNamespace === 'string'
    ? new Map([['xmlns', xmlNamespace]])
    : new Map([[`xmlns:${xmlNamespace[0]}`, xmlNamespace[1]]])
}
