/**
 * Queries. `test/cli-output.test.ts` compares with the CLI's own jmespath; what is here needs no Python, its
 * results and messages were taken from jmespath.py 1.0.1.
 */
import { describe, expect, test } from 'vitest'
import { compactJson } from './output/json.ts'
import { compileQuery } from './query.ts'
import { parseJson } from './readJson.ts'

/** The result as text, or the message. */
function ask(expression: string, json: string): string {
  const data = parseJson(json)
  if (data === undefined) throw new Error(`no JSON: ${json}`)
  const query = compileQuery(expression)
  if (!query.ok) return query.error.message
  const result = query.value(data)
  return result.ok ? compactJson(result.value) : result.error.message
}

describe('Where jmespath.js differs from the CLI', () => {
  test.for([
    ['numbers sort as numbers', 'sort(@)', '[10, 9, 1.5, 100]', '[1.5,9,10,100]'],
    ['text sorts by code point', 'sort(@)', '["b", "B", "é", "a"]', '["B","a","b","\\u00e9"]'],
    ['max_by of text', 'max_by(@, &k).v', '[{"k":"a","v":1},{"k":"b","v":2}]', '2'],
    ['bare text in backquotes', '[?K==`Name`].V', '[{"K":"Name","V":"web"}]', '["web"]'],
    ['order of members', '{z: a, "10": b, "2": c}', '{"a":1}', '{"z":1,"10":null,"2":null}'],
    ['averages are fractions', 'avg(@)', '[1, 3]', '2.0'],
    ['sums of whole numbers are not', 'sum(@)', '[1, 3]', '4'],
    ['1 is not true', '`true` == `1`', '{}', 'false'],
    ['a member called __proto__', '__proto__', '{"__proto__": 7}', '7'],
    ['what every object inherits', 'constructor', '{"a": 1}', 'null'],
    ['a slice backwards', '[::-2]', '[1,2,3,4]', '[4,2]'],
  ] as const)('%s', ([, expression, json, result]) => {
    expect(ask(expression, json)).toBe(result)
  })
})

test.for([
  ['a[', 'Invalid jmespath expression: Incomplete expression:\n"a["\n   ^'],
  ['a=b', "Bad jmespath expression: Unknown token '=':\na=b\n ^"],
  [
    'a[]]',
    'Unexpected token: ]: Parse error at column 3, token "]" (RBRACKET), for expression:\n"a[]]"\n    ^',
  ],
  ['', 'Invalid JMESPath expression: cannot be empty.'],
] as const)('A broken expression, %s, is refused in the CLI’s words', ([expression, message]) => {
  const query = compileQuery(expression)
  const expected = { message: `Bad value for --query ${expression}: ${message}` }
  expect(query).toMatchObject({ ok: false, error: expected })
})

test('Data that do not suit a function are refused in its words', () => {
  expect(ask('sort(@)', '[1, "a"]')).toBe(
    'In function sort(), invalid type for value: a, ' +
      "expected one of: ['array-string', 'array-number'], received: \"str\"",
  )
})

test('An expression nested past any stack is refused', () => {
  expect(compileQuery('('.repeat(5000)).ok).toBe(false)
  expect(parseJson('['.repeat(5000))).toBeUndefined()
})

test('JSON is read as Python reads it', () => {
  const texts = ['1.0', '-0', '1e2', 'NaN', '{"b": 1, "1": 2}', '"\\ud83d\\ude00"']
  expect(texts.map((text) => compactJson(parseJson(text) ?? 'none'))).toEqual([
    ...['1.0', '0', '100.0', 'NaN', '{"b":1,"1":2}', '"\\ud83d\\ude00"'],
  ])
  for (const broken of ['', '01', '[1,]', "{'a': 1}", '"\n"', '1 2', '[', '{"a"}', 'nul']) {
    expect(parseJson(broken), broken).toBeUndefined()
  }
})

describe('A query that doubles what it has', () => {
  const times = (step: string, first: string, n = 40) => [first, ...Array(n).fill(step)].join(' | ')
  test.for([
    ['in lists that share what they hold', times('[@, @]', '@'), 8 * 2 ** 20],
    ['in records', times('{a: @, b: @}', '@'), 8 * 2 ** 20],
    ['in one flat list', times('[@, @][]', '[@, @]'), 2 ** 20],
    ['in one text', times("join('', [@, @])", "'ab'"), 2 ** 20],
  ] as const)('ends, and says so: %s', ([, expression, most]) => {
    expect(ask(expression, '{"a":1}')).toBe(`the result is larger than ${most}`)
  })
})
