import { expect, test } from 'vitest'
import { LANES as CLOUD_LANES, EVENTS } from '../../cloud/events.ts'
import { isBeat, LANES, laneOf } from './registry.ts'

test('the page draws each event in the lane that the cloud registers', () => {
  expect(LANES.map(({ name }) => name)).toEqual([...CLOUD_LANES])
  for (const [type, { lane, beat }] of Object.entries(EVENTS)) {
    expect(laneOf(type), type).toBe(lane)
    expect(isBeat(type), type).toBe(beat)
  }
})
