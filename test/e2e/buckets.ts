/** What tests of the sandbox's buckets share. */
import type { Locator, Page } from '@playwright/test'
import { idle, press } from './page.ts'

export const bucketName = (page: Page): Locator =>
  page.getByRole('textbox', { name: 'Name, like no other in all of AWS' })
export const objectKey = (page: Page): Locator =>
  page.getByRole('textbox', { name: 'Key, its name in the bucket' })
export const objectText = (page: Page): Locator => page.getByRole('textbox', { name: 'Text' })

/** The list beside the region. */
export const yours = (page: Page): Locator => page.getByRole('region', { name: 'Your buckets' })
/** The level of the bucket that is shown. */
export const keys = (page: Page): Locator => page.getByRole('region', { name: 'Its keys' })
/** The inspector. */
export const inspector = (page: Page): Locator =>
  page.getByRole('complementary', { name: 'What is selected' })

/** Makes a bucket, which is selected then. */
export async function makeBucket(page: Page, name: string): Promise<void> {
  await press(page, 'Make a bucket')
  await bucketName(page).fill(name)
  await press(page, 'Create')
  await page.getByRole('button', { name: 'Put an object' }).waitFor()
}

/** Puts a text into the bucket that is selected. */
export async function putText(page: Page, key: string, text: string): Promise<void> {
  await press(page, 'Put an object')
  await objectKey(page).fill(key)
  await objectText(page).fill(text)
  await page.getByRole('button', { name: 'Put', exact: true }).click()
  await idle(page)
}
