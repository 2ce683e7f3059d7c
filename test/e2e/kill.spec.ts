/** A few of the kill points that `npm run kill` makes at length: what was shown as saved is there afterwards. */
import { stepSfc32 } from '../../src/cloud/kernel/random.ts'
import { KillRun, WAYS } from '../kill/run.ts'
import { expect, test } from './fixture.ts'

const POINTS = 6

test('a page closed, a worker or a browser ended at any moment lose nothing that was saved', async ({
  baseURL,
}) => {
  test.setTimeout(300_000)
  const words = Uint32Array.of(42, 0, 0, 1)
  const run = new KillRun(baseURL ?? '', () => stepSfc32(words) / 2 ** 32)
  try {
    const ways = new Set<string>()
    for (let point = 0; point < POINTS; point += 1) {
      ways.add((await run.point(WAYS[point % WAYS.length])).way)
    }
    expect(ways.size).toBe(WAYS.length)
    expect(run.replayed).toBe(POINTS)
    expect(run.weighed).toBeGreaterThan(POINTS / 2)
  } finally {
    await run.end()
  }
})
