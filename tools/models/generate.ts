/**
 * Generates the models of AWS services and their TypeScript types (`npm run models`).
 *
 * With `--check` nothing is written: the exit code says whether the committed files are those that
 * the installed packages, `wanted.ts` and `extra.json` give.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { writeBarrel } from './barrel.ts'
import { build } from './build.ts'
import { writeJson } from './json.ts'
import { openPackage } from './package.ts'
import { writeTypes } from './types.ts'
import { services, wanted } from './wanted.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every generated file: path from the project's root, and text. */
export function generate(): Map<string, string> {
  const files = new Map<string, string>()
  for (const service of services) {
    const { model, enums, docs } = build(service)
    files.set(
      `src/models/${service}.json`,
      writeJson(model, ['operations', 'waiters', 'shapes', 'others']),
    )
    files.set(`src/models/${service}.enums.json`, writeJson(enums, ['enums', 'members']))
    files.set(`src/models/${service}.docs.json`, writeJson(docs, ['operations']))
    files.set(`src/cloud/services/${service}/api.ts`, writeTypes(model, wanted[service].table))
  }
  files.set(
    'src/app/sdk/barrel.ts',
    writeBarrel((name) => Object.keys(openPackage(name).exported)),
  )
  files.set('src/models/others.json', writeJson(otherNames(), ['services']))
  return files
}

/** Names of the operations that AWS has and the lab has not, a line a service. */
function otherNames(): { readonly services: Readonly<Record<string, string>> } {
  const names = services.map((service) => {
    const { exported } = openPackage(wanted[service].package)
    const all = Object.keys(exported).flatMap((name) => /^(.+)Command$/.exec(name)?.[1] ?? [])
    const rest = all.filter((name) => name !== '$' && !wanted[service].operations.includes(name))
    return [service, rest.sort().join(' ')] as const
  })
  return { services: Object.fromEntries(names) }
}

/** The paths of files that are missing or differ from what would be generated. */
export function stale(files: ReadonlyMap<string, string>): string[] {
  const current = (path: string): string | undefined => {
    try {
      return readFileSync(join(root, path), 'utf8')
    } catch {
      return undefined
    }
  }
  return [...files].filter(([path, text]) => current(path) !== text).map(([path]) => path)
}

function main(check: boolean): number {
  const files = generate()
  const changed = stale(files)
  for (const path of changed) {
    process.stdout.write(`${check ? 'stale' : 'written'}: ${path}\n`)
    if (check) continue
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), files.get(path) ?? '')
  }
  process.stdout.write(`${files.size} files, ${changed.length} ${check ? 'stale' : 'written'}\n`)
  return check && changed.length > 0 ? 1 : 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = main(process.argv.includes('--check'))
}
