/** For tests: a server on a port of its own, and bytes over a bare socket. */
import { once } from 'node:events'
import { connect } from 'node:net'
import type { HttpResponse } from '../wire/http.ts'
import { createEndpointServer, type ServerOptions } from './server.ts'

const encoder = new TextEncoder()

/** A response of text. */
export const said = (text: string, status = 200): HttpResponse => ({
  status,
  headers: [['Content-Type', 'text/plain']],
  body: encoder.encode(text),
})

/** A running server that echoes nothing but what `more` says; `close` ends it with all its connections. */
export async function listen(
  more: Partial<ServerOptions> = {},
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server = createEndpointServer({
    answer: ({ method, target, body }) => said(`${method} ${target} ${body.length}`),
    refuse: (_request, { code, httpStatus }) => said(`refused ${code}`, httpStatus),
    report: (error) => {
      throw error
    },
    bodyLimit: 1_000_000,
    bodiesLimit: 4_000_000,
    requestTimeoutMs: 20_000,
    ...more,
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a server without a port')
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { port: address.port, close }
}

/** A bare socket: what it sends, and all that came back by the time that the other side closed. */
export interface Conversation {
  send(bytes: string | Uint8Array): void
  /** Waits until what came back so far matches. */
  until(pattern: RegExp): Promise<string>
  /** Says that nothing more is sent. */
  finish(): void
  /** Goes without a word. */
  cut(): void
  /** Everything that came back, when the other side has closed. */
  readonly closed: Promise<string>
}

/** Opens a bare socket to a port of this machine; a deaf one reads nothing. */
export function converse(port: number, deaf = false): Conversation {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let heard = ''
  const waiting = new Set<() => void>()
  socket.on('data', (bytes) => {
    heard += bytes.toString('latin1')
    for (const look of waiting) look()
  })
  if (deaf) socket.pause()
  socket.on('error', () => socket.destroy())
  const closed = new Promise<string>((resolve) => {
    socket.on('end', () => socket.end())
    socket.on('close', () => resolve(heard))
  })
  return {
    send: (bytes) =>
      void socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes),
    until: (pattern) =>
      new Promise((resolve) => {
        const look = () => {
          if (!pattern.test(heard)) return
          waiting.delete(look)
          resolve(heard)
        }
        waiting.add(look)
        look()
      }),
    finish: () => void socket.end(),
    cut: () => void socket.destroy(),
    closed,
  }
}
