/** The inspector: every kind leads on, says why, goes back, and keeps what is selected through time. */
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { inspector, keys, makeBucket, putText, yours } from './buckets.ts'
import { expect, expectAccessible, test } from './fixture.ts'
import { idle, open, press } from './page.ts'

/** A browser beside other work takes its time, and axe most of it. */

const machines = (page: Page): Locator => page.getByRole('region', { name: 'Your machines' })
const heading = (page: Page): Locator => inspector(page).getByRole('heading', { level: 2 })
const why = (page: Page): Locator => inspector(page).getByRole('button', { name: 'Why?' })
const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Command', exact: true })
const log = (page: Page): Locator => page.getByRole('log')
const slider = (page: Page): Locator => page.getByRole('slider', { name: 'Events in time' })

/** Launches a machine in the sandbox, waits until it runs, and selects it. */
async function launch(page: Page): Promise<void> {
  await open(page, '#/sandbox')
  await page.getByRole('button', { name: 'Launch', exact: true }).click()
  await expect(machines(page)).toContainText('running', { timeout: 30_000 })
  await idle(page)
  await machines(page).getByRole('button').first().click()
  await idle(page)
}

async function run(page: Page, line: string): Promise<void> {
  await field(page).fill(line)
  await field(page).press('Enter')
  await idle(page)
}

/** Follows a line of the inspector to the thing it names. */
async function follow(page: Page, name: RegExp): Promise<void> {
  await inspector(page).getByRole('button', { name }).first().click()
  await idle(page)
}

test('a machine that is ended by the keyboard leaves the keyboard with it', async ({ page }) => {
  await launch(page)
  await inspector(page).getByRole('button', { name: 'Terminate' }).focus()
  await page.keyboard.press('Enter')
  await expect(inspector(page).getByRole('button', { name: 'Really terminate?' })).toBeFocused()
  await page.keyboard.press('Enter')
  await idle(page)
  await expect(inspector(page).locator(':focus')).toHaveCount(1)
})

test('a machine leads to its network, and says why it runs and why there', async ({ page }) => {
  await launch(page)
  await why(page).click()
  await expect(inspector(page)).toContainText('had booted: it is running.')
  await expect(inspector(page)).toContainText('RunInstances was called.')
  await expect(inspector(page)).toContainText('Why that host')
  await expect(inspector(page)).toContainText(/With less than 2 vCPU free on host \d/)
  await expectAccessible(page)
  await follow(page, /^eni-/)
  await expect(inspector(page)).toContainText('network card')
  await follow(page, /^sg-/)
  await expect(inspector(page)).toContainText('What it lets in')
  await expect(inspector(page)).toContainText('everything')
  await follow(page, /^vpc-/)
  await expect(inspector(page)).toContainText('172.31.0.0/16')
  await follow(page, /^subnet-/)
  await expect(inspector(page)).toContainText('4,091')
  await expect(page).toHaveURL(/select=arn:aws:ec2:us-east-1:\d+:subnet\/subnet-/)
  await expectAccessible(page)
})

test('a call says who decided and what it led to, and can be done again elsewhere', async ({
  page,
}) => {
  await launch(page)
  await why(page).click()
  await follow(page, /^RunInstances was called\.$/)
  await expect(heading(page)).toHaveText('RunInstances')
  await expect(inspector(page)).toContainText('the check of permissions: root may do all')
  await expect(inspector(page)).toContainText('aws ec2 run-instances --image-id ami-')
  await expect(inspector(page).getByRole('button', { name: 'Copy as JSON' })).toBeVisible()
  await expect(inspector(page)).toContainText('The audit record (CloudTrail)')
  await why(page).click()
  await expect(inspector(page)).toContainText('What it led to')
  await follow(page, /^EC2 chose host/)
  await expect(heading(page)).toHaveText(/^i-/)
})

test('a refusal says why, what would change it, and goes back to just before', async ({ page }) => {
  await open(page, '#/sandbox')
  await makeBucket(page, 'my-photos')
  await putText(page, 'a', 'hello')
  await press(page, 'Delete')
  await press(page, 'Really delete?')
  await expect(inspector(page)).toContainText('BucketNotEmpty')
  await why(page).first().click()
  await expect(inspector(page)).toContainText('my-photos still holds 1 object.')
  await expect(inspector(page)).toContainText('S3 refused it itself')
  await expect(inspector(page)).toContainText('Delete that object first.')
  await expectAccessible(page)
  await press(page, 'Back to just before')
  await expect(inspector(page)).not.toContainText('BucketNotEmpty')
  await expect(page.getByText(/1 event back; acting here starts a branch/)).toBeVisible()
  await expect(yours(page)).toContainText('1 object')
})

