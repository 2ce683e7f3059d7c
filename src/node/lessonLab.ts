/**
 * A session's world as a lesson sees it: the port that the runtime plays over, in Node.
 *
 * Lines run as the learner's own, each at an instant of its own, as on the page; time passes in one go. What only
 * this session could do and the page cannot (saving, loading, beginning anew) is refused here too.
 */
import { epochOf } from '../cloud/kernel/calendar.ts'
import type { EventRecord } from '../cloud/kernel/events.ts'
import { after, hours } from '../cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../cloud/kernel/ref.ts'
import type { SetUp } from '../cloud/setUp.ts'
import type { ViewName } from '../cloud/views/types.ts'
import { lessonLine } from '../command/lessonLine.ts'
import { look } from '../command/look.ts'
import { type PlainJson, queryPlain } from '../command/queryPlain.ts'
import { run } from '../command/run.ts'
import { uuidOf } from '../command/tokens.ts'
import type { LineResult, Shelf, Steps } from '../command/types.ts'
import type { Json, Lesson } from '../lesson/lesson.ts'
import { LEAD_IN } from '../lesson/opening.ts'
import type { Lab, Mark, Outcome, Stop } from '../lesson/port.ts'
import { isAtRest, isMyBeat, isMyRest, spaceOut } from '../session/beats.ts'
import { keepSetUp } from '../session/keptSetUp.ts'
import { LineRunner } from '../session/line.ts'
import { load, save } from '../session/save.ts'
import { Session } from '../session/session.ts'
import { type DraftOptions, setUpOf } from '../session/setUp.ts'
import { NODE_HASHES } from './hashes.ts'

type Variables = Readonly<Record<string, string>>

/** Within this, what is under way on the account has come to rest: beyond it the cloud is at fault. */
const HORIZON = hours(24)
/** Views that the page watches for a lesson, each for the learner's account. */
const VIEWS: ReadonlySet<string> = new Set<ViewName>(['region', 'placement', 'buckets'])

type Start = Pick<Lesson, 'world' | 'files'>

const optionsOf = ({ world: { seed, scenario, epoch } }: Start): DraftOptions => ({
  ...{ seed, scenario, hashes: NODE_HASHES },
  ...(epoch === null ? {} : { epoch: epochOf(epoch) }),
})

/**
 * A lesson's world at its beginning, with its files on the shelf: by its set-up's lines, or by `calls` that were
 * kept of them. Throws `SetUpError` when a line fails.
 */
export function openLesson(lesson: Start, calls: SetUp | null = setUpOfLesson(lesson)): LessonLab {
  const { files } = lesson
  const setUp = calls === null ? {} : { setUp: calls }
  const lab = new LessonLab(new Session({ ...optionsOf(lesson), ...setUp }))
  for (const [name, base64] of Object.entries(files)) {
    const written = lab.shelf.write(name, new Uint8Array(Buffer.from(base64, 'base64')))
    if (!written.ok) throw new SetUpError(`The file ${name}: ${written.error.message}`)
  }
  lab.session.runUntil(LEAD_IN)
  return lab
}

/** What a lesson's set-up lines come to; null when it has none. Throws `SetUpError` when a line fails. */
export function setUpOfLesson(lesson: Start): SetUp | null {
  const { world, files } = lesson
  if (world.setUp.length === 0) return null
  const setUp = setUpOf(optionsOf(lesson), world.setUp, files)
  if (setUp.ok) return setUp.value
  throw new SetUpError(setUp.error.message)
}

/** The same as it is kept with the compiled lesson. */
export function keptOfLesson(lesson: Start): string | null {
  const setUp = setUpOfLesson(lesson)
  return setUp === null ? null : keepSetUp(setUp)
}

/** A lesson's set-up cannot be done; the message names the line and has what the world said. */
export class SetUpError extends Error {
  override name = 'SetUpError'
}

export class LessonLab implements Lab {
  /** the only commands that may change the world in the lines that are run; null when all may */
  palette: readonly string[] | null = null
  #runner: LineRunner
  /** the newest event that a run has answered for */
  #seen: number

  constructor(session: Session) {
    this.#runner = new LineRunner(session)
    this.#seen = this.#newest()
  }

  get session(): Session {
    return this.#runner.session
  }

  /** The lesson's files. */
  get shelf(): Shelf {
    return this.#runner.environment.shelf
  }

