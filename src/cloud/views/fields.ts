/**
 * Short ways to write the inspector's lines. Codes are translated by the page's words file.
 */

import { nameOf, tagsOf } from '../compute/tags.ts'
import type { Ref } from '../kernel/ref.ts'
import type { Plain } from '../kernel/result.ts'
import type { World } from '../kernel/world.ts'
import type { FieldGroupView, FieldView, InspectView } from './types.ts'

/** A line. A value of null is a dash on the page. */
export const field = (code: string, kind: FieldView['kind'], value: Plain): FieldView => ({
  code,
  kind,
  value,
})

/** A line whose figure is the lab's choice, not AWS's. */
export const chosen = (code: string, kind: FieldView['kind'], value: Plain): FieldView => ({
  ...field(code, kind, value),
  choice: true,
})

/** A line of money: nano-dollars as text, since they may pass 2^53. */
export const money = (code: string, nanoDollars: bigint | number | null): FieldView =>
  field(code, 'money', nanoDollars === null ? null : String(nanoDollars))

/** A line that leads to another thing. */
export const link = (code: string, ref: Ref | null): FieldView => field(code, 'ref', ref)

/** A line that leads to some other things; a dash when there are none. */
export const links = (code: string, refs: readonly Ref[]): FieldView =>
  field(code, 'ref', refs.length === 0 ? null : refs)

/** Some lines under one heading. */
export const group = (code: string, ...fields: readonly FieldView[]): FieldGroupView => ({
  code,
  fields,
})

/** A thing with its groups of lines, without documents. */
export const thing = (
  ref: Ref,
  kind: InspectView['kind'],
  title: string,
  groups: readonly FieldGroupView[],
): InspectView => ({ ref, kind, title, groups, documents: {}, reasons: [] })

/** The group of a thing's tags, if it has any. */
export function tagGroups(world: World, account: string, id: string): FieldGroupView[] {
  const tags = tagsOf(world, account, id)
  return tags.length === 0
    ? []
    : [group('tags', ...tags.map((tag) => field(`tag:${tag.key}`, 'text', tag.value)))]
}

/** A thing of an account's with its tags; its title is the tag Name, else `title`, else its id. */
export const named = (
  world: World,
  account: string,
  ref: Ref,
  kind: InspectView['kind'],
  id: string,
  groups: readonly FieldGroupView[],
  title: string = id,
): InspectView =>
  thing(ref, kind, nameOf(world, account, id) ?? title, [
    ...groups,
    ...tagGroups(world, account, id),
  ])
