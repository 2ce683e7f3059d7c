/**
 * A stranger's export: worlds that a worker takes or refuses within seconds, and what the page makes of lessons,
 * progress and settings that nobody's page has written.
 */

import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Page } from '../src/app/page.svelte.ts'
import { pageWords } from '../src/app/pages/words.ts'
import { FakePort, FakeWindow } from '../src/app/testing.ts'
import { words } from '../src/app/words.ts'
import { Lab, type LabHost } from '../src/bridge/lab.ts'
import { instant, LAST_INSTANT } from '../src/cloud/kernel/instant.ts'
import { toJson } from '../src/keep/json.ts'
import { VERSION } from '../src/keep/migrate.ts'
import { canonicalJson } from '../src/lesson/canonical.ts'
import { compileLessons } from '../src/lesson/compile.ts'
import { lessonHash } from '../src/lesson/hash.ts'
import type { Lesson } from '../src/lesson/lesson.ts'
import { FORGED_WORLDS } from './hostile/worlds.ts'
import { compiled, SAMPLE } from './lessonSample.ts'

const HOST: LabHost = {
  nowMs: () => 0,
  soon: () => {},
  crash: (error) => {
    throw error
  },
  post: () => Promise.resolve(),
}
const OPTIONS = { seed: 's', scenario: 'empty' }

describe('a world of a stranger’s', () => {
  test.each(FORGED_WORLDS.map(([what, forged, said]) => ({ what, forged, said })))(
    '$what',
    { timeout: 10_000 },
    async ({ forged, said }) => {
      const whole = { options: OPTIONS, save: null, inputs: [], serial: 0, at: instant(1e7) }
      const recovered = Lab.recover(HOST, { ...whole, ...forged })
      if (said !== null) await expect(recovered).rejects.toThrow(said)
      else expect(await (await recovered).hash()).toMatch(/^[0-9a-f]+$/)
    },
  )
})

const [{ lesson: good } = { lesson: null }] = compiled(SAMPLE).lessons
if (good === null) throw new Error('one lesson')

const row = (lesson: Lesson, hash: string, imported = true) => ({
  ...{ hash, id: lesson.id, imported, lesson, at: 1 },
})
const titled = (title: string, id = good.id): Lesson => ({ ...good, id, title })
const genuine = (lesson: Lesson) => row(lesson, lessonHash(lesson))

const EMPTY = {
  ...{ lessons: [], progress: [], worlds: [], openings: [], saves: [], inputs: [], settings: [] },
} as const

/** An export as somebody's hand writes it, without a sum. */
const fileOf = (records: Partial<Record<keyof typeof EMPTY, readonly unknown[]>>): Blob =>
  new Blob([
    `{"format":"cloudglass keep","version":${VERSION},"sha256":"","records":`,
    `${JSON.stringify(toJson({ ...EMPTY, ...records }))}}`,
  ])

async function pageWith(records: Parameters<typeof fileOf>[0]) {
  const port = new FakePort()
  const page = new Page(port, new FakeWindow('#/lessons'))
  await page.start()
  const taken = await page.keeping.importAll(fileOf(records))
  if (!taken.ok) throw new Error(taken.detail)
  return { page, port, missed: taken.missed }
}

test('a lesson’s hash is SHA-256 of its content, as Node makes it', () => {
  const hash = createHash('sha256').update(canonicalJson(good)).digest('hex')
  expect(lessonHash(good)).toBe(hash)
})

describe('lessons of a stranger’s export', () => {
  test('are shown where they are what their hash says', async () => {
    const { page } = await pageWith({ lessons: [genuine(good)] })
    expect(page.keeping.imported).toMatchObject([{ hash: lessonHash(good) }])
    expect(await page.keeping.lesson(lessonHash(good))).toEqual(good)
  })

  test('under another’s hash are not there', async () => {
    const forged = row(titled('Not what it was'), lessonHash(good))
    const { page } = await pageWith({ lessons: [forged] })
    expect(page.keeping.imported).toEqual([])
    expect(await page.keeping.lesson(lessonHash(good))).toBeNull()
  })

  test('that are no lessons are not there', async () => {
    const none = { ...good, title: { toString: 'no title' } } as unknown as Lesson
    const { page } = await pageWith({ lessons: [row(none, lessonHash(none)), genuine(good)] })
    expect(page.keeping.imported.map(({ lesson }) => lesson)).toEqual([good])
  })

  test('of one id are shown once, and never in place of the build’s', async () => {
    const two = [genuine(titled('One')), genuine(titled('Another'))]
    const ours = genuine(titled('Not the build’s', 'eight-seconds'))
    const { page } = await pageWith({ lessons: [...two, ours] })
    expect(page.keeping.imported.map(({ lesson }) => lesson.id)).toEqual([good.id])
  })
})

