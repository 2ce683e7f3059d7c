import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  blockOf,
  contains,
  formatAddress,
  formatBlock,
  holds,
  lowestFree,
  overlaps,
  parseAddress,
  parseBlock,
  sizeOf,
  usableCount,
  usableRange,
} from './addresses.ts'

const anAddress = fc.nat(4_294_967_295)

describe('addresses', () => {
  it('are read as they are written', () => {
    fc.assert(
      fc.property(anAddress, (address) => {
        expect(parseAddress(formatAddress(address))).toBe(address)
      }),
    )
    expect(formatAddress(2_887_712_773)).toBe('172.31.0.5')
    expect(formatAddress(4_294_967_295)).toBe('255.255.255.255')
  })

  it.each(['1.2.3', '1.2.3.256', '01.2.3.4', '1.2.3.4.5', '1.2.3.-4', ' 1.2.3.4', ''])(
    'are not: %j',
    (text) => expect(parseAddress(text)).toBeNull(),
  )
})

describe('blocks', () => {
  it.each(['10.0.0.1/24', '10.0.0.0/33', '10.0.0/8', '10.0.0.0', 'x/8'])('are not: %s', (text) =>
    expect(parseBlock(text)).toBeNull(),
  )

  it('hold as many addresses as their prefix leaves', () => {
    expect(sizeOf(blockOf('0.0.0.0/0'))).toBe(4_294_967_296)
    expect(sizeOf(blockOf('172.31.16.0/20'))).toBe(4096)
    expect(sizeOf(blockOf('10.0.0.7/32'))).toBe(1)
    expect(formatBlock(blockOf('172.31.16.0/20'))).toBe('172.31.16.0/20')
  })

  it('overlap exactly when some address is in both', () => {
    const aBlock = fc
      .tuple(fc.nat(255), fc.integer({ min: 24, max: 32 }))
      .map(([first, prefix]) => {
        const size = sizeOf({ first: 0, prefix })
        return { first: first - (first % size), prefix }
      })
    fc.assert(
      fc.property(aBlock, aBlock, (a, b) => {
        const all = Array.from({ length: 256 }, (_, address) => address)
        const shared = all.some((each) => holds(a, each) && holds(b, each))
        expect(overlaps(a, b)).toBe(shared)
        const within = all.every((each) => !holds(b, each) || holds(a, each))
        expect(contains(a, b)).toBe(within)
      }),
    )
  })
})

describe('a subnet', () => {
  it('keeps its first four addresses and its last: a /28 has 11', () => {
    const block = blockOf('10.0.0.16/28')
    expect(usableCount(block)).toBe(11)
    expect(usableCount(blockOf('172.31.0.0/20'))).toBe(4091)
    expect(usableCount(blockOf('10.0.0.0/31'))).toBe(0)
    const { from, to } = usableRange(block)
    expect([from, to].map(formatAddress)).toEqual(['10.0.0.20', '10.0.0.30'])
  })

  it('gives its lowest free address, and none when it is full', () => {
    const block = blockOf('10.0.0.16/28')
    const taken = new Set<number>()
    const given: string[] = []
    for (let next = lowestFree(block, taken); next !== null; next = lowestFree(block, taken)) {
      taken.add(next)
      given.push(formatAddress(next))
    }
    expect(given).toHaveLength(11)
    expect(given[0]).toBe('10.0.0.20')
    expect(given[10]).toBe('10.0.0.30')
  })
})
