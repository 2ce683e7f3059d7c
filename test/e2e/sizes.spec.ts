/**
 * What the page weighs, gzipped, against DESIGN's budgets: the entry and the worker with all that they import at
 * once, and what else is fetched before the first action.
 */
import { gzipSync } from 'node:zlib'
import { expect, test } from './fixture.ts'
import { idle } from './page.ts'

const KB = 1000
/**
 * The page had 78 KB when this was last looked at: the rest is room for what comes.
 *
 * The lesson's player counts as a lazy scene. Parts are what a selection and an action bring, fetched while the first
 * picture is looked at. The command language has a budget of its own, once for the worker and
 * once for the page, which fetches it while the first step is read.
 */
const BUDGETS = {
  page: 90 * KB,
  worker: 120 * KB,
  lesson: 40 * KB,
  parts: 20 * KB,
  language: 90 * KB,
  lines: 90 * KB,
  styles: 12 * KB,
}

/** Names of the scripts that a script imports before it runs. */
const importsOf = (script: string): string[] =>
  [...script.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)].flatMap(
    ([, name]) => name ?? [],
  )

/** A script with all that it imports at once, of those that were fetched. */
function closure(roots: readonly string[], scripts: ReadonlyMap<string, string>): Set<string> {
  const found = new Set<string>()
  const visit = (name: string): void => {
    const script = scripts.get(name)
    if (script === undefined || found.has(name)) return
    found.add(name)
    for (const next of importsOf(script)) visit(next)
  }
  for (const root of roots) visit(root)
  return found
}

test('page and worker keep within their budgets', async ({ page }) => {
  const scripts = new Map<string, string>()
  let styles = 0
  const reading: Promise<void>[] = []
  page.on('response', (response) => {
    const name = new URL(response.url()).pathname.split('/').at(-1) ?? ''
    if (!/\.(js|css)$/.test(name)) return
    const read = response.text().then((text) => {
      if (name.endsWith('.js')) scripts.set(name, text)
      else styles += gzipSync(text, { level: 9 }).length
    })
    reading.push(read)
  })
  // They come unasked when the world stands.
  const parts = Promise.all(
    [/\/Inspector-[^/]*\.js$/, /\/TimeBar-[^/]*\.js$/].map((name) => page.waitForResponse(name)),
  )
  await page.goto('./')
  await parts
  await page.getByRole('button', { name: 'Launch', exact: true }).waitFor()
  await idle(page)
  await page.waitForLoadState('networkidle')
  await Promise.all(reading)

  const names = [...scripts.keys()]
  const entry = await page.locator('script[type=module]').getAttribute('src')
  const own = closure([entry?.split('/').at(-1) ?? ''], scripts)
  const worker = closure(
    names.filter((name) => name.startsWith('worker')),
    scripts,
  )
  const language = closure(
    names.filter((name) => /^(setUp|looking)-/.test(name)),
    scripts,
  )
  for (const name of worker) language.delete(name)
  const lines = closure(
    names.filter((name) => name.startsWith('language-')),
    scripts,
  )
  for (const name of own) lines.delete(name)
  const brought = closure(
    names.filter((name) => /^(Inspector|TimeBar)-/.test(name)),
    scripts,
  )
  for (const name of own) brought.delete(name)
  const known = [own, worker, language, lines, brought]
  const rest = names.filter((name) => !known.some((part) => part.has(name)))
  const weigh = (part: Iterable<string>) =>
    [...part].reduce((sum, name) => sum + gzipSync(scripts.get(name) ?? '', { level: 9 }).length, 0)
  const sizes = {
    page: weigh(own),
    worker: weigh(worker),
    lesson: weigh(rest),
    language: weigh(language),
    lines: weigh(lines),
    parts: weigh(brought),
    styles,
  }
  console.log(`gzip, B: ${JSON.stringify(sizes)}`)
  for (const part of [
    ...(['page', 'worker', 'lesson', 'parts'] as const),
    ...(['language', 'lines', 'styles'] as const),
  ]) {
    expect(sizes[part], `${part} was fetched`).toBeGreaterThan(0)
    expect(sizes[part], part).toBeLessThanOrEqual(BUDGETS[part])
  }
})
