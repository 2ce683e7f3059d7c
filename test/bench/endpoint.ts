/**
 * S3 and EC2 over the endpoint, beside s3rver and beside the same calls in process.
 *
 * Each server has a process of its own and the same client: Node's, with connections kept alive. Requests are not
 * signed, but in the rows that say so. Rates are medians of rounds in which the servers take turns. A rate holds the
 * client's work too, and on a busy machine others'; the rows of processor time hold the server's alone. s3rver keeps
 * its objects as files, as its users have them.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request as httpRequest } from 'node:http'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type CallRequest, consoleCall, type Members } from '../../src/cloud/call.ts'
import { createCloud } from '../../src/cloud/cloud.ts'
import { FIRST_ACCOUNT } from '../../src/cloud/kernel/ref.ts'
import { learner } from '../../src/cloud/scenarios/scenario.ts'
import { NODE_HASHES } from '../../src/node/hashes.ts'
import { sign } from '../../src/wire/sigv4.ts'
import type { Row } from '../../tools/bench.ts'
import { median, row, timed } from './measure.ts'

const ROUNDS = 5
const KEYS = 10_000
const SIZES = [
  { name: '1 KiB', bytes: 1024, requests: 400 },
  { name: '1 MiB', bytes: 1_048_576, requests: 60 },
] as const

interface Asked {
  readonly method: string
  readonly path: string
  readonly body?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

/** A server in a process of its own, and a client of it. */
class Running {
  readonly #child: ChildProcess
  readonly #port: number
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 })

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.#port = port
  }

  static async start(program: string, ...words: string[]): Promise<Running> {
    const file = fileURLToPath(new URL(`servers/${program}`, import.meta.url))
    // s3rver makes its continuation tokens with a cipher that OpenSSL 3 keeps behind this flag.
    const flags = ['--openssl-legacy-provider', '--import', 'tsx']
    const child = spawn(process.execPath, [...flags, file, ...words], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    if (child.stdout === null) throw new Error('a process without output')
    const [line] = await once(createInterface(child.stdout), 'line')
    return new Running(child, Number(/:(\d+)$/.exec(String(line))?.[1]))
  }

  get host(): string {
    return `127.0.0.1:${this.#port}`
  }

  ask({ method, path, body, headers = {} }: Asked): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const asked = httpRequest(
        {
          ...{ host: '127.0.0.1', port: this.#port, agent: this.#agent, method, path },
          headers: body === undefined ? headers : { ...headers, 'content-length': body.length },
        },
        (response) => {
          const parts: Buffer[] = []
          response.on('data', (part: Buffer) => parts.push(part))
          response.on('end', () => {
            const whole = Buffer.concat(parts)
            if ((response.statusCode ?? 500) < 300) resolve(whole)
            else reject(new Error(`${method} ${path}: ${response.statusCode} ${whole}`))
          })
        },
      )
      asked.on('error', reject)
      asked.end(body)
    })
  }

  /** Microseconds of processor time that the server has taken so far. */
  async cpu(): Promise<number> {
    this.#child.send('cpu')
    const [usage] = await once(this.#child, 'message')
    const { user, system } = usage as NodeJS.CpuUsage
    return user + system
  }

  /** Answers a second to `count` requests, `atOnce` of them on their way at one time. */
  async rate(count: number, atOnce: number, asked: (index: number) => Asked): Promise<number> {
    let next = 0
    const work = async () => {
      while (next < count) await this.ask(asked(next++))
    }
    const start = performance.now()
    await Promise.all(Array.from({ length: atOnce }, work))
    return (count * 1000) / (performance.now() - start)
  }

  async stop(): Promise<void> {
    this.#agent.destroy()
    this.#child.disconnect()
    await once(this.#child, 'exit')
  }
}

/** The median of each, measured in turn after one round unmeasured. */
async function rates<Name extends string>(
  candidates: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(candidates) as Name[]
  const found = new Map(names.map((name) => [name, [] as number[]]))
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of names) {
      const rate = await candidates[name]()
      if (round > 0) found.get(name)?.push(rate)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(found.get(name) ?? [])])) as Record<
    Name,
    number
  >
}

