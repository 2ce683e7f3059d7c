/** Questions about the account that the page asks at each rest. */
import { consoleCall } from '../bridge/client.ts'
import { ACCOUNT } from '../stage/account.ts'
import { Asked } from '../stage/asked.svelte.ts'
import { type Cost, readCosts, readVolumes, type Volume } from './answers.ts'
import type { Page } from './page.svelte.ts'

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
