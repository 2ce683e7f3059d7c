/**
 * What the CLI prints, against the real one: its formatters, and its jmespath, over the same data.
 *
 * Needs the Python of an installed aws-cli 2 (as Debian packs it). Elsewhere these tests are skipped, and
 * those beside the code, with texts taken from the real CLI, stand for them.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CallRequest, consoleCall, type Members } from '../src/cloud/call.ts'
import { createCloud } from '../src/cloud/cloud.ts'
import { DEFAULT_EPOCH } from '../src/cloud/kernel/calendar.ts'
import { FIRST_ACCOUNT } from '../src/cloud/kernel/ref.ts'
import { ok } from '../src/cloud/kernel/result.ts'
import { Float, float, type Json } from '../src/command/json.ts'
import { format, type OutputKind } from '../src/command/output/index.ts'
import { compactJson } from '../src/command/output/json.ts'
import { textWidth } from '../src/command/output/width.ts'
import { FRACTIONS, toPlain } from '../src/command/plain.ts'
import { compileQuery } from '../src/command/query.ts'
import { runLine } from '../src/command/testLine.ts'
import { models } from '../src/models/index.ts'
import { ONE } from './ec2Lab.ts'

const PYTHON = '/usr/bin/python3'
const SCRIPT = fileURLToPath(new URL('./cli-output.py', import.meta.url))
const SEED = 20_260_101

type Job = readonly (string | number)[]
/** What Python printed, or its message. */
type PythonAnswer = readonly [text: string | null, error: string | null]

function askPython(jobs: readonly Job[]): PythonAnswer[] {
  const done = spawnSync(PYTHON, [SCRIPT], {
    input: JSON.stringify(jobs),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { PYTHONIOENCODING: 'utf-8' },
  })
  if (done.status !== 0) throw new Error(done.stderr || String(done.error))
  return JSON.parse(done.stdout) as PythonAnswer[]
}

const probe = spawnSync(PYTHON, ['-c', 'import awscli.formatter, jmespath'], { encoding: 'utf8' })
const missing = probe.status !== 0
// Where the tests must run, nothing is left out in silence.
if (missing && process.env.CI) throw new Error(`no aws-cli for ${PYTHON}`)
if (missing)
  console.log(`skipped: no aws-cli for ${PYTHON} (${probe.error ?? probe.stderr.trim()})`)

const NAMES = ['Name', 'Tags', 'a', 'B', 'b', '10', '2', '_x', 'Ключ', '名前', '__proto__', '']
const CHARS = [...'aZ09 -_./:=\'"\\`\t\n\r\0\u007f\u00a0é±日本ｶΩж€😀\u0301\u200b|+&']
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...CHARS), maxLength: 12 }),
  fc.constantFrom('i-0123456789abcdef0', 't3.micro', 'running', '2026-01-01T00:00:00+00:00'),
)
const number = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.maxSafeInteger(),
  fc.integer({ min: -3, max: 3 }).map(float),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(float),
  fc.constantFrom(0.1, 1e-5, 1e-4, 123456.789, 1e21, 1.5e16, 1e300).map(float),
)
const scalar: fc.Arbitrary<Json> = fc.oneof(
  { weight: 5, arbitrary: text },
  { weight: 3, arbitrary: number },
  fc.boolean(),
  fc.constant(null),
)

const { json } = fc.letrec<{ json: Json; object: Json; list: Json }>((tie) => ({
  json: fc.oneof({ maxDepth: 4 }, scalar, tie('object'), tie('list')),
  object: fc
    .array(fc.tuple(fc.constantFrom(...NAMES), tie('json')), { maxLength: 4 })
    .map((members) => new Map(members)),
  list: fc.oneof(
    fc.array(tie('object'), { maxLength: 4 }),
    fc.array(scalar, { maxLength: 4 }),
    fc.array(tie('json'), { maxLength: 3 }),
  ),
}))

const documents = (count: number): Json[] => fc.sample(json, { numRuns: count, seed: SEED })

/** Data and results as text: `1.0` and `1` differ, and NaN is NaN. */
const shown = (data: Json): string => compactJson(data)

