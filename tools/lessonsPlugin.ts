/**
 * Gives the page its lessons as `virtual:lessons`: the catalogue at once, each lesson as a chunk of its own.
 *
 * A build refuses a lesson that is not whole, with every problem by file and line. While one is being written, in
 * development and in tests, the problems are told and the lesson is left out.
 */
import { sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Plugin, runnerImport, type ViteDevServer } from 'vite'
import { entryOf, inOrder } from '../src/lesson/catalogue.ts'
import { type Compilation, told } from '../src/lesson/compile.ts'
import { lessonHash } from '../src/lesson/hash.ts'
import type { Lesson } from '../src/lesson/lesson.ts'
import { compileFolder, LESSONS, readLessonFiles } from '../src/node/lessonFiles.ts'
import type * as LessonLab from '../src/node/lessonLab.ts'

const MODULE = 'virtual:lessons'
/** Ids that other plugins leave alone begin so. */
const RESOLVED = `\0${MODULE}`

/** The module that everybody imports. */
function catalogueModule(lessons: readonly Lesson[]): string {
  const entries = inOrder(lessons.map((lesson) => entryOf(lesson, lessonHash(lesson))))
  const loaders = lessons.map(({ id }) => {
    const name = JSON.stringify(id)
    return `  [${name}, () => import(${JSON.stringify(`${MODULE}/${id}`)})],`
  })
  return [
    `export const catalogue = ${dataOf(entries)}`,
    `const loaders = new Map([\n${loaders.join('\n')}\n])`,
    'export async function load(id) {',
    '  const loader = loaders.get(id)',
    "  if (loader === undefined) throw new Error('there is no lesson ' + id)",
    '  const { lesson, hash, setUp } = await loader()',
    '  return { lesson, hash, setUp }',
    '}',
  ].join('\n')
}

/** A lesson, its hash, and beside it what depends on the build too: the calls that its world begins with. */
const lessonModule = (lesson: Lesson, setUp: string | null): string =>
  [
    `export const lesson = ${dataOf(lesson)}`,
    `export const hash = ${JSON.stringify(lessonHash(lesson))}`,
    `export const setUp = ${JSON.stringify(setUp)}`,
  ].join('\n')

/** A world in Node, loaded only by a build: it is larger than all the rest of the configuration. */
async function loadLab(): Promise<typeof LessonLab> {
  const path = fileURLToPath(new URL('../src/node/lessonLab.ts', import.meta.url))
  return (await runnerImport<typeof LessonLab>(path)).module
}

/** Data as an expression: engines read JSON faster than code. */
const dataOf = (data: unknown): string => `JSON.parse(${JSON.stringify(JSON.stringify(data))})`

/** Lets a page in development begin anew when a file of a lesson changes. */
function watch(server: ViteDevServer, folder: string, forget: () => void): void {
  server.watcher.on('all', (_event, path) => {
    if (!path.startsWith(folder)) return
    forget()
    const { moduleGraph } = server
    for (const [id, module] of moduleGraph.idToModuleMap) {
      if (id.startsWith(RESOLVED)) moduleGraph.invalidateModule(module)
    }
    server.ws.send({ type: 'full-reload' })
  })
}

/** The plugin, for the folder `lessons` under Vite's root. */
export function lessonsPlugin(): Plugin {
  let root = ''
  let building = false
  let compiled: Compilation | null = null
  let lab: Promise<typeof LessonLab> | null = null
  /** In development the cloud may change under a lesson, so there the lines are run. */
  const keptOf = async (lesson: Lesson): Promise<string | null> => {
    if (!building) return null
    lab ??= loadLab()
    return (await lab).keptOfLesson(lesson)
  }
  return {
    name: 'cloudglass-lessons',
    configResolved(config) {
      root = config.root
      building = config.command === 'build'
    },
    configureServer: (server) =>
      watch(server, `${root}${sep}${LESSONS}${sep}`, () => {
        compiled = null
      }),
    buildStart() {
      compiled = null
      lab = null
    },
    resolveId: (id) => (id === MODULE || id.startsWith(`${MODULE}/`) ? `\0${id}` : null),
    async load(id) {
      if (!id.startsWith(RESOLVED)) return null
      if (compiled === null) {
        compiled = compileFolder(root)
        const problems = compiled.problems.map(told).join('\n')
        if (problems !== '' && building) this.error(`Lessons that are not whole:\n${problems}`)
        if (problems !== '') this.warn(`Lessons that are not whole are left out:\n${problems}`)
      }
      if (building) {
        for (const path of readLessonFiles(root).keys()) this.addWatchFile(`${root}/${path}`)
      }
      const lessons = compiled.lessons.map(({ lesson }) => lesson)
      if (id === RESOLVED) return catalogueModule(lessons)
      const lesson = lessons.find((each) => id === `${RESOLVED}/${each.id}`)
      return lesson === undefined ? null : lessonModule(lesson, await keptOf(lesson))
    },
  }
}
