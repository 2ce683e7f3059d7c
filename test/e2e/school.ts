/**
 * A school's site that embeds the lab from another: a server of its own, under another host's name, so that a browser
 * takes the two for different sites and puts their pages into processes of their own.
 */
import { createServer, type Server } from 'node:http'
import { expect, type Fixtures, type FrameLocator, type Page } from '@playwright/test'

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

/** What a test at a school has besides its page: the lab's origin, and a school that embeds it in each way there is. */
export interface AtSchool {
  school: School
  lab: string
}

export const atSchool: Fixtures<
  AtSchool,
  object,
  { baseURL: string | undefined; complaints: string[] }
> = {
  lab: async ({ baseURL }, use) => use(new URL(baseURL ?? '').origin),
  school: async ({ lab, complaints }, use) => {
    const tag = `<script type="module" src="${lab}/cloudglass-lab.js"></script>
      <cloudglass-lab lesson="eight-seconds"><p>A cloud.</p></cloudglass-lab>`
    // What the plain frames name as their host is filled in by the test.
    const frame = `<script>
      const frame = document.createElement('iframe')
      frame.title = 'A cloud'
      frame.src = '${lab}/embed.html?lesson=eight-seconds&host=' + location.hash.slice(1)
      document.body.append(frame)
    </script>`
    const school = new School({
      '/tag': schoolPage(tag),
      '/frame': schoolPage(frame),
      '/lab': schoolPage(
        `<iframe title="The lab" style="width: 1200px; max-width: none; height: 800px" src="${lab}/"></iframe>`,
      ),
      '/own': schoolPage('<p>The school’s own.</p>'),
    })
    await school.start()
    await use(school)
    await school.stop()
    // The school is what embeds the lab, and no place that the lab asks.
    const others = complaints.filter((one) => !one.startsWith(`foreign request: ${school.origin}/`))
    complaints.splice(0, complaints.length, ...others)
  },
}

/** The whole lab in a frame of the school's page. */
export const framed = (page: Page): FrameLocator => page.frameLocator('iframe')
/** Begins the first lesson in the lab in the frame. */
export async function beginInFrame(page: Page): Promise<void> {
  await framed(page).getByRole('button', { name: 'Launch' }).click()
  await expect(framed(page).getByRole('heading', { level: 1 })).toHaveText('A slice is yours.')
}
