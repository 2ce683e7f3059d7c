/**
 * `npm run check`: every type check there is, two at a time.
 *
 * The page's program is checked by svelte-check, which reads its .ts files as well as its
 * components; plain tsc cannot read a component, so it takes the programs without any.
 */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const tsc = ['node_modules/typescript/bin/tsc', '--pretty', 'false', '-p']

const CHECKS = [
  { name: 'page and components', args: svelteCheck('tsconfig.json') },
  { name: 'cloud', args: [...tsc, 'src/cloud/tsconfig.json'] },
  { name: 'service worker', args: [...tsc, 'src/offline/tsconfig.json'] },
  { name: 'node, tools and tests', args: [...tsc, 'tsconfig.node.json'] },
  ...(hasBrowserTests()
    ? [{ name: 'browser tests', args: svelteCheck('tsconfig.browser.json') }]
    : []),
]

/** A program without files is an error to TypeScript, so it is asked for only when there is one. */
function hasBrowserTests() {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  return files.some((file) => file.endsWith('.browser.test.ts'))
}

/** @param {string} config */
function svelteCheck(config) {
  const program = 'node_modules/svelte-check/bin/svelte-check'
  return [program, '--fail-on-warnings', '--output', 'human', '--tsconfig', config]
}

/** @param {{ name: string, args: string[] }} check */
function run({ name, args }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('close', (code) => {
      console.log(code === 0 ? `types, ${name}: ok` : `types, ${name}: FAILED\n${output.trim()}`)
      resolve(code === 0)
    })
  })
}

/**
 * Runs all checks and prints what each found.
 * @returns {Promise<boolean>} whether all passed
 */
export async function checkTypes() {
  const waiting = [...CHECKS]
  let passed = true
  async function work() {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      passed = (await run(check)) && passed
    }
  }
  await Promise.all([work(), work()])
  return passed
}

if (argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await checkTypes()) ? 0 : 1
