/** A lesson on paper: all of it is asked, what is so is what the validator finds, and paper shows no buttons. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inflateSync } from 'node:zlib'
import type { Locator } from '@playwright/test'
import type { Told } from '../tellTruth.ts'
import { expect, expectAccessible, test } from './fixture.ts'
import { idle, open, press, title } from './page.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const COMPUTED = 'The answers are there: the lesson was played, in a world of its own.'
/** Enough that some steps are played by then. */
const MESSAGES_BEFORE_THE_CRASH = 60
const LESSONS = ['eight-seconds', 'what-stays']
let told: readonly Told[] = []

test.beforeAll(() => {
  const line = ['--import', 'tsx', 'test/tellTruth.ts']
  const printed = execFileSync(process.execPath, line, { cwd: root, encoding: 'utf8' })
  told = JSON.parse(printed)
})

for (const id of LESSONS) {
  test(`${id}: each step is there at once, and each question has the one answer that is so`, async ({
    page,
  }) => {
    const lesson = told.find((one) => one.id === id)
    if (lesson === undefined) throw new Error(`there is no lesson ${id}`)
    await page.goto(`./#/sheet/${lesson.id}`)
    await expect(title(page)).toHaveText(lesson.title)
    const questions = page.getByRole('article', { name: lesson.title, exact: true })
    const answers = page.getByRole('article', { name: `Answers: ${lesson.title}` })
    const titles = lesson.steps.map((step, index) => `${index + 1}. ${step.title}`)
    await expect(questions.locator('.step h2')).toHaveText(titles)
    await expect(page.getByText(COMPUTED).first()).toBeVisible({ timeout: 60_000 })
    await expect(answers.locator('.step h3')).toHaveText(titles)
    const truth = new Map(Object.entries(lesson.truth))
    await expect(answers.locator('[data-question]')).toHaveCount(truth.size)
    for (const [at, right] of truth) {
      const [step, question] = at.split('/')
      const place = `[data-step="${step}"] [data-question="${question}"]`
      const told = answers.locator(place).locator('strong')
      await expect(told).toHaveCount(1)
      const words = (await told.innerText()).trim()
      const numbered = /^(\d)\. (.*)$/.exec(words)
      if (numbered === null) {
        expect(Number.parseFloat(words)).toBeCloseTo(Number(right), 1)
        continue
      }
      const [, mark = '', text = ''] = numbered
      expect(text.startsWith(`Host ${right}, `) || text === right, `${at}: ${words}`).toBe(true)
      const asked = questions.locator(place).locator('li').filter({ hasText: text })
      await expect(asked.locator('.number')).toHaveText(mark)
    }
    for (const step of lesson.steps) {
      if (!('solution' in step)) continue
      const lines = answers.locator(`[data-step="${step.id}"] pre`)
      await expect(lines).toHaveText(step.solution.join('\n'))
      // The names in them are explained, where there are some.
      const names = answers.locator(`[data-step="${step.id}"]`).getByText('A name after $ stands')
      await expect(names).toHaveCount(/\$\w/.test(step.solution.join()) ? 1 : 0)
    }
    // The one host that a class is to predict is told nowhere on what it gets, but among the others.
    const host = truth.get('choose/prediction')
    if (host !== undefined) await expect(questions.getByText(host)).toHaveCount(1)
  })
}

test('a sheet leaves the open world, what is kept and how far one is as they were', async ({
  page,
}) => {
  await open(page, '#/learn/eight-seconds')
  await press(page, /^Launch$/)
  const standing = () =>
    page.evaluate(async () => ({
      ...window.cloudglass.standing(),
      hash: await window.cloudglass.hash(),
      worlds: await indexedDB.databases(),
    }))
  const before = await standing()
  await page.getByRole('navigation').getByRole('button', { name: 'Lessons' }).click()
  await idle(page)
  await page.getByRole('button', { name: 'Sheet for the teacher: Eight seconds' }).click()
  await expect(page.getByText(COMPUTED).first()).toBeVisible({ timeout: 60_000 })
  expect(await standing()).toEqual(before)
  // Its worker is let go.
  await expect.poll(() => page.workers().length).toBe(1)
  await page.getByRole('button', { name: 'All lessons' }).click()
  await expect(page.getByText('at step 1 of 7')).toBeVisible()
  await page.goto('./#/learn/eight-seconds')
  await idle(page)
  await expect(title(page)).toHaveText('A slice is yours.')
  await page.reload()
  await idle(page)
  expect(await standing()).toEqual(before)
})

