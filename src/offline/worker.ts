/**
 * The service worker: after one visit the whole lab runs without a network.
 *
 * A build is one cache with every file of it, each checked against the hash that it was built with, so a host in the
 * middle of an upload cannot mix two builds. Files are answered from the build's own cache; a page of an earlier
 * build finds its own files in that build's cache, which stays until no page of it is open. A new build waits until
 * a person asks for it, or until no page is open. What is not the lab's is left to the network.
 *
 * `tools/offlinePlugin.ts` puts in the files and the build's name. Not seen: a browser that empties its caches; then
 * the network answers again.
 */
import { type Listed, pathOf } from './paths.ts'

declare const self: ServiceWorkerGlobalScope
/** Every file of this build. */
declare const __FILES__: readonly Listed[]
/** A name that no other build has. */
declare const __BUILD__: string

const FILES = __FILES__
const { scope } = self.registration
/** Another lab may stand under another path of the same host. */
const PREFIX = `cloudglass ${scope} `
const OWN = PREFIX + __BUILD__
const PATHS: ReadonlySet<string> = new Set(FILES.map(({ path }) => path))
/** How many files are fetched at once: the page may want something too. */
const LANES = 3

const addressOf = (path: string): string => new URL(path, scope).href

/** A file as it is kept. Some servers say that it varies with the asker's origin; here it does not. */
const kept = (path: string, cacheName: string): Promise<Response | undefined> =>
  caches.match(addressOf(path), { cacheName, ignoreVary: true })

/** The caches of the other builds that are kept. */
const others = async (): Promise<readonly string[]> =>
  (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== OWN)

async function keptByOthers(path: string): Promise<Response | undefined> {
  for (const name of await others()) {
    const found = await kept(path, name)
    if (found !== undefined) return found
  }
  return undefined
}

async function hashOf(response: Response): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await response.arrayBuffer())
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
}

/** The file of a listing: out of an earlier build where it is the same, else from the host. */
async function fetched({ path, hash }: Listed): Promise<Response> {
  const earlier = await keptByOthers(path)
  if (earlier !== undefined && (await hashOf(earlier.clone())) === hash) return earlier
  // The host is asked whether what the browser holds is still so; a wrong file is refused by its hash.
  const init: RequestInit = { cache: 'no-cache', integrity: `sha256-${hash}`, priority: 'low' }
  const response = await fetch(addressOf(path), init)
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  // Hosts lead from index.html to the folder; a page may not be answered with what was led elsewhere.
  return response.redirected ? new Response(response.body, { headers: response.headers }) : response
}

/** Takes every file in. Should one fail, the build is not installed; what was taken is there for the next attempt. */
async function install(): Promise<void> {
  const cache = await caches.open(OWN)
  const waiting = [...FILES]
  const lane = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      if ((await kept(file.path, OWN)) !== undefined) continue
      await cache.put(addressOf(file.path), await fetched(file))
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

/**
 * Lets the other builds go, once every open page is one of this build. A page says of which it is by a lock with the
 * address of its first script; one that says nothing, such as a widget, counts as one of another.
 */
async function tidy(): Promise<void> {
  const { installing, waiting } = self.registration
  if (installing !== null || waiting !== null) return
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const open = windows.filter(({ url }) => url.startsWith(scope))
  const { held = [] } = await self.navigator.locks.query()
  const addresses = new Set([...PATHS].map((path) => `cloudglass page ${addressOf(path)}`))
  const ours = held.filter(({ name = '' }) => addresses.has(name))
  if (ours.length < open.length) return
  for (const name of await others()) await caches.delete(name)
}

async function answer(request: Request, path: string): Promise<Response> {
  return (await kept(path, OWN)) ?? (await keptByOthers(path)) ?? fetch(request)
}

self.addEventListener('install', (event) => event.waitUntil(install()))

self.addEventListener('activate', (event) =>
  // The page of the first visit is served from here on too: it may go offline before it is opened again.
  event.waitUntil(Promise.all([self.clients.claim(), tidy()])),
)

self.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(self.skipWaiting())
  if (event.data === 'a page stands') event.waitUntil(tidy())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const path = request.method === 'GET' ? pathOf(request.url, scope, PATHS) : null
  if (path !== null) event.respondWith(answer(request, path))
})
