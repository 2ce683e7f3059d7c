import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runLine } from './testLine.ts'

const SHELL = '/bin/sh'
// Where the tests must run, nothing is left out in silence.
if (!existsSync(SHELL) && process.env.CI) throw new Error(`no ${SHELL} here`)
const HEAD = 'aws ec2 describe-instances --instance-ids i'

/** The words that a command gets after `HEAD`, by our own shell; null when the script is refused. */
function ours(script: string): readonly unknown[] | null {
  const { requests, result } = runLine(script)
  if (requests.length === 0) {
    expect(result.exitCode).toBe(2)
    return null
  }
  const ids = requests[0]?.input.InstanceIds
  return Array.isArray(ids) ? ids.slice(1) : []
}

/** The same by a POSIX shell, all scripts in one process. */
function posix(scripts: readonly string[]): readonly string[][] {
  const body =
    'set -f; aws() { shift 4; for w do printf "%s\\001" "$w"; done; }; for s do ( eval "$s" ); printf "\\002"; done'
  const { stdout, stderr, status } = spawnSync(SHELL, ['-c', body, 'sh', ...scripts], {
    encoding: 'utf8',
  })
  expect([stderr, status]).toEqual(['', 0])
  return stdout
    .split('\u0002')
    .slice(0, -1)
    .map((words) => words.split('\u0001').slice(0, -1))
}

const braces = (inside: string): string => `$\{${inside}}`
const literal = fc.string({ unit: fc.constantFrom(...'abyz01.:/=,+@%^~{}[]*?!_é') })
const single = fc.string({ unit: fc.constantFrom(...'a "$`\\#;&|<>()\n\té') }).map((s) => `'${s}'`)
const escaped = fc.constantFrom(...' "\'$`\\#;&|<>()*').map((c) => `\\${c}`)
const variable = fc.constantFrom('$x', braces('x'), '$many', braces('many'), '$none', '$odd')
const echo = fc.constantFrom('$(echo a)', '$(echo "a  b")', '$(echo " a")')
const inQuotes = fc
  .array(
    fc.oneof(
      fc.string({ unit: fc.constantFrom(..."a '#;&|<>()*\n\té") }),
      fc.constantFrom(
        '\\"',
        '\\$',
        '\\\\',
        '\\`',
        '\\a',
        '\\\n',
        '$x',
        '$many',
        '$(echo "q  r")',
        '$ ',
      ),
    ),
  )
  .map((parts) => `"${parts.join('')}"`)
const piece = fc.oneof(literal, single, escaped, variable, inQuotes, echo)
const word = fc.array(piece, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''))
const gap = fc.constantFrom(' ', '  ', '\t', ' \\\n ', '\\\n ')
const tail = fc.constantFrom('', ' ', ' # a comment | with $( all', '\n', ' ;', '\n# more\n\n')
const SET = "x=one; many='p q\tr\n s '\nodd=' x ' && "
const script = fc
  .tuple(fc.array(fc.tuple(gap, word), { maxLength: 5 }), tail)
  .map(([words, end]) => `${SET}${HEAD}${words.flat().join('')}${end}`)

describe('a script', () => {
  test.skipIf(!existsSync(SHELL))('has the words that a POSIX shell gives it', () => {
    const scripts = fc.sample(script, { numRuns: 400, seed: 7 })
    const expected = posix(scripts)
    for (const [i, each] of scripts.entries()) expect(ours(each), each).toEqual(expected[i])
  })

  test('goes on after a failure, but not over &&', () => {
    const line = 'nope\necho a && nope && echo b; echo c'
    const { result } = runLine(line)
    expect(result).toMatchObject({ exitCode: 0, stdout: 'a\nc\n', error: null })
    expect(result.stderr).toBe('nope: command not found\nnope: command not found\n')
  })

  test('keeps what a command prints, without its last newlines', () => {
    const { variables, result } = runLine('a=$(echo $(echo "x  y"); echo; echo) b="$a"\necho -n $b')
    expect([variables.get('a'), variables.get('b')]).toEqual(['x y', 'x y'])
    expect(result.stdout).toBe('x y')
  })

  test('has the outcome of the command in an assignment', () => {
    expect(runLine('x=$(nope) && echo never').result).toMatchObject({ exitCode: 127, stdout: '' })
  })

  test('may come from a system with other line ends', () => {
    expect(runLine('echo a \\\r\n  b\r\necho c\r\n').result.stdout).toBe('a b\nc\n')
  })

  test.each([
    ['echo a | cat', '|', 'Pipes are not there.'],
    ['echo a || echo b', '||', '|| is not there.'],
    ['echo a > f', '>', 'Redirections are not there.'],
    ['echo a < f', '<', 'Redirections are not there.'],
    ['echo a &', '&', 'Commands in the background'],
    ['for i in a; do echo $i; done', 'for', 'for is not there'],
    ['(echo a)', '(', 'Groups in ( ) are not there.'],
    ['echo )', ')', 'There is no ( before this ).'],
    ['echo `date`', '`', 'Backquotes are not there.'],
    ['echo $((1 + 1))', '$((', 'Arithmetic'],
    ['echo $?', '$?', '$? is not there'],
    [`echo ${braces('x:-y')}`, braces('').slice(0, 2), 'Braces after $'],
    ["echo 'a", "'", "This ' is not closed."],
    ['echo "a $(echo b) c', '"', 'This " is not closed.'],
    ['echo $(echo a', '$(', '$( has no ).'],
    ['&& echo', '&&', 'There is no command before &&.'],
    ['echo a && ; echo', '&&', '&& needs a command after it.'],
    ['; echo', ';', 'There is no command before ;.'],
    ['echo a &&', '&&', '&& needs a command after it.'],
    ['A=1 echo a', 'A=1 ', 'A variable is set by a statement of its own'],
  ])('is refused before anything runs: %s', (text, at, message) => {
    const { result } = runLine(`echo first\n${text}`)
    expect([result.exitCode, result.stdout]).toEqual([2, ''])
    expect(result.error?.message).toContain(message)
    const { start = 0, end = 0 } = result.error?.at ?? {}
    expect(`echo first\n${text}`.slice(start, end)).toBe(at)
  })

  test('nests commands only so deep', () => {
    const deep = `echo ${'$(echo '.repeat(17)}a${')'.repeat(17)}`
    expect(runLine(deep).result.error?.message).toContain('nested 16 deep')
    expect(runLine(`echo ${'$(echo '.repeat(16)}a${')'.repeat(16)}`).result.stdout).toBe('a\n')
  })

  test('names the nearest command', () => {
    const { error } = runLine('echo hi; asw ec2 help').result
    expect(error).toMatchObject({ suggestion: 'aws', at: { start: 9, end: 12 } })
  })
})
