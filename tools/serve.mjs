/**
 * Builds the page, and serves it on this machine only. As a program:
 * `node tools/serve.mjs PORT [FOLDER]` serves what is built.
 *
 * Tests and pictures build into a folder of their own run, so that a page that somebody is
 * looking at, or another run, is not replaced under their hands.
 */
import { createServer } from 'node:net'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { createBuilder, preview } from 'vite'

const HOST = '127.0.0.1'
const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Whether nobody listens on the port; 0 asks the system for a free one.
 * @param {number} port
 * @returns {Promise<number | undefined>} the port, or undefined when it is busy
 */
function probe(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, HOST, () => {
      const address = server.address()
      const found = typeof address === 'object' && address ? address.port : port
      server.close(() => resolve(found))
    })
  })
}

/** A port that was free just now. */
export async function freePort() {
  const port = await probe(0)
  if (port === undefined) throw new Error('No free port on this machine.')
  return port
}

/**
 * The first free port from `first` on; each busy one is said.
 * @param {number} first
 */
export async function nextFreePort(first) {
  for (let port = first; port < first + 100; port += 1) {
    if ((await probe(port)) !== undefined) return port
    console.log(`Port ${port} is busy, trying ${port + 1}.`)
  }
  throw new Error(`No free port from ${first} to ${first + 99}.`)
}

/**
 * Builds the page, the widget and its tag.
 * @param {string} [folder] where to, from the root
 */
export async function buildPage(folder = 'dist') {
  const said = { root, logLevel: /** @type {const} */ ('warn') }
  const builder = await createBuilder({ ...said, build: { outDir: folder, emptyOutDir: true } })
  await builder.buildApp()
}

/**
 * Serves a built page at a port that must be free.
 * @param {number} port
 * @param {string} [folder] where it was built, from the root
 * @returns {Promise<{ address: string, close: () => Promise<void> }>}
 */
export async function servePage(port, folder = 'dist') {
  const server = await preview({
    root,
    logLevel: 'warn',
    build: { outDir: folder },
    preview: { host: HOST, port, strictPort: true, open: false },
  })
  return { address: `http://${HOST}:${port}/`, close: () => server.close() }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const { address } = await servePage(Number(argv[2]), argv[3])
  console.log(address)
}
