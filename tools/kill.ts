/**
 * `npm run kill -- --count N --seed S`: the kill points of test/kill at length, by hand. It ends at the first thing
 * that is lost. The same seed draws the same wishes again, though no two browsers are equally fast.
 */
import { parseArgs } from 'node:util'
import { stepSfc32 } from '../src/cloud/kernel/random.ts'
import { KillRun } from '../test/kill/run.ts'
import { buildPage, freePort, servePage } from './serve.mjs'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    page: { type: 'string' },
  },
})
const [count, seed] = [Number(values.count), Number(values.seed)]
if (!Number.isSafeInteger(count) || count < 1) throw new Error('--count wants a number from 1')
if (!Number.isSafeInteger(seed)) throw new Error('--seed wants a number')

const words = Uint32Array.of(seed, 0, 0, 1)
const draw = () => stepSfc32(words) / 2 ** 32
for (let turn = 0; turn < 12; turn += 1) draw()

const folder = values.page ?? '.setup/kill-page'
if (values.page === undefined) await buildPage(folder)
const server = await servePage(await freePort(), folder)
const run = new KillRun(server.address, draw)
try {
  for (let point = 1; point <= count; point += 1) {
    const { way, did, saved, after } = await run.point()
    const was = saved === null ? 'nothing saved yet' : `${saved.step} ${saved.state}`
    console.log(`${point}: ${way} after ${did.join(', ')}; ${was} -> ${after.step} ${after.state}`)
  }
  const { compared, replayed, weighed } = run
  console.log(
    `${count} kill points, nothing lost of what was saved at ${weighed}; ${replayed} replays, ${compared} of them at a known place`,
  )
} finally {
  await run.end()
  await server.close()
}
