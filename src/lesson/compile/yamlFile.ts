/**
 * A YAML file as plain data that remembers its lines.
 *
 * Taken: YAML 1.2's core schema with unique keys. Refused, because a stranger wrote it: aliases, which can make a
 * small file large, and keys that name what every JavaScript object has. What is long or deep is refused before.
 */
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml'
import type { Place, Problems } from './problem.ts'

/** A way into data: keys and numbers. */
export type Path = readonly (string | number)[]

/** A YAML file that could be read. */
export interface YamlFile {
  readonly data: unknown
  /** where the thing at a path begins: its key, or the nearest thing above it that is there */
  at(path: Path): Place
}

/** Names that every object has: a thing that is looked up by one of them would seem to be there. */
export const INHERITED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Reads a file; null when it is no YAML that we take, which `problems` then says. */
export function readYaml(file: string, text: string, problems: Problems): YamlFile | null {
  const counter = new LineCounter()
  // That keys are unique is looked at below: the reader's own way compares each with each.
  const options = { lineCounter: counter, prettyErrors: false, uniqueKeys: false }
  const document = parseDocument(text, options)
  const lineAt = (offset: number): number => Math.max(1, counter.linePos(offset).line)
  const wrong = [...document.errors, ...document.warnings]
  for (const { pos, message } of wrong)
    problems.add({ file, line: lineAt(pos[0]) }, sentence(message))
  let odd = 0
  visit(document, (_key, node) => {
    const line = lineAt((isPair(node) ? offsetOf(node.key) : offsetOf(node)) ?? 0)
    if (isAlias(node)) {
      odd += 1
      problems.add({ file, line }, 'Aliases (`*name`) are not taken: write the value again.')
    }
    if (isPair(node) && isScalar(node.key) && INHERITED.has(String(node.key.value))) {
      odd += 1
      problems.add({ file, line }, `A key cannot be named \`${node.key.value}\`.`)
    }
    if (!isMap(node)) return
    for (const key of twiceIn(node)) {
      odd += 1
      problems.add({ file, line: lineAt(offsetOf(key) ?? 0) }, `The key \`${key}\` is there twice.`)
    }
  })
  if (wrong.length > 0 || odd > 0) return null
  const at = (path: Path): Place => ({ file, line: lineAt(offsetAt(document.contents, path)) })
  return { data: document.toJS(), at }
}

/** The keys of a map that stood there before. */
function twiceIn({ items }: YAMLMap): readonly Scalar[] {
  const seen = new Set<string>()
  return items.flatMap(({ key }) => {
    if (!isScalar(key)) return []
    const name = String(key.value)
    if (seen.has(name)) return [key]
    seen.add(name)
    return []
  })
}

const sentence = (message: string): string => `This is not YAML: ${message.split('\n')[0]}.`

function offsetOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined
  const { range } = node
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined
}

/** The offset of the key or item at a path, or of the last one on the way that is there. */
function offsetAt(root: unknown, path: Path): number {
  let node = root
  let offset = offsetOf(root) ?? 0
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (pair === undefined) return offset
      offset = offsetOf(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(step)]
      offset = offsetOf(node) ?? offset
    } else return offset
  }
  return offset
}
