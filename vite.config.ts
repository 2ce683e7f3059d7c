/**
 * Builds one folder, dist, that works from any path of any static host.
 *
 * The content security policy stands here once: a built page carries it as a meta element, and
 * preview also sends it as a header. The development server goes without, because Vite's hot
 * reloading writes style elements; the end-to-end tests run on the built page.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte'
import {
  type BuildEnvironmentOptions,
  defineConfig,
  type EnvironmentOptions,
  type Plugin,
} from 'vite'
import { lessonsPlugin } from './tools/lessonsPlugin.ts'
import { offlinePlugin } from './tools/offlinePlugin.ts'
import { stillsPlugin } from './tools/stillsPlugin.ts'

/** No frame-ancestors: anybody may embed a lesson. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** Writes the policy into every built page, before anything that it governs. */
function policyMeta(): Plugin {
  return {
    name: 'cloudglass-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
        injectTo: 'head-prepend',
      },
    ],
  }
}

/** What a chunk's name may be made from. */
interface Modules {
  getModuleInfo(id: string): { isEntry: boolean; importers: readonly string[] } | null
}

/**
 * The chunk of a module that a page imports at once, else null. All of them in one are fetched and compressed
 * together; the bundler would make twenty, since parts that are fetched later use some of them too.
 */
function atOnce(id: string, modules: Modules, seen = new Set<string>()): 'page' | null {
  if (seen.has(id)) return null
  seen.add(id)
  const found = modules.getModuleInfo(id)
  if (found === null) return null
  const known = found.isEntry || found.importers.some((one) => atOnce(one, modules, seen) !== null)
  return known ? 'page' : null
}

/** A build that is laid beside the lab's page. */
const besides = (
  rolldownOptions: NonNullable<BuildEnvironmentOptions['rolldownOptions']>,
): EnvironmentOptions => ({
  consumer: 'client',
  build: { emptyOutDir: false, copyPublicDir: false, rolldownOptions },
})

export default defineConfig({
  base: './',
  plugins: [svelte(), lessonsPlugin(), stillsPlugin(), policyMeta(), offlinePlugin()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: 'dist',
    // A font as a data: address would be refused by the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: (id, modules) => atOnce(id, modules) }] } },
    },
  },
  // One build a page, all in one folder: each carries what it needs and no more. Parts shared between pages would
  // cost the lab's entry its budget. The tag is one file, by a name that a host page can write down.
  environments: {
    embed: besides({ input: 'embed.html' }),
    handover: besides({ input: 'handover.html' }),
    tag: besides({
      input: 'src/embed/tag.ts',
      output: { entryFileNames: 'cloudglass-lab.js', codeSplitting: false },
    }),
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'embed', 'handover', 'tag']) {
        const environment = builder.environments[name]
        if (environment !== undefined) await builder.build(environment)
      }
    },
  },
  preview: { headers: { 'Content-Security-Policy': POLICY } },
})
