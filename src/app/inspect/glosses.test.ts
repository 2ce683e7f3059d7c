import { expect, it } from 'vitest'
import { en } from '../../scenes/region/words.ts'
import { glosses } from './glosses.ts'

const CLASSES = [
  ...['intel-general', 'amd-general', 'graviton', 'intel-memory'],
  ...['nvme', 'dense-hdd', 'graphics-gpu', 'training-gpu'],
]

it('explains each word that the picture has beside a bar, and each in the inspector', () => {
  const explained = glosses.picture.flatMap(([word]) => word.split(', '))
  for (const code of CLASSES) {
    expect(explained).toContain(en.kind(code))
    expect(glosses.field('hardware', code)).not.toBe('')
  }
  for (const kind of ['zone', 'rack', 'host', 'instance', 'volume']) {
    expect(glosses.thing(kind)).not.toBe('')
  }
  expect(glosses.field('volume-type', 'gp3')).not.toBe('')
  for (const [word, meaning] of glosses.picture) expect(meaning, word).not.toBe('')
})