/** Real answers of the lab, as the CLI's data. */
function answers(): { operation: string; data: Json }[] {
  const cloud = createCloud({ seed: 'output', scenario: 'empty' })
  const call = (service: 'ec2' | 'sts', operation: string, input: Members = {}) => {
    const { result } = cloud.call(consoleCall(FIRST_ACCOUNT, service, operation, input))
    if (!result.ok) throw new Error(`${operation}: ${result.error.message}`)
    const model = models[service]
    const shape = model.operations[operation]?.output ?? null
    return { operation, data: toPlain(result.value, shape, model, DEFAULT_EPOCH) }
  }
  const tags = [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: '東京 web' }] }]
  const launched = call('ec2', 'RunInstances', { ...ONE, MaxCount: 3, TagSpecifications: tags })
  const describes = Object.keys(models.ec2.operations).filter(
    (name) => name.startsWith('Describe') && name !== 'DescribeInstanceAttribute',
  )
  return [
    launched,
    call('ec2', 'CreateKeyPair', { KeyName: 'k' }),
    ...describes.map((name) => call('ec2', name)),
    call('sts', 'GetCallerIdentity'),
  ]
}

const KINDS: readonly OutputKind[] = ['json', 'text', 'table']

function compareFormats(cases: readonly { operation: string; data: Json }[], kind: OutputKind) {
  const columns = (i: number) => [80, 120, 40, 1000][i % 4] ?? 80
  const jobs = cases.map(({ operation, data }, i) => [kind, shown(data), operation, columns(i)])
  const expected = askPython(jobs)
  for (const [i, { operation, data }] of cases.entries()) {
    const ours = format(data, kind, { operation, columns: columns(i) })
    const [text, error = null] = expected[i] ?? []
    expect(ours.ok ? ours.value : null, shown(data)).toBe(text)
    // What Python says of a list of objects and other things depends on more than is worth knowing.
    if (error?.startsWith('Row')) expect(ours).toMatchObject({ error: { message: error } })
  }
}

describe.skipIf(missing)('Output is what the real CLI prints', () => {
  test.for(KINDS)('as %s, of any data', (kind) => {
    const cases = documents(1500).map((data) => ({ operation: 'DescribeThings', data }))
    compareFormats(cases, kind)
  })

  test.for(KINDS)('as %s, of answers of the lab', (kind) => {
    compareFormats(answers(), kind)
  })

  test('widths of all characters that Unicode 14 has', () => {
    const [[widths] = []] = askPython([['widths']])
    const wrong: string[] = []
    for (const [code, letter] of [...(widths ?? '')].entries()) {
      const ours = textWidth(String.fromCodePoint(code)) === 2 ? 'w' : 'n'
      if (letter !== '-' && ours !== letter) wrong.push(code.toString(16))
    }
    expect(widths).toHaveLength(0x110000)
    expect(wrong).toEqual([])
  })

  test('fractions are those of the CLI’s model', () => {
    const [[names] = []] = askPython([['fractions']])
    const theirs = new Set(names?.split(' '))
    const ours = Object.values(models).flatMap((model) =>
      Object.entries(model.shapes).flatMap(([shape, row]) =>
        'members' in row ? row.members.map(([name]) => `${shape}.${name}`) : [],
      ),
    )
    const known = ours.filter((name) => theirs.has(name)).sort()
    expect(known).toContain('ProcessorInfo.SustainedClockSpeedInGhz')
    expect([...FRACTIONS]).toEqual(expect.arrayContaining(known))
    expect(ours).toEqual(expect.arrayContaining([...FRACTIONS]))
  })
})

