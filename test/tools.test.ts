/** The tools that people meet first: ports, browsers, and the counting of tests. */

import { createServer } from 'node:net'
import { execPath } from 'node:process'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { findChromium } from '../tools/browser.mjs'
import { freePort, nextFreePort } from '../tools/serve.mjs'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

describe('the port of npm start', () => {
  it('is the next one when the first is busy, which is said', async () => {
    const said = vi.spyOn(console, 'log').mockReturnValue()
    const port = await freePort()
    const server = createServer()
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
    try {
      expect(await nextFreePort(port)).toBeGreaterThan(port)
      expect(said).toHaveBeenCalledWith(`Port ${port} is busy, trying ${port + 1}.`)
    } finally {
      server.close()
    }
  })

  it('is the first when that is free', async () => {
    const port = await freePort()
    expect(await nextFreePort(port)).toBe(port)
  })
})

describe('the browser', () => {
  it('is the one that CHROME names', () => {
    vi.stubEnv('CHROME', execPath)
    expect(findChromium()).toBe(execPath)
  })

  it('is not looked for elsewhere when CHROME names none', () => {
    vi.stubEnv('CHROME', '/nowhere/chromium')
    expect(() => findChromium()).toThrow('/nowhere/chromium')
  })
})
