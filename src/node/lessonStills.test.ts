/** What the build knows of a step before anybody plays it. */
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { compileFolder } from './lessonFiles.ts'
import { stillsOf } from './lessonStills.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('a step about buckets has what they keep as it begins, and no other has', async () => {
  const { lesson } =
    compileFolder(root).lessons.find(({ lesson: { id } }) => id === 'what-stays') ?? {}
  if (lesson === undefined) throw new Error('no such lesson')
  const stills = await stillsOf(lesson)
  const kept = lesson.steps.map(({ id, panel }) => {
    const shelves = stills.get(id)?.shelves ?? null
    expect(shelves === null, id).toBe(panel !== 'buckets')
    return [id, shelves]
  })
  const note = (text: string) => [
    { name: 'shop-notes', objects: [{ key: 'note.txt', bytes: text.length, text }] },
  ]
  expect(Object.fromEntries(kept)).toMatchObject({
    store: [],
    replace: note('Open from nine to five'),
    delete: note('Open from nine to six'),
  })
})
