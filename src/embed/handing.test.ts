/** The page between a widget and the lab, with a keep by hand: what comes, what does not, and that nothing waits for ever. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { gateOf } from '../../test/gate.ts'
import { SANDBOX } from '../stage/opening.ts'
import {
  type Form,
  Handing,
  type HandoverKeep,
  type HandoverWindow,
  PATIENCE_MS,
} from './handing.svelte.ts'
import { HANDOVER_READY } from './openLab.ts'

const ORIGIN = 'https://lab.test'
const WORLD = { lesson: null, step: null, at: 50, world: Uint8Array.of(7), progress: null }
const NOTHING = { ...WORLD, world: null }
/** What of a lesson is read here. */
const FORM = {
  hash: 'h',
  lesson: {
    id: 'a',
    files: {},
    world: { seed: 'new', scenario: 'empty', epoch: null },
    steps: [{ id: 'two' }],
  },
} as unknown as Form
/** How far the widget is in the lesson. */
const reached = (hash: string, at: number) => ({
  ...{ lesson: 'a', hash, step: 'two', finished: false, changedMs: 1, steps: {} },
  snapshot: {
    value: 'entering',
    context: { at, records: {}, beats: [], standing: { met: {}, feedback: null }, error: null },
  },
})
const LESSONS = { ...WORLD, lesson: 'a', step: 'two', progress: reached('h', 0) }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

interface Given {
  readonly kind?: 'disk' | 'memory'
  /** whether no other tab has the world */
  readonly owner?: boolean | (() => boolean)
  readonly kept?: Awaited<ReturnType<HandoverKeep['worlds']['read']>>
  /** fetches the lesson */
  readonly load?: () => Promise<Form>
  readonly begin?: () => Promise<void>
  readonly opener?: boolean
}

/** The page, just opened. */
function opened({ kind = 'disk', owner = true, kept = null, opener = true, ...more }: Given = {}) {
  const did: unknown[] = []
  const keep: HandoverKeep = {
    status: kind === 'disk' ? { kind } : { kind, reason: 'blocked', detail: '' },
    own: async () => ({
      owner: typeof owner === 'boolean' ? owner : owner(),
      guarded: true,
      release: () => void did.push('release'),
    }),
    worlds: {
      read: async () => kept,
      async begin(world, options, left) {
        await more.begin?.()
        did.push(['begin', world, options, left?.save?.bytes, left?.at])
      },
    },
    progress: { get: async () => null },
    close: async () => void did.push('close'),
  }
  let hear: (event: MessageEvent) => void = () => {}
  const posted: unknown[] = []
  const widget = { postMessage: (message: unknown, to: string) => void posted.push([message, to]) }
  const target: HandoverWindow = {
    opener: opener ? widget : null,
    location: {
      ...{ origin: ORIGIN, hash: '#/learn/a/two' },
      replace: (address) => void did.push(address),
    },
    addEventListener: (_, listener) => {
      hear = listener
    },
  }
  const handing = new Handing(Promise.resolve(keep), more.load ?? (async () => FORM), target)
  const say = (data: unknown, from: object = {}) =>
    hear({ data, origin: ORIGIN, source: widget, ...from } as unknown as MessageEvent)
  return { handing, did, posted, say }
}

const settled = (handing: Handing) => expect.poll(() => handing.state).not.toBe('waiting')
const KEPT = { options: SANDBOX, save: null, inputs: [], serial: 1, at: null }
const BEGUN = ['begin', 'sandbox', SANDBOX, WORLD.world, WORLD.at]
const LAB = './index.html#/sandbox'

