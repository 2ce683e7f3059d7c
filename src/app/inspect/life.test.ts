import { expect, test } from 'vitest'
import { instant } from '../../cloud/kernel/instant.ts'
import { ec2Ref } from '../../cloud/kernel/ref.ts'
import { happened } from '../testing.ts'
import { lifeOf, refusedSince } from './life.ts'

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

test('a refusal was given when the first event of its code and words since then tells it', () => {
  const refused = (seq: number, at: number, message: string) => ({
    ...happened(seq, at, 'call.refused'),
    detail: { code: 'NoSuchKey', message },
  })
  const events = [
    refused(1, 10, 'no a'),
    refused(2, 20, 'no b'),
    { ...refused(3, 30, 'no a'), type: 'call.answered' },
    refused(4, 40, 'no a'),
    refused(5, 50, `${'x'.repeat(1000)}…`),
  ]
  const since = (from: number, message: string, code = 'NoSuchKey') =>
    refusedSince({ code, message }, instant(from), events)
  expect([0, 10, 11, 41].map((from) => since(from, 'no a'))).toEqual([10, 10, 40, null])
  expect(since(0, 'no b')).toBe(20)
  expect(since(0, 'no b', 'NoSuchBucket')).toBeNull()
  expect(since(0, 'x'.repeat(5000))).toBe(50)
})
