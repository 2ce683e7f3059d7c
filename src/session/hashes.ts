/**
 * Hash functions for a cloud, made ready before it is created, since the cloud itself never waits.
 *
 * WebAssembly where the place allows it, @noble and tables otherwise; the results are equal, and a test says so.
 */
import { createMD5, createSHA256 } from 'hash-wasm'
import { type Hashes, PLAIN_HASHES } from '../cloud/kernel/world.ts'
import { kernelCrcs } from './crcKernel.ts'

export type { Hashes }

/** The fastest hashes this place allows. Never rejects. */
export async function readyHashes(): Promise<Hashes> {
  try {
    const [sha256, md5] = await Promise.all([createSHA256(), createMD5()])
    return {
      sha256: (bytes) => sha256.init().update(bytes).digest('binary'),
      md5: (bytes) => md5.init().update(bytes).digest('binary'),
      ...kernelCrcs(),
    }
  } catch {
    return PLAIN_HASHES
  }
}
