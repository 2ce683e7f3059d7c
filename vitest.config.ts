/**
 * Two projects: `node` for plain code, `browser` for what needs a real page, worker or layout.
 * The browser is the one tools/browser.mjs finds; nothing is downloaded here.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumLaunchOptions } from './tools/browser.mjs'
import { lessonsPlugin } from './tools/lessonsPlugin.ts'
import { stillsPlugin } from './tools/stillsPlugin.ts'

const BROWSER_TESTS = 'src/**/*.browser.test.ts'

export default defineConfig({
  plugins: [svelte(), lessonsPlugin(), stillsPlugin()],
  test: {
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          // Property tests and whole-program checks take seconds on a slow machine.
          testTimeout: 60_000,
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