test('in the terminal a refusal has the same way, a key selects, a wide table stays whole', async ({
  page,
}) => {
  await open(page, '#/sandbox')
  await makeBucket(page, 'my-photos')
  await putText(page, '2026/one two.txt', 'hello')
  await page.getByRole('button', { name: 'Terminal', exact: true }).click()
  await run(page, 'aws s3 ls s3://my-photos/2026/')
  await log(page).getByRole('button', { name: 'Select one two.txt' }).click()
  await idle(page)
  await expect(heading(page)).toHaveText('2026/one two.txt')

  const columns = 'SubnetArn,SubnetArn,SubnetId,VpcId,AvailabilityZone,CidrBlock,OwnerId'
  await run(page, `aws ec2 describe-subnets --output table --query 'Subnets[].[${columns}]'`)
  const table = log(page).getByRole('group', { name: 'What it printed, a table' })
  const { lines, wide, within } = await table.evaluate((box) => ({
    lines: getComputedStyle(box).whiteSpace,
    wide: box.scrollWidth > box.clientWidth,
    within:
      box.getBoundingClientRect().right <=
      (box.closest('[role=log]')?.getBoundingClientRect().right ?? 0),
  }))
  expect({ lines, wide, within }).toEqual({ lines: 'pre', wide: true, within: true })

  await run(page, 'aws s3api get-object --bucket my-photos --key none out')
  await expect(log(page)).toContainText('NoSuchKey')
  const before = await slider(page).getAttribute('aria-valuetext')
  await log(page).getByRole('button', { name: 'Why?' }).click()
  await expect(log(page)).toContainText('What would change it')
  await log(page).getByRole('button', { name: 'Back to just before' }).click()
  await idle(page)
  await expect(page.getByText(/1 event back; acting here/)).toBeVisible()
  expect(await slider(page).getAttribute('aria-valuetext')).not.toBe(before)
})

test('an object is downloaded as the bytes that were put', async ({ page }) => {
  await open(page, '#/sandbox')
  await makeBucket(page, 'my-photos')
  await putText(page, '2026/may/beach: one.txt', 'hello, höhle')
  await keys(page).getByRole('button', { name: 'beach: one.txt' }).click()
  await idle(page)
  const saved = page.waitForEvent('download')
  await press(page, 'Download')
  const download = await saved
  expect(download.suggestedFilename()).toBe('beach_ one.txt')
  expect(await readFile(await download.path(), 'utf8')).toBe('hello, höhle')
})

test('the focus stays in what is shown, or goes back to where one came from', async ({ page }) => {
  await open(page, '#/sandbox')
  await makeBucket(page, 'my-photos')
  await putText(page, 'a', 'hello')
  await keys(page).getByRole('button', { name: 'a', exact: false }).first().press('Enter')
  await idle(page)
  await expect(heading(page)).toHaveText('a')
  await press(page, 'Delete')
  await press(page, 'Really delete?')
  // The bucket is shown now, and no button that would delete it has the focus.
  await expect(heading(page)).toHaveText('my-photos')
  await expect(heading(page)).toBeFocused()

  const bucket = yours(page).getByRole('button', { name: 'my-photos' })
  await page.keyboard.press('Escape')
  await expect(inspector(page)).toBeHidden()
  await bucket.press('Enter')
  await expect(heading(page)).toHaveText('my-photos')
  await inspector(page).getByRole('button', { name: 'Close' }).press('Enter')
  await expect(inspector(page)).toBeHidden()
  await expect(bucket).toBeFocused()

  await bucket.press('Enter')
  await press(page, 'Delete')
  await press(page, 'Really delete?')
  await expect(yours(page)).toContainText('No buckets yet')
  await expect(yours(page).getByRole('button', { name: 'Make a bucket' })).toBeFocused()
})

test('one Escape closes one thing', async ({ page }) => {
  await open(page, '#/sandbox')
  await makeBucket(page, 'my-photos')
  // The list of events lies over the page.
  await page.getByRole('button', { name: 'Events' }).click()
  await expect(page.getByRole('heading', { name: /^\d+ events?$/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: /^\d+ events?$/ })).toBeHidden()
  await expect(inspector(page)).toBeVisible()
  // A form, from a field of several lines and from a button.
  for (const part of ['Text', 'Cancel']) {
    await press(page, 'Put an object')
    const role = part === 'Text' ? 'textbox' : 'button'
    await inspector(page).getByRole(role, { name: part }).press('Escape')
    await expect(inspector(page).getByRole('button', { name: 'Put an object' })).toBeFocused()
  }
  // A question.
  await press(page, 'Delete')
  await page.keyboard.press('Escape')
  await expect(inspector(page).getByRole('button', { name: 'Delete' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(inspector(page)).toBeHidden()
  await expect(yours(page)).toContainText('my-photos')
})

test('what is selected stays selected through time, and says when it is not there', async ({
  page,
}) => {
  await launch(page)
  const id = (await heading(page).textContent())?.trim() ?? ''
  await slider(page).press('Home')
  await idle(page)
  await expect(heading(page)).toHaveText(id)
  await expect(inspector(page)).toContainText('It is not there at this instant.')
  await expect(inspector(page)).toContainText(/It comes at 09:00:0\d/)
  await expect(page).toHaveURL(new RegExp(`select=arn:aws:ec2:.*${id}`))
  await expectAccessible(page)
  await press(page, 'Go there')
  await expect(inspector(page)).toContainText('t3.micro')
  await slider(page).press('End')
  await idle(page)
  await expect(heading(page)).toHaveText(id)
  // The track names the machine.
  await expect(slider(page)).toHaveAttribute('aria-valuetext', new RegExp(`${id}: running, event`))
})
