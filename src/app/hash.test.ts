import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant } from '../cloud/kernel/instant.ts'
import { ec2Ref, labRef } from '../cloud/kernel/ref.ts'
import { readHash, writeHash } from './hash.ts'

test('an address names a room, an instant and what is selected', () => {
  const select = ec2Ref('123456789012', 'instance', 'i-07c2e91ab45d03f68')
  const place = { room: 'learn', at: instant(31_000_000), select } as const
  expect(writeHash(place)).toBe(`#/learn/first-minute?at=31000000&select=${select}`)
  expect(readHash(writeHash(place))).toEqual(place)
  expect(readHash('#/sandbox')).toEqual({ room: 'sandbox', at: null, select: null })
})

test('any place is read back as it was written', () => {
  const place = fc.record({
    room: fc.constantFrom('learn' as const, 'sandbox' as const),
    at: fc.option(fc.nat().map(instant)),
    select: fc.option(
      fc.string({ minLength: 1, unit: 'grapheme' }).map((id) => labRef('host', id)),
    ),
  })
  fc.assert(
    fc.property(place, (one) => {
      expect(readHash(writeHash(one))).toEqual(one)
    }),
  )
})

test('nonsense leads to the first minute', () => {
  const start = { room: 'learn', at: null, select: null }
  for (const hash of [
    '',
    '#',
    '#/nowhere',
    '#/learn/first-minute?at=-1&select=x',
    '#?at=1.5',
    '#?at=',
    '#?at=1e3',
  ])
    expect(readHash(hash)).toEqual(start)
})
