/**
 * One owner a world: two tabs that write the same world would mix their inputs.
 *
 * A Web Lock says who it is; it ends with the tab, however that ends. The second tab is told, and can open a copy.
 */

/** Whether this tab may write a world. */
export interface Ownership {
  readonly owner: boolean
  /** false where the browser has no locks for this page: then everybody is told to be the owner */
  readonly guarded: boolean
  /** Lets another tab own the world. */
  release(): void
}

/** Asks for a world; never waits for another tab. */
export function own(name: string): Promise<Ownership> {
  return new Promise((resolve) => {
    const unguarded = () => resolve({ owner: true, guarded: false, release: () => {} })
    const held = (lock: Lock | null) =>
      new Promise<void>((release) => {
        resolve({ owner: lock !== null, guarded: true, release })
        if (lock === null) release()
      })
    try {
      navigator.locks.request(name, { ifAvailable: true }, held).catch(unguarded)
    } catch {
      unguarded()
    }
  })
}
