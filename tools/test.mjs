/**
 * `npm test`: types, lint, unit tests, then the built page end to end. Everything runs even when
 * something fails, and the last line printed is the sum: `N passed, N failed, N skipped`.
 *
 * Types and lint count as one each; tests are counted from the runners' JSON reports. A runner
 * that fails without a failed test (a file that does not load, a crash) counts as one failure, so
 * the sum is never clean when an exit code is not.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPage } from './serve.mjs'
import { checkTypes } from './types.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const root = fileURLToPath(new URL('..', import.meta.url))
/** This run's own folder, from the root: reports and the page built for it. */
const run = `.setup/test-${process.pid}`
const reports = join(root, run)

/**
 * Runs one of the installed programs in the foreground.
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
function runs(args, env = {}) {
  const options = /** @type {const} */ ({ cwd: root, stdio: 'inherit' })
  return (
    spawnSync(process.execPath, args, { ...options, env: { ...process.env, ...env } }).status === 0
  )
}

/** @param {string} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return {}
  }
}

/**
 * @param {boolean} ok
 * @returns {Counts}
 */
function one(ok) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
}

/**
 * Counts of a runner, made to agree with its exit code.
 * @param {boolean} ok
 * @param {Counts} counts
 * @returns {Counts}
 */
function agreed(ok, counts) {
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 }
}

function lint() {
  return one(runs(['node_modules/@biomejs/biome/bin/biome', 'check', '.']))
}

function unitTests() {
  const file = join(reports, 'vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const ok = runs(['node_modules/vitest/vitest.mjs', 'run', ...reporters])
  const report = readReport(file)
  /** @type {{ status: string, assertionResults: unknown[] }[]} */
  const files = report.testResults ?? []
  const unloaded = files.filter((it) => it.status === 'failed' && it.assertionResults.length === 0)
  return agreed(ok, {
    passed: report.numPassedTests ?? 0,
    failed: (report.numFailedTests ?? 0) + unloaded.length,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  })
}

async function endToEnd() {
  const page = `${run}/page`
  await buildPage(page)
  const file = join(reports, 'playwright.json')
  const cli = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json']
  const ok = runs(cli, { PLAYWRIGHT_JSON_OUTPUT_FILE: file, CLOUDGLASS_PAGE: page })
  const { stats = {} } = readReport(file)
  return agreed(ok, {
    passed: stats.expected ?? 0,
    failed: (stats.unexpected ?? 0) + (stats.flaky ?? 0),
    skipped: stats.skipped ?? 0,
  })
}

const STEPS = [
  { name: 'types', count: async () => one(await checkTypes()) },
  { name: 'lint', count: lint },
  { name: 'unit, property and architecture tests', count: unitTests },
  { name: 'end to end', count: endToEnd },
]

/**
 * A step that throws, such as a build that fails, is one failure.
 * @param {() => Counts | Promise<Counts>} count
 */
async function counted(count) {
  try {
    return await count()
  } catch (error) {
    console.error(error)
    return one(false)
  }
}

async function testAll() {
  mkdirSync(reports, { recursive: true })
  /** @type {Counts} */
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const { name, count } of STEPS) {
    const began = Date.now()
    console.log(`\n== ${name}`)
    const counts = await counted(count)
    const seconds = ((Date.now() - began) / 1000).toFixed(1)
    console.log(`== ${name}: ${counts.failed === 0 ? 'ok' : 'FAILED'} in ${seconds} s`)
    sum.passed += counts.passed
    sum.failed += counts.failed
    sum.skipped += counts.skipped
  }
  console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`)
  return sum.failed === 0
}

try {
  process.exitCode = (await testAll()) ? 0 : 1
} finally {
  rmSync(reports, { recursive: true, force: true })
}
