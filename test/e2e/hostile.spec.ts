/**
 * A stranger's lessons in the page: what is broken is refused where the person looks, and nothing is lost; markup in
 * every slot is text; a lesson that plays badly lets the person go.
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
import { pointer } from './lessons.ts'
import { idle, open, press, title } from './page.ts'

const IMG = '<img src=x onerror=window.hit=1>'
/** The same as Markdown writes it: text. */
const TEXT = `\\${IMG}`
const TERMS = `# Words\n\n## host\n\nword: host\n\nA host is a real ${TEXT} computer.\n`
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

const prompt = (text: string): Change => swap('en.md', 'A machine is about to start.', text)

/** What is changed, in which file, and how the sentence goes on after the line. */
const BROKEN: readonly (readonly [Change, string, string])[] = [
  [prompt('<script>window.hit=1</script>'), 'en.md', 'HTML is not allowed in a lesson.'],
  [prompt(IMG), 'en.md', 'HTML is not allowed in a lesson.'],
  [prompt('[x](javascript:window.hit=1)'), 'en.md', 'A link leads only to a term'],
  [prompt('![x](https://example.org/x.png)'), 'en.md', 'Images are not allowed'],
  [prompt('A \u202Emachine.'), 'en.md', 'A character stands here that nobody can see: U+202E.'],
  [prompt('> '.repeat(900)), 'en.md', 'A line is indented by at most 60 columns.'],
  [swap('lesson.yaml', 'minutes: 6', 'minutes: &a [*a]'), 'lesson.yaml', 'Aliases'],
  [swap('lesson.yaml', 'minutes: 6', 'minutes: !run 6'), 'lesson.yaml', 'This is not YAML'],
  [swap('lesson.yaml', '- id: launch', '- id: constructor'), 'lesson.yaml', 'This word cannot be'],
  [
    swap('lesson.yaml', 'aws ec2 stop-instances --instance-ids $web', 'lab reset'),
    'lesson.yaml',
    "A lesson's line cannot use `lab reset`.",
  ],
  [swap('solution.cmds', '# step: again', 'a'.repeat(5000)), 'solution.cmds', 'A line has at most'],
  [
    (files) => {
      files[`${FOLDER}/run.js`] = 'window.hit = 1'
    },
    'run.js',
    'A lesson has no such file.',
  ],
]

/** Nothing of a stranger's became more than text. */
async function expectOnlyText(page: Page): Promise<void> {
  await expect(page.locator('img, iframe, object, embed, a[href^=javascript]')).toHaveCount(0)
  expect(await page.evaluate(() => 'hit' in window)).toBe(false)
}

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
})

test('what is broken is said by file and line, in sight, and nothing is taken in or lost', async ({
  page,
}) => {
  test.setTimeout(120_000)
  await open(page, '#/learn/eight-seconds')
  await press(page, /^Launch$/)
  await goTo(page, '#/lessons')
  await bring(page, () => {})
  const brought = page.getByRole('region', { name: 'Brought by you' })
  await expect(brought.getByRole('listitem')).toHaveCount(1)
  for (const [change, file, sentence] of BROKEN) {
    await bring(page, change)
    const said = page.locator('.wrong code').filter({ hasText: sentence }).first()
    await expect(said).toBeInViewport()
    await expect(said).toContainText(`lessons/${FOLDER}/${file}:`)
    await expect(said).toHaveText(/:\d+ /)
    await expectOnlyText(page)
  }
  await comeBack(page)
  await expect(brought.getByRole('listitem')).toHaveCount(1)
  await expect(brought).toContainText('A lesson to change')
  await expect(page.getByText('at step 1 of 7')).toHaveCount(1)
})

/** The markup in every text of the lesson. */
const everywhere: Change = (files) => {
  const words = `${FOLDER}/en.md`
  const marked = (line: string) => (line === '' || line.startsWith('#') ? line : `${TEXT} ${line}`)
  files[words] = (files[words] ?? '').split('\n').map(marked).join('\n')
  swap('en.md', 'A machine is about', '[A host](term:host) is chosen. A machine is about')(files)
  swap('en.md', 'The machine {web} runs.', 'The machine {web} runs, with {evil}.')(files)
  swap('lesson.yaml', 'skills:', 'introduces: [host]\nskills:')(files)
  swap('lesson.yaml', 'unit: machines', `unit: '${IMG}'`)(files)
  swap('lesson.yaml', 'Value=web}]', `Value=web},{Key=Note,Value="${IMG}"}]`)(files)
  swap(
    'lesson.yaml',
    '  web: aws',
    "  evil: aws ec2 describe-tags --filters Name=key,Values=Note --query 'Tags[0].Value' --output text\n  web: aws",
  )(files)
}

test('markup in every slot is text, wherever it is shown', async ({ page }) => {
  test.setTimeout(120_000)
  await open(page, '#/lessons')
  await bring(page, everywhere)
  const brought = page.getByRole('region', { name: 'Brought by you' })
  await expect(brought).toContainText(IMG)
  await press(page, /^Begin: A lesson to change/)
  await expect(title(page)).toContainText(IMG)
  await press(page, /Launch it/)
  await expect(page.getByText(`A place is chosen`).first()).toBeVisible()
  await expectOnlyText(page)
  for (let beat = 0; beat < 2; beat += 1) await press(page, /^Go on$/)
  await expect(page.getByText(`runs, with ${IMG}`).first()).toBeVisible()
  await expectOnlyText(page)
  for (const step of ['count', 'again', 'where', 'next', 'why', 'three']) {
    await goTo(page, `#/learn/sample/${step}`)
    await expect(title(page)).toContainText(IMG)
    await expectOnlyText(page)
  }
  await pointer(page).line(
    'aws ec2 run-instances --image-id ami-0f3a5c1e7b2d94860 --instance-type t3.micro --count 2',
  )
  await expectOnlyText(page)
  await goTo(page, '#/present/sample')
  await expect(page.getByText(IMG).first()).toBeVisible()
  await expectOnlyText(page)
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
    await expect(title(page)).toHaveText('Lessons', { timeout: 2000 })
    await page.evaluate(() => {
      window.location.hash = '#/learn/eight-seconds'
    })
    await expect(title(page)).toHaveText('A slice is yours.', { timeout: 10_000 })
    await idle(page)
    await comeBack(page)
    await expect(title(page)).toHaveText('A slice is yours.')
  })
}
