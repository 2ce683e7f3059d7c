/** The terminal: a line typed with completion runs on the world of the picture, and its mistakes can be mended. */
import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixture.ts'
import { idle, open, press } from './page.ts'

/** These lines are typed key by key, which takes a busy machine its time. */

const IMAGE = 'ami-0f3a5c1e7b2d94860'
const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Command', exact: true })
const log = (page: Page): Locator => page.getByRole('log')
const list = (page: Page): Locator => page.getByRole('listbox', { name: 'Completions' })
const yours = (page: Page): Locator => page.getByRole('region', { name: 'Your machines' })

async function openTerminal(page: Page): Promise<void> {
  await open(page, '#/sandbox')
  await page.getByRole('button', { name: 'Terminal', exact: true }).click()
  await expect(field(page)).toBeFocused()
  await idle(page)
}

/** Types a line as a person does, and runs it. */
async function run(page: Page, line: string): Promise<void> {
  await field(page).fill(line)
  await field(page).press('Enter')
  await idle(page)
}

/** Completes what stands in the field, and waits until it says what it should. */
async function complete(page: Page, becomes: string): Promise<void> {
  await field(page).press('Tab')
  await expect(field(page)).toHaveValue(becomes)
}

test('launches with completion, waits while time passes, asks, and selects what was printed', async ({
  page,
}) => {
  await openTerminal(page)
  await field(page).pressSequentially('aws ec2 run-in')
  await complete(page, 'aws ec2 run-instances ')
  await field(page).pressSequentially('--image')
  await complete(page, 'aws ec2 run-instances --image-id ')
  await field(page).press('Tab')
  await expect(list(page)).toBeVisible()
  await list(page).getByRole('option', { name: IMAGE }).click()
  await field(page).pressSequentially('--instance-type t3.mic')
  await complete(page, `aws ec2 run-instances --image-id ${IMAGE} --instance-type t3.micro `)
  await field(page).press('Control+Home')
  await field(page).pressSequentially('vm=$(')
  await field(page).press('Control+End')
  await field(page).pressSequentially("--query 'Instances[0].InstanceId' --output text)")
  // Both lines in one go: the second by itself might come after the boot.
  await field(page).press('Shift+Enter')
  await field(page).pressSequentially('aws ec2 wait instance-running --instance-ids $vm')
  await field(page).press('Enter')
  await expect(page.getByText('waiting while cloud time passes')).toBeVisible()
  await expect(yours(page)).toContainText('pending')
  await expect(yours(page)).toContainText('running', { timeout: 20_000 })
  await idle(page)
  const query = "'Reservations[].Instances[].[InstanceId,State.Name]'"
  await run(page, `aws ec2 describe-instances --query ${query} --output table`)
  await expect(log(page)).toContainText(/\+-+\+-+\+/)
  await expect(log(page)).toContainText('DescribeInstances')
  await log(page)
    .getByRole('button', { name: /^Select i-/ })
    .last()
    .click()
  await idle(page)
  const inspector = page.getByRole('complementary', { name: 'What is selected' })
  await expect(inspector).toContainText('t3.micro')
  await expect(yours(page).getByRole('button', { pressed: true })).toHaveCount(1)
})

test('a wrong word is shown where it stands, and mended by one click', async ({ page }) => {
  await openTerminal(page)
  await run(page, 'aws ec2 describe-instnces --output text')
  await expect(log(page).locator('mark')).toHaveText('describe-instnces')
  await log(page).getByRole('button', { name: 'Put describe-instances in its place' }).click()
  await expect(field(page)).toHaveValue('aws ec2 describe-instances --output text')
  await expect(field(page)).toBeFocused()
})

