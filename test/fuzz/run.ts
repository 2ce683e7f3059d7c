/**
 * The fuzz: mutated requests to the world behind the endpoint, in process, and what must hold of every answer.
 *
 * Held: nothing throws; a status of 500 and above has a code by which AWS itself tells of a fault of its own; an
 * error has a Code; headers are such that HTTP can carry them; a refused request leaves tables, timers, blobs and
 * counters as they were (a sample; bills are apart, since AWS bills for refusals too). Whoever runs it looks at the
 * world with test/checkers.ts afterwards. Not held: that an answer is AWS's; the services' own tests do that.
 */
import { createHash } from 'node:crypto'
import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { World } from '../../src/cloud/kernel/world.ts'
import { learner } from '../../src/cloud/scenarios/scenario.ts'
import { NODE_HASHES } from '../../src/node/hashes.ts'
import { EndpointWorld } from '../../src/node/world.ts'
import type { HttpRequest, HttpResponse } from '../../src/wire/http.ts'
import { sign } from '../../src/wire/sigv4.ts'
import { captureCorpus } from './corpus.ts'
import { Dice } from './dice.ts'
import { mutated } from './mutate.ts'
import { BUCKETS, INSTANCE, KEYS, VOLUME } from './words.ts'

/** Statuses of AWS's own faults, and the codes that tell of them. */
const FAULTS: Readonly<Record<number, RegExp>> = {
  500: /^InsufficientInstanceCapacity$/,
  501: /^NotImplemented$/,
  503: /^SlowDown$/,
}
/** One refused request in so many is held to have changed nothing. */
const SAMPLE = 50
/** After so many requests the buckets are there again. */
const RESTOCK = 400
/** Wall time of the fuzz: it stands, so that signatures and cloud time are the same in every run. */
const NOW_MS = Date.UTC(2026, 0, 1)

/** A world to be fuzzed. */
export interface Target {
  readonly world: EndpointWorld
  readonly auth: 'verify' | 'open'
}

/** What a run came to. */
export interface Fuzzed {
  readonly requests: number
  /** how many answers had each status */
  readonly statuses: ReadonlyMap<number, number>
  /** how many refusals had each code */
  readonly codes: ReadonlyMap<string, number>
  /** how many refusals were held to have changed nothing */
  readonly sampled: number
}

/** Something that must not be, and the request that led to it. */
export class FuzzError extends Error {
  constructor(
    seed: string,
    index: number,
    { method, target, headers, body }: HttpRequest,
    why: string,
  ) {
    const head = [...headers].map(([name, value]) => `${name}: ${value}`).join('\n')
    const text = Buffer.from(body.subarray(0, 2000)).toString('latin1')
    super(`seed '${seed}', request ${index}: ${why}\n${method} ${target}\n${head}\n\n${text}`)
  }
}

export class Fuzz {
  readonly targets: readonly Target[]
  readonly #seed: string
  readonly #dice: Dice
  readonly #corpus: readonly HttpRequest[]
  readonly #ids = { [INSTANCE]: [INSTANCE], [VOLUME]: [VOLUME] }
  readonly #statuses = new Map<number, number>()
  readonly #codes = new Map<string, number>()
  #requests = 0
  #sampled = 0

  private constructor(seed: string, corpus: readonly HttpRequest[], targets: readonly Target[]) {
    this.#seed = seed
    this.#dice = new Dice(`${seed}: mutations`)
    this.#corpus = corpus
    this.targets = targets
  }

