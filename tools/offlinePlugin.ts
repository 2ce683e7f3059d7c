/**
 * Builds the service worker beside the page: `service-worker.js`, with the name and the hash of every file.
 *
 * It is built anew after each part of a build that is written, from what lies in the folder by then; so the last one
 * knows all, static files too. The build's name is a hash of that list: a build that differs in nothing is the same
 * one, and nobody is told of an update.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { build, type Plugin } from 'vite'
import type { Listed } from '../src/offline/paths.ts'

const NAME = 'service-worker.js'
const SOURCE = 'src/offline/worker.ts'

/** Every file of a built folder, in order of its path. */
export function filesIn(folder: string): Listed[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  return names
    .map((name) => name.split(sep).join('/'))
    .filter((path) => path !== NAME)
    .sort()
    .map((path) => {
      const bytes = readFileSync(join(folder, path))
      return { path, hash: createHash('sha256').update(bytes).digest('base64') }
    })
}

/** The name of a build with these files. */
export const buildName = (files: readonly Listed[]): string =>
  createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16)

async function workerOf(root: string, files: readonly Listed[]): Promise<string> {
  const result = await build({
    ...{ root, configFile: false, publicDir: false, logLevel: 'warn' },
    define: { __FILES__: JSON.stringify(files), __BUILD__: JSON.stringify(buildName(files)) },
    build: {
      ...{ write: false, target: 'es2022' },
      // A classic script: not every browser runs a service worker that is a module.
      lib: { entry: join(root, SOURCE), formats: ['iife'], name: 'offline', fileName: () => NAME },
    },
  })
  const [output] = [result].flat()
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined
  if (chunk === undefined) throw new Error(`nothing was built of ${SOURCE}`)
  return chunk.code
}

export function offlinePlugin(): Plugin {
  return {
    name: 'cloudglass-offline',
    apply: 'build',
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const { root, build: written } = this.environment.config
        const folder = resolve(root, written.outDir)
        writeFileSync(join(folder, NAME), await workerOf(root, filesIn(folder)))
      },
    },
  }
}