test('a script shows each statement as it is done, with every mistake at its place', async ({
  page,
}) => {
  await openTerminal(page)
  await field(page).fill('echo first\naws ec2 describe-instnces\necho last\naws s3 lss')
  await field(page).press('Enter')
  await idle(page)
  await expect(log(page).locator('mark')).toHaveText(['describe-instnces', 'lss'])
  await expect(log(page)).toContainText(/first[\s\S]*Did you mean[\s\S]*last[\s\S]*Did you mean/)
})

test('a pasted line is mended by one click', async ({ page }) => {
  await openTerminal(page)
  await run(page, '$ aws ec2 describe-regions –output text')
  await expect(log(page).locator('mark')).toHaveText('$ ')
  await log(page).getByRole('button', { name: 'Put the corrected line into the input' }).click()
  await expect(field(page)).toHaveValue('aws ec2 describe-regions --output text')
})

test('a world is saved, downloaded, begun anew, put back on the shelf and opened', async ({
  page,
}) => {
  await openTerminal(page)
  await press(page, 'Launch')
  await run(page, 'lab save --name mine')
  await expect(log(page)).toContainText('"File": "mine"')
  const downloading = page.waitForEvent('download')
  await log(page).getByRole('button', { name: 'Download mine' }).click()
  const file = await (await downloading).path()
  await run(page, 'lab reset')
  await expect(yours(page).getByText('running')).toHaveCount(0)
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Put a file of yours on the shelf' }).click()
  await (await choosing).setFiles({ name: 'theirs', mimeType: '', buffer: readFileSync(file) })
  await expect(log(page)).toContainText('# theirs:')
  await run(page, 'lab load --name theirs')
  await expect(yours(page)).toContainText(/i-[0-9a-f]{17}/)
})

test('a refusal says its code and leads back to just before', async ({ page }) => {
  await openTerminal(page)
  await press(page, 'Launch')
  await run(page, 'aws ec2 start-instances --instance-ids i-0123456789abcdef0')
  await expect(log(page)).toContainText('InvalidInstanceID.NotFound')
  await log(page).getByRole('button', { name: 'Back to just before' }).click()
  await idle(page)
  await expect(page.getByText(/back; acting here starts a branch/)).toBeVisible()
})

test('what a branch left is marked, and is there again in the other future', async ({ page }) => {
  await openTerminal(page)
  await run(page, 'aws s3 mb s3://first')
  await run(page, 'lab advance --by 60s')
  await run(page, 'aws s3 mb s3://second')
  const undone = log(page).locator('.undone')
  const why = log(page).getByText('The lines marked “undone” belong to another future.')
  await run(page, 'lab seek --to 30s')
  await expect(undone).toHaveCount(0)
  await run(page, 'aws s3 mb s3://third')
  await expect(undone).toHaveText(/s3:\/\/second\s*undone/)
  await expect(why).toHaveCount(1)
  await expectAccessible(page)
  await press(page, 'To the other future')
  await expect(undone).toHaveText(/s3:\/\/third\s*undone/)
  await expect(why).toHaveCount(1)
})

test('buckets and files: what is made by a line is selected by its name', async ({ page }) => {
  await openTerminal(page)
  await run(page, 'aws s3 mb s3://reading-room')
  await expect(log(page)).toContainText('make_bucket: reading-room')
  await run(page, 'aws ec2 describe-regions --output text')
  await run(page, 'aws s3 ls')
  await log(page).getByRole('button', { name: 'Select reading-room' }).last().click()
  await idle(page)
  await expect(page.getByRole('complementary', { name: 'What is selected' })).toContainText(
    'reading-room',
  )
})