  /**
   * Worlds and requests from a seed, `each` of every operation. With a journal, what happened can be checked
   * against the events.
   */
  static async start(seed: string, journal: boolean, each = 8): Promise<Fuzz> {
    const corpus = await captureCorpus(new Dice(`${seed}: corpus`), each)
    let requestIds = 0
    const targets = (['open', 'verify'] as const).map((auth) => ({
      auth,
      world: new EndpointWorld({
        ...{
          auth,
          journal,
          hashes: NODE_HASHES,
          seed,
          scenario: 'empty',
          defaults: 'modern',
          pace: 'manual',
        },
        nowMs: () => NOW_MS,
        steadyMs: () => 0,
        newRequestId: () => `00000000-0000-4000-8000-${String(++requestIds).padStart(12, '0')}`,
        report: (error) => {
          throw error
        },
      }),
    }))
    const fuzz = new Fuzz(seed, corpus, targets)
    // Each request as it was made, so that there are things for the mutated ones to meet.
    for (const target of targets) for (const request of corpus) fuzz.#send(target, request)
    return fuzz
  }

  /** Sends so many requests; throws a `FuzzError` at the first thing that must not be. */
  run(count: number): Fuzzed {
    for (let left = count; left > 0; left--) {
      if (left % RESTOCK === 0) this.#restock()
      this.#send(this.#target(this.#dice.onceIn(8) ? 'verify' : 'open'), this.next())
    }
    return {
      requests: this.#requests,
      statuses: this.#statuses,
      codes: this.#codes,
      sampled: this.#sampled,
    }
  }

  /** The next mutated request, as a socket would bring it. */
  next(): HttpRequest {
    const dice = this.#dice
    const request = this.#alive(dice.pick(this.#corpus))
    const changed = mutated(request, dice.pick(this.#corpus), dice)
    return dice.onceIn(4) ? changed : mended(changed)
  }

  /** What mutated requests have taken away, so that the others go on to meet something. */
  #restock(): void {
    for (const target of this.targets) {
      for (const bucket of BUCKETS) {
        this.#send(target, put(`/${bucket}`, ''))
        for (const key of KEYS)
          this.#send(target, put(`/${bucket}/${encodeURIComponent(key)}`, 'hello'))
      }
    }
  }

  #send({ world, auth }: Target, unsigned: HttpRequest): void {
    const request = auth === 'verify' && !this.#dice.onceIn(4) ? signedAgain(unsigned) : unsigned
    const before = this.#requests % SAMPLE === 0 ? stateOf(world.cloud.world) : null
    const index = this.#requests++
    let response: HttpResponse
    try {
      response = world.answer(request)
    } catch (error) {
      const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
      throw new FuzzError(this.#seed, index, request, `it throws: ${trace}`)
    }
    const wrong = this.#judge(request, response) ?? this.#judgeState(response, world, before)
    if (wrong !== null) throw new FuzzError(this.#seed, index, request, wrong)
    this.#learn(response)
  }

  #target(auth: Target['auth']): Target {
    const found = this.targets.find((target) => target.auth === auth)
    if (found === undefined) throw new Error(`no world for ${auth}`)
    return found
  }

  /** What is wrong with an answer, or null. */
  #judge({ method }: HttpRequest, { status, headers, body }: HttpResponse): string | null {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1)
    if (!Number.isInteger(status) || status < 200 || status > 599) return `the status is ${status}`
    for (const [name, value] of headers) {
      try {
        validateHeaderName(name)
        validateHeaderValue(name, value)
      } catch {
        return `the header ${name}: ${JSON.stringify(value)} cannot be sent`
      }
    }
    const length = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1]
    if (method !== 'HEAD' && length !== undefined && Number(length) !== body.length) {
      return `the length is ${length}, of ${body.length} bytes`
    }
    if (method === 'HEAD' || status < 400)
      return body.length > 0 && method === 'HEAD' ? 'a HEAD has a body' : null
    const code = codeOf(body)
    if (code === null) return `an error ${status} without a Code: ${Buffer.from(body).toString()}`
    this.#codes.set(code, (this.#codes.get(code) ?? 0) + 1)
    return status >= 500 && !FAULTS[status]?.test(code)
      ? `${status} ${code} is no fault of AWS's`
      : null
  }

  #judgeState({ status }: HttpResponse, world: EndpointWorld, before: State | null): string | null {
    if (before === null || status < 400) return null
    const after = stateOf(world.cloud.world)
    // A key that was not seen before makes an account, whatever becomes of the request.
    if (after.get('identity.account count') !== before.get('identity.account count')) return null
    this.#sampled++
    for (const [name, value] of after) {
      if (before.get(name) !== value) return `a refused request changed ${name}`
    }
    return before.size === after.size ? null : 'a refused request took something away'
  }

  /** Ids that live in the world instead of those that stand for them. */
  #alive(request: HttpRequest): HttpRequest {
    const text = Buffer.from(request.body).toString('latin1')
    if (!text.includes(INSTANCE) && !text.includes(VOLUME)) return request
    const alive = text
      .replaceAll(INSTANCE, () => this.#dice.pick(this.#ids[INSTANCE]))
      .replaceAll(VOLUME, () => this.#dice.pick(this.#ids[VOLUME]))
    return { ...request, body: new Uint8Array(Buffer.from(alive, 'latin1')) }
  }

  #learn({ status, body }: HttpResponse): void {
    if (status !== 200 || body.length > 10_000) return
    const text = Buffer.from(body).toString('latin1')
    for (const [pattern, known] of [
      [/\bi-[0-9a-f]{17}\b/, this.#ids[INSTANCE]],
      [/\bvol-[0-9a-f]{17}\b/, this.#ids[VOLUME]],
    ] as const) {
      const found = pattern.exec(text)?.[0]
      if (found === undefined || known.includes(found)) continue
      known.push(found)
      if (known.length > 8) known.shift()
    }
  }
}

const put = (target: string, body: string): HttpRequest => ({
  ...{ method: 'PUT', target, secure: false, sourceIp: '127.0.0.1' },
  headers: new Map([
    ['host', '127.0.0.1'],
    ['content-length', String(body.length)],
  ]),
  body: new TextEncoder().encode(body),
})

/** The Code of an error in XML or JSON. */
function codeOf(body: Uint8Array): string | null {
  const text = Buffer.from(body).toString()
  return /<Code>([^<]+)<\/Code>/.exec(text)?.[1] ?? /"__type":"([^"]+)"/.exec(text)?.[1] ?? null
}