describe('what of a stranger’s export is not there', () => {
  const own = genuine(good)
  const forged = row(titled('Not what it was', 'forged'), 'f'.repeat(64))
  const none = row({ ...good, title: 7 } as unknown as Lesson, 'e'.repeat(64))
  const progress = { lesson: 'x', hash: 'x', changedMs: 1, snapshot: '<b>' }

  test.each([
    ['nothing, of what the page wrote', { lessons: [own] }, [0, 0]],
    ['a copy of the build’s under another’s hash', { lessons: [row(good, 'c', false)] }, [1, 0]],
    ['a lesson under another’s hash', { lessons: [own, forged] }, [1, 0]],
    ['what is no lesson', { lessons: [own, forged, none] }, [2, 0]],
    ['the second of an id', { lessons: [own, genuine(titled('Another'))] }, [1, 0]],
    ['progress that is none', { lessons: [own], progress: [progress] }, [0, 1]],
    ['both', { lessons: [forged], progress: [progress, { ...progress, lesson: 'y' }] }, [1, 2]],
  ] as const)('is counted: %s', async (_what, records, [lessons, progress]) => {
    const { missed } = await pageWith(records)
    expect(missed).toEqual({ lessons, progress })
  })

  test('is said, and nothing is where all is there', () => {
    const said = (lessons: number, progress: number) => pageWords.loaded({ lessons, progress })
    expect(said(0, 0)).toBe('It was taken in. The page begins anew with it.')
    expect(said(1, 0)).toContain('not all of it: 1 lesson could not be used.')
    expect(said(2, 3)).toContain('2 lessons and progress in 3 lessons could not be used.')
  })
})

describe('lessons of a folder', () => {
  const lessons = (titles: readonly string[]) =>
    titles.map((title) => titled(title, `lesson-${title}`))
  const hashed = (all: readonly Lesson[]) =>
    all.map((lesson) => ({ lesson, hash: lessonHash(lesson) }))

  test('are taken in all, or none: what was there stays', async () => {
    const { page } = await pageWith({})
    const [older, newer] = [lessons(['a', 'b']), lessons(['c', 'd'])]
    await page.keeping.putLessons(hashed(older), true)
    const broken = { ...good, title: Symbol('no text') } as unknown as Lesson
    const changed = { ...titled('changed', 'lesson-a') }
    const all = [...hashed([...newer, changed]), { lesson: broken, hash: 'f'.repeat(64) }]
    await expect(page.keeping.putLessons(all, true)).rejects.toThrow(TypeError)
    await page.keeping.putLessons([], true)
    expect(page.keeping.imported.map(({ lesson }) => lesson.title).sort()).toEqual(['a', 'b'])
  })

  test('take the place of older ones of their ids', async () => {
    const { page } = await pageWith({})
    await page.keeping.putLessons(hashed(lessons(['a', 'b'])), true)
    await page.keeping.putLessons(hashed([titled('changed', 'lesson-a')]), true)
    const titles = page.keeping.imported.map(({ lesson }) => lesson.title)
    expect(titles.sort()).toEqual(['b', 'changed'])
  })
})

describe('the rest of a stranger’s export', () => {
  test('progress that is none is not there, and settings that are none are the system’s', async () => {
    const { page } = await pageWith({
      progress: [{ lesson: 'eight-seconds', hash: 'x', changedMs: 1, snapshot: '<b>' }],
      settings: [
        { key: 'theme', value: { toString: 'dark' } },
        { key: 'motion', value: ['full'] },
      ],
    })
    expect(page.keeping.progress).toEqual({})
    expect([page.theme.choice, page.motion.choice]).toEqual(['system', 'system'])
  })

  const request = { service: 'ec2', operation: 'X', input: {}, caller: {}, context: {} }
  const world = (input: object, options: object = OPTIONS) => ({
    worlds: [{ world: 'sandbox', at: null }],
    openings: [{ world: 'sandbox', options }],
    inputs: [{ world: 'sandbox', position: 0, serial: 1, input }],
  })
  const whole = { serial: 1, position: 0, at: 1e7, request }

  test.each([
    ['an instant that is none', world({ ...whole, at: 1.5 })],
    ['an instant beyond the end', world({ ...whole, at: 9e15 })],
    ['a place that is none', world({ ...whole, position: 'first' })],
    ['a call without a caller', world({ ...whole, request: { ...request, caller: null } })],
    ['a call that is none', world({ ...whole, request: 7 })],
    ['a beginning that is none', world(whole, { seed: 7, scenario: 'empty' })],
  ])('a world with %s is set aside, and the page says so', async (_what, records) => {
    const { page, port } = await pageWith(records)
    expect(await page.keeping.take('sandbox')).toBeNull()
    expect(page.notice).toBe(words.shell.unopened)
    expect(await (await page.keeping.exportAll()).text()).toContain('sandbox:aside-1')
    expect(port.asked).not.toContain('openSalvage')
  })

  test('a world whose clock stands beyond the end is opened at the end', async () => {
    const records = { ...world(whole), worlds: [{ world: 'sandbox', at: 9e15 }] }
    const { page, port } = await pageWith(records)
    let at = 0
    port.openSalvage = async (...asked: unknown[]) => {
      at = (asked as [{ at: number }])[0].at
      throw new Error('seen')
    }
    const place = { room: 'sandbox', lesson: null, step: null, at: null, select: null } as const
    await expect(page.worlds.show(place)).rejects.toThrow('seen')
    expect(at).toBe(LAST_INSTANT)
  })
})

test('whoever compiles it, a lesson has one hash', () => {
  const [again] = compileLessons(SAMPLE).lessons
  expect(again === undefined ? null : lessonHash(again.lesson)).toBe(lessonHash(good))
})
