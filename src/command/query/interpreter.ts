/**
 * What a query makes of data.
 *
 * Follows the interpreter of jmespath.py 1.0 (MIT): null where a path leads nowhere, projections that leave
 * nulls out, comparisons of text by code point.
 */
import { compareText, isList, isNumber, isObject, type Json, numberOf } from '../json.ts'
import { isSame, typeName } from '../python.ts'
import { callFunction, Reference } from './functions.ts'
import { QueryError } from './lexer.ts'
import type { Comparator, Node } from './parser.ts'

/** Things in one list and characters in one text: a short query can double what it has again and again. */
const MOST = 2 ** 20

/** A list or text that is no larger than any answer of the cloud's. Throws `QueryError`. */
function bounded<T extends Json>(value: T): T {
  if ((isList(value) || typeof value === 'string') && value.length > MOST) {
    throw new QueryError(`the result is larger than ${MOST}`)
  }
  return value
}

/** Sees to it that data can be written out: a value that stands in many places counts in each. Throws `QueryError`. */
export function checkSize(value: Json): void {
  let size = 0
  const open: Json[] = [value]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    size += typeof one === 'string' ? one.length : 1
    if (size > 8 * MOST) throw new QueryError(`the result is larger than ${8 * MOST}`)
    const inner = isList(one) ? one : isObject(one) ? one.values() : []
    for (const each of inner) open.push(each)
  }
}

/** The result of a tree on data. Throws `QueryError`. */
export function evaluate(node: Node, data: Json): Json {
  switch (node.kind) {
    case 'current':
      return data
    case 'field':
      return isObject(data) ? (data.get(node.name) ?? null) : null
    case 'literal':
      return node.value
    case 'index':
      return isList(data) ? (data.at(node.index) ?? null) : null
    case 'slice':
      return isList(data) ? slice(data, node.parts) : null
    case 'chain':
      return node.steps.reduce((value, step) => evaluate(step, value), data)
    case 'flatten':
      return bounded(flatten(evaluate(node.child, data)))
    case 'not':
      return not(evaluate(node.child, data))
    case 'expref':
      // Python prints an expression's address, or fails: there is no data that it could be.
      throw new QueryError('Circular reference detected')
    case 'or':
    case 'and': {
      const left = evaluate(node.left, data)
      return isFalse(left) === (node.kind === 'or') ? evaluate(node.right, data) : left
    }
    case 'comparison':
      return compare(node.operator, evaluate(node.left, data), evaluate(node.right, data))
    case 'projection': {
      const base = evaluate(node.left, data)
      return isList(base) ? project(base, node.right) : null
    }
    case 'valueProjection': {
      const base = evaluate(node.left, data)
      return isObject(base) ? project([...base.values()], node.right) : null
    }
    case 'filter': {
      const base = evaluate(node.left, data)
      if (!isList(base)) return null
      return project(
        base.filter((element) => !isFalse(evaluate(node.test, element))),
        node.right,
      )
    }
    case 'call':
      return bounded(
        callFunction(
          node.name,
          node.arguments.map((each) => argument(each, data)),
        ),
      )
    case 'selectList':
      return data === null ? null : node.items.map((item) => evaluate(item, data))
    case 'selectObject': {
      if (data === null) return null
      return new Map(node.members.map(([name, member]) => [name, evaluate(member, data)]))
    }
  }
}

/** An argument of a function; `&expression` is handed over unevaluated. */
function argument(node: Node, data: Json): Json | Reference {
  if (node.kind !== 'expref') return evaluate(node, data)
  return new Reference((value) => evaluate(node.child, value))
}

function project(elements: readonly Json[], node: Node): Json {
  return elements.map((element) => evaluate(node, element)).filter((value) => value !== null)
}

function flatten(value: Json): Json {
  return isList(value) ? value.flat() : null
}

/** Empty things, false and null; not 0. */
function isFalse(value: Json): boolean {
  if (isList(value)) return value.length === 0
  if (isObject(value)) return value.size === 0
  return value === '' || value === null || value === false
}

const not = (value: Json): boolean => !isNumber(value) && isFalse(value)

/** Python's slice of a list. */
function slice(list: readonly Json[], parts: readonly (number | null)[]): Json {
  const [start = null, stop = null, given = null] = parts
  const step = given ?? 1
  if (step === 0) throw new QueryError('slice step cannot be zero')
  const [low, high] = step > 0 ? [0, list.length] : [-1, list.length - 1]
  const bound = (at: number | null, otherwise: number): number => {
    if (at === null) return otherwise
    return Math.min(Math.max(at < 0 ? at + list.length : at, low), high)
  }
  const end = bound(stop, step > 0 ? high : low)
  const found: Json[] = []
  for (let at = bound(start, step > 0 ? low : high); step > 0 ? at < end : at > end; at += step) {
    found.push(list[at] ?? null)
  }
  return found
}

function compare(operator: Comparator, left: Json, right: Json): Json {
  if (operator === 'eq') return isEqual(left, right)
  if (operator === 'ne') return !isEqual(left, right)
  const isOrdered = (value: Json) => isNumber(value) || typeof value === 'string'
  if (!isOrdered(left) || !isOrdered(right)) return null
  if (isNumber(left) && isNumber(right)) return holds(operator, numberOf(left), numberOf(right))
  if (typeof left === 'string' && typeof right === 'string') {
    return holds(operator, compareText(left, right), 0)
  }
  const types = `'${typeName(left)}' and '${typeName(right)}'`
  throw new QueryError(`'${SIGNS[operator]}' not supported between instances of ${types}`)
}

const SIGNS = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

function holds(operator: keyof typeof SIGNS, left: number, right: number): boolean {
  if (operator === 'lt') return left < right
  if (operator === 'lte') return left <= right
  return operator === 'gt' ? left > right : left >= right
}

/** Equality of two results: a boolean is never a number, though it is one within lists and objects. */
function isEqual(left: Json, right: Json): boolean {
  if (typeof left === 'boolean' && isNumber(right)) return false
  if (typeof right === 'boolean' && isNumber(left)) return false
  return isSame(left, right)
}
