/** The endpoint in a process of its own, with room for a hundred instances; signatures are checked on demand. */
import { randomUUID } from 'node:crypto'
import { argv } from 'node:process'
import { NODE_HASHES } from '../../../src/node/hashes.ts'
import { createEndpointServer } from '../../../src/node/server.ts'
import { EndpointWorld } from '../../../src/node/world.ts'

const fail = (error: unknown): never => {
  throw error
}
const world = new EndpointWorld({
  ...{ auth: argv[2] === 'verify' ? 'verify' : 'open', journal: false, defaults: 'modern' },
  ...{ pace: 'manual', seed: 'bench', scenario: 'roomy', hashes: NODE_HASHES },
  nowMs: () => Date.now(),
  steadyMs: () => performance.now(),
  newRequestId: () => randomUUID(),
  report: fail,
})
const server = createEndpointServer({
  answer: (request) => world.answer(request),
  refuse: (request, failure) => world.refuse(request, failure),
  report: fail,
  ...{ bodyLimit: 10_000_000, bodiesLimit: 1_000_000_000, requestTimeoutMs: 300_000 },
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') {
    console.log(`listening on http://127.0.0.1:${address.port}`)
  }
})
process.on('message', () => process.send?.(process.cpuUsage()))
process.on('disconnect', () => process.exit())
