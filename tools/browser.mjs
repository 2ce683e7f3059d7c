/**
 * Finds a Chromium, and gets one when there is none.
 *
 * Why our own finder: Playwright's download is refused on closed networks and on many school
 * machines, while a system Chromium or Chrome is usually there. Looked at in this order: the
 * environment variable CHROME, the fixed places of each system, PATH, Playwright's own cache.
 * Only Node's built-ins are imported, because this runs before node_modules exists.
 * Not checked: the version of the browser found.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Flags for every Chromium we start: root needs the first, repeatable pictures the others. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
]

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

const FIXED_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/** Where Playwright's `chromium-NNNN` folders keep the program, by system and age. */
const CACHED_PROGRAMS = [
  'chrome-linux64/chrome',
  'chrome-linux/chrome',
  'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  'chrome-win64/chrome.exe',
  'chrome-win/chrome.exe',
]

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function playwrightCache() {
  const { PLAYWRIGHT_BROWSERS_PATH: chosen, LOCALAPPDATA: local } = process.env
  if (chosen && chosen !== '0') return chosen
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches/ms-playwright')
  if (process.platform === 'win32') return join(local ?? homedir(), 'ms-playwright')
  return join(homedir(), '.cache/ms-playwright')
}

/** Programs in Playwright's cache, newest build first. */
function cachedPrograms() {
  const cache = playwrightCache()
  if (!existsSync(cache)) return []
  return readdirSync(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
    .flatMap((name) => CACHED_PROGRAMS.map((program) => join(cache, name, program)))
}

/**
 * The path of a Chromium, or undefined when none is found.
 * A CHROME that names no program is an error, not a hint: whoever sets it means it.
 * @returns {string | undefined}
 */
export function findChromium() {
  const chosen = process.env.CHROME
  if (chosen) {
    if (!isProgram(chosen)) throw new Error(`CHROME names no program: ${chosen}`)
    return chosen
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [...FIXED_PLACES, ...onPath, ...cachedPrograms()].find(isProgram)
}

/**
 * What Playwright's `launch` wants; without a program it looks for its own.
 * @returns {{ args: string[], executablePath?: string }}
 */
export function chromiumLaunchOptions() {
  const executablePath = findChromium()
  return executablePath ? { args: CHROMIUM_ARGS, executablePath } : { args: CHROMIUM_ARGS }
}

/**
 * Runs a program, quietly unless it fails.
 * @param {string} program
 * @param {string[]} args
 */
function ran(program, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const result = spawnSync(program, args, { encoding: 'utf8', env })
  if (result.status === 0) return true
  console.error(`${program} ${args.join(' ')} failed`)
  console.error(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`.trim())
  return false
}

function installFromDebian() {
  const install = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']
  if (ran('apt-get', install)) return true
  return ran('apt-get', ['update']) && ran('apt-get', install)
}

function installFromPlaywright() {
  const cli = fileURLToPath(new URL('../node_modules/@playwright/test/cli.js', import.meta.url))
  return existsSync(cli) && ran(process.execPath, [cli, 'install', 'chromium'])
}

/**
 * Finds a Chromium or installs one: as root on Debian from its packages, else by Playwright.
 * @returns {string} the program's path
 * @throws when there is none and none could be installed
 */
export function ensureChromium() {
  const found = findChromium()
  if (found) return found
  console.log('No Chromium found: installing one (about a minute).')
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0
  if (!(debian && installFromDebian())) installFromPlaywright()
  const installed = findChromium()
  if (!installed) {
    throw new Error('No Chromium: install one, or set CHROME to the path of Chrome or Chromium.')
  }
  return installed
}
