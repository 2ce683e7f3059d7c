/** What the tests of keeping share: going away and coming back, the world as a client sees it, a worker's end. */
import type { Page } from '@playwright/test'
import { expect } from './fixture.ts'
import { idle, open } from './page.ts'

declare global {
  interface Window {
    /** Set by `holdWorkers`: every worker that the page has made. */
    heldWorkers?: Worker[]
  }
}

/** Closes the page and opens it again where it was. */
export async function comeBack(page: Page): Promise<void> {
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await idle(page)
}

/** Goes to a place of the same page, without loading it anew. */
export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to
  }, hash)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await idle(page)
}

/** The instant in the address, in ticks; null when there is none. */
export const instantOf = (page: Page): string | null => /[?&]at=(\d+)/.exec(page.url())?.[1] ?? null

/** The account's machines and buckets, as the AWS SDK lists them. */
export const worldOf = (page: Page) =>
  page.evaluate(async () => {
    const { ec2, s3, commands } = await window.cloudglass.sdk()
    const { Reservations = [] } = await ec2.send(new commands.DescribeInstancesCommand({}))
    const { Buckets = [] } = await s3.send(new commands.ListBucketsCommand({}))
    const machines = Reservations.flatMap(({ Instances = [] }) => Instances).map((one) => ({
      id: one.InstanceId,
      state: one.State?.Name,
      address: one.PrivateIpAddress,
      launched: one.LaunchTime?.toISOString(),
    }))
    return { machines, buckets: Buckets.map(({ Name }) => Name) }
  })

/** The world, and then the instant in the address: a client's questions move the clock a little. */
export async function standing(page: Page) {
  const world = await worldOf(page)
  await idle(page)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  return { world, at: instantOf(page) }
}

/** From now on the page's workers can be got at. */
export const holdWorkers = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const held: Worker[] = []
    window.heldWorkers = held
    window.Worker = class extends Worker {
      constructor(...how: ConstructorParameters<typeof Worker>) {
        super(...how)
        held.push(this)
      }
    }
  })

/** What the settings page says after a file was given to it. */
export async function giveFile(page: Page, name: string, text: string): Promise<void> {
  await page
    .locator('input[type=file][accept]')
    .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
}

/** Everything that is kept, as the settings page saves it. */
export async function exported(page: Page): Promise<string> {
  await open(page, '#/settings')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save everything to a file' }).click(),
  ])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}
