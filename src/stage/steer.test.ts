import { describe, expect, test } from 'vitest'
import { broken, FakePort, frameAt, lost } from '../app/testing.ts'
import { Scrub } from '../app/time/scrub.svelte.ts'
import { instant } from '../cloud/kernel/instant.ts'
import { LabStore } from './lab.svelte.ts'
import { Player } from './player.svelte.ts'
import { Steer } from './steer.svelte.ts'

function parts() {
  const port = new FakePort()
  const lab = new LabStore(port)
  const player = new Player({ request: () => 0, cancel: () => {}, reducedMotion: () => true })
  return { port, lab, player, steer: new Steer(lab, player, () => false) }
}

describe('steering', () => {
  const COMMANDS: readonly ((steer: Steer) => Promise<boolean>)[] = [
    (steer) => steer.toBeat(),
    (steer) => steer.play('stop'),
    (steer) => steer.pause(),
    (steer) => steer.step(-1, 'event'),
    (steer) => steer.seek(instant(3)),
    (steer) => steer.latest(),
    (steer) => steer.otherFuture(),
  ]

  test('that the worker died of is only false: the store tells of it', async () => {
    for (const command of COMMANDS) {
      const { port, steer } = parts()
      port.steered.push(lost)
      expect(await command(steer)).toBe(false)
      expect(await command(steer)).toBe(true)
    }
  })

  test('the future left to begin a step anew is offered again only to whoever goes back', async () => {
    const { port, steer } = parts()
    await steer.backTo(instant(100), 2)
    port.onframe(frameAt(100))
    await steer.seek(instant(300))
    port.onframe(frameAt(300))
    await steer.step(1, 'event')
    expect(steer.anew).toBe(true)
    await steer.seek(instant(200))
    expect(steer.anew).toBe(false)
    await steer.backTo(instant(100), 2)
    await steer.step(-1, 'event')
    expect(steer.anew).toBe(false)
  })

  test('a fault of the page is thrown on', async () => {
    const { port, steer } = parts()
    port.steered.push(broken)
    await expect(steer.seek(instant(3))).rejects.toThrow(TypeError)
  })
})

describe('scrubbing', () => {
  test('goes on after a seek that failed', async () => {
    const all = parts()
    const scrub = new Scrub(all)
    all.port.steered.push(broken)
    await expect(scrub.goTo(instant(1))).rejects.toThrow(TypeError)
    await scrub.goTo(instant(2))
    expect(all.port.asked).toEqual(['seek 1', 'seek 2'])
  })

  test('the newest place wins while a seek is under way', async () => {
    const all = parts()
    const scrub = new Scrub(all)
    const first = scrub.goTo(instant(1))
    for (const at of [2, 3]) void scrub.goTo(instant(at))
    await first
    expect(all.port.asked).toEqual(['seek 1', 'seek 3'])
  })
})
