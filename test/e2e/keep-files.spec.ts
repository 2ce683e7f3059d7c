/** What goes out and in as files: everything kept, out and in again; a damaged file; a folder of lessons, whole or broken. */
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BUILD } from '../../src/session/build.ts'
import { expect, test } from './fixture.ts'
import { comeBack, exported, giveFile, goTo, worldOf } from './keep.ts'
import { pointer } from './lessons.ts'
import { idle, open, press, title } from './page.ts'

const LESSON = '#/learn/eight-seconds'
const lessons = fileURLToPath(new URL('../../lessons', import.meta.url))

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
})

test('everything goes out as a file, is deleted, and comes in again', async ({ page }) => {
  await open(page, LESSON)
  await press(page, /^Launch$/)
  const world = await worldOf(page)
  await goTo(page, '#/settings')
  await page.getByRole('group', { name: 'Theme' }).getByRole('radio', { name: 'Dark' }).check()
  const file = await exported(page)

  await page.getByRole('button', { name: 'Delete everything that is kept' }).click()
  await page.getByRole('button', { name: 'Really delete everything?' }).click()
  await expect(page.locator('p.said')).toHaveText('Everything that was kept is deleted.')
  await expect(page.locator('html')).not.toHaveAttribute('data-theme', 'dark')
  await goTo(page, '#/lessons')
  await expect(page.getByText('not begun')).toHaveCount(2)
  await open(page, LESSON)
  await expect(title(page)).toHaveText('Get yourself a computer.')
  expect((await worldOf(page)).machines).toHaveLength(0)

  await goTo(page, '#/settings')
  await giveFile(page, 'cloudglass.json', file)
  await expect(page.locator('p.said')).toHaveText('It was taken in. The page begins anew with it.')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await goTo(page, LESSON)
  await expect(title(page)).toHaveText('A slice is yours.')
  expect(await worldOf(page)).toEqual(world)
  await press(page, 'Go on')
  await comeBack(page)
  await expect(title(page)).toHaveText('It has a disk.')
})

/** An export as an earlier build would have written it: its world is a save of that build's, without inputs. */
function asOfAnEarlierBuild(file: string, save: Buffer): string {
  const records = JSON.parse(file).records
  const place = save.indexOf(BUILD)
  expect(place).toBeGreaterThan(0)
  save[place + BUILD.length - 1] = '0'.charCodeAt(0)
  const world = 'lesson:eight-seconds'
  const serial = Math.max(0, ...records.inputs.map((row: { serial: number }) => row.serial))
  records.saves = [{ world, bytes: { $bytes: save.toString('base64') }, serial }]
  records.inputs = []
  const { version } = JSON.parse(file)
  const body = JSON.stringify(records)
  const sum = createHash('sha256').update(`${version}${body}`).digest('hex')
  return `{"format":"cloudglass keep","version":${version},"sha256":"${sum}","records":${body}}`
}

test('an export of an earlier build opens where it was; what it has no past for is begun anew, and said', async ({
  page,
}) => {
  const hands = pointer(page)
  await open(page, LESSON)
  await press(page, /^Launch$/)
  for (let beat = 0; beat < 3; beat += 1) await press(page, 'Go on')
  await press(page, 'Next')
  await hands.point()
  await press(page, /^Launch$/)
  await press(page, /without any of mine/)
  const base64 = await page.evaluate(async () => {
    let text = ''
    for (const byte of await window.cloudglass.save()) text += String.fromCharCode(byte)
    return btoa(text)
  })
  const world = await worldOf(page)
  const file = asOfAnEarlierBuild(await exported(page), Buffer.from(base64, 'base64'))
  await giveFile(page, 'cloudglass.json', file)
  await expect(page.locator('p.said')).toHaveText('It was taken in. The page begins anew with it.')
  await goTo(page, LESSON)
  await expect(page.getByText(/^You pointed at \d\.\d\. EC2/)).toBeVisible()
  expect(await worldOf(page)).toEqual(world)
  // The step began when that build's world stood: its past is not known here.
  await press(page, 'Start this step again')
  await expect(title(page)).toHaveText('Which host would you choose?')
  await expect(page.getByText(/came from an earlier version of the lab/)).toBeVisible()
  expect((await worldOf(page)).machines).toHaveLength(1)
  await press(page, 'Just show me')
  await expect(page.getByText('Its reasons, in order')).toBeVisible()
})

