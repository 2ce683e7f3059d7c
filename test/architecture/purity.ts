/**
 * The cloud is a pure function: nothing in it may depend on the host, the hour or the order in
 * which promises settle, and `Math` is limited to what every engine computes alike.
 *
 * Seen by syntax tree, so a comment or a property of the same name does no harm. Not seen: a name
 * computed at run time, for which nothing in the cloud has an object to ask.
 */
import ts from 'typescript'
import { at, hasScript, isTest, nodesOf, parse, type Rule } from './source.ts'

const BANNED_NAMES = new Set([
  ...['Promise', 'Date', 'Intl', 'WeakRef', 'FinalizationRegistry', 'globalThis', 'eval'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame'],
  ...['clearTimeout', 'clearInterval', 'requestIdleCallback', 'performance', 'Function'],
])

const EXACT_MATH = new Set([
  ...['floor', 'ceil', 'trunc', 'round', 'abs', 'min', 'max'],
  ...['imul', 'clz32', 'sign', 'sqrt', 'fround'],
])

const POWERS = new Set([
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.AsteriskAsteriskEqualsToken,
])

/** Whether an identifier only names a member, as in `record.Date` or `{ Date: 1 }`. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node
  if (ts.isQualifiedName(parent)) return parent.right === node
  if (ts.isBindingElement(parent)) return parent.propertyName === node
  const declares =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isAccessor(parent) ||
    ts.isEnumMember(parent)
  return declares && parent.name === node
}

/** Whether an identifier `Math` is the object of one of the exact functions. */
function isExactMath(node: ts.Identifier): boolean {
  const { parent } = node
  return (
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === node &&
    EXACT_MATH.has(parent.name.text)
  )
}

function isLocaleMember(name: string): boolean {
  return name === 'localeCompare' || name.startsWith('toLocale')
}

function identifierBreach(node: ts.Identifier): string | undefined {
  if (isLocaleMember(node.text)) return node.text
  if (isMemberName(node)) return undefined
  if (BANNED_NAMES.has(node.text)) return node.text
  if (node.text === 'Math' && !isExactMath(node)) return node.parent.getText()
  return undefined
}

/** What a node does that the cloud may not, if anything. */
function breach(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node)) return identifierBreach(node)
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async'
  if (node.kind === ts.SyntaxKind.AwaitKeyword || ts.isAwaitExpression(node)) return 'await'
  if (ts.isBinaryExpression(node) && POWERS.has(node.operatorToken.kind)) return '**'
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return 'import()'
  }
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    const name = node.argumentExpression.text
    return isLocaleMember(name) ? name : undefined
  }
  return undefined
}

/** The bans of the cloud, over what ships of src/cloud. */
export const cloudPurity: Rule = (path, source) => {
  if (!path.startsWith('src/cloud/') || !hasScript(path) || isTest(path)) return []
  return [...nodesOf(parse(path, source))].flatMap((node) => {
    const message = breach(node)
    return message === undefined ? [] : [at(node, path, `the cloud may not use ${message}`)]
  })
}
