/** A line with what is wrong in it marked. Pure. */
import type { Span } from '../../command/types.ts'

/** A run of the line's text. */
export interface Run {
  readonly text: string
  readonly wrong: boolean
}

/** The line in runs, in order; together they are the line. Spans that overlap are marked once. */
export function marked(line: string, spans: readonly Span[]): Run[] {
  const runs: Run[] = []
  let from = 0
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const first = Math.max(from, start)
    if (first >= end) continue
    if (first > from) runs.push({ text: line.slice(from, first), wrong: false })
    runs.push({ text: line.slice(first, end), wrong: true })
    from = Math.min(end, line.length)
  }
  if (from < line.length) runs.push({ text: line.slice(from), wrong: false })
  return runs
}