test('a file that is damaged or a stranger’s is refused, and changes nothing', async ({ page }) => {
  await open(page, LESSON)
  await press(page, /^Launch$/)
  const before = await exported(page)
  const digit = before.indexOf('"changedMs":') + '"changedMs":'.length
  const other = before[digit] === '1' ? '2' : '1'
  for (const [text, why] of [
    [`${before.slice(0, digit)}${other}${before.slice(digit + 1)}`, 'it is damaged.'],
    [before.slice(0, -40), 'it is damaged.'],
    ['{"lessons":[]}', 'it is no file of Cloudglass’s.'],
    [before.replace(/"version":\d+/, '"version":999'), 'a newer Cloudglass wrote it.'],
  ] as const) {
    await giveFile(page, 'cloudglass.json', text)
    await expect(page.locator('p.said')).toHaveText(
      `That file was not taken in, and nothing was changed: ${why}`,
    )
  }
  expect(await exported(page)).toBe(before)
  await goTo(page, LESSON)
  await expect(title(page)).toHaveText('A slice is yours.')
})

test('what is forged in a file is left out, and how much of it is said', async ({ page }) => {
  await open(page, LESSON)
  await press(page, /^Launch$/)
  const { version, records } = JSON.parse(await exported(page))
  const [own] = records.progress
  expect(own.lesson).toBe('eight-seconds')
  records.progress.push({ ...own, lesson: 'forged', snapshot: '<img src=x>' })
  records.lessons.push({ hash: 'f', id: 'forged', imported: true, lesson: '<img src=x>', at: 1 })
  const body = JSON.stringify(records)
  const head = `{"format":"cloudglass keep","version":${version},"sha256":"","records":`
  await giveFile(page, 'cloudglass.json', `${head}${body}}`)
  await expect(page.locator('p.said')).toHaveText(
    'It was taken in, but not all of it: 1 lesson and progress in 1 lesson could not be used. The page begins anew with the rest.',
  )
  await goTo(page, LESSON)
  await expect(title(page)).toHaveText('A slice is yours.')
})

/** A copy of the lessons folder with one lesson under another id and title; returns its place. */
function folderOf(title: string): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'brought-')), 'lessons')
  cpSync(lessons, folder, { recursive: true })
  rmSync(join(folder, 'storage'), { recursive: true })
  const own = join(folder, 'compute/010-eight-seconds')
  change(join(own, 'lesson.yaml'), 'id: eight-seconds', 'id: brought-along')
  change(join(own, 'en.md'), '# Eight seconds ago this machine did not exist', `# ${title}`)
  return folder
}

function change(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8')
  if (!text.includes(from)) throw new Error(`${path} has no "${from}"`)
  writeFileSync(path, text.replace(from, to))
}

test('a folder of lessons is brought, played, kept, brought again and removed', async ({
  page,
}) => {
  const folder = folderOf('A lesson from elsewhere')
  await open(page, '#/lessons')
  const input = page.locator('input[type=file][webkitdirectory]')
  await input.setInputFiles(folder)
  await expect(page.getByText('Taken in: A lesson from elsewhere.').first()).toBeVisible()
  await press(page, 'Begin: A lesson from elsewhere')
  await expect(title(page)).toHaveText('Get yourself a computer.')
  await press(page, /^Launch$/)
  await expect(title(page)).toHaveText('A slice is yours.')
  await comeBack(page)
  await expect(title(page)).toHaveText('A slice is yours.')
  await goTo(page, '#/lessons')
  const brought = page.getByRole('region', { name: 'Brought by you' })
  await expect(brought).toContainText('at step 1 of 7')
  await expect(page.getByRole('listitem').filter({ hasText: /^Eight seconds/ })).toContainText(
    'not begun',
  )

  // Changed and brought once more, it takes the old one's place.
  change(
    join(folder, 'compute/010-eight-seconds/en.md'),
    '# A lesson from elsewhere',
    '# A lesson, mended',
  )
  await input.setInputFiles(folder)
  await expect(brought.getByRole('listitem')).toHaveCount(1)
  await expect(brought.getByRole('heading', { level: 3 })).toHaveText('A lesson, mended')
  await comeBack(page)
  await press(page, 'Remove: A lesson, mended')
  await expect(brought).toBeHidden()
  await comeBack(page)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lessons')
  await expect(brought).toBeHidden()
  await open(page)
  await expect(title(page)).toHaveText('Get yourself a computer.')
})

test('a broken lesson is refused by file and line, and nothing of its folder is taken', async ({
  page,
}) => {
  const folder = folderOf('A lesson from elsewhere')
  change(join(folder, 'compute/010-eight-seconds/lesson.yaml'), 'kind: predict', 'kind: prophesy')
  await open(page, '#/lessons')
  await page.locator('input[type=file][webkitdirectory]').setInputFiles(folder)
  await expect(page.getByText('Nothing was taken in:').first()).toBeVisible()
  await expect(page.locator('.wrong code').first()).toHaveText(
    /^lessons\/compute\/010-eight-seconds\/lesson\.yaml:\d+ /,
  )
  await idle(page)
  await comeBack(page)
  await expect(page.getByRole('region', { name: 'Brought by you' })).toBeHidden()
})
