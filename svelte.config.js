/**
 * Svelte's own settings, read by Vite's plugin and by svelte-check. Runes everywhere: a component
 * in the old mode would be reactive by other rules than the rest.
 */
export default {
  compilerOptions: { runes: true },
}