  async mark(): Promise<Mark> {
    return { at: this.session.now, position: this.session.cloud.door.journal.position }
  }

  async run(line: string, variables: Variables): Promise<Outcome> {
    this.#seen = this.#newest()
    return outcomeOf(this.runNow(line, variables))
  }

  async ask(line: string, variables: Variables): Promise<Outcome> {
    return outcomeOf(this.#runner.drive(look(line, this.#environment(variables))))
  }

  async view(name: string): Promise<Json> {
    if (!VIEWS.has(name)) throw new Error(`a lesson cannot ask for the view ${name}`)
    const view = this.session.cloud.view(name as 'region' | 'placement' | 'buckets', {
      account: FIRST_ACCOUNT,
    })
    return view as unknown as Json
  }

  async query(text: string, data: Json): Promise<Json> {
    return queryPlain(text, data satisfies PlainJson)
  }

  async toBeat(types: readonly string[]): Promise<Stop | null> {
    const { session } = this
    const [beat, rest] = [isMyBeat(session, types), isMyRest(session)]
    const limit = after(session.now, HORIZON)
    // In the past, what was done at the very instant of a rest may have ended it.
    for (;;) {
      const passed = this.#next(types)
      if (passed !== null || isAtRest(session)) return passed
      const either = (event: EventRecord) => beat(event) || rest(event)
      const { stopped } = session.run(limit, Number.POSITIVE_INFINITY, either)
      if (stopped === null) throw new Error('what is under way does not come to rest within a day')
    }
  }

  async present(): Promise<void> {
    if (this.session.now < this.session.head) this.session.seek(this.session.head)
  }

  async backTo({ at, position }: Mark): Promise<void> {
    this.session.backTo(at, position)
    this.#seen = this.#newest()
  }

  /** Puts in the session's place the one that its save gives, as when the page is closed and opened again. */
  reopen(): void {
    this.#runner = new LineRunner(saved(this.session), {}, { shelf: this.shelf })
  }

  /** Another world, as this one is now. */
  copy(): LessonLab {
    const copy = new LessonLab(saved(this.session))
    copy.#seen = this.#seen
    for (const name of this.shelf.names()) {
      copy.shelf.write(name, this.shelf.read(name) ?? new Uint8Array(), this.shelf.modifiedMs(name))
    }
    return copy
  }

  /** Runs a line as the learner's, and returns all that it came to. */
  runNow(line: string, variables: Variables): LineResult {
    const steps = lessonLine(run(line, this.#environment(variables)))
    return this.#runner.drive(this.#asOnThePage(steps))
  }

  #environment(variables: Variables) {
    const { environment } = this.#runner
    return {
      ...environment,
      variables: new Map(Object.entries(variables)),
      palette: this.palette,
      newToken: () => this.#newToken(),
    }
  }

  /** The same for the same place in a world's journal, so that a world goes on from its save as it was. */
  #newToken(): string {
    const { options, cloud } = this.session
    const name = `${options.seed}/lesson/${cloud.door.journal.position}`
    return uuidOf(NODE_HASHES.sha256(new TextEncoder().encode(name)))
  }

  *#asOnThePage(steps: Steps<LineResult>): Steps<LineResult> {
    let step = steps.next()
    while (step.done !== true) {
      const effect = step.value
      if (effect.kind === 'call') spaceOut(this.session)
      step = steps.next(yield effect)
    }
    return step.value
  }

  /** The first event of these types, of the account's, that has happened and no run has answered for. */
  #next(types: readonly string[]): Stop | null {
    const beat = isMyBeat(this.session, types)
    const event = this.session.cloud.world.events.since(this.#seen + 1).find(beat)
    if (event === undefined) return null
    this.#seen = event.seq
    return { type: event.type, seq: event.seq, at: event.at }
  }

  #newest(): number {
    return this.session.cloud.world.events.next - 1
  }
}

/** The session that a session's save gives. */
function saved(session: Session): Session {
  const loaded = load(save(session), NODE_HASHES)
  if (!loaded.ok) throw new Error(loaded.error.message)
  return loaded.value
}

const outcomeOf = ({ exitCode, stdout, stderr, error }: LineResult): Outcome => ({
  exitCode,
  stdout,
  stderr,
  code: error?.failure?.code ?? null,
})
