/** One good lesson in memory, and the ways to change it: for tests in Node and of the page. */
import { lessonTemplate } from '../src/node/lessonTemplate.ts'

export const FOLDER = 'lessons/compute/010-sample'

const TERMS = `# Words

## host

word: host
word: hosts

A host is a real computer.

## rack

word: rack
everyday

A rack is a shelf.
`
const FACTS = `# Facts

## 1.1

A stopped machine is still there. Source: https://example.org/stopped

## 2

Something else.
`

/** Files of the folder `lessons`, by path. */
export type Files = ReadonlyMap<string, string | Uint8Array>

/** The good lesson. */
export const SAMPLE: Files = new Map([
  ['lessons/terms.md', TERMS],
  ['lessons/facts.md', FACTS],
  ...Object.entries(lessonTemplate('sample')).map(([name, text]): [string, string] => [
    `${FOLDER}/${name}`,
    text,
  ]),
])

/** A change of the files. */
export type Edit = (files: Files) => Files

/** The path of a file: in the lesson's folder, unless it begins with `lessons/`. */
export const pathOf = (name: string): string =>
  name.startsWith('lessons/') ? name : `${FOLDER}/${name}`

/** Text of a file in the place of other text, which must stand there exactly once. */
export const swap =
  (name: string, from: string, to: string): Edit =>
  (files) => {
    const text = String(files.get(pathOf(name)))
    if (text.split(from).length !== 2) throw new Error(`${name} has \`${from}\` not exactly once`)
    return new Map([...files, [pathOf(name), text.replace(from, () => to)]])
  }

/** Text after the end of a file. */
export const append =
  (name: string, more: string): Edit =>
  (files) =>
    new Map([...files, [pathOf(name), `${String(files.get(pathOf(name)))}${more}`]])

/** A file as it is given, or without it. */
export const put =
  (name: string, text: string | Uint8Array | null): Edit =>
  (files) => {
    const others = [...files].filter(([path]) => path !== pathOf(name))
    return new Map(text === null ? others : [...others, [pathOf(name), text]])
  }

/** Every edit, one after the other. */
export const all =
  (...edits: readonly Edit[]): Edit =>
  (files) =>
    edits.reduce((done, edit) => edit(done), files)

/**
 * The sentence of a problem with its place: `mark` is the line by its number, or the one line that has a text. A
 * text that stands on several is followed by which of them is meant: `run: …#2`.
 */
export function sentenceOf(files: Files, [name, mark, message]: Expected): string | RegExp {
  const place = `${pathOf(name)}:${lineOf(files, pathOf(name), mark)} `
  if (typeof message === 'string') return place + message
  return new RegExp(`^${place.replace(/[.\\/]/g, '\\$&')}${message.source}`)
}

function lineOf(files: Files, path: string, mark: string | number): number {
  if (typeof mark === 'number') return mark
  const [, text = '', which] = /^(.*?)(?:#(\d+))?$/s.exec(mark) ?? []
  const lines = String(files.get(path)).split('\n')
  const found = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []))
  if (which === undefined && found.length !== 1) {
    throw new Error(`${path} has \`${text}\` on ${found.length} lines`)
  }
  return found[Number(which ?? 1) - 1] ?? 0
}

/** A file, a line, and what is said, or how it begins. */
export type Expected = readonly [name: string, mark: string | number, message: string | RegExp]
