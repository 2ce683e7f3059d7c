/**
 * A stranger's lessons in the page: one that plays badly lets the person go, and nothing is lost.
 *
 * That nothing executes and nobody else is asked, the fixture says of every test.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import { lessonTemplate } from '../../src/node/lessonTemplate.ts'
import { expect, test } from './fixture.ts'
import { comeBack, goTo } from './keep.ts'
import { idle, open, press, title } from './page.ts'

const TERMS = '# Words\n\n## host\n\nword: host\n\nA host is a real computer.\n'
const FACTS =
  '# Facts\n\n## 1.1\n\nA stopped machine is still there. Source: https://example.org/stopped\n'
const FOLDER = 'compute/010-sample'

type Change = (files: Record<string, string>) => void

/** A folder `lessons` with the sample lesson in it, changed. */
function folderOf(change: Change): string {
  const own = Object.entries(lessonTemplate('sample')).map(([name, text]) => [
    `${FOLDER}/${name}`,
    text,
  ])
  const files: Record<string, string> = Object.fromEntries(own)
  Object.assign(files, { 'terms.md': TERMS, 'facts.md': FACTS })
  change(files)
  const folder = join(mkdtempSync(join(tmpdir(), 'hostile-')), 'lessons')
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const swap =
  (name: string, from: string, to: string): Change =>
  (files) => {
    const path = `${FOLDER}/${name}`
    const text = files[path] ?? ''
    if (!text.includes(from)) throw new Error(`${name} has no "${from}"`)
    files[path] = text.replace(from, () => to)
  }

const bring = (page: Page, change: Change): Promise<void> =>
  page.locator('input[type=file][webkitdirectory]').setInputFiles(folderOf(change))

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
})

const RUN =
  "aws ec2 run-instances --image-id $image --instance-type t3.micro --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=web}]'"

/** Lines of a step's run that come to nothing, or do not end. */
const BAD: Readonly<Record<string, readonly string[]>> = {
  'a wait for what never comes': [
    'aws ec2 wait instance-running --filters Name=tag:Name,Values=nobody',
  ],
  'years that pass': Array.from({ length: 12 }, () => 'lab advance --by 360d'),
  'a century at once': ['lab advance --by 99999999d'],
  'a flood of output': Array.from({ length: 30 }, () => 'aws ec2 describe-instance-types help'),
  'lines that are refused': ['aws ec2 stop-instances --instance-ids i-0', 'no such command', '"'],
  'a hundred machines, again and again': Array.from({ length: 30 }, () => `${RUN} --count 100`),
}

for (const [what, lines] of Object.entries(BAD)) {
  test(`a lesson that plays badly lets the person go: ${what}`, async ({ page }) => {
    test.setTimeout(90_000)
    await open(page, '#/learn/eight-seconds')
    await press(page, /^Launch$/)
    await goTo(page, '#/lessons')
    const listed = lines.map((line) => `      - ${JSON.stringify(line)}`).join('\n')
    await bring(page, swap('lesson.yaml', `      - ${RUN}`, listed))
    await press(page, 'Begin: A lesson to change')
    await page.getByRole('button', { name: /^Launch it/ }).click()
    await page.evaluate(() => {
      window.location.hash = '#/lessons'
    })
    await expect(title(page)).toHaveText('Lessons', { timeout: 5000 })
    await page.evaluate(() => {
      window.location.hash = '#/learn/eight-seconds'
    })
    await expect(title(page)).toHaveText('A slice is yours.', { timeout: 10_000 })
    await idle(page)
    await comeBack(page)
    await expect(title(page)).toHaveText('A slice is yours.')
  })
}
