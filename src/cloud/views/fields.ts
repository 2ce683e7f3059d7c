/**
 * Short ways to write the inspector's lines. Codes are translated by the page's words file.
 */

import type { Ref } from '../kernel/ref.ts'
import type { Plain } from '../kernel/result.ts'
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
