/** The page put together, on a scripted client: deaths and faults, what is selected, what is said. */
import { describe, expect, test } from 'vitest'
import { instant } from '../cloud/kernel/instant.ts'
import { labRef } from '../cloud/kernel/ref.ts'
import { fail } from '../cloud/kernel/result.ts'
import { regionFixture } from '../scenes/region/fixture.ts'
import { backToBefore } from './inspect/before.ts'
// A page fetches this when it begins. Fetched with the test, it never comes after its end.
import './learn/kept.ts'
import { Page } from './page.svelte.ts'
import {
  answered,
  broken,
  clockAt,
  FakePort,
  FakeWindow,
  frameAt,
  happened,
  lost,
} from './testing.ts'

/** A page that stands at 100. */
function opened(hash = '') {
  const port = new FakePort()
  const page = new Page(port, new FakeWindow(hash))
  port.answer = async () => answered(100, null, {})
  port.onframe(frameAt(100))
  return { port, page }
}

describe('acting', () => {
  test('a refusal is said, a death passed over, a fault thrown on', async () => {
    const { port, page } = opened()
    const refused = { ...answered(1, 1, {}), result: fail('Unsupported', 'AWS’s words') }
    port.answer = async () => refused
    await page.acts.act('StopInstances', 'i-1', 'inspector')
    expect(page.speaker.sentence).toMatch(/^Refused: Unsupported\./)
    port.answer = lost
    await expect(page.acts.act('StopInstances', 'i-1', 'step')).resolves.toBe(false)
    port.steered.push(lost)
    await expect(backToBefore(page, instant(1))).resolves.toBeUndefined()
    port.answer = broken
    await expect(page.acts.act('StopInstances', 'i-1', 'step')).rejects.toThrow(TypeError)
  })

  test('a start that fails is said, and a fault thrown on', async () => {
    for (const [end, thrown] of [
      [lost, false],
      [broken, true],
    ] as const) {
      const { port, page } = opened()
      port.steered.push(end)
      const outcome = await page.start().then(
        () => false,
        () => true,
      )
      expect(outcome).toBe(thrown)
      expect(page.failure).not.toBeNull()
    }
  })
})

describe('a worker’s death for good', () => {
  test('in the middle of a run: nothing plays any more, and the picture stays', () => {
    const { port, page } = opened()
    port.onframe(frameAt(200, { clock: clockAt(200, { playing: true }) }))
    expect([page.moving, page.player.now]).toEqual([true, 200])
    port.ondeath({ reason: 'it died', recovered: false, droppedInput: null })
    expect([page.moving, page.player.moving, page.player.now]).toEqual([false, false, 200])
  })

  test('that was made good moves on by the frames that come', () => {
    const { port, page } = opened()
    port.onframe(frameAt(200, { clock: clockAt(200, { playing: true }) }))
    port.ondeath({ reason: 'it died', recovered: true, droppedInput: null })
    expect(page.moving).toBe(true)
    port.onframe(frameAt(200, { restart: true }))
    expect(page.moving).toBe(false)
  })
})

describe('selecting', () => {
  test('asks for what is selected, and for nothing twice', () => {
    const { port, page } = opened()
    const host = labRef('host', 'h-0503')
    page.selection.select(host)
    page.selection.select(host)
    const asked = port.asked.filter((one) => one.startsWith('watch'))
    expect(asked).toHaveLength(1)
    const key = asked[0]?.split(' ')[1] ?? ''
    port.onframe(frameAt(100, { views: { [key]: { ref: host } } }))
    expect(page.selection.inspected?.ref).toBe(host)
    page.selection.select(null)
    expect(page.selection.inspected).toBeNull()
  })
})

describe('what is said at a rest', () => {
  test('of several events is what they changed since the last rest, as the scene says it', async () => {
    const { port, page } = opened('#/sandbox')
    await page.start()
    const key = port.asked.find((one) => one.startsWith('watch region'))?.split(' ')[1] ?? ''
    const at = (upTo: number, mine: boolean) =>
      frameAt(upTo, {
        views: { [key]: regionFixture(mine) },
        events: upTo === 200 ? [] : [happened(1, 210, 'x'), happened(2, 220, 'y')],
      })
    port.onframe(at(200, false))
    port.onframe(at(300, true))
    expect(page.speaker.sentence).toBe('A new t3.micro is yours on host 5.3.')
  })
})

describe('back to just before', () => {
  test('seeks to the instant before, and puts away what was called from then on', async () => {
    const { port, page } = opened()
    const refused = { ...answered(50, 1, {}), result: fail('Unsupported', 'no') }
    port.answer = async () => refused
    await page.acts.act('StopInstances', 'i-1', 'inspector')
    // A refusal after the last call: that one stays shown.
    await backToBefore(page, instant(60))
    expect(port.asked.at(-1)).toBe('seek 59')
    expect(page.console.refusal).not.toBeNull()
    await backToBefore(page, instant(50))
    expect(port.asked.at(-1)).toBe('seek 49')
    expect(page.console.refusal).toBeNull()
    await backToBefore(page, instant(0))
    expect(port.asked.at(-1)).toBe('seek 0')
  })
})
