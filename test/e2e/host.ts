/**
 * A static host of a school's: it serves a built folder under a path that is not the root, and can be pulled off the
 * net or be given another build. It is not Vite's, so that nothing of the lab depends on what that one does.
 */
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'

const PATH = '/labs/cloud/'
const HOST = '127.0.0.1'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}

export class StaticHost {
  /** the folder that is served */
  folder: string
  /** paths that were asked for, from the lab's own on */
  readonly asked: string[] = []
  #server: Server | null = null
  #port = 0

  constructor(folder: string) {
    this.folder = folder
  }

  get address(): string {
    return `http://${HOST}:${this.#port}${PATH}`
  }

  /** Begins to serve, at the same port again if it did before. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response))
    await new Promise<void>((listening) => server.listen(this.#port, HOST, listening))
    const address = server.address()
    if (typeof address === 'object' && address !== null) this.#port = address.port
    this.#server = server
  }

  /** Is no longer there: connections are refused. */
  async stop(): Promise<void> {
    const server = this.#server
    this.#server = null
    if (server === null) return
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }

  async #answer({ url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(url, this.address)
    const path = pathname.startsWith(PATH) ? normalize(pathname.slice(PATH.length)) : '..'
    this.asked.push(path)
    const file = path === '.' ? 'index.html' : path
    const bytes = file.startsWith('..')
      ? null
      : await readFile(join(this.folder, file)).catch(() => null)
    const type = TYPES[extname(file)] ?? 'application/octet-stream'
    response.writeHead(bytes === null ? 404 : 200, { 'content-type': type })
    response.end(bytes ?? 'not here')
  }
}