describe.skipIf(missing)('Pages in text are what the real CLI prints', () => {
  /** How botocore asks for pages, and how a line asks the lab for them. */
  const KINDS_OF_PAGES = [
    {
      line: 'aws ec2 describe-tags',
      keys: { input: 'NextToken', output: 'NextToken', more: null, result: ['Tags'] },
      ends: {},
    },
    {
      line: 'aws s3api list-objects-v2 --bucket b',
      keys: {
        input: 'ContinuationToken',
        output: 'NextContinuationToken',
        more: 'IsTruncated',
        result: ['Contents', 'CommonPrefixes'],
      },
      ends: { IsTruncated: false },
    },
  ] as const
  const QUERIES = [
    '',
    '[]',
    'Tags[].Key',
    'Contents[].[Key,Size]',
    'CommonPrefixes',
    'length(@)',
    'sum(Tags)',
  ]
  const item = fc.nat({ max: 99 }).map((n) => ({ Key: `k${n}` }))
  const some = (of: fc.Arbitrary<unknown>) =>
    fc.option(fc.array(of, { maxLength: 4 }), { nil: undefined })
  const cases = fc.record({
    kind: fc.constantFrom(...KINDS_OF_PAGES),
    pages: fc.array(fc.tuple(some(item), some(item.map(({ Key }) => ({ Prefix: Key })))), {
      minLength: 1,
      maxLength: 4,
    }),
    query: fc.constantFrom(...QUERIES),
    maxItems: fc.option(fc.integer({ min: 1, max: 9 })),
    startingToken: fc.option(fc.constantFrom('0', '0___1')),
  })

  /** The answers page by page, each but the last with the number of the next as its token. */
  function answersOf({
    kind,
    pages,
  }: {
    kind: (typeof KINDS_OF_PAGES)[number]
    pages: readonly (readonly unknown[])[]
  }) {
    return pages.map((items, i): Members => {
      const found = kind.keys.result.map((name, j) => [name, items[j]] as const)
      const given = Object.fromEntries(found.filter(([, list]) => list !== undefined))
      if (i + 1 === pages.length) return { ...given, ...kind.ends }
      const goesOn = kind.keys.more === null ? {} : { [kind.keys.more]: true }
      return { ...given, ...goesOn, [kind.keys.output]: String(i + 1) } as Members
    })
  }

  test('of any length, with queries, cut and gone on with', () => {
    const all = fc.sample(cases, { numRuns: 600, seed: SEED })
    const jobs = all.map(({ kind, pages, query, maxItems, startingToken }) => {
      const model = models[kind.line.includes('ec2') ? 'ec2' : 's3']
      const shape = kind.line.includes('ec2') ? 'DescribeTagsResult' : 'ListObjectsV2Output'
      const data = answersOf({ kind, pages }).map((page) =>
        toPlain(page, shape, model, DEFAULT_EPOCH),
      )
      const options = { ...kind.keys, query: query || null, maxItems, startingToken }
      return ['pages', shown(data), JSON.stringify(options)]
    })
    const expected = askPython(jobs)
    for (const [i, { kind, pages, query, maxItems, startingToken }] of all.entries()) {
      const words = [
        kind.line,
        '--output text',
        query && `--query '${query}'`,
        maxItems === null ? '' : `--max-items ${maxItems}`,
        startingToken === null ? '' : `--starting-token ${startingToken}`,
      ]
      const line = words.filter((word) => word !== '').join(' ')
      const answers = answersOf({ kind, pages })
      const call = ({ input }: CallRequest) =>
        ok(answers[Number(input[kind.keys.input] ?? 0)] ?? {})
      const { result } = runLine(line, { call })
      const ours = result.stdout + (result.exitCode === 255 ? 'and an error' : '')
      expect(ours, `${line} of ${jobs[i]?.[1]}`).toBe(expected[i]?.[0])
    }
    const failed = expected.filter(([text]) => text?.endsWith('and an error'))
    expect(failed.length).toBeGreaterThan(10)
    expect(expected.length - failed.length).toBeGreaterThan(400)
  })
})

