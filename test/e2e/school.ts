/**
 * A school's site that embeds the lab from another: a server of its own, under another host's name, so that a browser
 * takes the two for different sites and puts their pages into processes of their own.
 */
import { createServer, type Server } from 'node:http'

export class School {
  /** the pages there are, by their paths */
  readonly pages: Readonly<Record<string, string>>
  #server: Server | null = null
  #port = 0

  constructor(pages: Readonly<Record<string, string>>) {
    this.pages = pages
  }

  /** Another name for the same machine than the lab's has. */
  get origin(): string {
    return `http://localhost:${this.#port}`
  }

  async start(): Promise<void> {
    const server = createServer(({ url = '' }, response) => {
      const page = this.pages[new URL(url, this.origin).pathname]
      response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html' })
      response.end(page)
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = server.address()
    if (typeof address === 'object' && address !== null) this.#port = address.port
    this.#server = server
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections()
    await new Promise((closed) => this.#server?.close(closed))
  }
}

/** A page of a school's, higher than any window, with a list of what it is told as `window.heard`. */
export const schoolPage = (body: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="data:,">
    <title>A school</title>
    <style>
      body { margin: 20px; min-height: 3000px }
      cloudglass-lab, iframe { display: block; width: 600px; max-width: 100%; height: 400px; border: 0 }
    </style>
    <script>
      window.heard = []
      addEventListener('message', ({ data, origin }) => heard.push({ origin, ...data }))
    </script>
  </head>
  <body>${body}</body>
</html>`
