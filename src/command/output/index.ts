/** What the CLI prints of an answer, in each of its formats. */
import { ok, type Result } from '../../cloud/kernel/result.ts'
import type { Json } from '../json.ts'
import { formatJson } from './json.ts'
import { formatTable } from './table.ts'
import { formatText } from './text.ts'

/** The formats of `--output`. */
export type OutputKind = 'json' | 'text' | 'table'

/**
 * The text that the CLI prints, with its last newline; empty when it prints nothing. `operation` (its AWS name)
 * is the title of a table, `columns` the width of the terminal. Fails with `OutputError` in Python's words for
 * data that the format cannot hold, such as rows of unequal length: exit code 255.
 */
export function format(
  data: Json,
  kind: OutputKind,
  options: { readonly operation: string; readonly columns: number },
): Result<string> {
  if (kind === 'json') return ok(formatJson(data))
  return kind === 'text' ? formatText(data) : formatTable(data, options.operation, options.columns)
}