test('when its worker dies it says so, keeps the questions, and can be asked again', async ({
  page,
}) => {
  await page.addInitScript((most) => {
    let made = 0
    window.Worker = class extends Worker {
      constructor(...how: ConstructorParameters<typeof Worker>) {
        super(...how)
        made += 1
        // The first is the page's own; the second is the sheet's, and crashes in the middle of the lesson.
        let messages = made === 2 ? 0 : Number.NEGATIVE_INFINITY
        this.addEventListener('message', () => {
          messages += 1
          if (messages === most) this.dispatchEvent(new ErrorEvent('error'))
        })
      }
    }
  }, MESSAGES_BEFORE_THE_CRASH)
  await page.goto('./#/sheet/what-stays')
  const alert = page.locator('.bar').getByRole('alert')
  await expect(alert).toContainText('The answers could not be computed.', { timeout: 30_000 })
  await expect(page.getByText('7. Delete the note.').first()).toBeVisible()
  await expect(page.getByText('Not computed.')).toHaveCount(5)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText(COMPUTED).first()).toBeVisible({ timeout: 60_000 })
  await expect(alert).toHaveCount(0)
  await expect(page.getByText('Not computed.')).toHaveCount(0)
})

test('a lesson that is not there is said', async ({ page }) => {
  await page.goto('./#/sheet/no-such-lesson')
  await expect(title(page)).toHaveText('There is no such lesson here.')
  await expectAccessible(page)
  await page.getByRole('main').getByRole('button', { name: 'All lessons' }).click()
  await expect(title(page)).toHaveText('Lessons')
})

test('Present leads to the sheet of its lesson', async ({ page }) => {
  await page.goto('./#/present/what-stays')
  await idle(page)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('button', { name: 'Sheet for the teacher' }).click()
  await expect(title(page)).toHaveText('What stays when the machine goes')
  await expect(page).toHaveURL(/#\/sheet\/what-stays$/)
})

test('on the screen: both themes, a phone, and the keyboard alone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('./#/sheet/eight-seconds')
  await expect(page.getByText(COMPUTED).first()).toBeVisible({ timeout: 60_000 })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page)
  }
  const wide = () => page.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth)
  expect(await wide()).toBe(0)
  const answers = page.getByRole('button', { name: 'Answers', exact: true })
  for (let tabs = 0; tabs < 12; tabs += 1) {
    if (await answers.evaluate((button) => button === document.activeElement)) break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article', { name: /^Answers: / })).toHaveCount(0)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article', { name: /^Answers: / })).toBeVisible()
})

