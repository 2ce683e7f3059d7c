/**
 * Immutable bytes by id: object bodies, user data, parts of uploads.
 *
 * A blob is real bytes, or a recipe (length, seed) whose content is made when it is read, so that a
 * lesson can store a terabyte and check its digest. A recipe's content is cut into blocks of 4 KiB;
 * block i is the first 1024 numbers, little endian, of the sfc32 whose words are (seed's low 32
 * bits, seed's high bits, i's low 32 bits, 1 + i's high bits), after the 12 mixing rounds that
 * PractRand gives small seeds. So each byte depends on seed and offset alone, however it is read.
 *
 * Invariants: bytes are copied in and out, unless all who hold them leave them alone (`sharesBytes`
 * of a cloud); the real bytes of all blobs stay within `LIMITS.blobBytes`; an id is used once,
 * unless a rollback takes its blob back. A `Blob` record never changes, and snapshots share it, so
 * what is derived from one (a digest) may be kept by its identity.
 */
import { assert, must, within } from './assert.ts'
import { LIMITS } from './limits.ts'
import { stepSfc32 } from './random.ts'
import { fail, ok, type Result, reason } from './result.ts'
import type { UndoLog } from './undo.ts'
import { DecodeError, type Reader, type Writer } from './value.ts'

declare const blobBrand: unique symbol

/** The id of a blob: `b-` and a number from 1. */
export type BlobId = string & { readonly [blobBrand]: true }

/** A blob's content: its bytes, which nobody changes, or what they are made from. */
export type Blob =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'recipe'; readonly length: number; readonly seed: number }

/** All blobs at one instant. Shares them with the store. */
export interface BlobsSnapshot {
  /** The number of the last id given. */
  readonly count: number
  readonly blobs: ReadonlyMap<BlobId, Blob>
}

const BLOCK_BYTES = 4096
const MIXING_ROUNDS = 12
const TWO_32 = 4_294_967_296

const isSnug = ({ length, buffer }: Uint8Array): boolean =>
  length >= buffer.byteLength * (1 - MOST_SPARE)
const lengthOf = (blob: Blob): number => (blob.kind === 'bytes' ? blob.bytes.length : blob.length)
const realBytes = (blob: Blob): number => (blob.kind === 'bytes' ? blob.bytes.length : 0)
const idOf = (number: number): BlobId => `b-${number}` as BlobId
const numberOf = (id: BlobId): number => Number(id.slice(2))

/** A view that leaves more than this part of its buffer out is copied, since it would keep the whole alive. */
const MOST_SPARE = 1 / 8

/** The blobs of one world. */
export class Blobs {
  readonly #undo: UndoLog
  readonly #shares: boolean
  #blobs = new Map<BlobId, Blob>()
  #count = 0
  #bytes = 0

  /** `shares`: nobody changes bytes that went in or came out, so none are copied that need not be. */
  constructor(undo: UndoLog, shares = false) {
    this.#undo = undo
    this.#shares = shares
  }

  /** Real bytes of all blobs. */
  get bytes(): number {
    return this.#bytes
  }

  /** How many blobs there are. */
  get size(): number {
    return this.#blobs.size
  }

