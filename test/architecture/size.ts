/**
 * How large things may grow: 500 lines a file, 70 a function.
 *
 * The script, the markup and the style of a component are counted each. A function whose body is
 * a single switch counts as its longest case. The callback of `describe` groups tests and is no
 * function of its own; those inside it are counted. Generated files are nobody's to read.
 */
import ts from 'typescript'
import {
  at,
  componentParts,
  hasScript,
  isComponent,
  isGenerated,
  nodesOf,
  parse,
  type Rule,
} from './source.ts'

const FILE_LINES = 500
const FUNCTION_LINES = 70

/** Lines from the first that says something to the last. */
function linesOf(text: string): number {
  return text.trim() === '' ? 0 : text.trim().split('\n').length
}

function fileParts(path: string, source: string): [name: string, text: string][] {
  if (!isComponent(path)) return [['the file', source]]
  const { script, markup, style } = componentParts(source)
  // Markup is scattered around script and style, whose blank lines are not its own.
  const written = markup.replace(/\n\s*\n/g, '\n')
  return [
    ['the script', script],
    ['the markup', written],
    ['the style', style],
  ]
}

/** Files of at most 500 lines. */
export const fileSize: Rule = (path, source) => {
  if (!/\.(ts|mjs|js|svelte|css|html|sh)$/.test(path) || isGenerated(source)) return []
  return fileParts(path, source).flatMap(([name, text]) => {
    const lines = linesOf(text)
    const message = `${name} has ${lines} lines, more than ${FILE_LINES}`
    return lines > FILE_LINES ? [{ path, line: 1, message }] : []
  })
}

function nodeLines(node: ts.Node): number {
  const file = node.getSourceFile()
  const line = (position: number) => file.getLineAndCharacterOfPosition(position).line
  return line(node.getEnd()) - line(node.getStart(file)) + 1
}

function functionLines(node: ts.FunctionLikeDeclaration): number {
  const statements = node.body && ts.isBlock(node.body) ? node.body.statements : []
  const [only] = statements
  if (statements.length !== 1 || !only || !ts.isSwitchStatement(only)) return nodeLines(node)
  return Math.max(0, ...only.caseBlock.clauses.map(nodeLines))
}

function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined
}

/** Whether a function is handed to `describe`, `describe.each(…)` and their like. */
function groupsTests(node: ts.Node): boolean {
  const call = node.parent
  return ts.isCallExpression(call) && /^(test\.)?describe\b/.test(call.expression.getText())
}

/** Functions of at most 70 lines. */
export const functionSize: Rule = (path, source) => {
  if (!hasScript(path) || isGenerated(source)) return []
  return [...nodesOf(parse(path, source))].flatMap((node) => {
    if (!isFunction(node) || groupsTests(node)) return []
    const lines = functionLines(node)
    const message = `a function has ${lines} lines, more than ${FUNCTION_LINES}`
    return lines > FUNCTION_LINES ? [at(node, path, message)] : []
  })
}
