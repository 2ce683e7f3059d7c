/** The page put together, on a scripted client: the flow's own machine, deaths and faults, what is said. */
import { describe, expect, test } from 'vitest'
import type { Members } from '../cloud/call.ts'
import { ec2Ref, labRef } from '../cloud/kernel/ref.ts'
import { fail } from '../cloud/kernel/result.ts'
import { regionFixture } from '../scenes/region/fixture.ts'
import { ACCOUNT } from './account.ts'
import { Page } from './page.svelte.ts'
import {
  answered,
  broken,
  FakePort,
  FakeWindow,
  frameAt,
  happened,
  launchOf,
  lost,
} from './testing.ts'

const machine = (id: string) => ec2Ref(ACCOUNT, 'instance', id)
const ran = (id: string): Members => ({ Instances: [{ InstanceId: id }] })

/** A page that stands at 100 with the first minute begun; EC2 answers `RunInstances` with `id` at `at`. */
function begun(id: string, at = 100) {
  const port = new FakePort()
  const page = new Page(port, new FakeWindow())
  port.answer = async ({ operation }) =>
    operation === 'RunInstances' ? answered(at, 9, ran(id)) : answered(at, null, {})
  port.onframe(frameAt(100))
  page.flow.begin()
  return { port, page }
}

describe('the first minute’s own machine', () => {
  test('is the one that EC2 answered, not another that gets its host first', async () => {
    const { port, page } = begun('i-2')
    const events = [...launchOf(machine('i-1'), 1, 95), ...launchOf(machine('i-2'), 9, 100)]
    const upTo = (at: number) => frameAt(at, { events: events.filter((one) => one.at <= at) })
    await page.flow.launch('shown')
    port.onframe(upTo(105))
    expect(page.flow.state).toBe('launching')
    port.onframe(upTo(110))
    expect(page.flow.state).toBe('run')
    expect(page.flow.context.launch?.instance).toBe(machine('i-2'))
  })

  test('in a branch is waited for, though the future that was left knows one of its id', async () => {
    const { port, page } = begun('i-1', 100)
    port.onframe(frameAt(100, { events: launchOf(machine('i-1'), 9, 101) }))
    await page.flow.launch('shown')
    expect(page.flow.state).toBe('launching')
    const events = launchOf(machine('i-1'), 9, 100).slice(0, 2)
    port.onframe(frameAt(110, { restart: true, events }))
    expect(page.flow.state).toBe('run')
    expect(page.flow.context.launch?.calledAt).toBe(100)
  })

  test('that the worker died of can be asked for again', async () => {
    const { port, page } = begun('i-1')
    port.answer = lost
    await page.flow.launch('shown')
    expect(page.flow.state).toBe('predicting')
  })

  test('a fault of the page is not taken for a death', async () => {
    const { port, page } = begun('i-1')
    port.answer = broken
    await expect(page.flow.launch('shown')).rejects.toThrow(TypeError)
    expect(page.flow.state).toBe('predicting')
  })
})

describe('acting', () => {
  test('a refusal is said, a death passed over, a fault thrown on', async () => {
    const { port, page } = begun('i-1')
    const refused = { ...answered(1, 1, {}), result: fail('Unsupported', 'AWS’s words') }
    port.answer = async () => refused
    await page.acts.act('StopInstances', 'i-1', 'inspector')
    expect(page.speaker.sentence).toMatch(/^Refused: Unsupported\./)
    port.answer = lost
    await expect(page.acts.act('StopInstances', 'i-1', 'step')).resolves.toBe(false)
    port.steered.push(lost)
    await expect(page.acts.backToBefore()).resolves.toBeUndefined()
    port.answer = broken
    await expect(page.acts.act('StopInstances', 'i-1', 'step')).rejects.toThrow(TypeError)
  })

  test('a start that fails is said, and a fault thrown on', async () => {
    for (const [end, thrown] of [
      [lost, false],
      [broken, true],
    ] as const) {
      const { port, page } = begun('i-1')
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

describe('selecting', () => {
  test('asks for what is selected, and for nothing twice', () => {
    const { port, page } = begun('i-1')
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
    const { port, page } = begun('i-1')
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
