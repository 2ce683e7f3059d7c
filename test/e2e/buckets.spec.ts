/** Buckets in the sandbox: made, filled, looked into and deleted, by pointer and by keyboard. */

import type { Page } from '@playwright/test'
import {
  bucketName,
  inspector,
  keys,
  makeBucket,
  objectKey,
  objectText,
  putText,
  yours,
} from './buckets.ts'
import { expect, expectAccessible, test } from './fixture.ts'
import { idle, live, open, press } from './page.ts'

const strip = (page: Page) => page.getByRole('region', { name: 'The command it made' })
const line = (page: Page, name: string | RegExp) => keys(page).getByRole('button', { name })

test('a bucket is made, filled, looked into and deleted', async ({ page }) => {
  await open(page, '#/sandbox')
  await expect(yours(page)).toContainText('No buckets yet')
  await makeBucket(page, 'my-photos')
  await expect(strip(page)).toContainText('aws s3api create-bucket --bucket my-photos')
  await expect(page).toHaveURL(/select=arn:aws:s3:::my-photos$/)
  await expect(yours(page).getByRole('button', { name: 'my-photos' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await expect(inspector(page)).toContainText('BucketOwnerEnforced')
  await expect(keys(page)).toContainText('It holds nothing yet.')

  await putText(page, '2026/may/beach: one.txt', 'hello')
  await expect(strip(page)).toContainText("--key '2026/may/beach: one.txt'")
  await expect(yours(page)).toContainText('1 object, 5 bytes')
  // The form leads to the level that the key lies in; from there to the top and down again.
  await expect(line(page, 'beach: one.txt')).toContainText('5 bytes')
  await press(page, 'my-photos')
  await keys(page).getByRole('button', { name: 'my-photos' }).click()
  await expect(keys(page)).toContainText('S3 has no folders. “2026/” stands for all keys')
  await line(page, '2026/').click()
  await line(page, 'may/').click()
  await line(page, 'beach: one.txt').click()
  await idle(page)
  // MD5 of "hello", and where it is: the same selection everywhere.
  await expect(inspector(page)).toContainText('"5d41402abc4b2a76b9719d911017c592"')
  await expect(page).toHaveURL(/select=arn:aws:s3:::my-photos\/2026\/may\/beach:%20one\.txt$/)
  await press(page, 'Delete')
  await press(page, 'Really delete?')
  await expect(live(page)).toHaveText('Deleted: 2026/may/beach: one.txt.')
  await expect(yours(page)).toContainText('empty')

  await press(page, 'Delete')
  await press(page, 'Really delete?')
  await expect(yours(page)).toContainText('No buckets yet')
  await expect(inspector(page)).toBeHidden()
})

test('a refusal stands where it was asked, and what is refused changes nothing', async ({
  page,
}) => {
  await open(page, '#/sandbox')
  await press(page, 'Make a bucket')
  await bucketName(page).fill('My_Photos')
  await press(page, 'Create')
  await expect(bucketName(page)).toHaveAttribute('aria-invalid', 'true')
  await expect(bucketName(page)).toHaveAccessibleDescription(/InvalidBucketName.*lower-case/)
  await expect(live(page)).toHaveText(/^Refused: InvalidBucketName\./)
  await bucketName(page).fill('my-photos')
  await press(page, 'Create')
  await expect(yours(page)).toContainText('my-photos')

  await putText(page, 'k'.repeat(1025), 'too long')
  await expect(objectKey(page)).toHaveAccessibleDescription(/KeyTooLongError/)
  await objectKey(page).fill('fits')
  await page.getByRole('button', { name: 'Put', exact: true }).click()
  await expect(yours(page)).toContainText('1 object')

  await press(page, 'Delete')
  await press(page, 'Really delete?')
  await expect(inspector(page)).toContainText('BucketNotEmpty')
  await expect(yours(page)).toContainText('1 object')
})

test('a file of one’s own is put under its name, with its type and its bytes', async ({ page }) => {
  await open(page, '#/sandbox')
  await makeBucket(page, 'my-photos')
  await press(page, 'Put an object')
  const file = { name: 'dot.png', mimeType: 'image/png', buffer: Buffer.from([137, 80, 78, 71]) }
  await page.locator('input[type=file]').setInputFiles(file)
  await expect(objectKey(page)).toHaveValue('dot.png')
  await page.getByRole('button', { name: 'Put', exact: true }).click()
  await line(page, 'dot.png').click()
  await expect(inspector(page)).toContainText('image/png')
  // `printf '\211PNG' | md5sum`
  await expect(inspector(page)).toContainText('3bdaf5969285188ac756c339f69f5c79')
})

test('the list is that of the instant shown', async ({ page }) => {
  await open(page, '#/sandbox')
  await makeBucket(page, 'the-first')
  await page.getByRole('combobox', { name: 'Pace' }).selectOption('60')
  await page.getByRole('button', { name: 'Launch', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Your machines' })).toContainText('running')
  await idle(page)
  await makeBucket(page, 'the-second')
  await expect(yours(page)).toContainText('the-second')
  await page.getByRole('slider', { name: 'Events in time' }).press('Home')
  await expect(yours(page)).toContainText('No buckets yet')
  await page.getByRole('slider', { name: 'Events in time' }).press('ArrowRight')
  await expect(yours(page)).toContainText('the-first')
  await expect(yours(page)).not.toContainText('the-second')
  await press(page, 'Latest')
  await expect(yours(page)).toContainText('the-second')
})

test('by keyboard alone', async ({ page }) => {
  await open(page, '#/sandbox')
  await page.getByRole('button', { name: 'Make a bucket' }).focus()
  await page.keyboard.press('Enter')
  await expect(bucketName(page)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Make a bucket' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.type('my-photos')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Put an object' }).press('Enter')
  await expect(objectKey(page)).toBeFocused()
  await page.keyboard.type('a/b/one')
  await page.keyboard.press('Tab')
  await expect(objectText(page)).toBeFocused()
  await page.keyboard.type('hello')
  await page.getByRole('button', { name: 'Put', exact: true }).press('Enter')
  await expect(page.getByRole('button', { name: 'Put an object' })).toBeFocused()
  for (const key of ['a/b/two', 'three', 'zero']) await putText(page, key, key)
  // One Tab stop; arrows go from line to line, Enter goes in, and the new level has the focus.
  await line(page, 'a/').focus()
  await page.keyboard.press('ArrowDown')
  await expect(line(page, 'three')).toBeFocused()
  await page.keyboard.press('End')
  await expect(line(page, 'zero')).toBeFocused()
  await expect(keys(page).locator('ul button[tabindex="0"]')).toHaveCount(1)
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(line(page, 'b/')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(line(page, 'one')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/select=arn:aws:s3:::my-photos\/a\/b\/two$/)
  await page.keyboard.press('Escape')
  await expect(inspector(page)).toBeHidden()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await open(page, '#/sandbox')
    await expect(yours(page)).toBeVisible()
    await expectAccessible(page)
    await press(page, 'Make a bucket')
    await bucketName(page).fill('No')
    await press(page, 'Create')
    await expectAccessible(page)
    await press(page, 'Cancel')
    await makeBucket(page, 'my-photos')
    await press(page, 'Put an object')
    await expectAccessible(page)
    await press(page, 'Cancel')
    await putText(page, '2026/a', 'hello')
    await expectAccessible(page)
    await line(page, 'a').click()
    await expect(inspector(page)).toContainText('CRC64NVME')
    await expectAccessible(page)
  })
}

test('on a phone nothing is wider than the screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '#/sandbox')
  await makeBucket(page, 'a-bucket-with-a-rather-long-name-that-somebody-chose')
  await putText(page, `${'long-'.repeat(30)}/x`, 'hello')
  await expect(yours(page)).toContainText('1 object')
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(wide).toBeLessThanOrEqual(390)
  await expectAccessible(page)
})

test('Learn has no buckets, and fetches nothing for them', async ({ page }) => {
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(request.url()))
  await open(page)
  await expect(page.getByText('buckets')).toHaveCount(0)
  expect(fetched.filter((url) => /Buckets|Storage/.test(url))).toEqual([])
})