/** What says how long a body is, and what its hash is, made true again: else nothing behind it is reached. */
function mended(request: HttpRequest): HttpRequest {
  const headers = new Map(request.headers)
  if (headers.has('content-length')) headers.set('content-length', String(request.body.length))
  if (/^[0-9a-f]{64}$/.test(headers.get('x-amz-content-sha256') ?? '')) {
    headers.set('x-amz-content-sha256', createHash('sha256').update(request.body).digest('hex'))
  }
  if (/[?&]delete\b/.test(request.target)) {
    for (const name of headers.keys()) if (name.startsWith('x-amz-checksum-')) headers.delete(name)
    headers.set('content-md5', createHash('md5').update(request.body).digest('base64'))
  }
  return { ...request, headers }
}

function signedAgain(request: HttpRequest): HttpRequest {
  const claim = request.headers.get('authorization') ?? ''
  const service = /\/(ec2|sts|s3|lab)\/aws4_request/.exec(claim)?.[1] ?? 's3'
  const options = { credentials: learner, region: 'us-east-1', service, nowMs: NOW_MS }
  return { ...request, headers: sign(request, options) }
}

/** The parts of a world by name; equal parts are the same things. */
type State = ReadonlyMap<string, unknown>

function stateOf(world: World): State {
  const state = new Map<string, unknown>()
  const { tables, schedule, blobs, counters } = world.frame()
  for (const [name, { rows, keys }] of tables) {
    if (name.startsWith('billing.')) continue
    state.set(`${name} count`, keys.length)
    for (const [key, row] of rows) state.set(`${name} ${key}`, row)
  }
  for (const timer of schedule.timers) state.set(`timer ${timer.sequence}`, timer.at)
  for (const [id, blob] of blobs.blobs) state.set(`blob ${id}`, blob)
  for (const [name, count] of counters) state.set(`counter ${name}`, count)
  return state
}
