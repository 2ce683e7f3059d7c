/**
 * The terminal's state: what was run and printed, and the lines that were written.
 *
 * One a page, and as long-lived, so that closing the terminal loses nothing. One line runs at a time. Calls that
 * buttons make are noted here as well, as the commands they are.
 */

import { WorkerLost } from '../../bridge/client.ts'
import type { CallRequest } from '../../cloud/call.ts'
import { EPOCH, type Instant } from '../../cloud/kernel/instant.ts'
import { callerOf } from '../../command/caller.ts'
import { type Completions, complete } from '../../command/complete.ts'
import { bodyFile, commandLine } from '../../command/line.ts'
import { run } from '../../command/run.ts'
import { uuidOf } from '../../command/tokens.ts'
import type { Environment, LineResult } from '../../command/types.ts'
import type { Lesson } from '../../lesson/lesson.ts'
import { ACCESS_KEY_ID } from '../../stage/account.ts'
import { Driver, Stopped } from '../../stage/driver.ts'
import type { Deed } from '../../stage/futures.svelte.ts'
import { outcomeOf } from '../answers.ts'
import type { Made } from '../console.svelte.ts'
import type { Page } from '../page.svelte.ts'
import { download, NotedShelf } from './files.ts'
import { terminalWords as words } from './words.ts'

/** One command with what came of it. */
export interface Entry {
  readonly id: number
  readonly text: string
  /** cloud time at which it began */
  readonly at: Instant
  readonly by: 'line' | 'button' | 'file'
  readonly running: boolean
  /** what came of its statements, in order, as far as they are done */
  readonly outcomes: readonly LineResult[]
  /** files that it wrote, by their names on the shelf */
  readonly files: readonly string[]
  /** calls of its that the world took */
  readonly calls: readonly Deed[]
}

/** How much of what an entry did is undone: is of a future that was left. */
export function undoneOf({ calls }: Pick<Entry, 'calls'>): 'none' | 'part' | 'all' {
  const undone = calls.filter((call) => call.undone).length
  if (undone === 0) return 'none'
  return undone < calls.length ? 'part' : 'all'
}

/** What an entry begins with. */
const NOTHING = { running: true, outcomes: [], files: [], calls: [] } as const
/** Older entries are let go. */
const MOST_ENTRIES = 200
const MOST_HISTORY = 500
const SHELLS = new WeakMap<Page, Shell>()

/** The page's shell. */
export function shellOf(page: Page): Shell {
  const shell = SHELLS.get(page) ?? new Shell(page)
  SHELLS.set(page, shell)
  return shell
}

export class Shell {
  entries = $state.raw<readonly Entry[]>([])
  /** width of the log in characters, for tables */
  columns = 80
  readonly #page: Page
  readonly driver: Driver
  readonly #variables = new Map<string, string>()
  readonly #shelf: NotedShelf
  readonly #history: string[] = []
  /** where in the history the draft comes from; its length for a new line */
  #place = 0
  #unsent = ''
  #ids = 0
  #stop: AbortController | null = null
  #secret: string | undefined
  /** the lesson whose files are on the shelf */
  #filled: Lesson | null = null