/** Expressions that learners and AWS's documentation use, and corners of the grammar. */
const EXPRESSIONS = `
Name|Tags|a.b|a[0]|a[-1]|a[1:]|a[::-1]|a[:2]|*|*.a|a.*|[*].Name|[].a|[*].[Name, a]|[].[Name,a][]
{x: Name, y: a, "10": B, "2": b}|[0].{n: Name}|[?Name=='web']|[?a==\`1\`].B|[?a>\`0\`]|[?!a]|[?a && B]
[?a || B].Name|Tags[?Key=='Name'].Value \\| [0]|Tags[?Key==\`Name\`].Value|sort(@)|sort_by(@, &Name)
sort_by(@, &a)[-1]|max_by(@, &a)|min_by(@, &a).Name|length(@)|length(a)|keys(@)|values(@)|sort(keys(@))
join(',', @)|join(', ', keys(@))|contains(@, 'a')|contains(Name, 'a')|contains(@, \`1\`)|starts_with(Name, 'w')
ends_with(Name, 'b')|to_string(@)|to_string(a)|to_number(Name)|to_number(\`"1e3"\`)|to_number('1_0')|type(@)
type(a)|not_null(a, B, Name)|not_null()|reverse(@)|reverse(Name)|sum(@)|avg(@)|max(@)|min(@)|sum(a)|avg(a)
abs(a)|ceil(a)|floor(a)|avg(\`[1, 3]\`)|sum(\`[1, 2.0]\`)|sort(\`[10, 9, 1.5, 2]\`)|sort(\`["b", "B", "é", "a"]\`)
map(&a, @)|map(&to_string(@), @)|merge(@, \`{"a": 1}\`)|merge(@, \`1\`)|to_array(a)|to_array(@)|\`1.0\`|\`-0\`|\`1e2\`|\`null\`|a == \`null\`
\`[1, "a", null, {"b": 2, "1": 3}]\`|'it\\'s'|'a\\b'|"a"|"名前"|"Ключ".a|@|@.a|a \\| b|(a)|(a).b|!a|!\`0\`|!@
a == b|a != B|a < b|a <= b|Name > a|\`true\` == \`1\`|\`[true]\` == \`[1]\`|\`1\` == \`1.0\`|contains(\`[1]\`, \`true\`)
[::0]|a[::2]|a[-2:]|a[5:1:-1]|[a, b][]|[a, [B, b]][][]|nosuch(@)|sort(\`[1, "a"]\`)|sort(\`[null]\`)|sort_by(@, &Tags)
max(\`["a", "😀", "\\uffee"]\`)|length(\`"😀"\`)|reverse(\`"a😀"\`)|abs(\`"a"\`)|abs()|length(\`1\`, \`2\`)|*.*|[][]|**
a b|a[|a[]]|{a|{a:b|{}|foo(|a=b|=|-|a.-|"a"(b)|a.\`1\`|#|[1:2:3:4]|\`|"|a.b.|&|a[?b|é|"a\\x"|"a\\u12"|\`{\`|''|'
a[a]|a.[0]|(a|a)|]|,|a,b|[*|[*]|[?a|[?a]b|a!b|!|\`1\`(a)|@(a)|(a b)|foo(a b)|foo(a,)|{"a": b}|{1: a}|a.{b: c}|a.&b
`
  .trim()
  .split(/(?<!\\)\||\n/)
  .map((each) => each.replaceAll('\\|', '|'))

/** Random strings of the words of the language: mostly broken. */
const WORDS = [
  ...['a', 'Name', '.', '*', '[', ']', '[]', '[?', '{', '}', ':', ',', '(', ')', '|', '||', '&&'],
  ...['&', '!', '==', '<', '@', '`1`', "'x'", '"b"', '-1', '2', ' ', 'sort', 'length(', '\\', '='],
]
const soup = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 9 })
  .map((words) => words.join(''))

const compiled = (expression: string): readonly [string | null, string | null] => {
  const query = compileQuery(expression)
  if (query.ok) return ['', null]
  const before = `Bad value for --query ${expression}: `
  expect(query.error.message.startsWith(before)).toBe(true)
  return [null, query.error.message.slice(before.length)]
}

describe.skipIf(missing)('Queries answer as the CLI’s jmespath does', () => {
  test('broken and whole expressions', () => {
    const cases = [...EXPRESSIONS, ...fc.sample(soup, { numRuns: 3000, seed: SEED })]
    const expected = askPython(cases.map((each) => ['compile', each]))
    for (const [i, each] of cases.entries()) expect(compiled(each), each).toEqual(expected[i])
    expect(expected.filter(([, error]) => error === null).length).toBeGreaterThan(200)
  })

  test('results over any data', () => {
    const data = [...documents(60), ...answers().map((each) => each.data)]
    const whole = EXPRESSIONS.filter((each) => compileQuery(each).ok)
    const cases = whole.flatMap((each) => data.map((document) => [each, document] as const))
    const expected = askPython(cases.map(([each, document]) => ['query', each, shown(document)]))
    for (const [i, [each, document]] of cases.entries()) {
      const query = compileQuery(each)
      const result = query.ok ? query.value(document) : query
      const ours = result.ok ? [shown(result.value), null] : [null, result.error.message]
      expect(ours, `${each} of ${shown(document)}`).toEqual(expected[i])
    }
  })
})

test('A fraction is told from a whole number', () => {
  expect([float(2), float(2.5), shown(float(2)), shown(2)]).toEqual([new Float(2), 2.5, '2.0', '2'])
})
