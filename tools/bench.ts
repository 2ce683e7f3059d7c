/**
 * `npm run bench`: runs every file of test/bench and prints its rows beside what they are measured
 * against. `-- --json FILE` also writes them; `-- WORD` runs only the files whose name has it.
 *
 * Why ratios: times depend on the machine, ratios measured in the same run much less.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { argv, versions } from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** One measurement. `ratio` is ours over the best of `against`, in the direction the name says. */
export interface Row {
  name: string
  unit: string
  value: number
  /** The same measured on others, in the same unit, by name. */
  against: Record<string, number>
  ratio: number
}

interface BenchModule {
  rows: () => Promise<Row[]>
}

const folder = fileURLToPath(new URL('../test/bench', import.meta.url))

function isBench(loaded: unknown): loaded is BenchModule {
  return (
    typeof loaded === 'object' &&
    loaded !== null &&
    'rows' in loaded &&
    typeof loaded.rows === 'function'
  )
}

async function rowsOf(file: string): Promise<Row[]> {
  const loaded: unknown = await import(pathToFileURL(join(folder, file)).href)
  // A file without rows is a helper of the others.
  return isBench(loaded) ? await loaded.rows() : []
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 4 })
}

function cells(row: Row): string[] {
  const against = Object.entries(row.against).map(([name, value]) => `${name} ${number(value)}`)
  return [row.name, number(row.value), row.unit, against.join(', '), number(row.ratio)]
}

function table(rows: Row[]): string {
  const lines = [['name', 'value', 'unit', 'against', 'ratio'], ...rows.map(cells)]
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  )
  const padded = (line: string[]) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0))
  return lines.map((line) => padded(line).join('  ').trimEnd()).join('\n')
}

/** The bench files to run, in order of name. */
function files(words: string[]): string[] {
  const all = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ts')) : []
  const chosen = (name: string) => words.length === 0 || words.some((word) => name.includes(word))
  return all.filter((name) => !name.endsWith('.test.ts') && chosen(name)).sort()
}

async function bench(args: string[]): Promise<void> {
  const flag = args.indexOf('--json')
  const target = flag < 0 ? undefined : args[flag + 1]
  const words = flag < 0 ? args : args.toSpliced(flag, 2)
  const rows: Row[] = []
  for (const file of files(words)) rows.push(...(await rowsOf(file)))
  console.log(table(rows))
  if (flag < 0) return
  if (!target) throw new Error('--json wants the name of a file')
  const machine = { node: versions.node, cpu: cpus()[0]?.model ?? '', cores: cpus().length }
  writeFileSync(target, `${JSON.stringify({ machine, rows }, null, 2)}\n`)
}

await bench(argv.slice(2))
