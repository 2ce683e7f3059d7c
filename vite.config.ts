/**
 * Builds one folder, dist, that works from any path of any static host.
 *
 * The content security policy stands here once: a built page carries it as a meta element, and
 * preview also sends it as a header. The development server goes without, because Vite's hot
 * reloading writes style elements; the end-to-end tests run on the built page.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'
import { lessonsPlugin } from './tools/lessonsPlugin.ts'

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

export default defineConfig({
  base: './',
  plugins: [svelte(), lessonsPlugin(), policyMeta()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: 'dist',
    // A font as a data: address would be refused by the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  preview: { headers: { 'Content-Security-Policy': POLICY } },
})
