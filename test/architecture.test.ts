/**
 * The laws of the house, held over every file, with no exceptions list. The rules themselves stand
 * in test/architecture; each is first seen to refuse what it must refuse.
 */
import { describe, expect, it } from 'vitest'
import { castsDroppingUndefined } from './architecture/casts.ts'
import { deadPaths } from './architecture/readme.ts'
import { exists, IGNORED, ROOT, readSources } from './architecture/repository.ts'
import { JUDGED } from './architecture/samples.ts'
import type { Rule, Violation } from './architecture/source.ts'

const sources = readSources()
const repository = { exists, ignores: (name: string) => IGNORED.has(name) }

function told(violations: Violation[]): string[] {
  return violations.map(({ path, line, message }) => `${path}:${line} ${message}`)
}

/** A file that cannot be read by a rule breaks it: nothing is let through unseen. */
function judge(rule: Rule, path: string, source: string): Violation[] {
  try {
    return rule(path, source)
  } catch (error) {
    return [{ path, line: 1, message: `cannot be parsed: ${error}` }]
  }
}

describe.each(JUDGED)('$name', ({ rule, refused, admitted }) => {
  it.each(refused)('refuses, in %s: %s', (path, source) => {
    expect(told(rule(path, source))).not.toEqual([])
  })

  it.each(admitted)('admits, in %s: %s', (path, source) => {
    expect(told(rule(path, source))).toEqual([])
  })

  it('holds in every file', () => {
    const found = [...sources].flatMap(([path, source]) => judge(rule, path, source))
    expect(told(found)).toEqual([])
  })
})

describe('no cast that only drops undefined', () => {
  const sample = new Map([
    ['src/a.ts', 'export const xs = [1]\nexport const x = xs[0] as number'],
    ['src/b.ts', 'export const f = <T>(m: Map<string, T>) => m.get("k") as T'],
    [
      'src/C.svelte',
      '<script lang="ts">\nlet { y }: { y?: string } = $props()\nlet z = y as string\n</script>',
    ],
    ['src/d.ts', 'export const f = (x: string | number | undefined) => x as string'],
    ['src/e.ts', 'export const f = (x: unknown) => x as string\nexport const n = ["a"] as const'],
  ])

  it('refuses those, and admits casts that say more', () => {
    const found = castsDroppingUndefined(ROOT, sample).map(({ path, line }) => `${path}:${line}`)
    expect(found).toEqual(['src/a.ts:2', 'src/b.ts:1', 'src/C.svelte:3'])
  })

  // The whole program's types are worked out: half a minute on a busy machine.
  it('holds in every file', { timeout: 180_000 }, () => {
    const code = [...sources].filter(([path]) => /^(src|test|tools)\//.test(path))
    expect(told(castsDroppingUndefined(ROOT, new Map(code)))).toEqual([])
  })
})

describe('no dead path in a README', () => {
  const some = {
    exists: (path: string) => path === 'src/cloud',
    ignores: (name: string) => name === 'dist',
  }
  const dead = (text: string) => told(deadPaths('README.md', text, some))

  it.each(['see `src/gone/x.ts`', 'see [it](docs/gone.md)', '`tools/gone.mjs:12`', '`gone/x.md`'])(
    'refuses: %s',
    (text) => expect(dead(text)).toHaveLength(1),
  )

  it.each([
    'see `src/cloud` and `src/cloud/*.ts`',
    '[it](./src/cloud#part) and [site](https://example.org/src/x.ts) and [below](#below)',
    '`npm test` in `dist/assets/x.js`, `text/html`, `@noble/hashes`, `--json file`, `a / b.ts`',
    '```\nsrc/gone/x.ts `src/gone/x.ts`\n```\n',
  ])('admits: %s', (text) => expect(dead(text)).toEqual([]))

  it('holds in every README', () => {
    const readmes = [...sources].filter(([path]) => /(^|\/)README\.md$/.test(path))
    const found = readmes.flatMap(([path, source]) => deadPaths(path, source, repository))
    expect(told(found)).toEqual([])
  })
})
