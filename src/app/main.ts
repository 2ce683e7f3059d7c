/** The page's entry: fonts, the worker, and the app. */
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import '../ui/tokens.css'
import '../ui/base.css'
import { mount } from 'svelte'
import { LabClient } from '../bridge/client.ts'
import App from './App.svelte'
import { installHooks } from './hooks.ts'
import { Page } from './page.svelte.ts'

const makeWorker = () =>
  new Worker(new URL('../bridge/worker.ts', import.meta.url), { type: 'module' })

/** The first is made at once: its cloud is read in while the page learns which world to open. */
let early: Worker | null = makeWorker()
early.onerror = () => {
  early = null
}
function takeWorker(): Worker {
  const worker = early ?? makeWorker()
  early = null
  return worker
}

const target = document.getElementById('app')
if (target) {
  const page = new Page(new LabClient(takeWorker), window)
  installHooks(page, window)
  const standing = page.start()
  mount(App, { target, props: { page } })
  // Off the way of the first stage; and not in development, where files change under a cache.
  if (import.meta.env.PROD)
    standing
      .then(() => import('./offline/arrive.ts'))
      .then(
        ({ arrive }) => arrive(page),
        () => {},
      )
}
