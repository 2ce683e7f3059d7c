/** A newer build that waits: told when it is there, loaded when it is asked for, and only then. */
import { flushSync } from 'svelte'
import { describe, expect, it } from 'vitest'
import { type Registration, Update } from './update.svelte.ts'

/** A build's worker that notes what it is told; `life` says in which state it is. */
const workerOf = (said: string[], life: () => string): ServiceWorker =>
  Object.defineProperty(
    Object.assign(new EventTarget(), { postMessage: (what: string) => said.push(what) }),
    'state',
    { get: life },
  ) as unknown as ServiceWorker

/** A service worker's registration and its container, as far as a page sees them. */
function browser({ waits = false, first = false } = {}) {
  const registration = new EventTarget()
  const workers = new EventTarget()
  const said: string[] = []
  const worker = workerOf(said, () => state.life)
  let ms = 0
  const state = {
    life: 'installed',
    waiting: waits ? worker : null,
    installing: null as ServiceWorker | null,
    broken: false,
  }
  const seen = Object.assign(registration, {
    active: worker,
    update: async () => void said.push('look'),
  })
  Object.defineProperties(seen, {
    waiting: { get: () => state.waiting },
    installing: { get: () => state.installing },
  })
  const update = new Update(
    {
      workers: Object.assign(workers, { controller: first ? null : worker }),
      nowMs: () => ms,
      kept: async () => {
        if (state.broken) throw new Error('not kept')
        said.push('kept')
      },
      reload: () => said.push('reload'),
    },
    seen as unknown as Registration,
  )
  return {
    update,
    said,
    /** another build is fetched, and then waits */
    install() {
      state.life = 'installed'
      state.installing = worker
      registration.dispatchEvent(new Event('updatefound'))
      state.installing = null
      state.waiting = worker
      worker.dispatchEvent(new Event('statechange'))
      flushSync()
    },
    /** another page has taken it */
    begins() {
      state.waiting = null
      state.life = 'activating'
      worker.dispatchEvent(new Event('statechange'))
    },
    taken: () => {
      state.waiting = null
    },
    /** the build that waited is thrown away, for a newer one or since it could not begin */
    drop() {
      state.life = 'redundant'
      worker.dispatchEvent(new Event('statechange'))
      state.waiting = null
      flushSync()
    },
    takeOver: () => workers.dispatchEvent(new Event('controllerchange')),
    keeps: (kept: boolean) => {
      state.broken = !kept
    },
    pass: (by: number) => {
      ms += by
    },
  }
}

describe('a newer build', () => {
  it('is told when it waits already, and when it comes', () => {
    expect(browser().update.ready).toBe(false)
    expect(browser({ waits: true }).update.ready).toBe(true)
    const later = browser()
    later.install()
    expect(later.update.ready).toBe(true)
    expect(later.said).toEqual([])
  })

  it('is none when nothing older runs', () => {
    const first = browser({ first: true })
    first.install()
    expect(first.update.ready).toBe(false)
  })

  it('is loaded once, after all is kept and the worker has changed', async () => {
    const { update, said, takeOver } = browser({ waits: true })
    const asked = update.take()
    await Promise.all([asked, update.take()])
    expect(said).toEqual(['kept', 'take over'])
    takeOver()
    takeOver()
    expect(said).toEqual(['kept', 'take over', 'reload'])
  })

  it('is not loaded over what is not kept, says so, and can be asked for again', async () => {
    const { update, said, keeps } = browser({ waits: true })
    keeps(false)
    await update.take()
    expect(update).toMatchObject({ ready: true, asked: false, failed: true })
    expect(said).toEqual([])
    keeps(true)
    await update.take()
    expect(update).toMatchObject({ asked: true, failed: false })
    expect(said).toEqual(['kept', 'take over'])
  })

  it('does not load a page that did not ask', () => {
    const { said, takeOver } = browser({ waits: true })
    takeOver()
    expect(said).toEqual([])
  })

  it('is loaded at once when another page took it', async () => {
    const { update, said, taken } = browser({ waits: true })
    taken()
    await update.take()
    expect(said).toEqual(['kept', 'reload'])
  })

  it('is no longer waited for when it was thrown away, and the next one is told', async () => {
    const { update, said, drop, install, takeOver } = browser({ waits: true })
    await update.take()
    drop()
    expect(update).toMatchObject({ ready: false, asked: false, failed: false })
    takeOver()
    expect(said, 'another page’s press').toEqual(['kept', 'take over'])
    install()
    expect(update.ready).toBe(true)
    await update.take()
    takeOver()
    expect(said.slice(2)).toEqual(['kept', 'take over', 'reload'])
  })

  it('that another page took is still told: this page has the older one', async () => {
    const { update, install, begins } = browser()
    install()
    begins()
    expect(update.ready).toBe(true)
  })

  it('is looked for at most once in an hour', async () => {
    const { update, said, pass } = browser()
    await update.seen()
    pass(3_600_000)
    await update.seen()
    await update.seen()
    expect(said).toEqual(['look'])
  })
})
