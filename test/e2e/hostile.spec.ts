/**
 * A stranger's lessons in the page: what is broken is refused where the person looks, and nothing is lost; markup in
 * every slot is text; a lesson that plays badly lets the person go.
 *
 * That nothing executes and nobody else is asked, the fixture says of every test.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import { REFUSED } from '../hostile/cases.ts'
import { all, type Files, pathOf, SAMPLE, sentenceOf, swap } from '../lessonEdits.ts'
import { expect, test } from './fixture.ts'
import { comeBack, goTo } from './keep.ts'
import { pointer } from './lessons.ts'
import { idle, open, press, title } from './page.ts'

/** Folders that the page may read until the test has ended. */
const folders: string[] = []
test.afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** The folder `lessons` on disk, given to the page as a person does. */
async function bring(page: Page, files: Files): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'))
  folders.push(folder)
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  await page.locator('input[type=file][webkitdirectory]').setInputFiles(join(folder, 'lessons'))
}

/** The lessons that a person brought. */
const broughtIn = (page: Page) => page.getByRole('region', { name: 'Brought by you' })

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
})

/** Most bytes and files that a test writes to the disk at a time. */
const MOST_BYTES = 2 ** 22
const MOST_FILES = 200

/** Whether a disk can have such files and the page reads them; others are the compiler's own test's. */
function canLie(files: Files): boolean {
  const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0)
  const odd = [...files.keys()].some((path) => /\/\/|\\|\/\.|\/$/.test(path))
  return bytes <= MOST_BYTES && files.size <= MOST_FILES && !odd
}

const BROKEN = REFUSED.map(([what, edit, said]) => {
  const files = edit(SAMPLE)
  return { what, files, said }
}).filter(({ files }) => canLie(files))

test('what is broken is said by file and line, in sight, and nothing of what was there is lost', async ({
  page,
}) => {
  test.setTimeout(180_000)
  expect(BROKEN.length).toBeGreaterThan(60)
  await open(page, '#/learn/eight-seconds')
  await press(page, /^Launch$/)
  await goTo(page, '#/lessons')
  const wrong = page.locator('.wrong code')
  for (const { what, files, said } of BROKEN) {
    // What was said of the one before is gone first: two may come to the same sentence.
    await bring(page, SAMPLE)
    await expect(page.getByText('Taken in: A lesson to change.').first(), what).toBeInViewport()
    await expect(wrong).toHaveCount(0)
    await bring(page, files)
    await expect(wrong.filter({ hasText: sentenceOf(files, said) }).first(), what).toBeVisible()
    const ofThatFile = wrong.filter({ hasText: pathOf(said[0]) }).first()
    await expect(ofThatFile, what).toBeInViewport()
    await expect(broughtIn(page).getByRole('listitem'), what).toHaveCount(1)
  }
  await comeBack(page)
  await expect(broughtIn(page).getByRole('listitem')).toHaveCount(1)
  await expect(broughtIn(page)).toContainText('A lesson to change')
  await expect(page.getByText('at step 1 of 7')).toHaveCount(1)
})

/** Markup that would run, were it more than text; in Markdown its signs are escaped. */
const MARKUP = [
  '<img src=x onerror=hit()>',
  '<script>hit()</script>',
  '<svg onload=hit()>',
  '<iframe src=javascript:hit()>',
] as const
const [IMG] = MARKUP
const escaped = (markup: string): string => markup.replaceAll('<', '\\<')

/** The markup in every text of the lesson, one after the other, and in what the lesson's lines make in the cloud. */
const everywhere = all(
  (files) => {
    const path = pathOf('en.md')
    let count = 0
    const marked = String(files.get(path))
      .split('\n')
      .map((line) => {
        if (line === '' || line.startsWith('#')) return line
        count += 1
        return `${escaped(MARKUP[count % MARKUP.length] ?? IMG)} ${line}`
      })
    return new Map([...files, [path, marked.join('\n')]])
  },
  swap('en.md', 'A machine is about to start.', '[A host](term:host) is chosen.'),
  swap('en.md', 'The machine {web} runs.', 'The machine {web} runs, with {evil}.'),
  swap('lessons/terms.md', 'A host is a real', `A host is a ${escaped(IMG)} real`),
  swap('lessons/facts.md', 'A stopped machine', `A ${escaped(IMG)} stopped machine`),
  swap('lesson.yaml', 'skills:', 'introduces: [host]\nskills:'),
  swap('lesson.yaml', 'unit: machines', `unit: '${IMG}'`),
  swap('lesson.yaml', 'Value=web}]', `Value=web},{Key=Note,Value="${IMG}"}]`),
  swap(
    'lesson.yaml',
    '  web: aws',
    "  evil: aws ec2 describe-tags --filters Name=key,Values=Note --query 'Tags[0].Value' --output text\n  web: aws",
  ),
)

