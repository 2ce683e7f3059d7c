/** Seeded chance for the fuzz: the same seed, the same requests. */
import { createHash } from 'node:crypto'
import { stepSfc32 } from '../../src/cloud/kernel/random.ts'

export class Dice {
  readonly #words = new Uint32Array(4)

  constructor(seed: string) {
    const digest = createHash('sha256').update(seed).digest()
    for (let i = 0; i < 4; i++) this.#words[i] = digest.readUInt32LE(4 * i)
  }

  /** A whole number from 0, below `limit`. */
  below(limit: number): number {
    return stepSfc32(this.#words) % limit
  }

  /** True once in `n`. */
  onceIn(n: number): boolean {
    return this.below(n) === 0
  }

  /** One of them; there must be one. */
  pick<T>(from: readonly T[]): T {
    const found = from[this.below(from.length)]
    if (found === undefined) throw new Error('nothing to pick from')
    return found
  }

  /** Bytes without meaning. */
  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256))
  }
}
