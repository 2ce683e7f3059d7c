/** The good lesson and what the compiler says of it when it is broken: for tests of the compiler and of the validator. */
import { expect, test } from 'vitest'
import { type Compilation, compileLessons, told } from '../src/lesson/compile.ts'
import { type Edit, type Expected, type Files, pathOf, SAMPLE, sentenceOf } from './lessonEdits.ts'

export * from './lessonEdits.ts'

/** What the compiler makes of files, its problems as people read them. */
export function compiled(files: Files): Compilation & { readonly told: readonly string[] } {
  const compilation = compileLessons(files)
  return { ...compilation, told: compilation.problems.map(told) }
}

/** The sentence of a problem with its place, to be met by what is told. */
export function expected(files: Files, said: Expected): unknown {
  const sentence = sentenceOf(files, said)
  return typeof sentence === 'string' ? sentence : expect.stringMatching(sentence)
}

/** A way to break the lesson, and everything that is said of it. */
export type Case = readonly [what: string, edit: Edit, ...said: Expected[]]

/** Tests that the compiler says of each broken lesson what it is to say, and nothing else, and takes none of them. */
export function judge(cases: readonly Case[]): void {
  test.each(cases.map(([what, edit, ...said]) => ({ what, edit, said })))('$what', (one) => {
    const { edit, said } = one
    const files = edit(SAMPLE)
    const { told, lessons } = compiled(files)
    expect(told).toEqual(said.map((each) => expected(files, each)))
    const folders = lessons.map(({ folder }) => folder)
    for (const [name] of said) {
      const folder = /^lessons\/[^/]+\/[^/]+(?=\/)/.exec(pathOf(name))?.[0] ?? ''
      expect(folders).not.toContain(folder)
    }
  })
}
