import { expect, test } from 'vitest'
import { ec2Ref } from '../../cloud/kernel/ref.ts'
import { happened } from '../testing.ts'
import { lifeOf } from './life.ts'

const MINE = ec2Ref('1', 'instance', 'i-1')
const OTHER = ec2Ref('1', 'instance', 'i-2')

test('what is not there comes with its first event, or went with its last', () => {
  const events = [
    happened(1, 10, 'compute.placement.chosen', [MINE]),
    happened(2, 15, 'compute.placement.chosen', [OTHER]),
    happened(3, 20, 'compute.instance.running', [MINE]),
    happened(4, 90, 'compute.instance.forgotten', [MINE]),
  ]
  expect([0, 9, 10, 100].map((now) => lifeOf(MINE, events, now))).toEqual([
    { comes: 10 },
    { comes: 10 },
    { went: 10 },
    { went: 90 },
  ])
  expect(lifeOf(ec2Ref('1', 'volume', 'vol-1'), events, 50)).toEqual({})
})
