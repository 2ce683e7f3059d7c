/**
 * `--query`: JMESPath, as the CLI's own jmespath.py runs it.
 *
 * An implementation of our own, after jmespath.py 1.0 (MIT), because jmespath.js answers differently in too
 * many places that a learner meets: it sorts numbers as text and text by locale, refuses ``[?Key==`Name`]``,
 * knows no `1.0`, puts members named by numbers first, and says other things of a broken expression.
 */
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import type { Json } from './json.ts'
import { checkSize, evaluate } from './query/interpreter.ts'
import { QueryError } from './query/lexer.ts'
import { type Node, parse } from './query/parser.ts'

/** A query that is well formed. Data may still not suit it (`sort` of a list with null): exit code 255. */
export type Query = (data: Json) => Result<Json>

/** Chains of pipes and of brackets grow a tree that is walked by recursion; this keeps it within the stack. */
const MOST_CHARACTERS = 4000

/** Reads an expression. Refused with `ParamValidation` in the CLI's words: exit code 252. */
export function compileQuery(expression: string): Result<Query> {
  if (expression.length > MOST_CHARACTERS) {
    return fail(
      'ParamValidation',
      `Bad value for --query: longer than ${MOST_CHARACTERS} characters.`,
    )
  }
  const node = caught(() => parse(expression))
  if (node instanceof QueryError) {
    return fail('ParamValidation', `Bad value for --query ${expression}: ${node.message}`)
  }
  return ok((data) => run(node, data))
}

function run(node: Node, data: Json): Result<Json> {
  const result = caught(() => {
    const value = evaluate(node, data)
    checkSize(value)
    return value
  })
  return result instanceof QueryError ? fail('QueryError', result.message) : ok(result)
}

function caught<T>(work: () => T): T | QueryError {
  try {
    return work()
  } catch (error) {
    if (error instanceof QueryError) return error
    throw error
  }
}
