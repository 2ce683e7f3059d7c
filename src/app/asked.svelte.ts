/** A question about the world that a page asks at each rest: while time runs, the last answer stands. */
import { consoleCall } from '../bridge/client.ts'
import { ACCOUNT } from '../stage/account.ts'
import { passLost } from '../stage/lost.ts'
import { type Cost, readCosts, readVolumes, type Volume } from './answers.ts'
import type { Page } from './page.svelte.ts'

export class Asked<T> {
  #answer: T

  /** To be made while a component is; `first` stands until there is an answer. A worker that dies leaves the last. */
  constructor(page: () => Page, first: T, ask: () => Promise<T>) {
    this.#answer = $state.raw(first)
    $effect(() => {
      const { lab, moving, player } = page()
      if (moving || lab.clock === null) return
      void [player.now, lab.clock.position]
      let wanted = true
      ask().then((answer) => {
        if (wanted) this.#answer = answer
      }, passLost)
      return () => {
        wanted = false
      }
    })
  }

  get answer(): T {
    return this.#answer
  }
}

/** What the account has cost up to now, a line a thing: by the same answer that a lesson's checks read. */
export const costsAsked = (page: () => Page): Asked<readonly Cost[] | null> =>
  new Asked<readonly Cost[] | null>(page, null, async () =>
    readCosts(await page().lab.peek(consoleCall(ACCOUNT, 'lab', 'DescribeCosts', {}))),
  )

/** The account's disks. */
export const volumesAsked = (page: () => Page): Asked<readonly Volume[] | null> =>
  new Asked<readonly Volume[] | null>(page, null, async () =>
    readVolumes(await page().lab.peek(consoleCall(ACCOUNT, 'ec2', 'DescribeVolumes', {}))),
  )

export const sumOf = (costs: readonly Cost[]): number =>
  costs.reduce((sum, { dollars }) => sum + dollars, 0)
