import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseShorthand, ShorthandProblem } from './shorthand.ts'

const PYTHON = '/usr/bin/python3'
const ORACLE = `
import json, sys
from awscli.shorthand import ShorthandParser, ShorthandParseError
def read(text):
    try: return {'value': ShorthandParser().parse(text)}
    except ShorthandParseError as e: return {'error': str(e)}
print(json.dumps([read(text) for text in json.load(sys.stdin)]))
`
const hasOracle =
  spawnSync(PYTHON, ['-c', 'import awscli.shorthand'], { encoding: 'utf8' }).status === 0
// Where the tests must run, nothing is left out in silence.
if (!hasOracle && process.env.CI) throw new Error(`no awscli for ${PYTHON}`)
if (!hasOracle) console.info('shorthand: not compared, because awscli is not installed here')

function ours(text: string): unknown {
  try {
    return { value: parseShorthand(text) }
  } catch (problem) {
    if (problem instanceof ShorthandProblem) return { error: problem.message }
    throw problem
  }
}

/** Text that is nearly shorthand, so that half of it parses. */
const bare = fc.string({ unit: fc.constantFrom(...'abZ09.:/-_ \\,é~|@#'), maxLength: 6 })
const quoted = fc.constantFrom("'a,b'", '"c=d"', "'it\\'s'", '"\\"q\\""', "'a\\\\'", '"open', '""')
const key = fc.constantFrom('Name', 'Values', 'a', 'tag:x', 'a.b', '', 'k k')
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    bare,
    quoted,
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 3 })
      .map((members) => `{${members.map(([k, v]) => `${k}=${v}`).join(', ')}}`),
    fc.array(bare, { minLength: 2, maxLength: 3 }).map((items) => items.join(',')),
  ),
}))
const nearly = fc
  .array(fc.tuple(key, fc.constantFrom('=', ' = ', '=', ''), value), { minLength: 1, maxLength: 3 })
  .map((members) => members.map(([k, sign, v]) => `${k}${sign}${v}`).join(','))
const broken = fc.string({ unit: fc.constantFrom(...'ab=,[]{}\'"\\ \n'), maxLength: 10 })

describe('shorthand', () => {
  test.skipIf(!hasOracle)('is read as the CLI reads it, errors and all', () => {
    const texts = [
      ...fc.sample(nearly, { numRuns: 500, seed: 11 }),
      ...fc.sample(broken, { numRuns: 500, seed: 12 }),
    ]
    const { stdout, stderr } = spawnSync(PYTHON, ['-c', ORACLE], {
      encoding: 'utf8',
      input: JSON.stringify(texts),
      maxBuffer: 64 * 1024 * 1024,
    })
    expect(stderr).toBe('')
    const theirs: unknown[] = JSON.parse(stdout)
    const parsed = theirs.filter((each) => JSON.stringify(each).startsWith('{"value"'))
    expect(parsed.length).toBeGreaterThan(100)
    for (const [i, text] of texts.entries()) expect(ours(text), text).toEqual(theirs[i])
  })

  test('reads what the CLI’s documentation shows', () => {
    expect(parseShorthand('Name=instance-state-name,Values=running,stopped')).toEqual({
      Name: 'instance-state-name',
      Values: ['running', 'stopped'],
    })
    expect(
      parseShorthand('ResourceType=instance,Tags=[{Key=Name,Value=web},{Key=a,Value="b, c"}]'),
    ).toEqual({
      ResourceType: 'instance',
      Tags: [
        { Key: 'Name', Value: 'web' },
        { Key: 'a', Value: 'b, c' },
      ],
    })
  })

  test('shows the place', () => {
    expect(ours('Name')).toEqual({
      error: "Expected: '=', received: 'EOF' for input:\nName\n    ^",
    })
  })
})
