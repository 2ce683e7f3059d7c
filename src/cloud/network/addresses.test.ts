import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  blockOf,
  formatAddress,
  lowestFree,
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

  it('gives its lowest free addresses, as many as asked for or as it has', () => {
    const block = blockOf('10.0.0.16/28')
    const taken = new Set(['10.0.0.20', '10.0.0.23'].map((text) => parseAddress(text) ?? 0))
    const free = (count: number) => lowestFree(block, taken, count).map(formatAddress)
    expect(free(3)).toEqual(['10.0.0.21', '10.0.0.22', '10.0.0.24'])
    expect(free(100)).toHaveLength(9)
    expect(free(100).at(-1)).toBe('10.0.0.30')
    expect(free(0)).toEqual([])
  })
})
