/**
 * Rules on single words: who constructs a cloud, and who writes styles by hand.
 *
 * Styles: the content security policy forbids `style` attributes and elements that are made at
 * run time; `style:` directives and a component's style block pass it. An attribute that a spread
 * brings in is not seen here; the end-to-end fixture sees it as a broken policy.
 */
import ts from 'typescript'
import {
  at,
  atOffset,
  componentParts,
  hasScript,
  isComponent,
  isTest,
  markupNodes,
  nodesOf,
  parse,
  type Rule,
  type Violation,
} from './source.ts'

const CONSTRUCTORS = ['src/session/', 'src/node/', 'test/']

/** Whether a node takes `createCloud` in hand: imports it, names it in a call, passes it on. */
function takesCreateCloud(node: ts.Node): node is ts.Identifier {
  if (!ts.isIdentifier(node) || node.text !== 'createCloud') return false
  const { parent } = node
  return !(ts.isFunctionDeclaration(parent) && parent.name === node)
}

/** Only session, node and tests construct a cloud; src/cloud declares how. */
export const onlySessionConstructs: Rule = (path, source) => {
  const allowed = CONSTRUCTORS.some((folder) => path.startsWith(folder)) || isTest(path)
  if (allowed || !hasScript(path)) return []
  return [...nodesOf(parse(path, source))]
    .filter(takesCreateCloud)
    .map((node) => at(node, path, 'only session and node construct a cloud'))
}

function styleInMarkup(path: string, source: string): Violation[] {
  const { fragment } = componentParts(source)
  return [...markupNodes(fragment)].flatMap(({ type, name, start }) => {
    const byHand = (type === 'Attribute' || type === 'RegularElement') && name === 'style'
    const message = `a style ${type === 'Attribute' ? 'attribute' : 'element'} by hand`
    return byHand ? [atOffset(path, source, start, message)] : []
  })
}

/** Whether a call is `setAttribute('style', …)` or `createElement('style')`. */
function makesStyle(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false
  const [first] = node.arguments
  const makers = ['setAttribute', 'createElement']
  const isMaker = makers.includes(node.expression.name.text)
  return isMaker && first !== undefined && ts.isStringLiteralLike(first) && first.text === 'style'
}

/** No style attribute or element by hand, in markup or in script. */
export const noHandMadeStyle: Rule = (path, source) => {
  if (!path.startsWith('src/') || !hasScript(path)) return []
  const inScript = [...nodesOf(parse(path, source))]
    .filter(makesStyle)
    .map((node) => at(node, path, 'a style made by hand'))
  return isComponent(path) ? [...inScript, ...styleInMarkup(path, source)] : inScript
}