test('history, several lines, clearing, and what a button does is noted', async ({ page }) => {
  await openTerminal(page)
  await run(page, 'echo one')
  await run(page, 'echo two')
  await field(page).pressSequentially('unfinished')
  await field(page).press('ArrowUp')
  await expect(field(page)).toHaveValue('echo two')
  await field(page).press('ArrowUp')
  await expect(field(page)).toHaveValue('echo one')
  await field(page).press('ArrowDown')
  await field(page).press('ArrowDown')
  await expect(field(page)).toHaveValue('unfinished')
  await field(page).press('Control+c')
  await expect(field(page)).toHaveValue('')
  await field(page).pressSequentially('a=first')
  await field(page).press('Shift+Enter')
  await field(page).pressSequentially('echo $a $b')
  await field(page).press('Enter')
  await expect(log(page)).toContainText('first')
  await press(page, 'Launch')
  await expect(log(page)).toContainText('made by a button')
  await expect(log(page)).toContainText(`aws ec2 run-instances --image-id ${IMAGE}`)
  await field(page).press('Control+l')
  await expect(log(page)).not.toContainText('first')
})

test('a line that waits is stopped by Ctrl+C, and one that waits in stopped time says so', async ({
  page,
}) => {
  await openTerminal(page)
  await run(page, 'lab pace --pace 0.1')
  const launch = `vm=$(aws ec2 run-instances --image-id ${IMAGE} --instance-type t3.micro --query Instances[].InstanceId --output text)`
  const wait = 'aws ec2 wait instance-running --instance-ids $vm'
  await field(page).fill(`${launch}; ${wait}`)
  await field(page).press('Enter')
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
  await field(page).press('Control+c')
  await expect(log(page)).toContainText('^C')
  await idle(page)
  await press(page, 'On to the next beat')
  await run(page, wait)
  await expect(log(page)).toContainText('Time stands still')
})

test('Tab is never a trap, and the list is the keyboard’s', async ({ page }) => {
  await openTerminal(page)
  await field(page).press('Tab')
  await expect(field(page)).not.toBeFocused()
  await field(page).fill('aws ec2 describe-')
  await field(page).press('Tab')
  const options = list(page).getByRole('option')
  await expect(options.first()).toHaveAttribute('aria-selected', 'true')
  await field(page).press('ArrowDown')
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true')
  const second = (await options.nth(1).locator('code').textContent()) ?? ''
  await field(page).press('Enter')
  await expect(field(page)).toHaveValue(`aws ec2 ${second} `)
  await field(page).fill('aws ec2 describe-')
  await field(page).press('Tab')
  await expect(list(page)).toBeVisible()
  await field(page).press('Escape')
  await expect(list(page)).toBeHidden()
  await field(page).press('Escape')
  await field(page).press('Tab')
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeFocused()
  await field(page).fill('echo nothing to complete')
  await field(page).press('Tab')
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeFocused()
})

test('the edge moves by keyboard, the terminal keeps what it had, and the strip brings its line', async ({
  page,
}) => {
  await open(page, '#/sandbox')
  await press(page, 'Launch')
  await press(page, 'Open in terminal')
  await expect(field(page)).toHaveValue(/^aws ec2 run-instances --image-id/)
  const box = page.getByRole('region', { name: 'Terminal', exact: true })
  const before = (await box.boundingBox())?.height ?? 0
  await page.getByRole('slider', { name: 'Height of the terminal' }).focus()
  for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowUp')
  expect((await box.boundingBox())?.height).toBeGreaterThan(before + 20)
  await press(page, 'Close the terminal')
  await expect(field(page)).toBeHidden()
  await press(page, 'Terminal')
  await expect(field(page)).toHaveValue(/^aws ec2 run-instances --image-id/)
  expect((await box.boundingBox())?.height).toBeGreaterThan(before + 20)
})

for (const [scheme, width, height] of [
  ['light', 1280, 720],
  ['dark', 1280, 720],
  ['light', 390, 844],
] as const) {
  test(`axe finds nothing, ${scheme}, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await openTerminal(page)
    await run(page, 'aws ec2 describe-instnces')
    await run(page, 'aws ec2 start-instances --instance-ids i-0123456789abcdef0')
    await field(page).fill('aws ec2 describe-')
    await field(page).press('Tab')
    await expect(list(page)).toBeVisible()
    await expectAccessible(page)
  })
}
