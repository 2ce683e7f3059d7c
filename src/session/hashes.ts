/**
 * Hash functions for a cloud, made ready before it is created, since the cloud itself never waits.
 *
 * WebAssembly where the place allows it, @noble otherwise; the results are equal, and a test says so.
 */
import { createSHA256 } from 'hash-wasm'
import { type Hashes, PLAIN_HASHES } from '../cloud/kernel/world.ts'

export type { Hashes }

/** The fastest hashes this place allows. Never rejects. */
export async function readyHashes(): Promise<Hashes> {
  try {
    const hasher = await createSHA256()
    return { sha256: (bytes) => hasher.init().update(bytes).digest('binary') }
  } catch {
    return PLAIN_HASHES
  }
}
