/**
 * Gives the page its lessons as `virtual:lessons`: the catalogue at once, each lesson as a chunk of its own.
 *
 * A build refuses a lesson that is not whole, with every problem by file and line. While one is being written, in
 * development and in tests, the problems are told and the lesson is left out.
 */
import { sep } from 'node:path'
import type { Plugin, ViteDevServer } from 'vite'
import { entryOf, inOrder } from '../src/lesson/catalogue.ts'
import { type Compilation, told } from '../src/lesson/compile.ts'
import type { Lesson } from '../src/lesson/lesson.ts'
import { compileFolder, LESSONS, lessonHash, readLessonFiles } from '../src/node/lessonFiles.ts'

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
    '  const { lesson, hash } = await loader()',
    '  return { lesson, hash }',
    '}',
  ].join('\n')
}

const lessonModule = (lesson: Lesson): string =>
  `export const lesson = ${dataOf(lesson)}\nexport const hash = ${JSON.stringify(lessonHash(lesson))}\n`

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
    },
    resolveId: (id) => (id === MODULE || id.startsWith(`${MODULE}/`) ? `\0${id}` : null),
    load(id) {
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
      return lesson === undefined ? null : lessonModule(lesson)
    },
  }
}
