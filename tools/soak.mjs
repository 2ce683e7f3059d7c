/**
 * `npm run soak -- --minutes N [PATH …]`: the tests of Node, or those of PATH, with new seeds until the time is up.
 * `npm test` has one fixed seed. What fails here is named with its seed; `SEED=… npx vitest run PATH` repeats it.
 */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env, exit } from 'node:process'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  options: { minutes: { type: 'string', default: '10' } },
  allowPositionals: true,
})
const minutes = Number(values.minutes)
if (!(minutes > 0)) throw new Error('--minutes wants a number above 0')

const folder = mkdtempSync(join(tmpdir(), 'soak-'))
const report = join(folder, 'report.json')
const reporter = '--reporter=./tools/vitestReport.mjs'
const until = performance.now() + minutes * 60_000
let runs = 0
let failed = 0
for (; performance.now() < until; runs++) {
  const SEED = String(randomInt(1, 2 ** 31 - 1))
  const { status } = spawnSync(
    'npx',
    ['vitest', 'run', '--project', 'node', reporter, ...positionals],
    { env: { ...env, SEED, CLOUDGLASS_REPORT: report } },
  )
  if (status === 0) continue
  failed += 1
  const { failures } = JSON.parse(readFileSync(report, 'utf8'))
  for (const failure of failures) console.log(`SEED=${SEED} ${failure}`)
}
rmSync(folder, { recursive: true })
console.log(`${runs} runs with new seeds, ${failed} of them failed`)
exit(failed === 0 ? 0 : 1)
