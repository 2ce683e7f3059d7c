/**
 * Plays every lesson of the folder `lessons`: the promise is awaited, each folder is counted.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readHash, writeHash } from '../src/app/hash.ts'
import { instant } from '../src/cloud/kernel/instant.ts'
import { asRef } from '../src/cloud/kernel/ref.ts'
import { compileLessons, told } from '../src/lesson/compile.ts'
import { NODE_HASHES } from '../src/node/hashes.ts'
import { readLessonFiles } from '../src/node/lessonFiles.ts'
import { keptOfLesson } from '../src/node/lessonLab.ts'
import { beginLesson, lessonFolders, tryLessons, unplayed } from '../src/node/lessonSchool.ts'
import { tryLesson, wrongKept } from '../src/node/lessonTrial.ts'
import { type BeginOptions, beginSession } from '../src/session/begin.ts'
import { ROOT } from './architecture/repository.ts'

const { lessons, problems } = compileLessons(readLessonFiles(ROOT))

describe('the lessons', () => {
  test('are whole', () => {
    expect(problems.map(told)).toEqual([])
  })

  test('are as many as there are folders', () => {
    const folders = lessonFolders(ROOT)
    expect(unplayed(folders, lessons).map(told)).toEqual([])
    expect(folders).toHaveLength(lessons.length)
    expect(lessons.length).toBeGreaterThan(0)
  })

  test.each(lessons.map((compiled) => ({ id: compiled.lesson.id, compiled })))(
    '$id begins by the calls that are kept of its set-up as by its lines',
    async ({ compiled: { lesson } }) => {
      const kept = keptOfLesson(lesson)
      if (kept === null) return
      const { seed, scenario, epoch, setUp } = lesson.world
      const world = { seed, scenario, files: lesson.files, ...(epoch === null ? {} : { epoch }) }
      const hashOf = async (how: Pick<BeginOptions, 'setUp' | 'kept'>) => {
        const session = await beginSession({ ...world, ...how }, NODE_HASHES)
        return session.ok ? session.value.hash() : session.error.code
      }
      const byLines = await hashOf({ setUp })
      expect(byLines).toMatch(/^[0-9a-f]{64}$/)
      // Lines that nobody can run: the calls alone have made the world.
      expect(await hashOf({ setUp: ['nothing that runs'], kept })).toBe(byLines)
      expect(await hashOf({ setUp: ['nothing that runs'] })).toBe('SetUpRefused')
    },
  )

  test('are refused with calls that begin another world', () => {
    const kept = lessons.map(({ lesson }) => keptOfLesson(lesson) ?? '')
    for (const [index, compiled] of lessons.entries()) {
      const others = kept.filter((_, each) => each !== index)
      for (const other of [...others, '']) {
        expect(wrongKept(compiled, other).map(told)).toEqual([
          expect.stringMatching(
            /lesson\.yaml:\d+ The calls that are kept of the set-up begin another/,
          ),
        ])
      }
    }
  })

  // A lesson is played about ten times over.
  test.each(lessons.map((compiled) => ({ id: compiled.lesson.id, compiled })))(
    '$id does what it says',
    { timeout: 240_000 },
    async ({ compiled }) => {
      expect((await tryLesson(compiled)).map(told)).toEqual([])
    },
  )

  test('have links that carry the state back', () => {
    for (const { lesson } of lessons) {
      for (const step of [null, ...lesson.steps.map(({ id }) => id)]) {
        const select = asRef('lab:host/h-0101')
        const place = { room: 'learn', lesson: lesson.id, step, at: instant(31), select } as const
        expect(readHash(writeHash(place))).toEqual(place)
      }
    }
  })
})

describe('a new lesson', () => {
  const root = mkdtempSync(join(tmpdir(), 'lessons-'))
  afterAll(() => rmSync(root, { recursive: true }))

  test('is whole and good beside the words and facts that there are', {
    timeout: 240_000,
  }, async () => {
    const first = beginLesson(root, 'my-first', 'compute')
    expect(first).toBe('lessons/compute/010-my-first')
    for (const sheet of ['terms.md', 'facts.md']) {
      writeFileSync(join(root, 'lessons', sheet), readFileSync(join(ROOT, 'lessons', sheet)))
    }
    const began: string[] = []
    const { played, problems } = await tryLessons(root, [], (id) => began.push(id))
    expect(problems.map(told)).toEqual([])
    expect([played, began]).toEqual([['my-first'], ['my-first']])
  })

  test('comes after those that there are, and a second of its name is told', async () => {
    expect(beginLesson(root, 'my-second', 'compute')).toBe('lessons/compute/020-my-second')
    expect(beginLesson(root, 'my-first', 'compute')).toBe('lessons/compute/030-my-first')
    expect(existsSync(join(root, 'lessons/compute/030-my-first/alt/two-new.cmds'))).toBe(true)
    expect(() => beginLesson(root, '../up', 'compute')).toThrow(/small letters/)
    const { played, problems } = await tryLessons(root, ['none'], () => {})
    expect(played).toEqual([])
    expect(problems.map(told)).toEqual([
      'lessons/compute/030-my-first/lesson.yaml:1 The lesson in lessons/compute/010-my-first has the id `my-first` too.',
      'lessons/compute/030-my-first:1 The lesson in this folder is not played.',
      'lessons:1 No lesson that is whole has the id `none`.',
    ])
  })
})
