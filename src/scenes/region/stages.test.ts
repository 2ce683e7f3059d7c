/** A launch at an instant: the list of stages, what of the slice is there, where the callout and focus go. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inSeconds, instant, milliseconds } from '../../cloud/kernel/instant.ts'
import { placeCallout } from './callout.ts'
import { placementFixture, regionFixture } from './fixture.ts'
import { move } from './grid.ts'
import { layout } from './layout.ts'
import { hostsIn } from './plan.ts'
import { chosenAt, launching, slicePhase, stageRows } from './stages.ts'
import { en } from './words.ts'

const at = (ms: number) => instant(milliseconds(ms))
const view = regionFixture(true)
const stages = view.mine[0]?.stages ?? []

describe('the stages at an instant', () => {
  it('are done, current and later, with how long each took', () => {
    const rows = stageRows(stages, at(2000))
    expect(rows.map(({ status }) => status)).toEqual(['done', 'done', 'current', 'later', 'later'])
    const times = rows.map(({ took }) => (took === null ? null : inSeconds(took)))
    expect(times).toEqual([0.2, 0.7, 1.1, null, null])
  })
  it('are cut to a tenth of a second while they go on, and rounded when they are over', () => {
    expect(en.took(milliseconds(2293), true)).toBe('2.2 s so far')
    expect(en.took(milliseconds(2293), false)).toBe('took 2.3 s')
    expect(en.took(milliseconds(2240), false)).toBe('took 2.2 s')
  })
  it('are done at the instant they arrive', () => {
    expect(stageRows(stages, at(3100)).map(({ status }) => status)).toEqual([
      ...['done', 'done', 'done', 'current', 'later'],
    ])
  })
  it('show the slice from the instant it is carved, and whole when it has booted', () => {
    expect(slicePhase(stages, at(100)).phase).toBe('before')
    expect(slicePhase(stages, at(550))).toEqual({ phase: 'carving', progress: 0.5 })
    expect(slicePhase(stages, at(899)).phase).toBe('carving')
    expect(slicePhase(stages, at(900))).toEqual({ phase: 'pending', progress: 0 })
    expect(slicePhase(stages, at(8000)).phase).toBe('whole')
    expect(slicePhase([], at(0)).phase).toBe('whole')
  })
  it('count a machine as launching until its last stage arrives', () => {
    expect(launching(view.mine, at(7999))).toHaveLength(1)
    expect(launching(view.mine, at(8000))).toHaveLength(0)
  })
  it('know the choice when the first stage arrives', () => {
    expect(chosenAt(stages, at(5))).toBe(at(200))
    expect(chosenAt([], at(5))).toBe(at(5))
  })
})

describe('the callout', () => {
  it('covers neither the host nor the edge of the stage, wherever it is', () => {
    const hosts = hostsIn(layout(view, { width: 988, height: 560 }, 'learn', en))
    const box = { width: 988, height: 560 }
    fc.assert(
      fc.property(fc.nat(hosts.length - 1), fc.integer({ min: 40, max: 300 }), (i, h) => {
        const host = hosts[i]
        if (host === undefined) return
        const place = placeCallout({ w: 264, h: Math.min(h, 250) }, host, host.track, hosts, box)
        if (place === null) expect.fail('there is a place')
        const clear =
          place.y >= host.y + host.h ||
          place.y + place.h <= host.y ||
          place.x >= host.x + host.w ||
          place.x + place.w <= host.x
        expect(clear).toBe(true)
        expect(place.x >= 0 && place.y >= 0).toBe(true)
        expect(place.x + place.w <= box.width && place.y + place.h <= box.height).toBe(true)
      }),
    )
  })
  it('is left out where there is no place for it', () => {
    const host = { x: 0, y: 40, w: 300, h: 20 }
    expect(placeCallout({ w: 264, h: 130 }, host, host, [], { width: 300, height: 100 })).toBeNull()
  })
  it('spares another candidate when it can', () => {
    const host = { x: 0, y: 200, w: 300, h: 30 }
    const below = { x: 0, y: 240, w: 300, h: 30 }
    const box = { width: 300, height: 500 }
    const place = placeCallout({ w: 264, h: 130 }, host, host, [below], box)
    expect(place?.y).toBeLessThan(host.y)
  })
})

describe('the keyboard on the hosts', () => {
  const plan = layout(view, { width: 988, height: 560 }, 'learn', en)
  const refOf = (label: string) =>
    placementFixture(view).candidates.find((c) => c.label === label)?.host ?? view.zones[0]?.ref
  const go = (label: string, key: string, ctrl = false) => {
    const from = refOf(label)
    const to = from === undefined ? null : move(plan, from, key, ctrl)
    return hostsIn(plan).find(({ ref }) => ref === to)?.label ?? null
  }
  it('goes from host to host as drawn', () => {
    expect(go('1.4', 'ArrowDown')).toBe('2.1')
    expect(go('2.1', 'ArrowUp')).toBe('1.4')
    expect(go('1.2', 'ArrowRight')).toBe('4.2')
    expect(go('4.2', 'ArrowLeft')).toBe('1.2')
    expect(go('1.1', 'ArrowUp')).toBeNull()
    expect(go('9.4', 'ArrowRight')).toBeNull()
  })
  it('goes to the next zone with Ctrl, and to the ends', () => {
    expect(go('3.2', 'ArrowRight', true)).toBe('6.2')
    expect(go('6.2', 'ArrowUp', true)).toBe('3.2')
    expect(go('5.3', 'Home')).toBe('2.3')
    expect(go('5.3', 'End')).toBe('8.3')
    expect(go('5.3', 'Home', true)).toBe('1.1')
    expect(go('5.3', 'End', true)).toBe('9.4')
  })
  it('reaches every host by arrows alone, in every arrangement', () => {
    for (const width of [988, 390]) {
      const drawn = layout(view, { width, height: 560 }, 'learn', en)
      const first = hostsIn(drawn)[0]?.ref
      const seen = new Set(first === undefined ? [] : [first])
      for (const ref of seen) {
        for (const key of ['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft']) {
          const next = move(drawn, ref, key, false)
          if (next !== null) seen.add(next)
        }
      }
      expect(seen.size).toBe(36)
    }
  })
})
