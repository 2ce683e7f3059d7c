/**
 * `aws s3` beside the real CLI: the same lines by the program over the endpoint, in a directory of files, and
 * by ours over a session, with the same files on its shelf. Output, errors, exit codes and the files that are
 * left must be the same. Times differ, the two worlds being begun at different ones, and are masked.
 *
 * The real CLI moves several files at once, so lines of output are compared without their order.
 */
import { spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { after, seconds } from '../src/cloud/kernel/instant.ts'
import { fnmatch } from '../src/command/s3/filters.ts'
import { runS3 } from '../src/command/s3/index.ts'
import { guessType } from '../src/command/s3/mime.ts'
import { humanSize } from '../src/command/s3/sizes.ts'
import type { LineResult, Word } from '../src/command/types.ts'
import { LineRunner } from '../src/session/line.ts'
import { Session } from '../src/session/session.ts'
import {
  CLIENT_ENV,
  type Endpoint,
  pythonsWith,
  runPython,
  startEndpoint,
} from './clients/setup.ts'

const [python] = pythonsWith('awscli')

/** What one line came to. */
interface Outcome {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** A line, or a change of the files that is made on both sides. */
type Step = string | { readonly write: string; readonly text: string } | { readonly remove: string }

const FILES: Readonly<Record<string, string>> = {
  'a.txt': 'hello',
  'page.html': '<p>hi</p>',
  empty: '',
  'site/index.html': '<h1>site</h1>',
  'site/img/logo.svg': '<svg/>',
  'site/img/photo 1.jpg': 'not really',
  'site/data.tar.gz': 'xx',
  'site/é+ü.md': '# é',
}

/** The story. `--no-progress` because progress is drawn over itself. */
const STEPS: readonly Step[] = [
  'mb s3://lab-bucket',
  'mb s3://lab-bucket',
  'mb s3://other-bucket',
  'mb s3://B_x',
  'mb lab-bucket',
  'ls',
  'ls s3://lab-bucket',
  'ls s3://nobody-has-this',
  'cp a.txt s3://lab-bucket --no-progress',
  'cp ./a.txt s3://lab-bucket/renamed.txt --no-progress --content-type text/x --metadata k=v,l=w',
  'cp empty s3://lab-bucket/folder/ --no-progress --storage-class STANDARD_IA',
  'cp a.txt s3://nobody-has-this/ --no-progress',
  'cp a.txt s3://lab-bucket/ --no-progress --quiet',
  'cp a.txt s3://lab-bucket/ --no-progress --only-show-errors',
  'cp nothing.txt s3://lab-bucket/ --no-progress',
  'cp site s3://lab-bucket/site --recursive --no-progress',
  'cp site s3://lab-bucket/x --no-progress',
  'cp site s3://lab-bucket/part --recursive --no-progress --exclude * --include *.html --include img/*',
  'ls s3://lab-bucket',
  'ls s3://lab-bucket/site',
  'ls s3://lab-bucket/site/',
  'ls s3://lab-bucket/site/ --recursive --human-readable --summarize',
  'ls s3://lab-bucket --recursive --page-size 2',
  'ls s3://lab-bucket/none',
  'ls s3://lab-bucket/none/ --summarize',
  'cp s3://lab-bucket/a.txt copy.txt --no-progress',
  'cp s3://lab-bucket/a.txt down/ --no-progress',
  'cp s3://lab-bucket/a.txt . --no-progress',
  'cp s3://lab-bucket/nothing . --no-progress',
  'cp s3://nobody-has-this/k . --no-progress',
  'cp s3://lab-bucket/a.txt -',
  'cp s3://lab-bucket/nothing -',
  'cp s3://lab-bucket/site down/site --recursive --no-progress --exclude *.gz',
  'cp s3://lab-bucket/a.txt s3://other-bucket/ --no-progress',
  'cp s3://lab-bucket/site s3://other-bucket/s --recursive --no-progress',
  'cp s3://lab-bucket/a.txt s3://lab-bucket/a.txt --no-progress',
  'cp s3://lab-bucket/a.txt s3://lab-bucket/a.txt --no-progress --metadata m=1',
  'cp s3://lab-bucket/a.txt s3://lab-bucket/b.txt --no-progress --copy-props none',
  'cp s3://lab-bucket/a.txt s3://lab-bucket/c.txt --no-progress --metadata-directive REPLACE',
  'sync site s3://lab-bucket/site --no-progress',
  { write: 'site/index.html', text: '<h1>SITE</h1>' },
  { write: 'site/new.css', text: 'p {}' },
  'sync site s3://lab-bucket/site --no-progress --dryrun',
  'sync site s3://lab-bucket/site --no-progress --size-only',
  'sync site s3://lab-bucket/site --no-progress',
  { remove: 'site/data.tar.gz' },
  'sync site s3://lab-bucket/site --no-progress',
  'sync site s3://lab-bucket/site --no-progress --delete --exclude *.gz',
  'sync site s3://lab-bucket/site --no-progress --delete',
  'sync s3://lab-bucket/site mirror --no-progress',
  'sync s3://lab-bucket/site mirror --no-progress --exact-timestamps',
  { write: 'mirror/extra', text: 'x' },
  { write: 'mirror/index.html', text: '<h1>mine</h1>' },
  'sync s3://lab-bucket/site mirror --no-progress --delete',
  'sync s3://lab-bucket s3://other-bucket/all --no-progress',
  'sync nowhere s3://lab-bucket --no-progress',
  'sync a.txt s3://lab-bucket/f --no-progress',
  'mv copy.txt s3://lab-bucket/moved/ --no-progress',
  'mv s3://lab-bucket/moved/copy.txt s3://lab-bucket/again.txt --no-progress',
  'mv s3://lab-bucket/again.txt down/ --no-progress',
  'mv s3://lab-bucket/k s3://lab-bucket/k',
  'mv s3://lab-bucket/dir/k s3://lab-bucket/dir/',
  'rm s3://lab-bucket/renamed.txt',
  'rm s3://lab-bucket/never-was',
  'rm s3://nobody-has-this/k',
  'rm s3://lab-bucket/part --recursive --dryrun --include *',
  'rm s3://lab-bucket/part --recursive --exclude */photo* --quiet',
  'rm s3://lab-bucket/part --recursive',
  'rm a.txt',
  'rb s3://lab-bucket',
  'rb s3://lab-bucket/key',
  'rb s3://lab-bucket --force',
  'rb s3://lab-bucket',
  'rb s3://',
  'ls',
]

/** Types are guessed without the machine's own tables, which differ. */
const PYTHON = `
import fnmatch, json, mimetypes, sys
from awscli.customizations.s3.utils import human_readable_size
task = json.load(sys.stdin)
types = mimetypes.MimeTypes()
json.dump({
    'names': [types.guess_type(name)[0] for name in task['names']],
    'matches': [fnmatch.fnmatchcase(text, pattern) for text, pattern in task['matches']],
    'sizes': [human_readable_size(size) for size in task['sizes']],
}, sys.stdout)
`

/** Lines that end before a call is made. */
const WRONG: readonly string[] = [
  '',
  'lx',
  'synk a b',
  'cp a.txt',
  'cp a.txt --dryrun s3://b/x',
  'cp a.txt b.txt',
  'cp --dryrun=1 a.txt s3://b/x',
  'cp --dryrun a.txt s3://b/x --exclude',
  'cp --dryrun a.txt s3://b/x --exclude x y',
  'cp --dryrun a.txt s3://b/x --content-type',
  'cp --dryrun a.txt s3://b/x --s',
  'cp --dryrun a.txt s3://b/x --storage-class WARM',
  'cp --dryrun a.txt s3://b/x --storage-class standard',
  'cp --dryrun a.txt s3://b/x --metadata foo',
  'cp --dryrun a.txt s3://b/x --metadata {"a":3}',
  'cp --dryrun a.txt s3://b/x --metadata {"a":',
  'cp --dryrun a.txt s3://b/x --metadata ["a"]',
  'cp --dryrun a.txt s3://b/x --metadata file://nope',
  'cp --dryrun a.txt s3://b/x --metadata a=1,2',
  'cp --dryrun a.txt s3://b/x --expires-in 3',
  'cp --dryrun a.txt s3://b/x --grants foo',
  'cp --dryr a.txt s3://b/x --no-progress',
  'cp --dryrun a.txt s3://b/x --re us-east-1 --no-progress',
  '--dryrun cp a.txt s3://b/x --no-progress',
  'cp --dryrun . s3://b/x --no-progress',
  'cp --dryrun ./site/../a.txt s3://b/x --no-progress',
  'cp --dryrun a.txt s3:// --no-progress',
  'cp --dryrun - s3://b --recursive',
  'ls a b',
  'ls s3://b --page-size x',
  'presign s3://bucket',
  'presign s3://bucket/k --expires-in abc',
  'rm',
  'website',
]

/** When files were written, in seconds from now: before and after everything that the story does. */
const [OLD, NEW] = [-3600, 3600]

class Ours {
  readonly #session = new Session({ seed: 's3', scenario: 'empty' })
  readonly runner = new LineRunner(this.#session)

  line(text: string): Outcome {
    this.#session.runUntil(after(this.#session.now, seconds(2)))
    const words: Word[] = argv(text).map((word) => ({ text: word, at: { start: 0, end: 0 } }))
    const { exitCode, stdout, stderr }: LineResult = this.runner.drive(
      runS3(words, this.runner.environment),
    )
    return { status: exitCode, stdout, stderr }
  }

  write(name: string, text: string, fromNowSeconds: number): void {
    const { nowMs, shelf } = this.runner.environment
    shelf.write(name, new TextEncoder().encode(text), nowMs() + fromNowSeconds * 1000)
  }
}

/** The words of a line; `1.jpg` and the like need no quotes here. */
const argv = (text: string): string[] => ['s3', ...text.split(' ').filter((word) => word !== '')]

/** Runs of lines, each with the changes that come after it. */
function batches(steps: readonly Step[]): readonly {
  readonly lines: readonly string[]
  readonly changes: readonly Exclude<Step, string>[]
}[] {
  const out: { lines: string[]; changes: Exclude<Step, string>[] }[] = [{ lines: [], changes: [] }]
  for (const step of steps) {
    const last = out[out.length - 1]
    if (typeof step !== 'string') last?.changes.push(step)
    else if (last && last.changes.length === 0) last.lines.push(step)
    else out.push({ lines: [step], changes: [] })
  }
  return out
}

/** Lines in no order, times masked. */
const lines = (text: string): string[] =>
  text
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '<time>')
    .split('\n')
    .sort()

describe.skipIf(python === undefined)('beside the real CLI', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cli-s3-'))
  let endpoint: Endpoint

  beforeAll(async () => {
    endpoint = await startEndpoint()
    for (const [name, text] of Object.entries(FILES)) put(name, text, OLD)
  })
  afterAll(async () => {
    rmSync(directory, { recursive: true })
    await endpoint.stop()
  })

  /** Writes a file of the real directory, dated so many seconds from now. */
  function put(name: string, text: string, fromNowSeconds: number): void {
    const path = join(directory, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    const at = Date.now() / 1000 + fromNowSeconds
    utimesSync(path, at, at)
  }

  async function theirs(texts: readonly string[]): Promise<readonly Outcome[]> {
    if (python === undefined) return []
    const commands = texts.map((text) => ({ argv: argv(text) }))
    const task = { endpoint: endpoint.address, commands }
    const said = await runPython(python, 'cli.py', task, { cwd: directory })
    const { results } = said as { readonly results: readonly Outcome[] }
    // The program says its own name, which is that of whoever runs it here.
    return results.map((each) => ({ ...each, stderr: each.stderr.replace(/^cli\.py:/m, 'aws:') }))
  }

  const files = (): Readonly<Record<string, string>> =>
    Object.fromEntries(
      readdirSync(directory, { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(join(directory, name)).isFile())
        .sort()
        .map((name) => [name, readFileSync(join(directory, name), 'utf8')]),
    )

  it('says the same of wrong lines', async () => {
    const ours = new Ours()
    for (const [name, text] of Object.entries(FILES)) ours.write(name, text, OLD)
    const found = await theirs(WRONG)
    for (const [i, text] of WRONG.entries()) {
      expect({ text, ...ours.line(text) }).toEqual({ text, ...found[i] })
    }
  })

  it('tells the same story', { timeout: 120_000 }, async () => {
    const ours = new Ours()
    for (const [name, text] of Object.entries(FILES)) ours.write(name, text, OLD)
    for (const batch of batches(STEPS)) {
      const found = await theirs(batch.lines)
      for (const [i, text] of batch.lines.entries()) {
        const [mine, real] = [ours.line(text), found[i]]
        expect({
          text,
          status: mine.status,
          out: lines(mine.stdout),
          err: lines(mine.stderr),
        }).toEqual({
          text,
          status: real?.status,
          out: lines(real?.stdout ?? ''),
          err: lines((real?.stderr ?? '').replaceAll(`${directory}/`, '')),
        })
      }
      for (const step of batch.changes) {
        if ('write' in step) {
          ours.write(step.write, step.text, NEW)
          put(step.write, step.text, NEW)
        } else {
          ours.runner.environment.shelf.remove(step.remove)
          rmSync(join(directory, step.remove))
        }
      }
    }
    const { shelf } = ours.runner.environment
    const kept = shelf.names().map((name) => [name, new TextDecoder().decode(shelf.read(name))])
    expect(Object.fromEntries(kept)).toEqual(files())
  })

  it('guesses, matches and counts as Python does', () => {
    const names = fc.sample(
      fc.stringMatching(/^[a-c/.]{0,4}(\.(txt|tar|gz|tgz|JPG|svgz|Z|md|js))*$/),
      200,
    )
    const signs = fc.string({ unit: fc.constantFrom(...'ab-/.*?[]!^\\'), maxLength: 8 })
    const matches = fc.sample(fc.tuple(signs, signs), 2_000)
    const sizes = [
      ...fc.sample(fc.maxSafeNat(), 500),
      ...fc.sample(fc.integer({ min: 0, max: 4096 }), 500).map((n) => n * 256),
    ]
    const task = JSON.stringify({ names, matches, sizes })
    const real = spawnSync(python?.command ?? '', ['-c', PYTHON], { input: task })
    expect(real.stderr.toString()).toBe('')
    expect(JSON.parse(real.stdout.toString())).toEqual({
      names: names.map(guessType),
      matches: matches.map(([text, pattern]) => fnmatch(text, pattern)),
      sizes: sizes.map(humanSize),
    })
  })

  it('presigns the same addresses', () => {
    const cases = [
      'presign s3://bucket/key',
      'presign s3://bucket/a%20b+c/ü=&?.txt --expires-in 60',
      'presign s3://dotted.bucket/key',
      'presign s3://b/key',
      'presign s3://bucket/key --endpoint-url http://localhost:9000',
      'presign s3://bucket/key --endpoint-url https://Example.com:443/folder/',
      'presign s3://bucket/key --region nowhere-1',
    ]
    for (const text of cases) {
      const real = spawnSync('/usr/bin/aws', argv(text), { env: CLIENT_ENV }).stdout.toString()
      const date = /X-Amz-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(real)?.slice(1) ?? []
      const [year, month, day, hour, minute, second] = date
      const nowMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
      const runner = new LineRunner(new Session({ seed: 's3', scenario: 'empty' }))
      const words = argv(text).map((word) => ({ text: word, at: { start: 0, end: 0 } }))
      const env = { ...runner.environment, nowMs: () => nowMs }
      expect(runner.drive(runS3(words, env)).stdout).toBe(real)
    }
  })
})
