/**
 * Lessons on the page, on a scripted client: a world that was left is not touched any more, and what the worker's
 * death cut short is not taken as done.
 */
import { describe, expect, test, vi } from 'vitest'
import { gateOf } from '../../../test/gate.ts'
import { WorkerLost } from '../../bridge/client.ts'
import type { CallRequest } from '../../cloud/call.ts'
import { instant } from '../../cloud/kernel/instant.ts'
import type { Ref } from '../../cloud/kernel/ref.ts'
import { Left } from '../../lesson/port.ts'
import { regionFixture } from '../../scenes/region/fixture.ts'
import { Page } from '../page.svelte.ts'
import { answered, clockAt, FakePort, FakeWindow, frameAt, happened, lost } from '../testing.ts'
import { loadLesson } from './catalogue.ts'
import { lessonLab } from './lessonLab.ts'

/** A page over an open world in which a machine of the account's is on its way. */
async function opened() {
  const port = new FakePort()
  const page = new Page(port, new FakeWindow('#/settings'))
  const calls: CallRequest[] = []
  port.answer = async (request) => {
    calls.push(request)
    return answered(100, null, {})
  }
  await page.start()
  const opening = page.lab.open({ seed: 's', scenario: 'empty' })
  port.onframe(frameAt(100))
  await opening
  page.lab.watch('region', 'region', { account: '123456789012' })
  const key = port.asked.find((one) => one.startsWith('watch region'))?.split(' ')[1] ?? ''
  const region = regionFixture(true)
  const pending = region.mine.map((one) => ({ ...one, state: 'pending' as const }))
  port.onframe(frameAt(100, { views: { [key]: { ...region, mine: pending } } }))
  return { port, page, calls }
}

const STOP = 'aws ec2 stop-instances --instance-ids i-0123456789abcdef0'
const mark = { at: instant(50), position: 0 }

describe('the world of a lesson', () => {
  test('that was left takes no line, no question and no step in time', async () => {
    const { port, page, calls } = await opened()
    const lab = lessonLab(page, null)
    lab.end()
    const before = port.asked.length
    for (const asked of [
      () => lab.run(STOP, {}),
      () => lab.ask(STOP, {}),
      () => lab.toBeat([]),
      () => lab.backTo(mark),
      () => lab.mark(),
      () => lab.view('region'),
    ]) {
      await expect(asked()).rejects.toBeInstanceOf(Left)
    }
    expect(calls).toEqual([])
    expect(port.asked.slice(before)).toEqual([])
  })

  test('takes nothing more of a line that was under way when it was left or went back', async () => {
    for (const leave of [
      async (lab: ReturnType<typeof lessonLab>) => lab.end(),
      async (lab: ReturnType<typeof lessonLab>, port: FakePort) => {
        const back = lab.backTo(mark)
        await expect.poll(() => port.asked).toContain('backTo 50 0')
        port.onframe(frameAt(50))
        await back
      },
    ]) {
      const { port, page, calls } = await opened()
      const lab = lessonLab(page, null)
      const gate = gateOf<void>()
      port.answer = async (request) => {
        calls.push(request)
        await gate.promise
        return answered(100, null, {})
      }
      const run = lab.run(`${STOP}\n${STOP}`, {})
      const ended = run.then(
        () => null,
        (error: unknown) => error,
      )
      await expect.poll(() => calls).toHaveLength(1)
      const left = leave(lab, port)
      gate.resolve(undefined)
      await left
      expect(await ended).toBeInstanceOf(Left)
      expect(calls).toHaveLength(1)
    }
  })

  test('is not put away by a line of the lesson’s', async () => {
    const { port, page } = await opened()
    const lab = lessonLab(page, null)
    const before = port.asked.length
    for (const line of ['lab reset', 'lab fork', 'lab save --name x', 'lab load --name x']) {
      const { exitCode, code } = await lab.run(line, {})
      expect([line, exitCode, code]).toEqual([line, 254, 'NotHere'])
    }
    expect(port.asked.slice(before)).toEqual([])
  })

  test('is brought to the present from its past, and left alone there', async () => {
    const { port, page } = await opened()
    const lab = lessonLab(page, null)
    await lab.present()
    expect(port.asked).not.toContain('latest')
    port.onframe(frameAt(50, { clock: clockAt(50, { head: instant(100) }), restart: true }))
    const back = lab.present()
    await expect.poll(() => port.asked).toContain('latest')
    port.onframe(frameAt(100))
    await back
    port.onframe(frameAt(50, { clock: clockAt(50, { head: instant(100) }), restart: true }))
    port.steered.push(lost)
    await expect(lab.present()).rejects.toBeInstanceOf(WorkerLost)
  })

  test('that went back has answered for what had happened by then', async () => {
    const mine = ['arn:aws:iam::123456789012:root' as Ref]
    const beats = ['compute.instance.carved', 'compute.instance.connected']
    const [carved, connected] = beats.map((type, i) => happened(i + 1, 10 * (i + 1), type, mine))
    if (carved === undefined || connected === undefined) throw new Error('two beats')
    const { port, page } = await opened()
    const lab = lessonLab(page, null)
    const back = lab.backTo({ at: instant(15), position: 1 })
    await expect.poll(() => port.asked).toContain('backTo 15 1')
    port.onframe(frameAt(15, { restart: true, events: [carved] }))
    await back
    const run = lab.toBeat(beats)
    await expect.poll(() => port.asked.at(-1)).toMatch(/^(play|step)/)
    port.onframe(frameAt(20, { events: [connected] }))
    expect(await run).toMatchObject({ type: connected.type, seq: 2 })
  })

  test('whose worker dies on the way says so', async () => {
    const { port, page } = await opened()
    const lab = lessonLab(page, null)
    port.steered.push(lost)
    await expect(lab.backTo(mark)).rejects.toBeInstanceOf(WorkerLost)
    port.steered.push(lost)
    await expect(lab.toBeat(['compute.instance.running'])).rejects.toBeInstanceOf(WorkerLost)
  })

  test.each([true, false])('whose worker dies while it moves (%s) says so', async (moving) => {
    const { port, page } = await opened()
    const lab = lessonLab(page, null)
    const gate = gateOf<void>()
    port.steered.push(() => gate.promise)
    const run = lab.toBeat(['compute.instance.running'])
    const told = expect(run).rejects.toBeInstanceOf(WorkerLost)
    await expect.poll(() => port.asked.at(-1)).toMatch(/^(play|step)/)
    port.onframe(frameAt(100, { clock: clockAt(100, { playing: moving }) }))
    expect(page.player.moving).toBe(moving)
    const waits = vi.spyOn(page.lab, 'orLost')
    gate.resolve()
    await expect.poll(() => waits).toHaveBeenCalledOnce()
    port.ondeath({ reason: 'it died', recovered: false, droppedInput: null })
    await told
  })
})

describe('a lesson', () => {
  test('that was left before it was opened is not opened', async () => {
    const { page } = await opened()
    const lesson = await loadLesson('eight-seconds', page.keeping)
    if (lesson === null) throw new Error('the lesson is not there')
    const opening = page.classroom.open(lesson, null)
    page.classroom.close()
    await opening
    expect(page.classroom.lesson).toBeNull()
    expect(page.classroom.state).toBeNull()
  })
})