  constructor(page: Page) {
    this.#page = page
    this.#shelf = new NotedShelf(() => this.driver.nowMs())
    this.driver = new Driver(page, this.#shelf)
    this.#shelf.write(words.sample.name, new TextEncoder().encode(words.sample.text))
    if (page.console.made) this.#keepBody(page.console.made.request)
    page.console.listen((made) => this.#note(made))
  }

  /** The entry that runs, if one does. */
  get running(): Entry | null {
    return this.entries.find(({ running }) => running) ?? null
  }

  /** Runs what is written, unless a line runs already or nothing is written. */
  async submit(): Promise<void> {
    const { terminal } = this.#page
    const text = terminal.draft
    if (text.trim() === '' || this.#stop !== null) return
    terminal.draft = ''
    await this.run(text)
  }

  /** Runs a line or a script. */
  async run(text: string): Promise<void> {
    const { terminal, lab } = this.#page
    const stop = new AbortController()
    this.#stop = stop
    terminal.busy = true
    this.#remember(text)
    this.#shelf.takeWritten()
    const entry = this.#add({ ...NOTHING, text, at: lab.clock?.upTo ?? EPOCH, by: 'line' })
    try {
      await this.#runIn(entry, stop.signal)
    } finally {
      this.#change(entry.id, () => ({ running: false, files: this.#shelf.takeWritten() }))
      this.#stop = null
      terminal.busy = false
    }
    if (!stop.signal.aborted) await this.#letHappen()
  }

  /** Stops the line that runs. True when there was one. */
  stop(): boolean {
    this.#stop?.abort()
    return this.#stop !== null
  }

  /** Forgets what was printed; what runs stays. */
  clear(): void {
    this.entries = this.entries.filter(({ running }) => running)
  }

  /** The line before the one written, and the one after it. False when there is none. */
  browse(step: 1 | -1): boolean {
    const { terminal } = this.#page
    const place = this.#place + step
    if (place < 0 || place > this.#history.length) return false
    if (this.#place === this.#history.length) this.#unsent = terminal.draft
    this.#place = place
    terminal.draft = this.#history[place] ?? this.#unsent
    return true
  }

  /** What may be written at the cursor. Rejects with `Stopped` when it is not wanted any more. */
  async complete(text: string, cursor: number, signal: AbortSignal): Promise<Completions> {
    return this.driver.run(complete(text, cursor, await this.environment()), signal)
  }

  /** What a line set in motion goes on, as after a button, unless the next line runs already. */
  async #letHappen(): Promise<void> {
    const { lab, steer } = this.#page
    await lab.settled()
    const stands = this.#stop === null && lab.clock?.playing === false
    if (stands && this.#page.onTheWay) await steer.letHappen()
  }

  /** Runs an entry's text, and shows of each statement what it came to. */
  async #runIn({ id, text }: Entry, signal: AbortSignal): Promise<void> {
    const show = (outcome: LineResult) =>
      this.#change(id, ({ outcomes }) => ({ outcomes: [...outcomes, outcome] }))
    let told = false
    const hearer = {
      done: (outcome: LineResult) => {
        told = true
        show(outcome)
      },
      called: (request: CallRequest) =>
        this.#change(id, ({ calls }) => ({ calls: [...calls, ...this.#taken(request)] })),
    }
    try {
      const result = await this.driver.run(run(text, await this.environment()), signal, hearer)
      // A script that cannot be understood runs not at all.
      if (!told) show(result)
    } catch (error) {
      if (error instanceof Stopped) show(ended(130, words.stopped))
      else if (error instanceof WorkerLost) show(ended(255, words.lost))
      else throw error
    }
  }

  /** Puts a file of the person's own on the shelf, under its name. */
  async take(file: File): Promise<void> {
    const { lab } = this.#page
    const bytes = new Uint8Array(await file.arrayBuffer())
    const written = this.#shelf.write(file.name, bytes)
    const outcome = written.ok
      ? { exitCode: 0, stdout: '', stderr: '', error: null }
      : ended(1, written.error.message)
    this.#add({
      ...NOTHING,
      text: words.taken(file.name, bytes.length),
      at: lab.clock?.upTo ?? EPOCH,
      by: 'file',
      running: false,
      outcomes: [outcome],
    })
  }

  /** Gives a file of the shelf to the browser to keep. */
  download(name: string): void {
    const bytes = this.#shelf.read(name)
    if (bytes !== undefined) download(name, bytes)
  }

  /** Puts a lesson's files on the shelf, as they came with it: what was done under their names is undone. */
  fill({ files }: Pick<Lesson, 'files'>): void {
    for (const [name, base64] of Object.entries(files)) {
      this.#shelf.writeBase64(name, base64)
    }
  }

  /** Where lines of this page run: the learner's key, the page's shelf and the shell's variables. */
  async environment(): Promise<Environment> {
    const { classroom, lab } = this.#page
    if (classroom.lesson !== this.#filled) {
      this.#filled = classroom.lesson
      if (classroom.lesson !== null) this.fill(classroom.lesson)
    }
    this.#secret ??= await lab.secretOf(ACCESS_KEY_ID)
    const secretAccessKey = this.#secret ?? ''
    return {
      ...callerOf({ accessKeyId: ACCESS_KEY_ID, secretAccessKey }),
      epoch: () => this.driver.epoch,
      nowMs: () => this.driver.nowMs(),
      shelf: this.#shelf,
      variables: this.#variables,
      columns: this.columns,
      newToken: () => uuidOf(crypto.getRandomValues(new Uint8Array(16))),
      palette: this.#page.console.palette(),
    }
  }

  #remember(text: string): void {
    if (this.#history.at(-1) !== text) this.#history.push(text)
    if (this.#history.length > MOST_HISTORY) this.#history.shift()
    this.#place = this.#history.length
    this.#unsent = ''
  }

  #note({ request, answer }: Made): void {
    const stdout = outcomeOf(answer)
    const { result } = answer
    const text = commandLine(request)
    this.#keepBody(request)
    const line = result.ok
      ? { exitCode: 0, stdout, stderr: '', error: null }
      : refusedLine(result.error.message, result.error)
    const done = { running: false, outcomes: [line], calls: this.#taken(request) }
    this.#add({ ...NOTHING, ...done, text, at: answer.at, by: 'button' })
  }

  /** A call, where the world took it. */
  #taken(request: CallRequest): readonly Deed[] {
    const deed = this.#page.lab.futures.of(request)
    return deed === undefined ? [] : [deed]
  }

  /** A printed line names its body as a file, so the file is there when the line is run again. */
  #keepBody({ input: { Body, Key } }: Made['request']): void {
    if (Body instanceof Uint8Array && typeof Key === 'string')
      this.#shelf.write(bodyFile(Key), Body)
  }

  #add(entry: Omit<Entry, 'id'>): Entry {
    this.#ids += 1
    const added = { ...entry, id: this.#ids }
    this.entries = [...this.entries, added].slice(-MOST_ENTRIES)
    return added
  }

  #change(id: number, to: (entry: Entry) => Partial<Entry>): void {
    this.entries = this.entries.map((each) => (each.id === id ? { ...each, ...to(each) } : each))
  }
}

const ended = (exitCode: number, text: string): LineResult => ({
  exitCode,
  stdout: '',
  stderr: `${text}\n`,
  error: { message: text, at: null, suggestion: null, failure: null },
})

const refusedLine = (message: string, failure: NonNullable<LineResult['error']>['failure']) => ({
  exitCode: 254,
  stdout: '',
  stderr: `${message}\n`,
  error: { message, at: null, suggestion: null, failure },
})
