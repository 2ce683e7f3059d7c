import { describe, expect, test } from 'vitest'
import { initialTransition, transition } from 'xstate'
import { instant } from '../../cloud/kernel/instant.ts'
import { ec2Ref, labRef } from '../../cloud/kernel/ref.ts'
import { fail } from '../../cloud/kernel/result.ts'
import { type FirstMinuteEvent, firstMinute } from './firstMinute.ts'
import type { Launch, LaunchBeat } from './launches.ts'

const host = labRef('host', 'h-0302')
const launch = (seq: number, reached: LaunchBeat): Launch => ({
  seq,
  instance: ec2Ref('123456789012', 'instance', 'i-1'),
  host: labRef('host', 'h-0503'),
  calledAt: instant(0),
  chosenAt: instant(2_000_000),
  runningAt: reached === 'running' ? instant(90_000_000) : null,
  reached,
})
const world = (...launches: Launch[]): FirstMinuteEvent => ({ type: 'world', launches })

function walk(...events: FirstMinuteEvent[]) {
  let [snapshot] = initialTransition(firstMinute)
  for (const event of events) [snapshot] = transition(firstMinute, snapshot, event)
  return snapshot
}

const PREDICTED: FirstMinuteEvent[] = [
  { type: 'begin', since: 0 },
  { type: 'point', host },
  { type: 'commit', since: 0 },
]

describe('the first minute', () => {
  test('goes from the prediction through what was seen to the reasons and the end', () => {
    expect(walk().value).toBe('start')
    expect(walk(...PREDICTED).value).toBe('launching')
    const chosen = world(launch(2, 'chosen'))
    expect(walk(...PREDICTED, world(launch(2, 'called'))).value).toBe('launching')
    expect(walk(...PREDICTED, chosen).value).toBe('saying')
    const said = walk(...PREDICTED, chosen, { type: 'saw', same: false })
    expect(said.value).toBe('run')
    expect(said.context).toMatchObject({ prediction: host, saw: false })
    const end = walk(
      ...PREDICTED,
      chosen,
      { type: 'saw', same: false },
      world(launch(2, 'carved')),
      world(launch(2, 'running')),
    )
    expect(end.value).toBe('finished')
  })

  test('is not committed before a host was pointed at, and the mind may be changed', () => {
    expect(walk({ type: 'begin', since: 0 }, { type: 'commit', since: 0 }).value).toBe('predicting')
    const other = labRef('host', 'h-0101')
    const changed = walk(
      { type: 'begin', since: 0 },
      { type: 'point', host },
      { type: 'point', host: other },
    )
    expect(changed.context.prediction).toBe(other)
  })

  test('asks nothing about what was seen of one who asked to be shown', () => {
    const shown = walk(
      { type: 'begin', since: 0 },
      { type: 'showMe', since: 0 },
      world(launch(2, 'chosen')),
    )
    expect(shown.value).toBe('run')
    expect(shown.context.prediction).toBeNull()
  })

  test('a seek before the call leads back to the prediction, and Latest on again', () => {
    const run = [...PREDICTED, world(launch(2, 'running')), { type: 'saw', same: true } as const]
    expect(walk(...run, world()).value).toBe('predicting')
    expect(walk(...run, world()).context.prediction).toBe(host)
    expect(walk(...run, world(), world(launch(2, 'carved'))).value).toBe('run')
    expect(walk(...run, world(), world(launch(2, 'called'))).value).toBe('run')
    expect(walk(...run, world(launch(2, 'running')), world(launch(2, 'carved'))).value).toBe('run')
  })

  test('launches from before do not count', () => {
    const old = launch(5, 'running')
    const begun = walk({ type: 'begin', since: 5 }, world(old))
    expect(begun.value).toBe('predicting')
    expect(walk({ type: 'begin', since: 5 }, { type: 'showMe', since: 5 }, world(old)).value).toBe(
      'launching',
    )
  })

  test('a refusal is shown, and back leads to the prediction', () => {
    const { error } = fail('InsufficientInstanceCapacity', 'We currently do not have sufficient…')
    const refused = walk(...PREDICTED, { type: 'refused', error })
    expect(refused.value).toBe('refused')
    expect(refused.context.refusal).toBe(error)
    expect(walk(...PREDICTED, { type: 'refused', error }, { type: 'back' }).value).toBe(
      'predicting',
    )
    expect(walk(...PREDICTED, { type: 'lost' }).value).toBe('predicting')
  })

  test('one may look around first, and begin later', () => {
    expect(walk({ type: 'lookAround' }).value).toBe('free')
    expect(walk({ type: 'lookAround' }, { type: 'begin', since: 3 }).value).toBe('predicting')
  })
})
