/**
 * The unmodified AWS CLI against the endpoint: every modelled operation, `aws s3`, waiters, presigned URLs, errors and
 * their exit codes, and two hundred files up and down.
 *
 * The lines run one after another in one process of the CLI's own Python (cli.py); one is started as a program.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { models } from '../../src/models/index.ts'
import { COMPUTE, FILES, type Line, OBJECTS } from './aws.lines.ts'
import { digests, writeFiles } from './files.ts'
import { CLIENT_ENV, type Endpoint, pythonsWith, runPython, startEndpoint } from './setup.ts'

/** The first CLI is asked everything; another, newer or older, what differs between them: how bodies are sent. */
const pythons = pythonsWith('awscli').map((python, index) => ({
  ...python,
  lines: index === 0 ? [...COMPUTE, ...OBJECTS, ...FILES] : [...OBJECTS, ...FILES],
}))
const folder = mkdtempSync(join(tmpdir(), 'cloudglass-aws-'))

interface Ran {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** A folder for each CLI, since some lines look at what is there. */
function writeFolder(version: string): void {
  const own = join(folder, version)
  mkdirSync(join(own, 'site'), { recursive: true })
  writeFiles(join(own, 'files'))
  for (const name of ['index.html', 'a.txt', 'b b.txt']) {
    writeFileSync(join(own, 'site', name), `this is ${name}`)
  }
  writeFileSync(join(own, 'hello.txt'), 'hello')
  // The older CLI would presign for this address in the old way.
  writeFileSync(join(own, 'config'), '[default]\ns3 =\n  signature_version = s3v4\n')
}
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs lines in a process of one CLI. */
async function runLines(
  python: (typeof pythons)[number],
  { address }: Endpoint,
  lines: readonly Pick<Line, 'line' | 'as'>[],
  env: Readonly<Record<string, string>> = {},
): Promise<readonly Ran[]> {
  const commands = lines.map(({ line, as }) => ({ argv: [...line], as: as ?? null }))
  const task = { endpoint: address, commands }
  const cwd = join(folder, python.version)
  const said = await runPython(python, 'cli.py', task, {
    cwd,
    env: { AWS_CONFIG_FILE: join(cwd, 'config'), ...env },
  })
  return (said as { results: readonly Ran[] }).results
}

describe.each(pythons)('aws $version', (python) => {
  let endpoint: Endpoint
  let ran: readonly Ran[] = []

  beforeAll(async () => {
    writeFolder(python.version)
    endpoint = await startEndpoint('--pace', 'fast')
    ran = await runLines(python, endpoint, python.lines)
  }, 240_000)
  afterAll(() => endpoint.stop())

  it.each(
    python.lines.map((line, index) => ({
      ...line,
      index,
      name: line.line.join(' ').slice(0, 100),
    })),
  )('$name', ({ index, says, fails }) => {
    const { status, stdout, stderr } = ran[index] ?? { status: -1, stdout: '', stderr: '' }
    expect([status === 0, stderr], stdout).toEqual([
      fails === undefined,
      fails ? expect.stringMatching(fails) : '',
    ])
    if (says !== undefined) expect(stdout).toMatch(says)
  })

  it('fetches a presigned URL with a plain HTTP client, until it is changed', async () => {
    const url = ran[python.lines.findIndex(({ as }) => as === 'url')]?.stdout.trim() ?? ''
    expect(await (await fetch(url)).text()).toBe('hello')
    const changed = await fetch(url.replace('Expires=60', 'Expires=6000'))
    expect(changed.status).toBe(403)
    expect(await changed.text()).toContain('<Code>SignatureDoesNotMatch</Code>')
  })

  it('is refused with a wrong secret and with an unknown key', async () => {
    const ask = async (env: Readonly<Record<string, string>>) => {
      const lines = [{ line: ['ec2', 'describe-vpcs'] }, { line: ['s3api', 'list-buckets'] }]
      const answers = await runLines(python, endpoint, lines, env)
      return answers.map(({ stderr }) => /\((\w+)\)/.exec(stderr)?.[1])
    }
    expect(await ask({ AWS_SECRET_ACCESS_KEY: 'x' })).toEqual([
      'AuthFailure',
      'SignatureDoesNotMatch',
    ])
    expect(await ask({ AWS_ACCESS_KEY_ID: 'AKIAX' })).toEqual(['AuthFailure', 'InvalidAccessKeyId'])
  })

  it('brings two hundred files up and down again unchanged', { timeout: 120_000 }, async () => {
    const there = 's3://aws-files/deep ü/'
    const lines = [
      ['s3', 'mb', 's3://aws-files'],
      ['s3', 'cp', '--recursive', '--no-progress', 'files', there],
      ['s3', 'cp', '--recursive', '--no-progress', there, 'back'],
      ['s3', 'sync', '--no-progress', 'files', there],
      ['s3', 'rb', '--force', 's3://aws-files'],
    ]
    const [, up, down, again, gone] = await runLines(
      python,
      endpoint,
      lines.map((line) => ({ line })),
    )
    expect([up?.stderr, down?.stderr, again?.stderr, gone?.stderr]).toEqual(['', '', '', ''])
    expect(up?.stdout.match(/^upload: /gm)).toHaveLength(200)
    expect(again?.stdout).toBe('')
    const sent = digests(join(folder, python.version, 'files'))
    expect(sent.size).toBe(200)
    expect(digests(join(folder, python.version, 'back'))).toEqual(sent)
  })

  it('never makes the endpoint stumble', () => {
    expect(endpoint.troubles()).toBe('')
  })
})

describe.skipIf(pythons.length === 0)('the program aws', () => {
  it('runs as it stands on this machine', async () => {
    const endpoint = await startEndpoint('--auth', 'open')
    const args = ['sts', 'get-caller-identity', '--query', 'Account', '--output', 'text']
    const env = { ...CLIENT_ENV, AWS_ACCESS_KEY_ID: '111122223333' }
    const said = execFileSync('aws', [...args, '--endpoint-url', endpoint.address], { env })
    await endpoint.stop()
    expect(said.toString()).toBe('111122223333\n')
  })
})

it('asks for every modelled operation', () => {
  const dashed = (name: string) =>
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
      .toLowerCase()
  const asked = new Set([...COMPUTE, ...OBJECTS].map(({ line }) => `${line[0]} ${line[1]}`))
  const missing = Object.entries(models).flatMap(([service, { operations }]) =>
    Object.keys(operations)
      .map((name) => `${service === 's3' ? 's3api' : service} ${dashed(name)}`)
      .filter((name) => !asked.has(name)),
  )
  expect(missing).toEqual([])
})
