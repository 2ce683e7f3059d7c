/** The lab in another site's frame where a browser gives such a frame a disk of its own. */
import { chromiumLaunchOptions } from '../../tools/browser.mjs'
import { test as base, expect } from './fixture.ts'
import { type AtSchool, atSchool, beginInFrame, framed } from './school.ts'

const test = base.extend<AtSchool>(atSchool)

// What Playwright switches off is just what gives such a frame a disk; of two such switches the last one counts.
const { args = [], ...launchOptions } = chromiumLaunchOptions()
test.use({
  launchOptions: { ...launchOptions, args: [...args, '--disable-features=TrackingProtection3pcd'] },
})

test('what was done in the frame is kept on the frame’s own disk', async ({
  page,
  school,
  lab,
}) => {
  await page.goto(`${school.origin}/lab`)
  await beginInFrame(page)
  await expect(framed(page).locator('[data-kept]')).toHaveAttribute('data-kept', 'saved')
  await page.reload()
  await expect(framed(page).locator('button.primary')).toBeEnabled()
  await expect(framed(page).getByRole('heading', { level: 1 })).toHaveText('A slice is yours.')
  // The lab's own page has another: nobody has been here.
  await page.goto(`${lab}/`)
  await expect(page.locator('button.primary')).toBeEnabled()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Get yourself a computer.')
})
