import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant } from '../cloud/kernel/instant.ts'
import { ec2Ref, labRef } from '../cloud/kernel/ref.ts'
import { HOME, type Place, readHash, writeHash } from './hash.ts'

test('an address names a room, a lesson, a step, an instant and what is selected', () => {
  const select = ec2Ref('123456789012', 'instance', 'i-07c2e91ab45d03f68')
  const place = {
    room: 'learn',
    lesson: 'eight-seconds',
    step: 'which-host',
    at: instant(31_000_000),
    select,
  } as const
  expect(writeHash(place)).toBe(`#/learn/eight-seconds/which-host?at=31000000&select=${select}`)
  expect(readHash(writeHash(place))).toEqual(place)
  expect(readHash('#/sandbox')).toEqual({ ...HOME, room: 'sandbox' })
  expect(readHash('#/sandbox/what-stays').lesson).toBe('what-stays')
  expect(readHash('#/lessons?at=5&select=lab:host/h-1')).toEqual({ ...HOME, room: 'lessons' })
})

test('any place is read back as it was written', () => {
  const at = fc.option(fc.nat().map(instant))
  const select = fc.option(
    fc.string({ minLength: 1, unit: 'grapheme' }).map((id) => labRef('host', id)),
  )
  const id = fc.constantFrom('eight-seconds', 'a', 'what-2-stays')
  const place: fc.Arbitrary<Place> = fc.oneof(
    fc.record({
      room: fc.constant('learn' as const),
      lesson: id,
      step: fc.option(id),
      at,
      select,
    }),
    fc.record({
      room: fc.constant('sandbox' as const),
      lesson: fc.option(id),
      step: fc.constant(null),
      at,
      select,
    }),
    fc.record({
      room: fc.constant('present' as const),
      lesson: id,
      step: fc.option(id),
      at: fc.constant(null),
      select,
    }),
    fc.record({
      room: fc.constant('sheet' as const),
      lesson: fc.option(id),
      step: fc.constant(null),
      at: fc.constant(null),
      select: fc.constant(null),
    }),
    fc.constantFrom({ ...HOME, room: 'lessons' as const }, { ...HOME, room: 'settings' as const }),
    fc.record({
      room: fc.constant('learn' as const),
      lesson: fc.constant(null),
      step: fc.constant(null),
      at,
      select,
    }),
  )
  fc.assert(
    fc.property(place, (one) => {
      expect(readHash(writeHash(one))).toEqual(one)
    }),
  )
})

test('nonsense leads to where one was', () => {
  for (const hash of [
    '',
    '#',
    '#/nowhere',
    '#/nowhere/eight-seconds',
    '#/learn/..%2F..?at=-1&select=x',
    '#/learn/__PROTO__',
    '#?at=1.5',
    '#?at=',
    '#?at=1e3',
  ])
    expect(readHash(hash)).toEqual(HOME)
})
