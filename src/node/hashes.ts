/** Hash functions of Node itself, which uses the processor's instructions for SHA-256: the same results, sooner. */
import { createHash } from 'node:crypto'
import type { Hashes } from '../cloud/kernel/world.ts'

const hashed = (name: string, bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash(name).update(bytes).digest())

/** For worlds that run in Node. */
export const NODE_HASHES: Hashes = {
  sha256: (bytes) => hashed('sha256', bytes),
  md5: (bytes) => hashed('md5', bytes),
}
