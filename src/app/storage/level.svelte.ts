/**
 * Where in a bucket the inspector looks: one level of its keys, a page at a time.
 *
 * It outlives the component that shows it, so that one comes back from an object to where it lies.
 */
import type { BucketLevelView } from '../../cloud/views/types.ts'
import { ACCOUNT } from '../../stage/account.ts'
import type { LabStore } from '../../stage/lab.svelte.ts'

const WATCH = 'level'

export class Level {
  #bucket = $state<string | null>(null)
  /** '' or a prefix that ends in a slash */
  prefix = $state('')
  /** the last name of the page before, or null on the first */
  after = $state<string | null>(null)
  /** what was last shown, until what is asked for is there */
  #shown = $state.raw<BucketLevelView | null>(null)
  readonly #lab: LabStore

  constructor(lab: LabStore) {
    this.#lab = lab
  }

  /** The level; while another is asked for the one before, and null when the bucket is not there. */
  get view(): BucketLevelView | null {
    const view = this.#lab.views[WATCH] as BucketLevelView | null | undefined
    return view === undefined ? this.#shown : view
  }

  /** Shows a bucket: its top, or where one was in it. */
  open(bucket: string): void {
    if (bucket !== this.#bucket) {
      this.#bucket = bucket
      this.#shown = null
      this.prefix = ''
      this.after = null
    }
    this.#watch()
  }

  /** Goes to a level, or to the page of it that comes after a name. */
  go(prefix: string, after: string | null = null): void {
    this.#shown = this.view
    this.prefix = prefix
    this.after = after
    this.#watch()
  }

  close(): void {
    this.#shown = this.view
    this.#lab.unwatch(WATCH)
  }

  #watch(): void {
    const { prefix, after } = this
    if (this.#bucket === null) return
    this.#lab.watch(WATCH, 'bucket', {
      account: ACCOUNT,
      name: this.#bucket,
      prefix,
      ...(after === null ? {} : { after }),
    })
  }
}
