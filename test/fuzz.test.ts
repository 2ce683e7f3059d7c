/**
 * Requests of unmodified clients, mutated, by the hundred thousand: in process, and as bytes over a socket.
 * `npm run fuzz` goes on for as long as one likes.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { converse, listen } from '../src/node/testing.ts'
import type { HttpRequest } from '../src/wire/http.ts'
import { checkWorld } from './checkers.ts'
import { Dice } from './fuzz/dice.ts'
import { inflated } from './fuzz/mutate.ts'
import { Fuzz, FuzzError } from './fuzz/run.ts'

const PARTS = [1, 2, 3, 4].map((part) => ({ seed: `test ${part}` }))
const REQUESTS_PER_PART = 25_000

/** More than the wire's own limits, and less than 4 MiB of any short token can be cut into. */
const MOST_PARTS = 300_000

/** How many elements some work adds to lists, by pushing and by splitting text: work that no clock measures. */
function partsMadeBy(work: () => unknown): number {
  const { push } = Array.prototype
  const { split } = String.prototype
  let made = 0
  const replace = (push: unknown, split: unknown) => {
    Object.defineProperty(Array.prototype, 'push', { value: push, ...HIDDEN })
    Object.defineProperty(String.prototype, 'split', { value: split, ...HIDDEN })
  }
  replace(
    function (this: unknown[], ...items: unknown[]) {
      made += items.length
      return Reflect.apply(push, this, items)
    },
    function (this: string, ...how: unknown[]) {
      const parts: string[] = Reflect.apply(split, this, how)
      made += parts.length
      return parts
    },
  )
  try {
    work()
  } finally {
    replace(push, split)
  }
  return made
}
const HIDDEN = { configurable: true, writable: true, enumerable: false }

describe('mutated requests', () => {
  it.each(PARTS)(
    'with the seed "$seed" find nothing that must not be',
    { timeout: 180_000 },
    async ({ seed }) => {
      const fuzz = await Fuzz.start(seed, true)
      const { statuses, codes, sampled } = fuzz.run(REQUESTS_PER_PART)
      for (const { world } of fuzz.targets) checkWorld(world)
      // The fuzz is worth something only while it comes far: into answers, and into many refusals.
      expect(statuses.get(200)).toBeGreaterThan(REQUESTS_PER_PART / 20)
      expect(codes.size).toBeGreaterThan(40)
      expect(sampled).toBeGreaterThan(REQUESTS_PER_PART / 200)
    },
  )

  it('make no more parts than the limits say, however long they are', {
    timeout: 60_000,
  }, async () => {
    const fuzz = await Fuzz.start('long', false, 2)
    const { world } = fuzz.targets[0] ?? expect.fail('no world')
    const dice = new Dice('long: mutations')
    for (let left = 400; left > 0; left--) {
      const request = inflated(fuzz.next(), dice, fuzz.next())
      const parts = partsMadeBy(() => world.answer(request))
      expect(parts, `${request.method} ${request.target.slice(0, 200)}`).toBeLessThan(MOST_PARTS)
    }
  })

  it('are the same for the same seed', async () => {
    const [one, two] = [await Fuzz.start('twice', false, 2), await Fuzz.start('twice', false, 2)]
    expect([...one.run(500).codes]).toEqual([...two.run(500).codes])
    expect(one.targets.map(({ world }) => world.cloud.hash())).toEqual(
      two.targets.map(({ world }) => world.cloud.hash()),
    )
  })

  it.each<[what: string, answer: () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('trouble')
      },
    ],
    [
      'is a fault of the server',
      () => ({ status: 500, headers: [], body: Buffer.from('<Code>InternalError</Code>') }),
    ],
    [
      'is an error without a code',
      () => ({ status: 400, headers: [], body: Buffer.from('sorry') }),
    ],
    [
      'has a header that cannot be',
      () => ({ status: 200, headers: [['X', 'a\nb']], body: Buffer.alloc(0) }),
    ],
    [
      'tells a wrong length',
      () => ({ status: 200, headers: [['Content-Length', '1']], body: Buffer.alloc(0) }),
    ],
  ])('are stopped by an answer that %s, with the seed', async (_what, answer) => {
    const fuzz = await Fuzz.start('broken', false, 2)
    for (const { world } of fuzz.targets) Object.assign(world, { answer })
    expect(() => fuzz.run(50)).toThrow(FuzzError)
    expect(() => fuzz.run(50)).toThrow(/^seed 'broken', request \d+: /)
  })

  it('are stopped by a refusal that changes something', async () => {
    const fuzz = await Fuzz.start('leaky', false, 2)
    for (const { world } of fuzz.targets) {
      const answer = world.answer.bind(world)
      Object.assign(world, {
        answer: (request: HttpRequest) => {
          world.cloud.world.count('leak')
          return answer(request)
        },
      })
    }
    expect(() => fuzz.run(500)).toThrow(/a refused request changed counter leak/)
  })
})

describe('mutated bytes over a socket', () => {
  let close: () => Promise<void> = async () => {}
  afterEach(() => close())

  /** A request as bytes, a few of them wrong. */
  function broken({ method, target, headers, body }: HttpRequest, dice: Dice): Buffer {
    const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')
    const length = headers.has('content-length') ? '' : `content-length: ${body.length}\r\n`
    const head = Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines}${length}\r\n`, 'latin1')
    const bytes = Buffer.concat([head, body])
    for (let left = dice.below(4); left > 0; left--)
      bytes[dice.below(bytes.length)] = dice.below(256)
    return dice.onceIn(8) ? bytes.subarray(0, dice.below(bytes.length)) : bytes
  }

  /** What is wrong with all that came back for one request, or null. */
  function wrongWith(heard: string): string | null {
    if (heard === '') return null
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(heard)?.[1])
    if (!(status >= 100 && status <= 599)) return 'it is no response'
    if (/^HTTP\/1\.1 50[02] /m.test(heard)) return 'it is a fault of the server'
    const body = heard.slice(heard.indexOf('\r\n\r\n') + 4)
    const hasCode = /<Code>\w[^<]*<\/Code>|"__type":"\w/.test(body)
    return status < 400 || body === '' || hasCode ? null : 'it has no Code'
  }

  it('never end it, and every answer is one', { timeout: 120_000 }, async () => {
    const fuzz = await Fuzz.start('socket', false, 2)
    const { world } = fuzz.targets[0] ?? expect.fail('no world')
    const reports: unknown[] = []
    const server = await listen({
      answer: (request) => world.answer(request),
      refuse: (request, failure) => world.refuse(request, failure),
      report: (error) => void reports.push(error),
    })
    close = server.close
    const dice = new Dice('socket: bytes')
    const statuses = new Set<string>()
    let left = 3000
    const work = async () => {
      while (left-- > 0) {
        const bytes = broken(fuzz.next(), dice)
        const line = converse(server.port)
        line.send(bytes)
        line.finish()
        const heard = await line.closed
        statuses.add(heard.slice(9, 12))
        const wrong = wrongWith(heard)
        if (wrong !== null) expect.fail(`${wrong}:\n${bytes.toString('latin1')}\n\n${heard}`)
      }
    }
    await Promise.all(Array.from({ length: 16 }, work))
    expect(reports).toEqual([])
    expect([...statuses]).toEqual(expect.arrayContaining(['200', '400', '403', '404', '501']))
    const last = converse(server.port)
    last.send('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    expect(await last.closed).toMatch(/^HTTP\/1.1 200 OK/)
  })
})
