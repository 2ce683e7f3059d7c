/**
 * `npm run fuzz -- --count N --seed S`: the fuzz of test/fuzz at length, by hand. It ends at the first thing that
 * must not be, with the seed and the request; the same seed and count give it again.
 */
import { parseArgs } from 'node:util'
import { checkWorld } from '../test/checkers.ts'
import { Fuzz } from '../test/fuzz/run.ts'

/** Requests between two looks at the whole world, each part in worlds of its own. */
const PART = 25_000

const { values } = parseArgs({
  options: { count: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
})
const count = Number(values.count)
if (!Number.isSafeInteger(count) || count < 1) throw new Error('--count wants a number from 1')

const codes = new Map<string, number>()
const begun = performance.now()
for (let done = 0, part = 0; done < count; done += PART, part++) {
  const fuzz = await Fuzz.start(`${values.seed}.${part}`, true)
  const fuzzed = fuzz.run(Math.min(PART, count - done))
  for (const { world } of fuzz.targets) checkWorld(world)
  for (const [code, times] of fuzzed.codes) codes.set(code, (codes.get(code) ?? 0) + times)
  const rate = Math.round((done + fuzzed.requests) / ((performance.now() - begun) / 1000))
  const statuses = [...fuzzed.statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, n]) => `${status}: ${n}`)
  console.log(
    `part ${part}: ${fuzzed.requests} requests (${statuses.join(', ')}), ${rate}/s in all`,
  )
}
const rows = [...codes].sort(([, a], [, b]) => b - a).map(([code, times]) => `${code} ${times}`)
console.log(`${rows.length} codes: ${rows.join(', ')}`)