  /** Keeps `bytes`; `lab.blob-limit` when the world would hold too many real bytes. */
  put(bytes: Uint8Array): Result<BlobId> {
    if (this.#bytes + bytes.length > LIMITS.blobBytes) {
      const figures = { limit: LIMITS.blobBytes, used: this.#bytes, asked: bytes.length }
      return fail('lab.blob-limit', `A world holds at most ${LIMITS.blobBytes} bytes of content.`, {
        reasons: [reason('lab.blob-limit', figures)],
      })
    }
    const kept = this.#shares && isSnug(bytes) ? bytes : bytes.slice()
    return ok(this.#add({ kind: 'bytes', bytes: kept }))
  }

  /** A blob of `length` bytes made from `seed`; both are safe integers from 0. */
  recipe(length: number, seed: number): BlobId {
    assert(Number.isSafeInteger(length) && length >= 0, 'a length is a safe integer from 0')
    assert(Number.isSafeInteger(seed) && seed >= 0, 'a seed is a safe integer from 0')
    return this.#add({ kind: 'recipe', length, seed })
  }

  /** Whether there is such a blob. */
  has(id: BlobId): boolean {
    return this.#blobs.has(id)
  }

  /** The length of a blob in bytes. */
  length(id: BlobId): number {
    return lengthOf(this.#get(id))
  }

  /** `length` bytes from `offset`, which must lie within the blob; at most 256 MiB. */
  read(id: BlobId, offset: number, length: number): Uint8Array {
    const blob = this.#get(id)
    assert(Number.isSafeInteger(offset) && offset >= 0, 'an offset is a safe integer from 0')
    assert(Number.isSafeInteger(length) && length >= 0, 'a length is a safe integer from 0')
    assert(offset + length <= lengthOf(blob), `a read within ${id}`)
    assert(length <= LIMITS.blobBytes, 'a read is at most as long as all real bytes')
    if (blob.kind === 'recipe') return bake(blob.seed, offset, length)
    const part = blob.bytes.subarray(offset, offset + length)
    return this.#shares ? part : part.slice()
  }

  /** Lets go of a blob; throws when there is none. */
  release(id: BlobId): void {
    const blob = this.#get(id)
    this.#remove(id)
    if (this.#undo.active) this.#undo.push(() => this.#insert(id, blob))
  }

  /** The blobs in the order of their ids' numbers. */
  entries(): [BlobId, Blob][] {
    return [...this.#blobs].sort(([a], [b]) => numberOf(a) - numberOf(b))
  }

  /** A snapshot that later changes leave alone. */
  snapshot(): BlobsSnapshot {
    return { count: this.#count, blobs: new Map(this.#blobs) }
  }

  /** Goes back, or on, to a snapshot. */
  restore(snapshot: BlobsSnapshot): void {
    this.#blobs = new Map(snapshot.blobs)
    this.#count = snapshot.count
    this.#bytes = 0
    for (const blob of this.#blobs.values()) this.#bytes += realBytes(blob)
  }

  /** Writes all blobs with their bytes, in the order of their ids. */
  write(to: Writer): void {
    to.varint(this.#count)
    to.varint(this.#blobs.size)
    for (const [id, blob] of this.entries()) {
      to.varint(numberOf(id))
      to.byte(blob.kind === 'bytes' ? 0 : 1)
      if (blob.kind === 'bytes') to.bytes(blob.bytes)
      else {
        to.varint(blob.length)
        to.varint(blob.seed)
      }
    }
  }

  /**
   * Takes the state back: replaces all blobs by those that `write` wrote; throws `DecodeError` on
   * other bytes.
   */
  load(from: Reader): void {
    const count = from.varint()
    const blobs = new Map<BlobId, Blob>()
    let last = 0
    let bytes = 0
    for (let left = from.varint(); left > 0; left--) {
      const number = from.varint()
      if (number <= last || number > count) throw new DecodeError('blobs out of order')
      const blob = readBlob(from)
      bytes += realBytes(blob)
      if (bytes > LIMITS.blobBytes) throw new DecodeError('too many bytes of blobs')
      blobs.set(idOf(number), blob)
      last = number
    }
    this.restore({ count, blobs })
  }

  #get(id: BlobId): Blob {
    return must(this.#blobs.get(id), `blob ${id}`)
  }

  #add(blob: Blob): BlobId {
    within(this.#blobs.size < LIMITS.blobs, 'blobs')
    const id = idOf(++this.#count)
    this.#insert(id, blob)
    if (this.#undo.active) {
      this.#undo.push(() => {
        this.#remove(id)
        this.#count--
      })
    }
    return id
  }

  #insert(id: BlobId, blob: Blob): void {
    this.#blobs.set(id, blob)
    this.#bytes += realBytes(blob)
  }

  #remove(id: BlobId): void {
    this.#bytes -= realBytes(this.#get(id))
    this.#blobs.delete(id)
  }
}

function readBlob(from: Reader): Blob {
  const kind = from.byte()
  if (kind === 0) return { kind: 'bytes', bytes: from.bytes() }
  if (kind === 1) return { kind: 'recipe', length: from.varint(), seed: from.varint() }
  throw new DecodeError('a blob of no kind')
}

/** `length` bytes from `offset` of the content that a seed makes. */
function bake(seed: number, offset: number, length: number): Uint8Array {
  const out = new Uint8Array(length)
  const words = new Uint32Array(4)
  const block = new Uint8Array(BLOCK_BYTES)
  const view = new DataView(block.buffer)
  for (let done = 0; done < length; ) {
    const index = Math.floor((offset + done) / BLOCK_BYTES)
    const start = offset + done - index * BLOCK_BYTES
    const end = Math.min(BLOCK_BYTES, start + length - done)
    words.set([seed % TWO_32, Math.floor(seed / TWO_32)])
    words.set([index % TWO_32, Math.floor(index / TWO_32) + 1], 2)
    for (let i = 0; i < MIXING_ROUNDS; i++) stepSfc32(words)
    for (let i = 0; i < end; i += 4) view.setUint32(i, stepSfc32(words), true)
    out.set(block.subarray(start, end), done)
    done += end - start
  }
  return out
}
