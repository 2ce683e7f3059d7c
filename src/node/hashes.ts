/** Hash functions of Node itself, which uses the processor's own instructions: the same results, sooner. */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Hashes } from '../cloud/kernel/world.ts'
import { kernelCrcs } from '../session/crcKernel.ts'

const hashed = (name: string, bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash(name).update(bytes).digest())

/** For worlds that run in Node. */
export const NODE_HASHES: Hashes = {
  sha256: (bytes) => hashed('sha256', bytes),
  md5: (bytes) => hashed('md5', bytes),
  ...kernelCrcs(),
  crc32: (bytes) => crc32(bytes),
}