/** For each page of a PDF, whether any text stands on it. */
function pagesOf(pdf: Buffer): boolean[] {
  const file = pdf.toString('latin1')
  const objects = new Map(
    [...file.matchAll(/(?:^|\n)(\d+) 0 obj\s([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [
      id,
      body,
    ]),
  )
  const pages = [...objects.values()].filter((body) => /\/Type\s*\/Page\b(?!s)/.test(body))
  return pages.map((body) => {
    const drawn = objects.get(/\/Contents (\d+) 0 R/.exec(body)?.[1] ?? '') ?? ''
    // The length says where the bytes end: the last of them may look like an end of line.
    const [, length = '', head = ''] =
      /^[\s\S]*?\/Length (\d+)[\s\S]*?(stream\r?\n)/.exec(drawn) ?? []
    const begins = drawn.indexOf(head) + head.length
    const packed = drawn.slice(begins, begins + Number(length))
    // Of a page with nothing on it the stream is empty, and not even packed.
    const marks = packed === '' ? packed : String(inflateSync(Buffer.from(packed, 'latin1')))
    return /\bT[jJ]\b/.test(marks)
  })
}

test('on a desk its buttons stand in one row', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.goto('./#/sheet/eight-seconds')
  await expect(page.getByText(COMPUTED).first()).toBeVisible({ timeout: 60_000 })
  const middles = await page
    .locator('.bar > button, .bar > label')
    .evaluateAll((all) =>
      all.map((one) => one.getBoundingClientRect()).map(({ top, height }) => top + height / 2),
    )
  expect(middles.length).toBe(3)
  expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(2)
})

test('on paper: no header and no buttons, black on white, answers from a page of their own', async ({
  page,
}) => {
  await page.goto('./#/sheet/eight-seconds')
  await expect(page.getByText(COMPUTED).first()).toBeVisible({ timeout: 60_000 })
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect(page.locator('.page > header')).toBeHidden()
  for (const button of await page.getByRole('button', { includeHidden: true }).all())
    await expect(button).toBeHidden()
  const colours = await page
    .locator('.sheet h1')
    .evaluate((heading) => [
      getComputedStyle(heading).color,
      getComputedStyle(document.body).backgroundColor,
    ])
  expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
  /** How many pages there are; none of them is an empty one. */
  const print = async (format: 'A4' | 'Letter') => {
    const pages = pagesOf(await page.pdf({ format }))
    expect(pages).not.toContain(false)
    return pages.length
  }
  const all = await print('A4')
  expect(all).toBeGreaterThan(2)
  expect(await print('Letter')).toBeGreaterThan(2)
  await page.emulateMedia({ media: null })
  await page.getByRole('button', { name: 'Answers', exact: true }).click()
  const handed = await print('A4')
  expect(handed).toBeLessThan(all)
  expect(await print('Letter')).toBeGreaterThan(1)
  await page.getByRole('checkbox', { name: 'One step a page' }).check()
  expect(await print('A4')).toBeGreaterThanOrEqual(7)
  // The answers add whole pages: none of them is on a page of questions.
  await page.getByRole('button', { name: 'Answers', exact: true }).click()
  expect(await print('A4')).toBeGreaterThan(all)
})

test('it is printed when all of it is computed; by the browser’s own menu before that, its head says what is missing', async ({
  page,
}) => {
  // The worker that plays the lesson is told nothing until it is let: the first is the page's own.
  await page.addInitScript(() => {
    let made = 0
    let held: (() => void)[] | null = []
    Object.assign(window, {
      letPlay: () => {
        for (const post of held ?? []) post()
        held = null
      },
    })
    window.Worker = class extends Worker {
      constructor(...how: ConstructorParameters<typeof Worker>) {
        super(...how)
        made += 1
        if (made !== 2) return
        const post = this.postMessage.bind(this) as (...what: unknown[]) => void
        this.postMessage = (...what: unknown[]) => {
          if (held === null) post(...what)
          else held.push(() => post(...what))
        }
      }
    }
  })
  await page.goto('./#/sheet/what-stays')
  const print = page.getByRole('button', { name: 'Print', exact: true })
  await expect(print).toBeDisabled()
  await expect(print).toHaveAccessibleDescription(/Print is there as soon as they are\.$/)
  const missing = page.getByText('This paper is not complete')
  await expect(missing).toBeHidden()
  await page.emulateMedia({ media: 'print' })
  await expect(missing).toBeVisible()
  const box = async (place: Locator) => (await place.boundingBox())?.y ?? 0
  expect(await box(missing)).toBeLessThan(await box(title(page)))
  await page.emulateMedia({ media: null })
  await page.evaluate(() => (window as unknown as { letPlay(): void }).letPlay())
  await expect(page.getByText(COMPUTED).first()).toBeVisible({ timeout: 60_000 })
  await expect(print).toBeEnabled()
  await page.emulateMedia({ media: 'print' })
  await expect(missing).toHaveCount(0)
})