/** The median processor time of a request, in microseconds, measured in turn after one round unmeasured. */
function cpuTimes(
  requests: number,
  endpoint: Running,
  s3rver: Running,
  asked: (index: number) => Asked,
): Promise<Record<'endpoint' | 's3rver', number>> {
  const each = (server: Running) => async () => {
    const before = await server.cpu()
    await server.rate(requests, 4, asked)
    return ((await server.cpu()) - before) / requests
  }
  return rates({ endpoint: each(endpoint), s3rver: each(s3rver) })
}

const s3 = (operation: string, input: Members): CallRequest =>
  consoleCall(FIRST_ACCOUNT, 's3', operation, input)

/** A cloud in process, without a past as the endpoint's; `rate` is of calls of one kind. */
function door() {
  const cloud = createCloud({
    seed: 'bench',
    scenario: 'roomy',
    hashes: NODE_HASHES,
    history: false,
  })
  const call = (request: CallRequest) => {
    const { result } = cloud.call(request)
    if (!result.ok) throw new Error(`${request.operation}: ${result.error.message}`)
    return result.value
  }
  const rate = async (count: number, asked: (index: number) => CallRequest) => {
    const ms = timed(() => {
      for (let i = 0; i < count; i++) call(asked(i))
    })
    return (count * 1000) / ms
  }
  return { cloud, call, rate }
}

const BUCKET = 'bench'
const putOf =
  (body: Uint8Array) =>
  (i: number): Asked => ({ method: 'PUT', path: `/${BUCKET}/o${i % 50}`, body })
const getOf = (i: number): Asked => ({ method: 'GET', path: `/${BUCKET}/o${i % 50}` })

async function objects(ours: Running, theirs: Running): Promise<Row[]> {
  const found: Row[] = []
  const inside = door()
  inside.call(s3('CreateBucket', { Bucket: BUCKET }))
  for (const { name, bytes, requests } of SIZES) {
    const body = new Uint8Array(bytes).fill(65)
    const alone = await rates({
      put: () =>
        inside.rate(requests, (i) =>
          s3('PutObject', { Bucket: BUCKET, Key: `o${i % 50}`, Body: body }),
        ),
      get: () =>
        inside.rate(requests, (i) => s3('GetObject', { Bucket: BUCKET, Key: `o${i % 50}` })),
    })
    for (const [what, asked, call] of [
      ['PutObject', putOf(body), alone.put],
      ['GetObject', getOf, alone.get],
    ] as const) {
      let rate = 0
      for (const atOnce of [1, 16]) {
        const { endpoint, s3rver } = await rates({
          endpoint: () => ours.rate(requests, atOnce, asked),
          s3rver: () => theirs.rate(requests, atOnce, asked),
        })
        found.push(row(`${what} of ${name}, ${atOnce} at once`, 'req/s', endpoint, { s3rver }))
        rate = Math.max(rate, endpoint)
      }
      const { endpoint, s3rver } = await cpuTimes(requests, ours, theirs, asked)
      found.push(row(`${what} of ${name}, processor time`, 'us/req', endpoint, { s3rver }))
      found.push(row(`${what} of ${name}, in process`, 'calls/s', call, { endpoint: rate }))
    }
  }
  return found
}

async function signed(ours: Running): Promise<Row[]> {
  const verifying = await Running.start('roomy.ts', 'verify')
  const request = ({ method, path, body = new Uint8Array(0) }: Asked): Asked => {
    const options = { credentials: learner, region: 'us-east-1', service: 's3', nowMs: Date.now() }
    const parts = {
      secure: false,
      sourceIp: '127.0.0.1',
      headers: new Map([['host', verifying.host]]),
    }
    const headers = Object.fromEntries(sign({ method, target: path, body, ...parts }, options))
    return { method, path, body, headers }
  }
  await verifying.ask(request({ method: 'PUT', path: `/${BUCKET}` }))
  const body = new Uint8Array(1024).fill(65)
  const puts = Array.from({ length: 50 }, (_, i) => request(putOf(body)(i)))
  const { verified, open } = await rates({
    verified: () => verifying.rate(400, 1, (i) => puts[i % 50] ?? request(putOf(body)(i))),
    open: () => ours.rate(400, 1, putOf(body)),
  })
  await verifying.stop()
  return [row('PutObject of 1 KiB, signature checked', 'req/s', verified, { unsigned: open })]
}

