import { expect, test } from 'vitest'
import { hours, instant, seconds } from '../cloud/kernel/instant.ts'
import { clockText } from './clock.ts'

const EPOCH = '2026-01-01T09:00:00Z'

test('the first day has a time with seconds', () => {
  expect(clockText(instant(seconds(8)), EPOCH)).toBe('09:00:08')
})

test('a later day is said', () => {
  expect(clockText(instant(hours(15)), EPOCH)).toBe('day 2 00:00')
  expect(clockText(instant(hours(11 * 24)), EPOCH)).toBe('day 12 09:00')
})
