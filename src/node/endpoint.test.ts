import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { startEndpoint } from '../../test/clients/setup.ts'

/** Runs the program to its end. */
async function run(...words: string[]) {
  const args = ['--import', 'tsx', 'src/node/endpoint.ts', ...words]
  try {
    return { ...(await promisify(execFile)(process.execPath, args)), code: 0 }
  } catch (error) {
    return error as { readonly stdout: string; readonly stderr: string; readonly code: number }
  }
}

it('says what is wrong with its arguments, how they are written, and ends with 2', async () => {
  const { stdout, stderr, code } = await run('--auth', 'none')
  expect([stdout, code]).toEqual(['', 2])
  expect(stderr).toMatch(/^--auth takes verify or open, not none\.\n\nUsage: npm run endpoint -- /)
})

it('tells its usage when it is asked', async () => {
  const { stdout, code } = await run('--help')
  expect(stdout).toMatch(/^Usage: npm run endpoint -- /)
  expect(code).toBe(0)
})

it('says that a port is taken, and ends with 1', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  const address = await new Promise<ReturnType<typeof taken.address>>((resolve) =>
    taken.once('listening', () => resolve(taken.address())),
  )
  const port = typeof address === 'object' ? address?.port : 0
  const { stderr, code } = await run('--port', String(port))
  taken.close()
  expect(stderr).toMatch(new RegExp(`^The endpoint cannot listen on port ${port}: `))
  expect(code).toBe(1)
})

it('answers on the port that its first line names, on this machine only, until it is stopped', async () => {
  const endpoint = await startEndpoint('--auth', 'open')
  const answer = await fetch(endpoint.address)
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('<ListAllMyBucketsResult')
  await endpoint.stop()
  await expect(fetch(endpoint.address)).rejects.toThrow()
  expect(endpoint.troubles()).toBe('')
})
