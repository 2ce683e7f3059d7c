import { expect, it } from 'vitest'
import { instant, LAST_INSTANT, seconds } from '../cloud/kernel/instant.ts'
import { EndpointClock } from './clock.ts'

const START = instant(seconds(5))

function open(pace: number) {
  const wall = { ms: 1000 }
  return { wall, clock: new EndpointClock(() => wall.ms, START, pace) }
}

it('follows the wall clock at its pace', () => {
  const { wall, clock } = open(600)
  expect(clock.due).toBe(START)
  wall.ms += 100
  expect(clock.due).toBe(seconds(65))
})

it('stands still at pace 0', () => {
  const { wall, clock } = open(0)
  wall.ms += 1e12
  expect(clock.due).toBe(START)
})

it('goes on from an anchor, at the old pace or at another', () => {
  const { wall, clock } = open(2)
  wall.ms += 1000
  clock.anchor(instant(seconds(100)))
  wall.ms += 500
  expect(clock.due).toBe(seconds(101))
  clock.anchor(clock.due, 10)
  wall.ms += 500
  expect(clock.due).toBe(seconds(106))
})

it('stops at the end of time', () => {
  const { wall, clock } = open(600)
  wall.ms += 1e15
  expect(clock.due).toBe(LAST_INSTANT)
})
