/**
 * Two projects: `node` for plain code, `browser` for what needs a real page, worker or layout.
 * The browser is the one tools/browser.mjs finds; nothing is downloaded here.
 */
import { env } from 'node:process'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumLaunchOptions } from './tools/browser.mjs'
import { lessonsPlugin } from './tools/lessonsPlugin.ts'
import { stillsPlugin } from './tools/stillsPlugin.ts'

declare module 'vitest' {
  interface ProvidedContext {
    seed: number
  }
}

const BROWSER_TESTS = 'src/**/*.browser.test.ts'

export default defineConfig({
  plugins: [svelte(), lessonsPlugin(), stillsPlugin()],
  test: {
    passWithNoTests: true,
    // One seed for all that tests draw, so that what passed passes again; `npm run soak` draws others.
    provide: { seed: Number(env.SEED ?? 20261128) },
    setupFiles: ['test/seed.ts'],
    // Property tests and whole-program checks take seconds on a slow machine, and so does what is
    // waited for: the default of one second is a test of the machine.
    testTimeout: 60_000,
    expect: { poll: { timeout: 30_000, interval: 10 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [BROWSER_TESTS, 'test/e2e/**', 'node_modules/**'],
        },
      },
      {
        extends: true,
        // Everything a test may reach is bundled before the first one: finding a package later
        // reloads the page under a running test.
        optimizeDeps: { entries: ['src/**/*.ts', 'src/**/*.svelte', '!src/node/**'] },
        test: {
          name: 'browser',
          include: [BROWSER_TESTS],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
