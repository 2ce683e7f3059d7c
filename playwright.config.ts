/**
 * End-to-end tests of a built page: that in CLOUDGLASS_PAGE, which `npm test` builds for its run,
 * or dist. The port is chosen once, by the first process to read this file, and the workers
 * inherit it; results are kept by port, so that two runs at once leave each other's alone.
 */
import { defineConfig } from '@playwright/test'
import { chromiumLaunchOptions } from './tools/browser.mjs'
import { freePort } from './tools/serve.mjs'

process.env.CLOUDGLASS_E2E_PORT ??= String(await freePort())
const port = process.env.CLOUDGLASS_E2E_PORT
const folder = process.env.CLOUDGLASS_PAGE ?? 'dist'
const baseURL = `http://127.0.0.1:${port}/`

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: `test-results/${port}`,
  workers: 2,
  retries: 0,
  reporter: 'list',
  // A wait is no measurement: the machine may be busy with other things.
  timeout: 150_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL,
    // What is counted and weighed comes from the server, not from a cache; offline.spec.ts allows them.
    serviceWorkers: 'block',
    browserName: 'chromium',
    launchOptions: chromiumLaunchOptions(),
    trace: 'retain-on-failure',
  },
  webServer: {
    command: `node tools/serve.mjs ${port} ${folder}`,
    url: baseURL,
    reuseExistingServer: false,
    timeout: 30_000,
  },
})
