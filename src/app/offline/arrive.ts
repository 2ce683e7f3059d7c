/**
 * The page and its service worker: registered when the first stage stands, and without words where there can be none
 * (a private window, blocked storage, a frame without its origin, plain http): the lab goes on as it did before.
 */
import { mount } from 'svelte'
import type { Page } from '../page.svelte.ts'
import UpdateNotice from './UpdateNotice.svelte'
import { Update } from './update.svelte.ts'

const WORKER = 'service-worker.js'

async function register(): Promise<ServiceWorkerRegistration | undefined> {
  try {
    return await navigator.serviceWorker?.register(new URL(WORKER, document.baseURI))
  } catch {
    return undefined
  }
}

/** Says of which build this page is, for as long as it is open, and then calls: the worker keeps that build's files. */
function standAs(entry: string, call: () => void): void {
  void navigator.locks.request(`cloudglass page ${entry}`, { mode: 'shared' }, () => {
    call()
    return new Promise(() => {})
  })
}

/** Makes the lab run without a network from now on, and tells of newer versions. */
export async function arrive(page: Page): Promise<void> {
  await page.lab.settled()
  const registration = await register()
  const entry = document.querySelector<HTMLScriptElement>('script[type=module]')
  if (registration === undefined || entry === null) return
  // Told before it has the lock, the worker would count it as a page of another build.
  standAs(entry.src, () => registration.active?.postMessage('a page stands'))
  const update = new Update(
    {
      workers: navigator.serviceWorker,
      nowMs: () => performance.now(),
      kept: () => page.keeping.settled(),
      reload: () => location.reload(),
    },
    registration,
  )
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void update.seen()
  })
  const target = document.querySelector('.page')
  if (target !== null) mount(UpdateNotice, { target, props: { page, update } })
}
