/**
 * The formats. `test/cli-output.test.ts` compares with the real CLI; what is here needs no Python, its texts were
 * taken from aws-cli 2.9.19.
 */
import { describe, expect, test } from 'vitest'
import { float, type Json } from '../json.ts'
import { reprText } from '../python.ts'
import { parseJson } from '../readJson.ts'
import { format, type OutputKind } from './index.ts'

const data = (json: string): Json => {
  const value = parseJson(json)
  if (value === undefined) throw new Error(`no JSON: ${json}`)
  return value
}

function shown(json: string, kind: OutputKind, columns = 80): string {
  const result = format(data(json), kind, { operation: 'DescribeThings', columns })
  return result.ok ? result.value : result.error.message
}

const THINGS =
  '{"Things": [{"Id": "i-1", "Tags": [{"Key": "Name", "Value": "東京"}], "On": true},' +
  ' {"Id": "i-2", "Size": 8.0}], "Owner": null}'

test('json: four spaces, text as it is', () => {
  expect(shown('{"a": [], "b": {}, "c": [1, "é\\n"]}', 'json')).toBe(
    '{\n    "a": [],\n    "b": {},\n    "c": [\n        1,\n        "é\\n"\n    ]\n}\n',
  )
  expect([shown('{}', 'json'), shown('[]', 'json'), shown('null', 'json')]).toEqual([
    ...['', '[]\n', 'null\n'],
  ])
})

test('text: a line an object, the same columns in a list', () => {
  expect(shown(THINGS, 'text')).toBe(
    'None\nTHINGS\ti-1\tTrue\t\nTAGS\tName\t東京\nTHINGS\ti-2\t\t8.0\n',
  )
  expect(shown('[["a", "b"], ["c", null]]', 'text')).toBe('a\tb\nc\tNone\n')
  expect(shown('{"Names": ["a", "b"]}', 'text')).toBe('NAMES\ta\nNAMES\tb\n')
  expect(shown('"i-1"', 'text')).toBe('i-1\n')
})

describe('table', () => {
  test('a section an object, wide characters counted twice', () => {
    expect(shown(THINGS, 'table')).toBe(`---------------------------
|     DescribeThings      |
+------------+------------+
|  Owner     |  None      |
+------------+------------+
||        Things         ||
|+-----+--------+--------+|
|| Id  |  On    | Size   ||
|+-----+--------+--------+|
||  i-1|  True  |        ||
|+-----+--------+--------+|
|||        Tags         |||
||+---------+-----------+||
|||   Key   |   Value   |||
||+---------+-----------+||
|||  Name   |  東京     |||
||+---------+-----------+||
||        Things         ||
|+------+------+---------+|
||  Id  | On   |  Size   ||
|+------+------+---------+|
||  i-2 |      |  8.0    ||
|+------+------+---------+|
`)
  })

  test('one row stands upright when it is wider than the terminal', () => {
    expect(shown('{"A": "1234567890", "B": "1234567890"}', 'table', 25)).toBe(`---------------------
|  DescribeThings   |
+----+--------------+
|  A |  1234567890  |
|  B |  1234567890  |
+----+--------------+
`)
  })

  test('rows of unequal length are refused in the CLI’s words', () => {
    expect(shown('[["a"], ["b", "c"]]', 'table')).toBe(
      'Row should have 1 elements, instead it has 2',
    )
  })
})

test('Numbers and texts are written as Python writes them', () => {
  const values = [float(2), 0.1, 1e-5, float(1e16), 123456, float(-0), "it's", 'a\n\u200b', null]
  expect(values.map(reprText)).toEqual([
    ...['2.0', '0.1', '1e-05', '1e+16', '123456', '-0.0', '"it\'s"', "'a\\n\\u200b'", 'None'],
  ])
})
