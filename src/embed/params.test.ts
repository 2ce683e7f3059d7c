import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULTS, readParams } from './params.ts'

const LESSONS = [
  {
    id: 'eight-seconds',
    steps: [
      { id: 'launch', title: '' },
      { id: 'choose', title: '' },
    ],
  },
]
const read = (query: string) => readParams(query, LESSONS)

describe('parameters of a widget', () => {
  it('takes what is right', () => {
    const { params, warnings } = read(
      'lesson=eight-seconds&step=choose&at=10000000&theme=dark&controls=play,menu&actions=run,lab' +
        '&lang=en&title=Where+does+it+go%3F&host=https://school.example',
    )
    expect(warnings).toEqual([])
    expect(params).toEqual({
      ...DEFAULTS,
      lesson: 'eight-seconds',
      step: 'choose',
      at: 10_000_000,
      theme: 'dark',
      controls: ['play', 'menu'],
      actions: ['run', 'lab'],
      title: 'Where does it go?',
      host: 'https://school.example',
    })
  })

  it('knows no controls and no actions', () => {
    expect(read('controls=none&actions=none').params).toMatchObject({ controls: [], actions: [] })
  })

  it.each([
    ['lesson=Eight', { name: 'lesson', value: 'Eight', reason: 'malformed' }],
    ['lesson=nine-seconds', { name: 'lesson', value: 'nine-seconds', reason: 'missing' }],
    ['lesson=eight-seconds&step=last', { name: 'step', value: 'last', reason: 'missing' }],
    ['step=launch', { name: 'step', value: 'launch', reason: 'needless' }],
    ['lesson=eight-seconds&seed=x', { name: 'seed', value: 'x', reason: 'needless' }],
    ['at=-1', { name: 'at', value: '-1', reason: 'malformed' }],
    ['at=99999999999999999', { name: 'at', value: '99999999999999999', reason: 'malformed' }],
    ['at=9999999999999999', { name: 'at', value: '9999999999999999', reason: 'malformed' }],
    ['scene=host', { name: 'scene', value: 'host', reason: 'malformed' }],
    ['theme=pink', { name: 'theme', value: 'pink', reason: 'malformed' }],
    ['controls=play,steer', { name: 'controls', value: 'play,steer', reason: 'malformed' }],
    ['actions=a,b,c,d,e', { name: 'actions', value: 'a,b,c,d,e', reason: 'malformed' }],
    ['actions=<b>', { name: 'actions', value: '<b>', reason: 'malformed' }],
    ['lang=xx', { name: 'lang', value: 'xx', reason: 'malformed' }],
    ['title=++', { name: 'title', value: '  ', reason: 'malformed' }],
    [
      'host=javascript:alert(1)',
      { name: 'host', value: 'javascript:alert(1)', reason: 'malformed' },
    ],
    [
      'host=https://a.example/b',
      { name: 'host', value: 'https://a.example/b', reason: 'malformed' },
    ],
    ['autoplay=1', { name: 'autoplay', value: '1', reason: 'unknown' }],
    ['toString=1', { name: 'toString', value: '1', reason: 'unknown' }],
  ])('warns of %s and takes the default', (query, warning) => {
    const { params, warnings } = read(query)
    expect(warnings).toEqual([warning])
    const lesson = query.startsWith('lesson=eight') ? 'eight-seconds' : null
    expect(params).toEqual({ ...DEFAULTS, lesson })
  })

  it('is broken by no address', () => {
    const name = fc.constantFrom(...Object.keys(DEFAULTS), 'other')
    const query = fc
      .array(fc.tuple(name, fc.string({ unit: 'binary' })))
      .map((pairs) => String(new URLSearchParams(pairs)))
    fc.assert(
      fc.property(query, (text) => {
        const { params } = read(text)
        expect(Object.keys(params).sort()).toEqual(Object.keys(DEFAULTS).sort())
        expect([null, 'eight-seconds']).toContain(params.lesson)
        expect(params.at === null || Number.isSafeInteger(params.at)).toBe(true)
      }),
    )
  })
})