describe('a state on its way to the lab', () => {
  test('is asked for, kept, and gone on with', async () => {
    const { handing, did, posted, say } = opened()
    expect(posted).toEqual([[HANDOVER_READY, ORIGIN]])
    expect([handing.state, handing.address]).toEqual(['waiting', './index.html#/learn/a/two'])
    say({ handover: WORLD })
    await settled(handing)
    expect([handing.state, did]).toEqual(['going', ['release', BEGUN, 'release', 'close', LAB]])
  })

  test('of nothing that was begun only leads there', async () => {
    const { handing, did, say } = opened()
    say({ handover: NOTHING })
    await settled(handing)
    expect([handing.state, did]).toEqual(['going', ['release', LAB]])
  })

  test('does not replace a world that another tab opened while the person was asked', async () => {
    let owner = true
    const { handing, did, say } = opened({ kept: KEPT, owner: () => owner })
    say({ handover: WORLD })
    await settled(handing)
    expect(handing.state).toBe('asking')
    owner = false
    await handing.replace()
    expect(handing.state).toBe('taken')
    expect(did).toEqual(['release', 'release'])
  })

  test.each([
    ['inputs', KEPT],
    ['a save', { ...KEPT, serial: 0, save: { bytes: Uint8Array.of(1), serial: 0 } }],
  ])('does not replace a world with %s unless the person says so', async (_, kept) => {
    const { handing, did, say } = opened({ kept })
    say({ handover: WORLD })
    await settled(handing)
    expect([handing.state, did]).toEqual(['asking', ['release']])
    await Promise.all([handing.replace(), handing.replace()])
    expect([handing.state, did.slice(1)]).toEqual(['going', [BEGUN, 'release', 'close', LAB]])
  })

  test('of a lesson is begun as the lab begins it', async () => {
    const { handing, did, say } = opened()
    say({ handover: LESSONS })
    await settled(handing)
    const options = { seed: 'new', scenario: 'empty' }
    expect([handing.state, did[1]]).toMatchObject([
      'going',
      ['begin', 'lesson:a', options, WORLD.world, WORLD.at],
    ])
  })

  test.each([
    ['another form', reached('older', 0)],
    ['a step that it has not', reached('h', 7)],
  ])('of %s of its lesson replaces nothing, asks for nothing, and is told', async (_, progress) => {
    for (const kept of [null, KEPT]) {
      const { handing, did, say } = opened({ kept })
      say({ handover: { ...LESSONS, progress } })
      await settled(handing)
      expect([handing.state, did]).toEqual(['other', []])
      await handing.replace()
      expect(did).toEqual([])
      expect(handing.address).toBe('./index.html#/learn/a/two')
    }
  })

  test('is let go where the person wants their own', async () => {
    const { handing, did, say } = opened({ kept: KEPT })
    say({ handover: WORLD })
    await settled(handing)
    handing.goOn()
    expect([handing.state, did]).toEqual(['going', ['release', LAB]])
  })

  test('replaces nothing that is only begun', async () => {
    const { handing, say } = opened({ kept: { ...KEPT, serial: 0 } })
    say({ handover: WORLD })
    await settled(handing)
    expect(handing.state).toBe('going')
  })

  test('is not taken while another tab has the world', async () => {
    const { handing, did, say } = opened({ owner: false })
    say({ handover: WORLD })
    await settled(handing)
    expect([handing.state, handing.address, did]).toEqual(['taken', LAB, ['release']])
  })

  test('is taken once, and from its own widget', async () => {
    const { handing, did, say } = opened()
    say({ handover: WORLD }, { origin: 'https://other.test' })
    say({ handover: WORLD }, { source: {} })
    say('hello')
    say(null)
    expect(handing.state).toBe('waiting')
    say({ handover: NOTHING })
    say({ handover: WORLD })
    await settled(handing)
    expect(did).toEqual(['release', LAB])
  })
})

describe('nothing comes along, and the lab is there all the same', () => {
  const LOST: readonly [string, Given, unknown][] = [
    ['the widget has no state', {}, { handover: null }],
    ['what it says is no state', {}, { handover: { ...WORLD, at: 'soon' } }],
    ['nothing can be kept', { kind: 'memory' }, { handover: WORLD }],
    [
      'its lesson cannot be fetched',
      { load: () => Promise.reject(new TypeError('no net')) },
      { handover: LESSONS },
    ],
    [
      'the keep refuses it',
      { begin: () => Promise.reject(new TypeError('not to be kept')) },
      { handover: WORLD },
    ],
  ]
  test.each(LOST)('where %s', async (_, given, data) => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { handing, did, say } = opened(given)
    say(data)
    await settled(handing)
    expect(handing.state).toBe('lost')
    expect(did.filter((one) => one !== 'release')).toEqual([])
    expect(handing.address).toMatch(/^\.\/index\.html#/)
  })

  test('where the keep refuses it after the person was asked', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const begin = () => Promise.reject(new TypeError('not to be kept'))
    const { handing, say } = opened({ kept: KEPT, begin })
    say({ handover: WORLD })
    await settled(handing)
    await handing.replace()
    expect(handing.state).toBe('lost')
  })

  test('where no widget opened the page', () => {
    expect(opened({ opener: false }).handing.state).toBe('lost')
  })

  test('where the widget never answers; what it says later is not taken', async () => {
    const { handing, did, say } = opened()
    vi.advanceTimersByTime(PATIENCE_MS - 1)
    expect(handing.state).toBe('waiting')
    vi.advanceTimersByTime(1)
    expect(handing.state).toBe('lost')
    say({ handover: WORLD })
    await vi.advanceTimersByTimeAsync(PATIENCE_MS)
    expect([handing.state, did]).toEqual(['lost', []])
  })

  test('where the disk never answers, before and after the person was asked', async () => {
    const gate = gateOf<void>()
    for (const kept of [null, KEPT]) {
      const { handing, say } = opened({ kept, begin: () => gate.promise })
      say({ handover: WORLD })
      if (kept !== null) {
        await settled(handing)
        await vi.advanceTimersByTimeAsync(PATIENCE_MS)
        expect(handing.state).toBe('asking')
        void handing.replace()
      }
      await vi.advanceTimersByTimeAsync(PATIENCE_MS)
      expect(handing.state).toBe('lost')
    }
  })
})
