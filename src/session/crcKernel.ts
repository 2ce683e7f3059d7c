/**
 * Reflected CRCs of up to 64 bits by a WebAssembly kernel, assembled here: slicing by 16 with a whole register of 64
 * bits, which the language's numbers do not have.
 *
 * A CRC of 32 bits is one of 64 whose upper half stays zero, so that one kernel serves all three of S3's. Each has an
 * instance with its own tables in front of its memory, the bytes behind them. The results are those of
 * `cloud/kernel/crc.ts`; a test says so.
 */
import {
  CRC32_POLYNOMIAL,
  CRC32C_POLYNOMIAL,
  CRC64NVME_POLYNOMIAL,
  type Crcs,
  crcTables,
  type Polynomial,
} from '../cloud/kernel/crc.ts'

const SLICES = 16
const TABLE_BYTES = 256 * 8
/** Where the bytes begin that a run of the kernel takes. */
const BLOCK_AT = SLICES * TABLE_BYTES
const PAGES = 2
const BLOCK_BYTES = PAGES * 65_536 - BLOCK_AT

/** The register after the bytes from `at` to `end`, the first of them up to `whole` by sixteens. */
type Run = (register: bigint, at: number, whole: number, end: number) => bigint

// Opcodes and types of the WebAssembly core specification, chapter 5.
const I32 = 0x7f
const I64 = 0x7e
const BLOCK = [0x02, 0x40]
const LOOP = [0x03, 0x40]
const END = 0x0b
const BR = 0x0c
const BR_IF = 0x0d
const I32_GE_U = 0x4f
const I32_AND = 0x71
const I32_ADD = 0x6a
const I32_WRAP = 0xa7
const I64_XOR = 0x85
const I64_SHL = 0x86
const I64_SHR_U = 0x88

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}
/** A signed LEB128 of a number from 0 on: the sixth bit of its last byte is the sign. */
function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)]
}

const get = (local: number): number[] => [0x20, local]
const set = (local: number): number[] => [0x21, local]
const i32 = (value: number): number[] => [0x41, ...signed(value)]
const i64 = (value: number): number[] => [0x42, ...signed(value)]
/** A load of 64 bits, `offset` beyond the address; `log2` of its alignment. */
const load64 = (offset: number, log2: number): number[] => [0x29, log2, ...unsigned(offset)]
const load8 = (offset: number): number[] => [0x31, 0, ...unsigned(offset)]
const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes]
const section = (id: number, ...bytes: number[]): number[] => [id, ...sized(bytes)]
const name = (text: string): number[] => sized(Array.from(text, (letter) => letter.charCodeAt(0)))

const [REGISTER, AT, WHOLE, STOP, SECOND] = [0, 1, 2, 3, 4]

/** The entry of table `slice` for byte `index` of the 64 bits in `local`. */
function entry(local: number, index: number, slice: number): number[] {
  const shift = 8 * index - 3
  const turned = shift < 0 ? [...i64(-shift), I64_SHL] : [...i64(shift), I64_SHR_U]
  const address = [...get(local), ...turned, I32_WRAP, ...i32(255 * 8), I32_AND]
  return [...address, ...load64(slice * TABLE_BYTES, 3)]
}

/** The sum of terms, by halves: a chain would make each turn wait for the one before. */
function summed(terms: readonly number[][]): readonly number[] {
  const [first = [], ...rest] = terms
  if (rest.length === 0) return first
  const half = terms.length / 2
  return [...summed(terms.slice(0, half)), ...summed(terms.slice(half)), I64_XOR]
}

/** Goes on until `AT` has come to `limit`, by `step` bytes a turn. */
const untilAt = (limit: number, step: number, work: readonly number[]): number[] => [
  ...[...BLOCK, ...LOOP, ...get(AT), ...get(limit), I32_GE_U, BR_IF, 1],
  ...work,
  ...[...get(AT), ...i32(step), I32_ADD, ...set(AT), BR, 0, END, END],
]

function assembled(): Uint8Array<ArrayBuffer> {
  const eight = [0, 1, 2, 3, 4, 5, 6, 7]
  const entries = [
    ...eight.map((index) => entry(REGISTER, index, 15 - index)),
    ...eight.map((index) => entry(SECOND, index, 7 - index)),
  ]
  const sixteen = [
    ...[...get(REGISTER), ...get(AT), ...load64(0, 0), I64_XOR, ...set(REGISTER)],
    ...[...get(AT), ...load64(8, 0), ...set(SECOND)],
    ...[...summed(entries), ...set(REGISTER)],
  ]
  const one = [
    ...[...get(REGISTER), ...get(AT), ...load8(0), I64_XOR, ...set(SECOND)],
    ...entry(SECOND, 0, 0),
    ...[...get(REGISTER), ...i64(8), I64_SHR_U, I64_XOR, ...set(REGISTER)],
  ]
  const code = [
    ...[1, 1, I64],
    ...untilAt(WHOLE, 16, sixteen),
    ...untilAt(STOP, 1, one),
    ...[...get(REGISTER), END],
  ]
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, 1, 0x60, 4, I64, I32, I32, I32, 1, I64),
    ...section(2, 1, ...name('e'), ...name('m'), 2, 0, PAGES),
    ...section(3, 1, 0),
    ...section(7, 1, ...name('r'), 0, 0),
    ...section(10, 1, ...sized(code)),
  ])
}

/** A CRC whose register is all `ones` at the start, and inverted at the end. */
function crcOf(
  module: WebAssembly.Module,
  polynomial: Polynomial,
  ones: bigint,
): (bytes: Uint8Array) => bigint {
  const memory = new WebAssembly.Memory({ initial: PAGES })
  const run = new WebAssembly.Instance(module, { e: { m: memory } }).exports.r as Run
  const { low, high } = crcTables(polynomial, SLICES)
  const tables = new DataView(memory.buffer)
  for (let at = 0; at < low.length; at++) {
    tables.setUint32(8 * at, low[at] ?? 0, true)
    tables.setUint32(8 * at + 4, high[at] ?? 0, true)
  }
  const block = new Uint8Array(memory.buffer, BLOCK_AT)
  return (bytes) => {
    let register = ones
    for (let from = 0; from < bytes.length; from += BLOCK_BYTES) {
      const part = bytes.subarray(from, from + BLOCK_BYTES)
      block.set(part)
      const end = BLOCK_AT + part.length
      register = run(register, BLOCK_AT, end - (part.length % 16), end)
    }
    return register ^ ones
  }
}

const word = (bits: bigint): number => Number(BigInt.asUintN(32, bits))

/** The CRCs by the kernel. Throws where there is no WebAssembly. */
export function kernelCrcs(): Crcs {
  const module = new WebAssembly.Module(assembled())
  const crc32 = crcOf(module, CRC32_POLYNOMIAL, 0xffff_ffffn)
  const crc32c = crcOf(module, CRC32C_POLYNOMIAL, 0xffff_ffffn)
  const crc64nvme = crcOf(module, CRC64NVME_POLYNOMIAL, 0xffff_ffff_ffff_ffffn)
  return {
    crc32: (bytes) => word(crc32(bytes)),
    crc32c: (bytes) => word(crc32c(bytes)),
    crc64nvme: (bytes) => {
      const crc = crc64nvme(bytes)
      return [word(crc >> 32n), word(crc)]
    },
  }
}
