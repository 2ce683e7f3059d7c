/**
 * Makes a clone ready, so that `npm start` and `npm test` are the only commands to know.
 *
 * Runs before both (npm's prestart and pretest): installs the locked packages when the lock is
 * new to this folder, and with `--browser` sees to a Chromium. Only Node's built-ins are imported,
 * because it runs before node_modules exists. Two runs at once are safe: the second waits.
 * The stamp lies inside node_modules, so it cannot outlive what it vouches for.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureChromium } from './browser.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const stampPath = join(root, 'node_modules', '.cloudglass-setup')
const lockFolder = join(root, '.setup')
const lockPath = join(lockFolder, 'lock')

/** What the installed packages depend on: the lock, and the system their binaries are for. */
function wantedStamp() {
  const hash = createHash('sha256')
  hash.update(readFileSync(join(root, 'package-lock.json')))
  hash.update(`${process.platform} ${process.arch} ${process.versions.modules}`)
  return hash.digest('hex')
}

/** @param {string} path */
function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** @param {number} milliseconds */
function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function tryLock() {
  try {
    const file = openSync(lockPath, 'wx')
    writeFileSync(file, String(process.pid))
    closeSync(file)
    return true
  } catch {
    return false
  }
}

/** Waits for the lock; one left behind by a process that is gone is removed. */
function takeLock() {
  mkdirSync(lockFolder, { recursive: true })
  for (let tries = 0; !tryLock(); tries += 1) {
    if (tries === 0) console.log('Another set-up is running: waiting for it.')
    sleep(200)
    const owner = Number(readOrEmpty(lockPath))
    // An empty file is one being written; it is given two seconds.
    if (owner === 0 ? tries > 10 : !isAlive(owner)) rmSync(lockPath, { force: true })
  }
}

function installPackages() {
  const npm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const [program, first] = npm ? [process.execPath, [npm]] : ['npm', []]
  const shell = !npm && process.platform === 'win32'
  const options = /** @type {const} */ ({ cwd: root, stdio: 'inherit', shell })
  if (spawnSync(program, [...first, ...args], options).status !== 0) {
    throw new Error('npm ci failed: see above.')
  }
}

function setUp() {
  const wanted = wantedStamp()
  if (readOrEmpty(stampPath) !== wanted) {
    console.log('Installing the locked packages.')
    installPackages()
    writeFileSync(stampPath, wanted)
  }
  if (process.argv.includes('--browser')) console.log(`Browser: ${ensureChromium()}`)
}

takeLock()
try {
  setUp()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(lockPath, { force: true })
}
