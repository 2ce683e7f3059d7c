/**
 * The rules of tags: keys, values, how many, and what may be tagged when it is made (ERRORS §3, §5).
 *
 * At most 50 tags a resource; keys to 127 and values to 255 characters, case-sensitive; `aws:` is
 * AWS's own. Texts for lengths, empty and repeated keys are M?.
 */
import { type Tag as TagRow, tags } from '../../compute/rows.ts'
import { tagKey, tagsOf } from '../../compute/tags.ts'
import { fail, ok, type Result } from '../../kernel/result.ts'
import type { OperationContext } from '../../operation.ts'
import type { Kind } from '../kinds.ts'
import type { Tag, TagSpecification } from './api.ts'
import { notEmulated } from './errors.ts'

/** The members of `TagSpecifications`. */
export const TAG_SPECIFICATIONS: Readonly<Record<string, Kind>> = {
  'TagSpecifications[].ResourceType': 'text',
  'TagSpecifications[].Tags[].Key': 'text',
  'TagSpecifications[].Tags[].Value': 'text',
}

/** Tags by key, found right. */
export type TagMap = ReadonlyMap<string, string>

const MOST_TAGS = 50
const KEY_CHARACTERS = 127
const VALUE_CHARACTERS = 255

const RESERVED = "Tag keys starting with 'aws:' are reserved for internal use"

/** How a reserved key is refused: the text differs between CreateTags and tag specifications. */
export const reservedInCall = (key: string): Result<never> =>
  fail('InvalidParameterValue', `Value ( ${key} ) for parameter key is invalid. ${RESERVED}`)
const reservedInSpecification = (): Result<never> => fail('InvalidParameterValue', RESERVED)

const tooMany = (): Result<never> =>
  fail('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.')

/** Tags as a map, or what is wrong with the first of them that is not right. */
export function readTags(
  given: readonly Tag[],
  reserved: (key: string) => Result<never>,
): Result<TagMap> {
  const found = new Map<string, string>()
  for (const { Key: key, Value: value } of given) {
    if (key === undefined || key === '') {
      return fail('InvalidParameterValue', 'Tag key cannot be empty.')
    }
    if (key.startsWith('aws:')) return reserved(key)
    if (value === undefined) {
      return fail('InvalidParameterValue', 'Tag value cannot be null. Use empty string instead.')
    }
    if ([...key].length > KEY_CHARACTERS) {
      return fail('InvalidParameterValue', `Tag key exceeds ${KEY_CHARACTERS} characters.`)
    }
    if ([...value].length > VALUE_CHARACTERS) {
      return fail('InvalidParameterValue', `Tag value exceeds ${VALUE_CHARACTERS} characters.`)
    }
    if (found.has(key)) {
      return fail('InvalidParameterValue', `Duplicate tag key '${key}' specified.`)
    }
    found.set(key, value)
  }
  return found.size > MOST_TAGS ? tooMany() : ok(found)
}

/** What an operation that makes things may tag, and what of AWS's list the lab does not have. */
export interface Taggable {
  readonly operation: string
  readonly types: readonly string[]
  readonly others?: readonly string[]
}

/** The tags of each resource type that the specifications name. */
export function readSpecifications(
  given: readonly TagSpecification[] | undefined,
  taggable: Taggable,
): Result<ReadonlyMap<string, TagMap>> {
  const found = new Map<string, TagMap>()
  for (const { ResourceType: type, Tags: list } of given ?? []) {
    if (type === undefined || type === '') {
      return fail('InvalidParameter', 'Tag specification resource type must have a value')
    }
    if (taggable.others?.includes(type)) {
      return notEmulated(taggable.operation, 'TagSpecifications.ResourceType', type)
    }
    if (!taggable.types.includes(type)) {
      return fail(
        'InvalidParameterValue',
        `'${type}' is not a valid taggable resource type for this operation.`,
      )
    }
    if (list === undefined || list.length === 0) {
      return fail('InvalidParameterValue', 'Tag specification must have at least one tag')
    }
    const map = readTags([...asTags(found.get(type)), ...list], reservedInSpecification)
    if (!map.ok) return map
    found.set(type, map.value)
  }
  return ok(found)
}

const asTags = (map: TagMap | undefined): Tag[] =>
  [...(map ?? [])].map(([key, value]) => ({ Key: key, Value: value }))

/** Refuses tags that would be more than a resource may have; AWS's own do not count. */
export function checkRoom(at: OperationContext, id: string, more: TagMap): Result<never> | null {
  const keys = new Set(tagsOf(at.world, at.account, id).map((tag) => tag.key))
  for (const key of more.keys()) keys.add(key)
  const own = [...keys].filter((key) => !key.startsWith('aws:'))
  return own.length > MOST_TAGS ? tooMany() : null
}

/** Writes tags on a resource, in place of those with the same keys. */
export function putTags(
  at: OperationContext,
  resource: string,
  resourceType: string,
  map: TagMap | undefined,
): void {
  for (const [key, value] of map ?? []) {
    const row: TagRow = { resource, resourceType, key, value }
    at.world.table(tags).set(tagKey(at.account, resource, key), row)
  }
}
