/**
 * `npm run endpoint`: the emulated cloud for real clients, on this machine.
 *
 * It listens on 127.0.0.1 only. Its first line says where; then come the key to sign with, where signatures are
 * checked, and the variables that AWS's clients read. What goes wrong inside is told on stderr with the seed.
 */
import { randomUUID } from 'node:crypto'
import { argv, exit, stderr, stdout } from 'node:process'
import { LIMITS } from '../cloud/kernel/limits.ts'
import { REGION } from '../cloud/kernel/ref.ts'
import { learner } from '../cloud/scenarios/scenario.ts'
import { type EndpointArguments, parseArguments, USAGE } from './arguments.ts'
import { NODE_HASHES } from './hashes.ts'
import { createEndpointServer } from './server.ts'
import { EndpointWorld } from './world.ts'

/** The same ids come in every run; what a world holds depends on its calls and their times alone. */
const SEED = 'endpoint'
const HOST = '127.0.0.1'
/** AWS closes a connection that says nothing; five minutes are enough for any body on one machine. */
const REQUEST_TIMEOUT_MS = 300_000
/** Room for the framing of a body that is as large as everything a world can hold. */
const BODY_LIMIT = LIMITS.blobBytes + 1_048_576

function tell(error: unknown, what: string): void {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  stderr.write(`seed '${SEED}': ${what}: ${trace}\n`)
}

function announce(port: number, { auth }: EndpointArguments): void {
  const address = `http://${HOST}:${port}`
  const key = auth === 'verify' ? learner : { accessKeyId: 'any', secretAccessKey: 'any' }
  stdout.write(
    [
      `listening on ${address}`,
      `AWS_ACCESS_KEY_ID=${key.accessKeyId}`,
      `AWS_SECRET_ACCESS_KEY=${key.secretAccessKey}`,
      `AWS_DEFAULT_REGION=${REGION}`,
      `AWS_ENDPOINT_URL=${address}`,
      '',
    ].join('\n'),
  )
}

function run(options: EndpointArguments): void {
  const world = new EndpointWorld({
    ...options,
    seed: SEED,
    scenario: 'empty',
    hashes: NODE_HASHES,
    nowMs: () => Date.now(),
    steadyMs: () => performance.now(),
    newRequestId: () => randomUUID(),
    report: (error, { service, operation }) => tell(error, `${service} ${operation}`),
  })
  const server = createEndpointServer({
    answer: (request) => world.answer(request),
    refuse: (request, failure) => world.refuse(request, failure),
    report: (error, { method, target }) => tell(error, `${method} ${target}`),
    bodyLimit: BODY_LIMIT,
    bodiesLimit: 2 * BODY_LIMIT,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
  })
  server.on('error', (error) => {
    stderr.write(`The endpoint cannot listen on port ${options.port}: ${error.message}.\n`)
    exit(1)
  })
  server.listen(options.port, HOST, () => {
    const address = server.address()
    if (address !== null && typeof address === 'object') announce(address.port, options)
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => exit(0))
}

/** Whoever started it may stop listening to it; that is no reason to end. */
for (const stream of [stdout, stderr]) stream.on('error', () => {})

const parsed = parseArguments(argv.slice(2))
if (parsed.kind === 'run') run(parsed.options)
else if (parsed.kind === 'help') stdout.write(USAGE)
else {
  stderr.write(`${parsed.why}\n\n${USAGE}`)
  process.exitCode = 2
}
