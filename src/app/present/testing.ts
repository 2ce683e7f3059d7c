/** For tests: a lesson with one step of each kind, as the compiler would make it. */
import type { Choice, Lesson, Prose } from '../../lesson/lesson.ts'

export const text = (words: string): Prose => [
  { kind: 'paragraph', children: [{ kind: 'text', text: words }] },
]
const choice = (id: string, words = id): Choice => ({
  id,
  text: text(words),
  holds: { run: 'check', is: true },
  feedback: text(`Because of ${id}.`),
})
const beat = (type: string) => ({ type, title: `Beat ${type}`, text: text(`It is ${type}.`) })
const base = (id: string) => ({
  id,
  title: `Step ${id}`,
  prompt: text(`Do ${id}.`),
  panel: null,
  note: text('A note.'),
  after: text(`After ${id}.`),
})

/** observe, predict with "what did you see?", do, explain of two parts; or with another prediction. */
export const lessonOf = (change: Partial<Lesson> = {}): Lesson => ({
  ...{ format: 1, id: 'four', part: 'compute', number: 1, language: 'en', title: 'Four steps' },
  ...{ summary: text('All kinds.'), minutes: 12, skills: [], prerequisites: [], introduces: [] },
  ...{ terms: [], scene: 'region', files: {}, variables: {}, sources: [], note: text('Teach it.') },
  world: { seed: 'seed', scenario: 'region', epoch: null, setUp: [] },
  question: text('And then?'),
  steps: [
    { ...base('watch'), kind: 'observe', beats: [beat('one'), beat('two')], go: null, run: ['a'] },
    {
      ...base('guess'),
      kind: 'predict',
      beats: [beat('two')],
      prediction: { kind: 'choices', choices: [choice('a', 'It runs.'), choice('b', 'It stops.')] },
      go: null,
      run: ['b'],
      saw: { question: text('What was it?'), choices: [choice('x'), choice('y')] },
    },
    {
      ...base('task'),
      kind: 'do',
      beats: [],
      requirements: [
        { id: 'half', say: text('Half.'), check: { run: 'c', is: true } },
        { id: 'whole', say: text('Whole.'), check: { run: 'd', is: true } },
      ],
      ...{ palette: null, acts: [], hints: [], feedback: [], solution: ['first line', 'second'] },
    },
    {
      ...base('reason'),
      kind: 'explain',
      beats: [],
      parts: [
        { id: 'cause', question: text('Why?'), choices: [choice('why'), choice('not')] },
        { id: 'decider', question: text('Who?'), choices: [choice('why'), choice('me')] },
      ],
    },
  ],
  ...change,
})
