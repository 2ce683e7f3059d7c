import { describe, expect, test } from 'vitest'
import { initialTransition, transition } from 'xstate'
import { instant } from '../../cloud/kernel/instant.ts'
import { ec2Ref, labRef } from '../../cloud/kernel/ref.ts'
import { fail } from '../../cloud/kernel/result.ts'
import { type FirstMinuteEvent, firstMinute } from './firstMinute.ts'
import type { Launch, LaunchBeat } from './launches.ts'

const host = labRef('host', 'h-0302')
const machine = (id: string) => ec2Ref('123456789012', 'instance', id)
const launch = (reached: LaunchBeat, id = 'i-1', calledAt = 0): Launch => ({
  instance: machine(id),
  host: labRef('host', 'h-0503'),
  calledAt: instant(calledAt),
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

/** EC2's answer to the learner's own launch. */
function answered(id: string, calledAt: number): FirstMinuteEvent {
  return { type: 'answered', launch: { instance: machine(id), calledAt: instant(calledAt) } }
}

const PREDICTED: FirstMinuteEvent[] = [
  { type: 'begin' },
  { type: 'point', host },
  { type: 'commit' },
  answered('i-1', 0),
]

describe('the first minute', () => {
  test('goes from the prediction through what was seen to the reasons and the end', () => {
    expect(walk().value).toBe('start')
    expect(walk(...PREDICTED).value).toBe('launching')
    const chosen = world(launch('chosen'))
    expect(walk(...PREDICTED, world(launch('called'))).value).toBe('launching')
    expect(walk(...PREDICTED, chosen).value).toBe('saying')
    const said = walk(...PREDICTED, chosen, { type: 'saw', same: false })
    expect(said.value).toBe('run')
    expect(said.context).toMatchObject({ prediction: host, saw: false })
    const end = walk(
      ...PREDICTED,
      chosen,
      { type: 'saw', same: false },
      world(launch('carved')),
      world(launch('running')),
    )
    expect(end.value).toBe('finished')
  })

  test('is not committed before a host was pointed at, and the mind may be changed', () => {
    expect(walk({ type: 'begin' }, { type: 'commit' }).value).toBe('predicting')
    const other = labRef('host', 'h-0101')
    const changed = walk({ type: 'begin' }, { type: 'point', host }, { type: 'point', host: other })
    expect(changed.context.prediction).toBe(other)
  })

  test('asks nothing about what was seen of one who asked to be shown', () => {
    const shown = walk(
      { type: 'begin' },
      { type: 'showMe' },
      answered('i-1', 0),
      world(launch('chosen')),
    )
    expect(shown.value).toBe('run')
    expect(shown.context.prediction).toBeNull()
  })

  test('a seek before the call leads back to the prediction, and Latest on again', () => {
    const run = [...PREDICTED, world(launch('running')), { type: 'saw', same: true } as const]
    expect(walk(...run, world()).value).toBe('predicting')
    expect(walk(...run, world()).context.prediction).toBe(host)
    expect(walk(...run, world(), world(launch('carved'))).value).toBe('run')
    expect(walk(...run, world(), world(launch('called'))).value).toBe('run')
    expect(walk(...run, world(launch('running')), world(launch('carved'))).value).toBe('run')
  })

  test('another machine is not taken for the learner’s own', () => {
    const old = launch('running', 'i-0')
    const other = launch('chosen', 'i-2')
    expect(walk({ type: 'begin' }, world(old)).value).toBe('predicting')
    expect(walk({ type: 'begin' }, { type: 'showMe' }, world(old, other)).value).toBe('launching')
    const both = walk(...PREDICTED, world(old, launch('called'), other))
    expect(both.value).toBe('launching')
    const own = walk(...PREDICTED, world(old, launch('chosen'), other))
    expect(own.context.launch?.instance).toBe(machine('i-1'))
  })

  test('in a branch, where ids come again, each future has its own launch', () => {
    const first = [...PREDICTED, world(launch('running')), { type: 'saw', same: true } as const]
    const branch = [...first, world(), { type: 'showMe' } as const]
    expect(walk(...branch, world(launch('chosen', 'i-1', 7))).value).toBe('launching')
    const again = [...branch, answered('i-1', 7), world(launch('chosen', 'i-1', 7))]
    expect(walk(...again).value).toBe('run')
    const other = walk(...again, world(launch('running')))
    expect(other.value).toBe('finished')
    expect(other.context.launch?.calledAt).toBe(0)
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
    expect(walk({ type: 'lookAround' }, { type: 'begin' }).value).toBe('predicting')
  })
})
