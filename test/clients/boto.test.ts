/**
 * Unmodified boto3 against the endpoint: clients, resources, waiters, paginators, both styles of address, right and
 * wrong keys, presigned URLs, two hundred files up and down. The checks stand in boto.py; each is one test here.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeFiles } from './files.ts'
import { pythonsWith, runPython, startEndpoint } from './setup.ts'

const pythons = pythonsWith('boto3')
const source = readFileSync(new URL('boto.py', import.meta.url), 'utf8')
const checks = [...source.matchAll(/^def check_(\w+)/gm)].map((found) => found[1] ?? '')
const files = mkdtempSync(join(tmpdir(), 'cloudglass-boto-'))

beforeAll(() => writeFiles(files))
afterAll(() => rmSync(files, { recursive: true }))

interface Report {
  readonly results: Readonly<Record<string, string | null>>
}

describe.each(pythons)('boto3 $version', (python) => {
  let results: Report['results'] = {}
  let troubles = ''

  beforeAll(async () => {
    const verifying = await startEndpoint('--pace', 'fast')
    const open = await startEndpoint('--auth', 'open')
    try {
      const task = { endpoint: verifying.address, open: open.address, files }
      results = ((await runPython(python, 'boto.py', task)) as Report).results
    } finally {
      await Promise.all([verifying.stop(), open.stop()])
    }
    troubles = verifying.troubles() + open.troubles()
  }, 240_000)

  it.each(checks)('%s', (name) => {
    expect(results[`check_${name}`]).toBeNull()
  })

  it('never makes the endpoint stumble', () => {
    expect(troubles).toBe('')
  })
})

if (pythons.length === 0) it.skip('no Python of this machine has boto3')