declare global {
  interface Window {
    /** How often a stranger's markup has run. */
    hits?: number
  }
}

test('markup in every slot is text, from the list of lessons to the end of the lesson', async ({
  page,
}) => {
  await page.addInitScript(() => {
    window.hits = 0
    Object.assign(window, { hit: () => Object.assign(window, { hits: 1 }) })
  })
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await open(page, '#/lessons')
  const scripts = await page.locator('script').count()
  const { press, choose, point, slide, line } = pointer(page)
  /** Nothing of a stranger's has become more than text, and some of it stands here. */
  async function onlyText(shown = 'hit()'): Promise<void> {
    await expect(page.getByText(shown).filter({ visible: true }).first(), shown).toBeVisible()
    await expect(page.locator('img, iframe, object, embed, [onload], [onerror]')).toHaveCount(0)
    await expect(page.locator('script')).toHaveCount(scripts)
    await expect(page.locator('a[href^="javascript:" i]')).toHaveCount(0)
    expect(await page.evaluate(() => window.hits)).toBe(0)
  }
  /** From beat to beat to the end of what runs. */
  async function goOn(): Promise<void> {
    const button = page.getByRole('button', { name: /^Go on$/ })
    while (await button.isVisible()) await press(/^Go on$/)
  }
  await bring(page, everywhere(SAMPLE))
  await expect(broughtIn(page).getByRole('listitem')).toHaveCount(1)
  await onlyText()
  await press(/^Begin: A lesson to change/)
  await onlyText()
  await press(/Launch it/)
  await onlyText('A place is chosen')
  await goOn()
  await onlyText(`runs, with ${IMG}`)
  await press(/^Next$/)
  await slide(10)
  await onlyText()
  await press(/^Run$/)
  await onlyText()
  await press(/^Next$/)
  await press(/Start it/)
  await press(/^Next$/)
  await point()
  await press(/^Run$/)
  await goOn()
  await onlyText()
  await press(/^Next$/)
  await choose(/It stays in the list/)
  await press(/^Run$/)
  await press(/It was stopped/)
  await onlyText()
  await press(/^Next$/)
  for (const answer of [/A command of yours/, /Your own account/, /Start it again/]) {
    await choose(answer)
    await onlyText()
  }
  await press(/^Next$/)
  await line(
    'aws ec2 run-instances --image-id ami-0f3a5c1e7b2d94860 --instance-type t3.micro --count 2',
  )
  await onlyText()
  await press(/^Finish$/)
  await onlyText()
  for (const room of ['sheet', 'present']) {
    await goTo(page, `#/${room}/sample`)
    await onlyText()
  }
  expect(asked.filter((path) => /\/x$/.test(path))).toEqual([])
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
    await open(page, '#/learn/eight-seconds')
    await press(page, /^Launch$/)
    await goTo(page, '#/lessons')
    const listed = lines.map((line) => `      - ${JSON.stringify(line)}`).join('\n')
    await bring(page, swap('lesson.yaml', `      - ${RUN}`, listed)(SAMPLE))
    await press(page, 'Begin: A lesson to change')
    await page.getByRole('button', { name: /^Launch it/ }).click()
    await page.evaluate(() => {
      window.location.hash = '#/lessons'
    })
    await expect(title(page)).toHaveText('Lessons')
    await page.evaluate(() => {
      window.location.hash = '#/learn/eight-seconds'
    })
    await expect(title(page)).toHaveText('A slice is yours.')
    await idle(page)
    await comeBack(page)
    await expect(title(page)).toHaveText('A slice is yours.')
  })
}
