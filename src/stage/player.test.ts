import { describe, expect, test } from 'vitest'
import type { ClockView } from '../bridge/protocol.ts'
import { after, EPOCH, milliseconds } from '../cloud/kernel/instant.ts'
import { Player } from './player.svelte.ts'

const at = (ms: number) => after(EPOCH, milliseconds(ms))
const clock = (upTo: number, playing: boolean): ClockView => ({
  upTo: at(upTo),
  head: at(upTo),
  playing,
  pace: 1,
  behindMs: 0,
  pausedAt: null,
  position: 0,
  otherFuture: false,
  floor: EPOCH,
  epoch: '2026-01-01T09:00:00Z',
})

/** A player on frames that the test gives, 16 ms apart. */
function playerByHand(reduced = false) {
  let due: ((ms: number) => void) | null = null
  let ms = 0
  const player = new Player({
    request: (callback) => {
      due = callback
      return 1
    },
    cancel: () => {
      due = null
    },
    reducedMotion: () => reduced,
  })
  const frames = (count: number) => {
    for (let i = 0; i < count; i += 1) {
      const run = due
      due = null
      ms += 16
      run?.(ms)
    }
  }
  return { player, frames }
}

describe('the page’s clock', () => {
  test('runs at the pace, never past what is known, and rests at the end', () => {
    const { player, frames } = playerByHand()
    const rests: number[] = []
    player.onrest = () => rests.push(player.now)
    player.follow()
    player.take(clock(100, true))
    frames(4)
    expect(player.now).toBeGreaterThan(at(30))
    expect(player.now).toBeLessThanOrEqual(at(100))
    frames(50)
    expect(player.now).toBe(at(100))
    expect(player.moving).toBe(true)
    player.take(clock(120, false))
    frames(10)
    expect(player.now).toBe(at(120))
    expect(player.moving).toBe(false)
    expect(rests).toEqual([at(120)])
  })

  test('jumps after a seek, back and on', () => {
    const { player } = playerByHand()
    player.take(clock(5000, false))
    expect(player.now).toBe(at(5000))
    player.take(clock(700, false))
    expect(player.now).toBe(at(700))
    expect(player.moving).toBe(false)
  })

  test('stops where it is when the world is gone, and asks for no frame more', async () => {
    const { player, frames } = playerByHand()
    const rests: number[] = []
    player.onrest = () => rests.push(player.now)
    player.follow()
    player.take(clock(100, true))
    frames(4)
    const { now } = player
    const rested = player.nextRest()
    player.stop()
    await rested
    frames(4)
    expect([player.now, player.moving, rests]).toEqual([now, false, []])
  })

  test('makes up for a large lag', () => {
    const { player, frames } = playerByHand()
    player.follow()
    player.take(clock(5000, true))
    frames(60)
    expect(player.now).toBeGreaterThan(at(4500))
  })

  test('with reduced motion it stands where the cloud stands', () => {
    const { player } = playerByHand(true)
    player.follow()
    player.take(clock(300, true))
    expect(player.now).toBe(at(300))
  })
})
