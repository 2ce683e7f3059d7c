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

export class Owners {
  /** what was released here, and whether the browser has seen to it */
  readonly #released = new Map<string, Promise<unknown>>()

  /** Asks for a world by name; never waits for another tab. */
  own(name: string): Promise<Ownership> {
    return new Promise((resolve) => {
      const hold = (lock: Lock | null) =>
        new Promise<void>((free) => {
          if (lock === null) free()
          const release = () => {
            this.#released.set(name, request)
            free()
          }
          resolve({ owner: lock !== null, guarded: true, release })
        })
      // Whoever gives up a world and asks for it again would otherwise be in their own way.
      const request = Promise.resolve(this.#released.get(name)).then(() =>
        navigator.locks.request(name, { ifAvailable: true }, hold),
      )
      request.catch(() => resolve({ owner: true, guarded: false, release: () => {} }))
    })
  }
}
