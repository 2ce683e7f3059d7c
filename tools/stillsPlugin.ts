/**
 * Gives the widget its first pictures as `virtual:stills`: one small chunk a step, fetched alone.
 *
 * A lesson is played once for all its steps, when the first is asked for; what plays it is loaded then, since every
 * tool that reads the configuration would carry a whole cloud otherwise.
 */
import { type Plugin, runnerImport } from 'vite'
import type { Still } from '../src/lesson/still.ts'
import { compileFolder } from '../src/node/lessonFiles.ts'
import { SANDBOX } from '../src/stage/opening.ts'

const MODULE = 'virtual:stills'
const RESOLVED = `\0${MODULE}`
/** The world of a widget without a lesson has a name that no lesson's id can have. */
const SANDBOX_NAME = 'scene/region'

type Stills = ReadonlyMap<string, Still>

type Player = typeof import('../src/node/lessonStills.ts')

/** All stills, by `lesson/step`. */
async function playAll(root: string): Promise<Stills> {
  const { module } = await runnerImport<Player>('/src/node/lessonStills.ts', {
    ...{ root, configFile: false, logLevel: 'error' },
  })
  const { stillOfWorld, stillsOf } = module
  const all = new Map<string, Still>()
  for (const { lesson } of compileFolder(root).lessons) {
    for (const [step, still] of await stillsOf(lesson)) all.set(`${lesson.id}/${step}`, still)
  }
  return all.set(SANDBOX_NAME, stillOfWorld(SANDBOX.seed, SANDBOX.scenario))
}

function indexModule(names: Iterable<string>): string {
  const loaders = [...names].map(
    (name) => `  [${JSON.stringify(name)}, () => import(${JSON.stringify(`${MODULE}/${name}`)})],`,
  )
  return [
    `const loaders = new Map([\n${loaders.join('\n')}\n])`,
    'export async function loadStill(name) {',
    '  const loader = loaders.get(name)',
    '  return loader === undefined ? null : (await loader()).still',
    '}',
  ].join('\n')
}

/** The plugin, for the lessons under Vite's root. */
export function stillsPlugin(): Plugin {
  let root = ''
  let stills: Promise<Stills> | null = null
  return {
    name: 'cloudglass-stills',
    configResolved(config) {
      root = config.root
    },
    buildStart() {
      stills = null
    },
    resolveId: (id) => (id === MODULE || id.startsWith(`${MODULE}/`) ? `\0${id}` : null),
    async load(id) {
      if (!id.startsWith(RESOLVED)) return null
      stills ??= playAll(root)
      const all = await stills
      if (id === RESOLVED) return indexModule(all.keys())
      const still = all.get(id.slice(RESOLVED.length + 1))
      // Engines read JSON faster than code.
      return `export const still = JSON.parse(${JSON.stringify(JSON.stringify(still))})`
    },
  }
}
