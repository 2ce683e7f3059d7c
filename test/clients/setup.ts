/**
 * For the tests with real clients: an endpoint in a process of its own, and the Pythons of this machine that have
 * AWS's clients. Where there is none, the tests say so and are skipped; under `CI` they fail.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A running endpoint. */
export interface Endpoint {
  readonly address: string
  /** what it said on stderr so far */
  readonly troubles: () => string
  readonly stop: () => Promise<void>
}

/** Starts `npm run endpoint` with some arguments and waits until it listens. */
export async function startEndpoint(...words: string[]): Promise<Endpoint> {
  const args = ['--import', 'tsx', 'src/node/endpoint.ts', '--port', '0', ...words]
  const child: ChildProcess = spawn(process.execPath, args, { cwd: ROOT })
  if (child.stdout === null || child.stderr === null) throw new Error('a process without output')
  let troubles = ''
  child.stderr.on('data', (bytes: Buffer) => {
    troubles += bytes.toString()
  })
  const lines = createInterface(child.stdout)
  const ended = once(child, 'exit').then(() => ['it ended'])
  const [first] = await Promise.race([once(lines, 'line'), ended])
  const address = /^listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(String(first))?.[1]
  if (address === undefined) throw new Error(`no endpoint: ${first}: ${troubles}`)
  const stop = async () => {
    child.kill()
    await ended
  }
  return { address, troubles: () => troubles, stop }
}

/** A Python that has a client. */
export interface Python {
  readonly command: string
  /** of the client, as its package tells it */
  readonly version: string
}

/** The Pythons that can import a package, Debian's first, each version once. */
export function pythonsWith(name: string): readonly Python[] {
  const found: Python[] = []
  for (const command of ['/usr/bin/python3', 'python3']) {
    const asked = spawnSync(command, ['-c', `import ${name}; print(${name}.__version__)`])
    const version = asked.status === 0 ? asked.stdout.toString().trim() : ''
    if (version !== '' && !found.some((each) => each.version === version)) {
      found.push({ command, version })
    }
  }
  const what = found.map(({ command, version }) => `${version} (${command})`).join(', ')
  // Where the tests must run, nothing is left out in silence.
  if (found.length === 0 && process.env.CI) throw new Error(`no Python here has ${name}`)
  console.log(found.length > 0 ? `${name} ${what}` : `no Python here has ${name}: skipped`)
  return found
}

/** The environment that AWS's clients see: the learner's key, and nothing of the person who runs the tests. */
export const CLIENT_ENV: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  LANG: 'C.UTF-8',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_PAGER: '',
}

/** Runs a Python program of this folder with a task on its stdin; resolves to what it says, as JSON. */
export async function runPython(
  { command }: Python,
  program: string,
  task: unknown,
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<unknown> {
  const file = fileURLToPath(new URL(program, import.meta.url))
  const child = spawn(command, [file], {
    cwd: options.cwd ?? ROOT,
    env: { ...CLIENT_ENV, PYTHONDONTWRITEBYTECODE: '1', ...options.env },
  })
  let [said, troubles] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    troubles += text
  })
  child.stdin.end(JSON.stringify(task))
  await once(child, 'close')
  try {
    return JSON.parse(said)
  } catch {
    throw new Error(`${program} by ${command}: ${said.slice(0, 2000)} ${troubles}`)
  }
}
