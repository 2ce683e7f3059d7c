import { afterEach, describe, expect, it } from 'vitest'
import type { HttpRequest } from '../wire/http.ts'
import type { ServerOptions } from './server.ts'
import { converse, listen, said } from './testing.ts'

let close: (() => Promise<void>) | null = null
afterEach(async () => {
  await close?.()
  close = null
})

/** A server, and the requests that reach what stands behind it. */
async function open(more: Partial<ServerOptions> = {}) {
  const seen: HttpRequest[] = []
  const server = await listen({
    answer: (request) => {
      seen.push(request)
      return said(`${request.method} ${request.target} ${request.body.length}`)
    },
    ...more,
  })
  close = server.close
  return { port: server.port, seen, talk: (deaf = false) => converse(server.port, deaf) }
}

const bodyOf = (response: string): string => response.slice(response.indexOf('\r\n\r\n') + 4)
const CLOSE = 'Host: x\r\nConnection: close\r\n'

describe('a request', () => {
  it('arrives byte for byte: target, repeated headers, latin-1 values, body', async () => {
    const { seen, talk } = await open()
    const line = talk()
    line.send(
      `PUT /b/a%2Fb//../%c3%a9+x?y=%20&z HTTP/1.1\r\n${CLOSE}X-A: 1\r\nx-a: \xe9\r\nContent-Length: 3\r\n\r\n\x00\xff\n`,
    )
    expect(bodyOf(await line.closed)).toBe('PUT /b/a%2Fb//../%c3%a9+x?y=%20&z 3')
    const [request] = seen
    expect(request?.headers.get('x-a')).toBe('1, \xe9')
    expect([...(request?.body ?? [])]).toEqual([0, 255, 10])
    expect(request?.body.constructor).toBe(Uint8Array)
    expect(request?.sourceIp).toBe('127.0.0.1')
  })

  it('is put together from however many pieces it comes in', async () => {
    const { seen, talk } = await open()
    const body = 'x'.repeat(200_000)
    const line = talk()
    const whole = `POST / HTTP/1.1\r\n${CLOSE}Content-Length: ${body.length}\r\n\r\n${body}`
    for (let at = 0; at < whole.length; at += 40_000) line.send(whole.slice(at, at + 40_000))
    expect(bodyOf(await line.closed)).toBe('POST / 200000')
    expect(seen[0]?.body.every((byte) => byte === 0x78)).toBe(true)
  })

  it('may come in chunks of HTTP', async () => {
    const { talk } = await open()
    const line = talk()
    line.send(
      `POST / HTTP/1.1\r\n${CLOSE}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`,
    )
    expect(bodyOf(await line.closed)).toBe('POST / 5')
  })

  it('follows another on one connection, also before the first is answered', async () => {
    const { talk } = await open()
    const line = talk()
    const one = 'GET /1 HTTP/1.1\r\nHost: x\r\n\r\n'
    line.send(one)
    await line.until(/GET \/1 0$/)
    line.send(
      `POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab${one}GET /3 HTTP/1.1\r\n${CLOSE}\r\n`,
    )
    const heard = await line.closed
    expect(heard.match(/(GET|POST) \/\d \d/g)).toEqual([
      'GET /1 0',
      'POST /2 2',
      'GET /1 0',
      'GET /3 0',
    ])
    expect(heard.match(/Content-Length: 8\r\n|Content-Length: 9\r\n/g)).toHaveLength(4)
    expect(heard).not.toContain('chunked')
  })

  it.each([
    ['GET http://b.s3.amazonaws.com/k?x HTTP/1.1', '/k?x', 'b.s3.amazonaws.com'],
    ['GET https://h?x HTTP/1.1', '/?x', 'h'],
    ['OPTIONS * HTTP/1.1', '*', 'x'],
  ])('with the line "%s" has the target %s at %s', async (first, target, host) => {
    const { seen, talk } = await open()
    const line = talk()
    line.send(`${first}\r\n${CLOSE}\r\n`)
    await line.closed
    expect([seen[0]?.target, seen[0]?.headers.get('host')]).toEqual([target, host])
  })

  it.each([
    ['of HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n'],
    ['without a Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['that wants another protocol', `GET / HTTP/1.1\r\n${CLOSE}Upgrade: websocket\r\n\r\n`],
    ['with an expectation nobody knows', `GET / HTTP/1.1\r\n${CLOSE}Expect: wonders\r\n\r\n`],
  ])('%s is answered like any other', async (_name, text) => {
    const { talk } = await open()
    const line = talk()
    line.send(text)
    expect(bodyOf(await line.closed)).toBe('GET / 0')
  })
})

describe('a client that waits for 100 Continue', () => {
  const head = (length: number) =>
    `PUT / HTTP/1.1\r\n${CLOSE}Expect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`

  it('is told to go on', async () => {
    const { talk } = await open()
    const line = talk()
    line.send(head(2))
    await line.until(/^HTTP\/1.1 100 Continue\r\n\r\n$/)
    line.send('ab')
    expect(await line.closed).toMatch(/PUT \/ 2$/)
  })

  it('is refused before it sends a body that is too large', async () => {
    const { talk, seen } = await open()
    const line = talk()
    line.send(head(1_000_001))
    expect(await line.closed).toMatch(/^HTTP\/1.1 400 .*refused EntityTooLarge$/s)
    expect(seen).toEqual([])
  })
})

describe('a body', () => {
  it('that is too large is read to its end and refused, and the connection lives on', async () => {
    const { talk } = await open({ bodyLimit: 100_000 })
    const line = talk()
    line.send(`PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n${'x'.repeat(300_000)}`)
    await line.until(/refused EntityTooLarge$/)
    line.send(`GET / HTTP/1.1\r\n${CLOSE}\r\n`)
    expect(await line.closed).toMatch(/GET \/ 0$/)
  })

  it('that grows too large in chunks is refused too', async () => {
    const { talk } = await open({ bodyLimit: 10 })
    const line = talk()
    line.send(`PUT / HTTP/1.1\r\n${CLOSE}Transfer-Encoding: chunked\r\n\r\n`)
    line.send('8\r\n12345678\r\n8\r\n12345678\r\n0\r\n\r\n')
    expect(await line.closed).toMatch(/refused EntityTooLarge$/)
  })

  it('has to wait while others fill the room, and the room is given back', async () => {
    const { talk } = await open({ bodiesLimit: 150_000 })
    const part = (more: string) =>
      `PUT / HTTP/1.1\r\n${CLOSE}Content-Length: 100000\r\n\r\n${'x'.repeat(99_990)}${more}`
    const first = talk()
    first.send(
      `PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 100000\r\n\r\n`,
    )
    await first.until(/100 Continue/)
    first.send('x'.repeat(99_990))
    const second = talk()
    for (let tries = 0; ; tries++) {
      // The first body may still be on its way when the second arrives whole.
      const line = tries === 0 ? second : talk()
      line.send(part('x'.repeat(10)))
      const heard = await line.closed
      if (/^HTTP\/1.1 503 .*refused SlowDown$/s.test(heard)) break
      expect(tries).toBeLessThan(50)
    }
    first.send('x'.repeat(10))
    await first.until(/PUT \/ 100000$/)
    first.cut()
    const third = talk()
    third.send(part('x'.repeat(10)))
    expect(await third.closed).toMatch(/PUT \/ 100000$/)
  })

  it('that its client leaves unfinished is answered when it can be, and forgotten when not', async () => {
    const { talk, seen } = await open({ bodiesLimit: 100 })
    const cut = talk()
    cut.send(`PUT / HTTP/1.1\r\n${CLOSE}Content-Length: 100\r\n\r\n${'x'.repeat(99)}`)
    cut.cut()
    await cut.closed
    const half = talk()
    half.send(`PUT / HTTP/1.1\r\n${CLOSE}Content-Length: 100\r\n\r\n`)
    half.finish()
    expect(await half.closed).toMatch(/^HTTP\/1.1 400 .*refused IncompleteBody$/s)
    expect(seen).toEqual([])
    const whole = talk()
    whole.send(`PUT / HTTP/1.1\r\n${CLOSE}Content-Length: 100\r\n\r\n${'x'.repeat(100)}`)
    expect(await whole.closed).toMatch(/PUT \/ 100$/)
  })
})

describe('what is no request', () => {
  it.each([
    ['noise', '\x00\x01\x02 noise\r\n\r\n', 'BadRequest'],
    ['a method nobody knows', 'FROB / HTTP/1.1\r\nHost: x\r\n\r\n', 'BadRequest'],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'BadRequest'],
    ['a TLS greeting', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'BadRequest'],
    ['a target with a space', 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n', 'BadRequest'],
    [
      'two lengths',
      'PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      'BadRequest',
    ],
    [
      'a length that is none',
      'PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n',
      'BadRequest',
    ],
    [
      'a length and chunks',
      'PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'BadRequest',
    ],
    [
      'bad chunks',
      'PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n',
      'BadRequest',
    ],
    [
      'a head without end',
      `GET / HTTP/1.1\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
      'RequestHeaderSectionTooLarge',
    ],
    [
      'a tunnel',
      'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n',
      'MethodNotAllowed',
    ],
  ])('%s is answered with a Code and the connection closed', async (_name, text, code) => {
    const { talk, seen } = await open()
    const line = talk()
    line.send(text)
    expect(await line.closed).toMatch(new RegExp(`^HTTP/1.1 40[05] .*refused ${code}$`, 's'))
    expect(seen).toEqual([])
  })

  it('does not cut short what is still being answered', async () => {
    const body = new Uint8Array(30_000_000).fill(120)
    const { talk } = await open({
      answer: () => ({ status: 200, headers: [], body }),
      lingerMs: 0,
    })
    const line = talk()
    line.send('GET / HTTP/1.1\r\nHost: x\r\n\r\nno request\r\n\r\n')
    const heard = await line.closed
    expect(heard.length).toBeGreaterThan(body.length)
    expect(heard.slice(-20)).toBe('k\r\n\r\nrefused BadRequest'.slice(-20))
  })

  it('is also a request that never ends', async () => {
    const { talk } = await open({ requestTimeoutMs: 200 })
    const line = talk()
    line.send('GET / HTTP/1.1\r\nHost: x\r\n')
    expect(await line.closed).toMatch(/refused RequestTimeout$/)
  })
})

describe('an answer', () => {
  it('to HEAD has its length and no body', async () => {
    const { talk } = await open({
      answer: () => ({ status: 200, headers: [['Content-Length', '42']], body: new Uint8Array(0) }),
    })
    const line = talk()
    line.send(`HEAD / HTTP/1.1\r\n${CLOSE}\r\n`)
    expect(await line.closed).toMatch(/Content-Length: 42\r\n(?!.*Content-Length).*\r\n\r\n$/s)
  })

  it.each([204, 304])('of status %d has neither body nor length', async (status) => {
    const { talk } = await open({
      answer: () => ({ status, headers: [], body: new Uint8Array(0) }),
    })
    const line = talk()
    line.send(`GET / HTTP/1.1\r\n${CLOSE}\r\n`)
    expect(await line.closed).not.toMatch(/Content-Length|Transfer-Encoding/)
  })

  it.each<[string, ServerOptions['answer']]>([
    [
      'a throw',
      () => {
        throw new Error('trouble')
      },
    ],
    ['a header that no header can be', () => ({ ...said(''), headers: [['X', 'a\r\nb: c']] })],
  ])('after %s is a fault of the server, which is told and lives on', async (_name, answer) => {
    const told: unknown[] = []
    const { talk } = await open({ answer, report: (error) => void told.push(error) })
    for (let i = 1; i <= 2; i++) {
      const line = talk()
      line.send(`GET / HTTP/1.1\r\n${CLOSE}\r\n`)
      expect(await line.closed).toMatch(/^HTTP\/1.1 500 .*refused InternalError$/s)
      expect(told).toHaveLength(i)
    }
  })

  it('waits in memory only so far, when clients do not read', async () => {
    const body = new Uint8Array(30_000_000)
    const { talk } = await open({
      answer: ({ target }) =>
        target === '/l' ? { status: 200, headers: [], body } : said('small'),
    })
    const ask = async () => {
      const line = talk()
      line.send(`GET /s HTTP/1.1\r\n${CLOSE}\r\n`)
      return bodyOf(await line.closed)
    }
    const reached = async (wanted: string) => {
      while ((await ask()) !== wanted);
    }
    const deaf = talk(true)
    deaf.send('GET /l HTTP/1.1\r\nHost: x\r\n\r\n')
    await reached('refused SlowDown')
    deaf.cut()
    await reached('small')
  })
})