/** Walks a listing of all keys by pages of a thousand. */
async function walk(server: Running): Promise<number> {
  let [path, keys] = [`/listed?list-type=2`, 0]
  const start = performance.now()
  for (;;) {
    const page = (await server.ask({ method: 'GET', path })).toString()
    keys += page.match(/<Key>/g)?.length ?? 0
    const token = /<NextContinuationToken>([^<]+)</.exec(page)?.[1]
    if (token === undefined) break
    path = `/listed?list-type=2&continuation-token=${encodeURIComponent(token)}`
  }
  if (keys !== KEYS) throw new Error(`a listing of ${keys} keys`)
  return 1000 / (performance.now() - start)
}

async function listings(ours: Running, theirs: Running): Promise<Row[]> {
  const key = (i: number) => `folder-${i % 7}/${String(i).padStart(6, '0')}.txt`
  const body = new Uint8Array(1)
  for (const server of [ours, theirs]) {
    await server.ask({ method: 'PUT', path: '/listed' })
    await server.rate(KEYS, 16, (i) => ({ method: 'PUT', path: `/listed/${key(i)}`, body }))
  }
  const inside = door()
  inside.call(s3('CreateBucket', { Bucket: 'listed' }))
  for (let i = 0; i < KEYS; i++)
    inside.call(s3('PutObject', { Bucket: 'listed', Key: key(i), Body: body }))
  const walkInside = () => {
    let token: Members = {}
    do {
      const page = inside.call(s3('ListObjectsV2', { Bucket: 'listed', ...token }))
      token =
        page.NextContinuationToken === undefined
          ? {}
          : { ContinuationToken: page.NextContinuationToken }
    } while (token.ContinuationToken !== undefined)
  }
  const { endpoint, s3rver, alone } = await rates({
    endpoint: () => walk(ours),
    s3rver: () => walk(theirs),
    alone: async () => 1000 / timed(walkInside),
  })
  const cpu = (server: Running) => async () => {
    const before = await server.cpu()
    await walk(server)
    return ((await server.cpu()) - before) / 1000
  }
  const times = await rates({ endpoint: cpu(ours), s3rver: cpu(theirs) })
  return [
    row(`ListObjectsV2 of ${KEYS} keys, whole walks`, 'walks/s', endpoint, { s3rver }),
    row(`ListObjectsV2 of ${KEYS} keys, processor time`, 'ms/walk', times.endpoint, {
      s3rver: times.s3rver,
    }),
    row(`ListObjectsV2 of ${KEYS} keys, in process`, 'walks/s', alone, { endpoint }),
  ]
}

async function launches(ours: Running): Promise<Row[]> {
  const found: Row[] = []
  for (const [count, requests] of [
    [1, 60],
    [100, 3],
  ] as const) {
    const inside = door()
    const input = {
      ImageId: 'ami-0f3a5c1e7b2d94860',
      InstanceType: 't3.micro',
      MinCount: count,
      MaxCount: count,
    }
    const form = new URLSearchParams(
      Object.entries(input).map(([name, value]) => [name, String(value)]),
    )
    const asked: Asked = {
      ...{
        method: 'POST',
        path: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      body: new TextEncoder().encode(`Action=RunInstances&Version=2016-11-15&${form}`),
    }
    const afresh = async () => {
      await ours.ask({ method: 'POST', path: '/_lab/reset' })
      return ours.rate(requests, 1, () => asked)
    }
    const frame = inside.cloud.frame()
    const { endpoint, alone } = await rates({
      endpoint: afresh,
      alone: () => {
        inside.cloud.restore(frame)
        return inside.rate(requests, () => consoleCall(FIRST_ACCOUNT, 'ec2', 'RunInstances', input))
      },
    })
    found.push(
      row(`RunInstances of ${count}, over the endpoint`, 'calls/s', endpoint, {
        'in process': alone,
      }),
    )
  }
  return found
}

export async function rows(): Promise<Row[]> {
  const [ours, theirs] = [await Running.start('roomy.ts'), await Running.start('s3rver.ts')]
  try {
    for (const server of [ours, theirs]) await server.ask({ method: 'PUT', path: `/${BUCKET}` })
    return [
      ...(await objects(ours, theirs)),
      ...(await signed(ours)),
      ...(await listings(ours, theirs)),
      ...(await launches(ours)),
    ]
  } finally {
    await Promise.all([ours.stop(), theirs.stop()])
  }
}
