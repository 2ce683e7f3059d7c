/**
 * Nothing that silences the type checker or the linter: no `any`, no `!`, no ignore comment.
 *
 * Comments are found by the parser (as what stands before a token), so a string that quotes one
 * does no harm. In markup, whose expressions Svelte parses, `any` and `!` are found too.
 */
import ts from 'typescript'
import {
  at,
  atOffset,
  componentParts,
  hasScript,
  isComponent,
  markupNodes,
  nodesOf,
  parse,
  type Rule,
  type Violation,
} from './source.ts'

const IGNORE =
  /\b(biome-ignore(-\w+)?|svelte-ignore|eslint-disable(-\w+)*|prettier-ignore)\b|@ts-(ignore|expect-error|nocheck)/

const ANY = 'the type any'
const NON_NULL = 'an assertion with !'

/** Comments of markup and style. */
const OTHER_COMMENTS = /<!--[\s\S]*?-->|\/\*[\s\S]*?\*\//g

/** A breach in a node that JSDoc or TypeScript makes; JSDoc carries the types of .mjs files. */
function typeBreach(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return ANY
  if (ts.isNonNullExpression(node)) return NON_NULL
  const declares = ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node)
  return declares && node.exclamationToken ? NON_NULL : undefined
}

/** A node and, before it, what its JSDoc says. */
function withDocs(node: ts.Node): ts.Node[] {
  const docs = ts.getJSDocCommentsAndTags(node).filter((doc) => doc.parent === node)
  return [...docs.flatMap((doc) => [...nodesOf(doc)]), node]
}

function markupBreach(type: string): string | undefined {
  if (type === 'TSAnyKeyword') return ANY
  return type === 'TSNonNullExpression' ? NON_NULL : undefined
}

function inMarkup(path: string, source: string): Violation[] {
  return [...markupNodes(componentParts(source).fragment)].flatMap(({ type, start }) => {
    const message = markupBreach(type)
    return message ? [atOffset(path, source, start, message)] : []
  })
}

/** No `any`, and no `!` that claims what the checker does not see. */
export const noHoles: Rule = (path, source) => {
  if (!hasScript(path)) return []
  const inScript = [...nodesOf(parse(path, source))].flatMap(withDocs).flatMap((node) => {
    const message = typeBreach(node)
    return message ? [at(node, path, message)] : []
  })
  return isComponent(path) ? [...inScript, ...inMarkup(path, source)] : inScript
}

/** Leaves of a tree with the blanks and comments before each, as offsets in its text. */
function* triviaOf(node: ts.Node, file: ts.SourceFile): Generator<{ start: number; text: string }> {
  const start = node.getFullStart()
  const children = node.getChildren(file)
  if (children.length === 0) yield { start, text: file.text.slice(start, node.getStart(file)) }
  for (const child of children) {
    if (!ts.isJSDoc(child)) yield* triviaOf(child, file)
  }
}

function commentsOf(path: string, source: string): { start: number; text: string }[] {
  const scripted = hasScript(path)
  const file = scripted ? parse(path, source) : undefined
  const inScript = file ? [...triviaOf(file, file)] : []
  if (scripted && !isComponent(path)) return inScript
  const parts = scripted ? componentParts(source) : { markup: source, style: '' }
  const others = [parts.markup, parts.style].flatMap((text) => [...text.matchAll(OTHER_COMMENTS)])
  return [...inScript, ...others.map((match) => ({ start: match.index, text: match[0] }))]
}

/** No comment that switches off a check. */
export const noIgnoreComments: Rule = (path, source) => {
  if (!hasScript(path) && !/\.(css|html)$/.test(path)) return []
  return commentsOf(path, source).flatMap(({ start, text }) => {
    const found = IGNORE.exec(text)
    if (!found) return []
    return [atOffset(path, source, start + found.index, `an ignore comment: ${found[0]}`)]
  })
}
