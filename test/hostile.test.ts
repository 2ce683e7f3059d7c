/**
 * Imported lessons are a stranger's: hostile folders are refused with a sentence at its line, or tamed; whatever is
 * done to a real lesson's files, the compiler says what is wrong and never fails itself.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileLessons } from '../src/lesson/compile.ts'
import { isLesson, isProgress } from '../src/lesson/guard.ts'
import { plainText } from '../src/lesson/prose.ts'
import { LessonRuntime } from '../src/lesson/runtime.ts'
import { readLessonFiles } from '../src/node/lessonFiles.ts'
import { openLesson } from '../src/node/lessonLab.ts'
import { REFUSED, TAMED } from './hostile/cases.ts'
import { changes } from './hostile/changes.ts'
import { compiled, expected, type Files, SAMPLE } from './lessonSample.ts'

/** What a folder may take, and a lot more: a quadratic reader is far beyond it. */
const PATIENCE_MS = 5000

describe('a stranger’s folder is refused', () => {
  test.each(REFUSED.map(([what, edit, said]) => ({ what, edit, said })))(
    '$what',
    { timeout: PATIENCE_MS },
    ({ edit, said }) => {
      const files = edit(SAMPLE)
      const { told, lessons, problems } = compiled(files)
      expect(told).toContainEqual(expected(files, said))
      const shared = said[0].startsWith('lessons/') && !said[0].includes('010-sample')
      if (!shared) expect(lessons).toEqual([])
      expect(problems.length).toBeLessThanOrEqual(300)
      for (const sentence of told) expect(sentence.length).toBeLessThan(1000)
    },
  )
})

describe('what only looks like harm is text', () => {
  test.each(TAMED.map(([what, edit, shown]) => ({ what, edit, shown })))('$what', (one) => {
    const { lessons, told } = compiled(one.edit(SAMPLE))
    expect(told).toEqual([])
    const [prompt] = lessons.flatMap(({ lesson }) => lesson.steps.map((step) => step.prompt))
    expect(plainText(prompt ?? [])).toContain(one.shown)
  })
})

const ROOT = new URL('..', import.meta.url).pathname
const REAL = readLessonFiles(ROOT)
const LESSONS = compileLessons(REAL).lessons.map(({ lesson }) => lesson)
const paths = [...REAL.keys()].filter((path) => /\.(yaml|md|cmds)$/.test(path))

/** The sheets and the folder of a file, with another text in it. */
function withText(path: string, text: string): Files {
  const [folder = path] = /^lessons\/[^/]+\/[^/]+\//.exec(path) ?? []
  const own = [...REAL].filter(([name]) => name.startsWith(folder) || !name.includes('/', 8))
  return new Map<string, string | Uint8Array>([...own, [path, text]])
}

/** What somebody's hand, or a program that tries everything, does to a text. */
const ODD = [
  '\n',
  '  ',
  '- ',
  '"',
  "'",
  '`',
  '[',
  '](',
  '{',
  '}',
  ':',
  '#',
  '### ',
  '*',
  '<b>',
  '&',
  '!',
  '|',
  '\t',
  '$',
  '\\',
  '0',
]
const cut = fc.record({
  path: fc.constantFrom(...paths),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  gone: fc.nat(40),
  odd: fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: 'binary', maxLength: 8 })),
  times: fc.constantFrom(1, 1, 1, 2, 30),
})

test('whatever is done to the lessons’ files, the compiler says what is wrong and does not fail', {
  timeout: 240_000,
}, () => {
  const told = fc.check(
    fc.property(cut, ({ path, at, gone, odd, times }) => {
      const text = new TextDecoder().decode(REAL.get(path))
      const from = Math.floor(at * text.length)
      const changed = text.slice(0, from) + odd.repeat(times) + text.slice(from + gone)
      const { lessons, problems } = compileLessons(withText(path, changed))
      for (const { file, line } of problems) {
        expect(file).toMatch(/^lessons\//)
        expect(line).toBeGreaterThan(0)
      }
      for (const { lesson } of lessons) expect(isLesson(lesson)).toBe(true)
    }),
    { numRuns: 2000, seed: 20261128 },
  )
  expect(told.errorInstance ?? null).toBeNull()
})

/** Whatever a check is compared with may be anything that JSON can hold. */
const ANYTHING = /\.is(\.|$)/

describe('what was kept or brought', () => {
  test.each(LESSONS)('$id is a lesson, and is none with anything else in any place', (lesson) => {
    expect(isLesson(lesson)).toBe(true)
    for (const odd of [undefined, Symbol('odd'), { href: ['javascript:hit()'] }]) {
      for (const [path, changed] of changes(lesson, odd)) {
        expect([path, isLesson(changed)]).toEqual([
          path,
          ANYTHING.test(path) && typeof odd === 'object',
        ])
      }
    }
  })

  test.each([
    [{ kind: 'html', text: '<script>hit()</script>' }],
    [{ kind: 'paragraph', children: [{ kind: 'link', href: 'javascript:hit()', children: [] }] }],
    [{ kind: 'paragraph', children: [{ kind: 'image', src: 'https://example.org/x.png' }] }],
    [{ kind: 'constructor', children: [] }],
    [
      Array.from({ length: 1000 }).reduce(
        (inner) => ({ kind: 'list', ordered: true, items: [[inner]] }),
        {},
      ),
    ],
  ])('a text of another piece is none: %j', (piece) => {
    const [lesson] = LESSONS
    expect(isLesson({ ...lesson, summary: [piece] })).toBe(false)
  })

  test('progress is what a lesson keeps, and nothing else in any place', async () => {
    const [lesson] = LESSONS
    if (lesson === undefined) throw new Error('one lesson')
    const runtime = new LessonRuntime(lesson, openLesson(lesson))
    const kept = () => JSON.parse(JSON.stringify(runtime.progress('00', 1)))
    await runtime.start()
    expect(isProgress(kept())).toBe(true)
    await runtime.run()
    while (runtime.state === 'paused') await runtime.goOn()
    await runtime.next()
    runtime.predict('lab:host/x')
    await runtime.run()
    const progress = kept()
    expect(isProgress(progress)).toBe(true)
    for (const [path, changed] of changes(progress, Symbol('odd'))) {
      expect([path, isProgress(changed)]).toEqual([path, false])
    }
  })
})
