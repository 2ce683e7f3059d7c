import { expect, it } from 'vitest'
import type { PredictStep, Prose } from '../lesson/lesson.ts'
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
  ...{ step: STEP, state: 'asking', record: null, beat: null, values: {}, pointed: null },
}
const sentence = (told: Told) => sentenceOf(told, wordsIn('en'), regionWordsIn('en'))

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
