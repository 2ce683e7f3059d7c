/**
 * `npm test`: types, lint, unit tests, then the built page end to end. Everything runs even when
 * something fails; what failed is named once more at the end, where a cut log still has it, and the
 * last line printed is the sum: `N passed, N failed, N skipped`.
 *
 * Types and lint count as one each; tests are counted from the runners' reports. A runner that
 * fails without a failed test (a crash) counts as one failure, so the sum is never clean when an
 * exit code is not.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPage } from './serve.mjs'
import { checkTypes } from './types.mjs'

/** @typedef {{ passed: number, skipped: number, failures: string[] }} Counts */

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
  return { passed: ok ? 1 : 0, skipped: 0, failures: ok ? [] : ['it ended with an error'] }
}

/**
 * What a runner reported, made to agree with its exit code.
 * @param {boolean} ok
 * @param {Partial<Counts>} report
 * @returns {Counts}
 */
function agreed(ok, { passed = 0, skipped = 0, failures = [] }) {
  const agrees = ok || failures.length > 0
  return { passed, skipped, failures: agrees ? failures : ['it ended without a failed test'] }
}

function lint() {
  return one(runs(['node_modules/@biomejs/biome/bin/biome', 'check', '.']))
}

function unitTests() {
  const file = join(reports, 'vitest.json')
  const reporters = ['--reporter=default', '--reporter=./tools/vitestReport.mjs']
  const ok = runs(['node_modules/vitest/vitest.mjs', 'run', ...reporters], {
    CLOUDGLASS_REPORT: file,
  })
  return agreed(ok, readReport(file))
}

/** @typedef {{ title: string, file: string, line: number, tests: { status: string }[] }} Spec */
/** @typedef {{ suites?: Suite[], specs?: Spec[] }} Suite */

/**
 * The names of what did not pass at once, in a suite and those within it.
 * @param {Suite} suite
 * @returns {string[]}
 */
function failuresOf({ suites = [], specs = [] }) {
  const failed = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(() => `${file}:${line} > ${title}`),
  )
  return [...failed, ...suites.flatMap(failuresOf)]
}

async function endToEnd() {
  const page = `${run}/page`
  await buildPage(page)
  const file = join(reports, 'playwright.json')
  const cli = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json']
  const ok = runs(cli, { PLAYWRIGHT_JSON_OUTPUT_FILE: file, CLOUDGLASS_PAGE: page })
  const { stats = {}, ...suite } = readReport(file)
  const { expected: passed, skipped } = stats
  return agreed(ok, { passed, skipped, failures: failuresOf(suite) })
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
  const sum = { passed: 0, skipped: 0 }
  /** @type {string[]} */
  const failures = []
  for (const { name, count } of STEPS) {
    const began = Date.now()
    console.log(`\n== ${name}`)
    const counts = await counted(count)
    const seconds = ((Date.now() - began) / 1000).toFixed(1)
    console.log(`== ${name}: ${counts.failures.length === 0 ? 'ok' : 'FAILED'} in ${seconds} s`)
    sum.passed += counts.passed
    sum.skipped += counts.skipped
    failures.push(...counts.failures.map((failure) => `${name}: ${failure}`))
  }
  for (const failure of failures) console.log(`FAILED ${failure}`)
  console.log(`\n${sum.passed} passed, ${failures.length} failed, ${sum.skipped} skipped`)
  return failures.length === 0
}

try {
  process.exitCode = (await testAll()) ? 0 : 1
} finally {
  rmSync(reports, { recursive: true, force: true })
}
