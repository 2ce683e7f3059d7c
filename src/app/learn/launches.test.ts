import { expect, test } from 'vitest'
import type { EventRecord } from '../../cloud/kernel/events.ts'
import { instant } from '../../cloud/kernel/instant.ts'
import { ec2Ref, labRef } from '../../cloud/kernel/ref.ts'
import { launchesAt } from './launches.ts'

const ME = '123456789012'
const mine = ec2Ref(ME, 'instance', 'i-1')
const host = labRef('host', 'h-0503')
const event = (
  seq: number,
  type: string,
  subjects: EventRecord['subjects'],
  cause: number | null,
): EventRecord => ({ seq, at: instant(seq * 10), type, subjects, cause, detail: {} })
const EVENTS = [
  event(1, 'call.answered', [labRef('call', 'r')], null),
  event(2, 'compute.placement.chosen', [mine, host], 1),
  event(3, 'call.answered', [labRef('call', 's')], null),
  event(4, 'compute.placement.chosen', [ec2Ref('999999999999', 'instance', 'i-9'), host], null),
  event(5, 'compute.instance.carved', [mine, host], 2),
  event(6, 'compute.instance.running', [mine, host], 5),
]

test('a launch goes from its call to the last beat reached, seen from any instant', () => {
  expect(launchesAt(EVENTS, instant(5), ME)).toEqual([])
  expect(launchesAt(EVENTS, instant(15), ME)).toMatchObject([{ instance: mine, reached: 'called' }])
  expect(launchesAt(EVENTS, instant(20), ME)).toMatchObject([
    {
      instance: mine,
      host,
      calledAt: 10,
      chosenAt: 20,
      reached: 'chosen',
      runningAt: null,
    },
  ])
  expect(launchesAt(EVENTS, instant(50), ME)[0]?.reached).toBe('carved')
  expect(launchesAt(EVENTS, instant(99), ME)).toMatchObject([{ reached: 'running', runningAt: 60 }])
})
