/** The lessons as the page gets them: a catalogue, a chunk a lesson; a build refuses what is not whole. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, createLogger, createServer, type InlineConfig } from 'vite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CatalogueEntry } from '../src/lesson/catalogue.ts'
import { lessonHash } from '../src/lesson/hash.ts'
import type { Lesson } from '../src/lesson/lesson.ts'
import { keptOfLesson } from '../src/node/lessonLab.ts'
import { lessonsPlugin } from '../tools/lessonsPlugin.ts'
import { compiled, type Edit, FOLDER, SAMPLE, swap } from './lessonSample.ts'

interface Lessons {
  readonly catalogue: readonly CatalogueEntry[]
  load(id: string): Promise<{
    readonly lesson: Lesson
    readonly hash: string
    readonly setUp: string | null
  }>
}

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lessons-plugin-'))
  writeFileSync(join(root, 'main.js'), "export * from 'virtual:lessons'\n")
})
afterEach(() => rmSync(root, { recursive: true }))

function write(edit: Edit): void {
  for (const [path, text] of edit(SAMPLE)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

const options = (): InlineConfig => ({
  ...{ root, configFile: false, plugins: [lessonsPlugin()], logLevel: 'silent' },
})
const asIs: Edit = (files) => files
const broken = swap('lesson.yaml', 'minutes: 6', 'minutes: 60')
const PROBLEM = `${FOLDER}/lesson.yaml:9 A lesson takes 5 to 12 whole minutes, not 60.`

/** Builds, and gives the files written and the module. */
async function built(): Promise<{ readonly names: readonly string[]; readonly lessons: Lessons }> {
  const result = await build({
    ...options(),
    build: {
      outDir: 'dist',
      minify: false,
      lib: { entry: 'main.js', formats: ['es'], fileName: 'main' },
    },
  })
  const [output] = [result].flat()
  if (output === undefined || !('output' in output)) throw new Error('one output')
  const names = output.output.map(({ fileName }) => fileName)
  const main = pathToFileURL(join(root, 'dist', names[0] ?? '')).href
  return { names, lessons: await import(/* @vite-ignore */ main) }
}

test('without a folder the catalogue is empty', async () => {
  const { lessons } = await built()
  expect(lessons.catalogue).toEqual([])
  await expect(lessons.load('sample')).rejects.toThrow('there is no lesson sample')
})

test('a lesson is in the catalogue at once, and in a chunk of its own', async () => {
  write(asIs)
  const { names, lessons } = await built()
  expect(names).toHaveLength(2)
  const [{ lesson } = { lesson: null }] = compiled(SAMPLE).lessons
  if (lesson === null) throw new Error('one lesson')
  const hash = lessonHash(lesson)
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(lessons.catalogue).toMatchObject([
    { id: 'sample', part: 'compute', number: 10, title: 'A lesson to change', minutes: 6, hash },
  ])
  expect(lessons.catalogue[0]?.steps.map(({ title }) => title)).toHaveLength(7)
  expect(JSON.stringify(lessons.catalogue)).not.toContain('run-instances')
  expect(await lessons.load('sample')).toEqual({ lesson, hash, setUp: keptOfLesson(lesson) })
})

test('a build refuses a lesson that is not whole, by file and line', async () => {
  write(broken)
  await expect(built()).rejects.toThrow(PROBLEM)
})

test('in development it is left out, and told', async () => {
  write(broken)
  const said: string[] = []
  const customLogger = createLogger('silent')
  customLogger.warn = (message) => said.push(message)
  const server = await createServer({
    ...options(),
    customLogger,
    server: { middlewareMode: true, ws: false },
    optimizeDeps: { noDiscovery: true },
  })
  try {
    const lessons = (await server.ssrLoadModule('virtual:lessons')) as Lessons
    expect(lessons.catalogue).toEqual([])
    expect(said.join('\n')).toContain(PROBLEM)
  } finally {
    await server.close()
  }
})
