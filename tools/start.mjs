/**
 * `npm start`: builds the page, serves it and prints its address, which is all a visitor needs.
 * The first port tried is PORT or 4173.
 */
import { buildPage, nextFreePort, servePage } from './serve.mjs'

/** @param {number} first */
async function serveFrom(first) {
  for (let port = first; ; port += 1) {
    port = await nextFreePort(port)
    try {
      return await servePage(port)
    } catch (error) {
      // Somebody may have taken it since it was seen free.
      if (!/in use|EADDRINUSE/.test(String(error))) throw error
    }
  }
}

await buildPage()
const { address } = await serveFrom(Number(process.env.PORT ?? 4173))
console.log(`Cloudglass is at ${address} (Ctrl+C ends it)`)
