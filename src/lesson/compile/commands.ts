/**
 * Files of command lines: the solution, other right ways, and wrong ones.
 *
 * `# step: id` begins a step's lines. Other comments and blank lines are skipped; a line that ends with a backslash
 * goes on in the next.
 */
import type { Place, Problems } from './problem.ts'

/** A command line and where it stands. */
export interface CommandLine {
  readonly text: string
  readonly place: Place
}

/** A file of lines: by the ids of steps, in the file's order. */
export interface Script {
  /** the file's name without folder and ending, such as `two-stopped` */
  readonly name: string
  readonly place: Place
  readonly steps: ReadonlyMap<string, readonly CommandLine[]>
}

/** Reads a file of lines. `steps` are the ids that may have some: the steps that a person does. */
export function readScript(
  file: string,
  text: string,
  steps: ReadonlySet<string>,
  problems: Problems,
): Script {
  const name = file.replace(/^.*\//, '').replace(/\.cmds$/, '')
  const sections = new Map<string, CommandLine[]>()
  let section: CommandLine[] | null = null
  const lines = text.split(/\r?\n/)
  for (let index = 0; index < lines.length; index++) {
    const place = { file, line: index + 1 }
    let line = (lines[index] ?? '').trim()
    while (line.endsWith('\\') && index + 1 < lines.length) {
      index += 1
      line = `${line.slice(0, -1).trimEnd()} ${(lines[index] ?? '').trim()}`
    }
    const [, id] = /^#\s*step:\s*(.*)$/.exec(line) ?? []
    if (id !== undefined) section = begin(id.trim(), place)
    else if (line !== '' && !line.startsWith('#')) {
      if (section === null) problems.add(place, 'A line stands under a `# step: id`.')
      else section.push({ text: line, place })
    }
  }
  return { name, place: { file, line: 1 }, steps: sections }

  function begin(id: string, place: Place): CommandLine[] {
    const begun: CommandLine[] = []
    if (sections.has(id)) problems.add(place, `The step \`${id}\` is there twice.`)
    else if (!steps.has(id)) {
      problems.add(
        place,
        `\`${id}\` is no step of the kind do or challenge: others run their own lines.`,
      )
    }
    sections.set(id, begun)
    return begun
  }
}
