/**
 * `npm run soak -- --minutes N [PATH …]`: the tests of Node, or those of PATH, with new seeds until the time is up.
 * `npm test` has one fixed seed. What fails here is named with its seed; `SEED=… npx vitest run PATH` repeats it.
 */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { env, exit } from 'node:process'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  options: { minutes: { type: 'string', default: '10' } },
  allowPositionals: true,
})
const minutes = Number(values.minutes)
if (!(minutes > 0)) throw new Error('--minutes wants a number above 0')

const until = performance.now() + minutes * 60_000
let runs = 0
let failed = 0
for (; performance.now() < until; runs++) {
  const SEED = String(randomInt(1, 2 ** 31 - 1))
  const args = ['vitest', 'run', '--project', 'node', '--reporter', 'dot', ...positionals]
  const { status, stdout } = spawnSync('npx', args, { env: { ...env, SEED }, encoding: 'utf8' })
  if (status === 0) continue
  failed += 1
  console.log(`SEED=${SEED}\n${stdout}`)
}
console.log(`${runs} runs with new seeds, ${failed} of them failed`)
exit(failed === 0 ? 0 : 1)
