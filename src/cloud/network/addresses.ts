/**
 * IPv4 addresses and CIDR blocks, as numbers.
 *
 * Pure. An address is an integer from 0 to 2^32 - 1, its text four decimal numbers without leading
 * zeros. Of a subnet, AWS keeps the first four addresses and the last (FIDELITY 20), so a /28 has
 * 11.
 */
import { assert, must } from '../kernel/assert.ts'

/** A block: its first address and the length of its prefix. */
export interface Block {
  readonly first: number
  readonly prefix: number
}

const TWO_32 = 4_294_967_296
/** The network, the router, the resolver, and one more that AWS keeps. */
const RESERVED_FIRST = 4
const RESERVED_LAST = 1

/** The address of a text such as `172.31.0.5`, or null. */
export function parseAddress(text: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (parts === null) return null
  let address = 0
  for (const part of parts.slice(1)) {
    if (part !== String(Number(part)) || Number(part) > 255) return null
    address = address * 256 + Number(part)
  }
  return address
}

/** An address as text. */
export function formatAddress(address: number): string {
  assert(Number.isInteger(address) && address >= 0 && address < TWO_32, 'an IPv4 address')
  const byte = (shift: number) => (address >>> shift) & 255
  return `${byte(24)}.${byte(16)}.${byte(8)}.${byte(0)}`
}

/** The block of a text such as `172.31.0.0/20`, or null; bits beyond the prefix must be 0. */
export function parseBlock(text: string): Block | null {
  const found = /^([\d.]+)\/(\d{1,2})$/.exec(text)
  const first = found === null ? null : parseAddress(found[1] ?? '')
  const prefix = Number(found?.[2] ?? 33)
  if (first === null || prefix > 32) return null
  const block = { first, prefix }
  return first % sizeOf(block) === 0 ? block : null
}

/** How many addresses a block has. */
export function sizeOf({ prefix }: Block): number {
  let size = 1
  for (let bits = prefix; bits < 32; bits++) size *= 2
  return size
}

/** The first and the last address that instances of a subnet may have. */
export const usableRange = (block: Block): { readonly from: number; readonly to: number } => ({
  from: block.first + RESERVED_FIRST,
  to: block.first + sizeOf(block) - 1 - RESERVED_LAST,
})

/** How many addresses instances of a subnet may have; 0 for blocks smaller than /29. */
export function usableCount(block: Block): number {
  const { from, to } = usableRange(block)
  return Math.max(0, to - from + 1)
}

/** The lowest addresses of a subnet that instances may have and that are not taken, at most `count`. */
export function lowestFree(block: Block, taken: ReadonlySet<number>, count: number): number[] {
  const { from, to } = usableRange(block)
  const free: number[] = []
  for (let address = from; address <= to && free.length < count; address++) {
    if (!taken.has(address)) free.push(address)
  }
  return free
}

/** The block of a text that is known to be one. */
export const blockOf = (text: string): Block => must(parseBlock(text), `the block ${text}`)
