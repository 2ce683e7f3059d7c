import { expect, it } from 'vitest'
import type { DoStep, PredictStep, Prose } from '../lesson/lesson.ts'
import type { Standing } from '../lesson/machine.ts'
import { hostsOf } from '../scenes/region/describe.ts'
import { regionFixture } from '../scenes/region/fixture.ts'
import { wordsIn as regionWordsIn } from '../scenes/region/words.ts'
import { sentenceOf, type Told } from './sentence.ts'
import { wordsIn } from './words.ts'

const said = (text: string): Prose => [{ kind: 'paragraph', children: [{ kind: 'text', text }] }]
const STEP: PredictStep = {
  ...{ id: 'host', kind: 'predict', title: 'Which?', panel: null, beats: [], note: [] },
  prompt: said('It needs an Intel host. Which one would you take?'),
  prediction: {
    kind: 'picture',
    options: 'hosts',
    view: 'region',
    answer: 'x',
    right: [],
    wrong: [],
  },
  ...{ go: null, run: [], saw: null, after: [] },
}
const asking: Told = {
  ...{
    step: STEP,
    state: 'asking',
    record: null,
    beat: null,
    standing: null,
    values: {},
    pointed: null,
  },
}
const sentence = (told: Told) => sentenceOf(told, wordsIn('en'), regionWordsIn('en'))

const TASK: DoStep = {
  ...{ id: 'store', kind: 'do', title: 'Keep it.', panel: null, beats: [], note: [], after: [] },
  ...{ palette: null, hints: [], solution: [] },
  prompt: said('S3 keeps files. Make a bucket.'),
  requirements: ['bucket', 'note'].map((id) => ({
    ...{ id, say: said(`There is a ${id}.`), check: { run: '', is: true } },
  })),
  acts: [{ id: 'make', label: 'Make it', run: [] }],
  feedback: [{ id: 'odd', say: said('That is odd.'), when: { run: '', is: true } }],
}
const standing = (bucket: boolean, feedback: string | null = null): Standing => ({
  met: { bucket: { holds: bucket, has: bucket, needs: true } },
  feedback,
})

it('says the next goal of a task, and what is known of a wrong way', () => {
  const open: Told = { ...asking, step: TASK, state: 'open' }
  expect(sentence(open)).toBe('Goal 1 of 2: There is a bucket.')
  expect(sentence({ ...open, standing: standing(false) })).toBe('Goal 1 of 2: There is a bucket.')
  expect(sentence({ ...open, standing: standing(true) })).toBe('Goal 2 of 2: There is a note.')
  expect(sentence({ ...open, standing: standing(true, 'odd') })).toBe('That is odd.')
  const [only] = TASK.requirements
  const bare = { ...TASK, acts: [], requirements: only === undefined ? [] : [only] }
  expect(sentence({ ...open, step: bare })).toBe(
    'Goal: There is a bucket. This step is done in the lab.',
  )
})

it('asks with as much of the text before the question as one breath has room for', () => {
  const words = (n: number, end: string) =>
    `${Array.from({ length: n }, () => 'word').join(' ')}${end}`
  const choices = { kind: 'choices', choices: [] } as const
  const asks = (text: string) =>
    sentence({ ...asking, step: { ...STEP, prompt: said(text), prediction: choices } })
  expect(asks(`${words(12, '.')} ${words(10, '.')} What happens?`)).toBe(
    `${words(12, '.')} ${words(10, '.')} What happens?`,
  )
  expect(asks(`${words(14, '.')} ${words(10, '.')} What happens?`)).toBe(
    `${words(10, '.')} What happens?`,
  )
  expect(asks(words(40, '?'))).toBe(words(40, '?'))
})

it('asks for a host, and names the one that is pointed at with its kind', () => {
  expect(sentence(asking)).toContain('Point at a host in the picture.')
  const hosts = hostsOf(regionFixture())
  expect(hosts.length).toBeGreaterThan(1)
  for (const pointed of hosts) {
    const kind = regionWordsIn('en').kind(pointed.hardware)
    expect(kind).not.toBe('')
    expect(sentence({ ...asking, pointed })).toContain(`host ${pointed.label} (${kind})`)
  }
})
