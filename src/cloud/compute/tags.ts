/**
 * Tags of EC2's things: rows of their own, keyed (account, region, `resource/key`).
 *
 * Models: what tags are, and that they go when their resource goes. The rules of CreateTags (50 a
 * resource, lengths, `aws:`) belong to the operation.
 */
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { type Tag, tags } from './rows.ts'

/** The key of a tag's row. */
export const tagKey = (account: string, resource: string, key: string): string =>
  keyOf(account, `${resource}/${key}`)

/** The tags of one resource in order of their keys. */
export const tagsOf = (world: World, account: string, resource: string): Tag[] =>
  world.table(tags).all(tagKey(account, resource, ''))

/** The value of a resource's `Name` tag, or null. */
export const nameOf = (world: World, account: string, resource: string): string | null =>
  world.table(tags).get(tagKey(account, resource, 'Name'))?.value ?? null

/** Takes all tags of a resource away, because the resource goes. */
export function forgetTags(world: World, account: string, resource: string): void {
  const table = world.table(tags)
  for (const tag of tagsOf(world, account, resource)) {
    table.delete(tagKey(account, resource, tag.key))
  }
}
