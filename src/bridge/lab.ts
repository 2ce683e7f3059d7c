/**
 * The lab inside the worker: one session, its pacer, the watched views, and the frames that tell the page.
 *
 * It is written without a worker's globals, so that it runs in a test as well. Frames are posted one at a time:
 * the next waits until the page has taken the last. A view is computed at most once a frame, and only when a
 * table it reads has changed.
 */
import type { Answer, CallRequest } from '../cloud/call.ts'
import { toIso } from '../cloud/kernel/calendar.ts'
import type { EventRecord } from '../cloud/kernel/events.ts'
import { after, EPOCH, hours, type Instant, instant } from '../cloud/kernel/instant.ts'
import { ok, type Result } from '../cloud/kernel/result.ts'
import type { ViewName, Views } from '../cloud/views/types.ts'
import { isMyBeat, isMyRest, spaceOut } from '../session/beats.ts'
import { beginSession } from '../session/begin.ts'
import { readyHashes } from '../session/hashes.ts'
import type { LineResult } from '../session/looking.ts'
import { Pacer } from '../session/pacer.ts'
import { load, save } from '../session/save.ts'
import type { Session } from '../session/session.ts'
import type {
  CallReply,
  ClockView,
  Frame,
  OpenOptions,
  PlacedInput,
  PlayOptions,
  Salvage,
  WorkerLab,
} from './protocol.ts'

/** What the lab needs of the place it runs in. */
export interface LabHost {
  /** wall time in ms; only for pacing */
  nowMs(): number
  /** runs something soon, after what is waiting now */
  soon(task: () => void, delayMs: number): void
  /** ends the worker's life loudly: a programmer's error in the cloud */
  crash(error: unknown): void
  /** posts a frame; resolves when the page has taken it */
  post(frame: Frame): Promise<void>
}

interface Watch {
  readonly name: ViewName
  readonly params: Views[ViewName]['params']
  revision: number
  at: Instant
}

const FRAME_MS = 16
/** Units of work between two saves that the page keeps in case the worker dies. */
const WORK_BETWEEN_SAVES = 500
/** How far `step` looks for something to happen. */
const STEP_HORIZON = hours(24)

export class Lab implements Omit<WorkerLab, 'open' | 'recover' | 'openSave'> {
  readonly #host: LabHost
  readonly #session: Session
  readonly #pacer: Pacer
  readonly #watches = new Map<string, Watch>()
  #pausedAt: number | null = null
  #sent = 0
  #restart = true
  /** the work done by the newest save; null when the page needs another at once */
  #saved: number | null = null
  #posting = false
  #stale = false
  #looping = false
  #closed = false

  /** counts the calls made */
  #serial: number

  constructor(host: LabHost, session: Session, serial = 0) {
    this.#host = host
    this.#session = session
    this.#serial = serial
    this.#pacer = new Pacer(session, () => host.nowMs())
    // The page holds inputs by their places in a journal that another build's save did not bring.
    this.#saved = session.hasPast ? session.work : null
  }

  /** A new world. Errors: those of `beginSession`. */
  static async open(host: LabHost, options: OpenOptions): Promise<Result<Lab>> {
    const session = await beginSession(options, await readyHashes())
    return session.ok ? ok(new Lab(host, session.value)) : session
  }

  /** The world that another worker left when it died. */
  static async recover(host: LabHost, salvage: Salvage): Promise<Lab> {
    const hashes = await readyHashes()
    const session =
      salvage.save === null
        ? value(await beginSession(salvage.options, hashes))
        : value(load(salvage.save, hashes))
    repeatAll(session, salvage.inputs)
    session.seek(salvage.at)
    return new Lab(host, session, salvage.serial)
  }

  /** The world of a save. Errors: those of `load`. */
  static async ofSave(host: LabHost, bytes: Uint8Array): Promise<Result<Lab>> {
    const session = load(bytes, await readyHashes())
    return session.ok ? ok(new Lab(host, session.value)) : session
  }

  /** Stops everything: the world is replaced by another. */
  close(): void {
    this.#closed = true
    this.#pacer.pause()
  }

  clock(): ClockView {
    return {
      upTo: this.#session.now,
      head: this.#session.head,
      playing: this.#pacer.playing,
      pace: this.#pacer.pace,
      behindMs: this.#pacer.behindMs,
      pausedAt: this.#pausedAt,
      position: this.#session.cloud.door.journal.position,
      otherFuture: this.#session.otherFuture !== null,
      floor: this.#session.floor,
      epoch: toIso(this.#session.cloud.world.epoch, EPOCH),
    }
  }

  async call(request: CallRequest): Promise<CallReply> {
    const other = this.#session.otherFuture
    const { journal } = this.#session.cloud.door
    spaceOut(this.#session)
    const position = journal.position
    const answer = this.#session.call(request)
    const branched = this.#session.otherFuture !== other
    if (branched) this.#restart = true
    // What the call itself led to at once, such as the choice of a host, may be a beat.
    const { events } = this.#session.cloud.world
    const happened = answer.event === null ? [] : events.since(answer.event)
    this.#pausedAt = happened.findLast(isMyBeat(this.#session))?.seq ?? null
    this.#changed()
    if (journal.position === position) return { answer, input: null, branched }
    this.#serial += 1
    return { answer, input: { serial: this.#serial, position, at: answer.at }, branched }
  }

  async peek(request: CallRequest): Promise<Answer> {
    return this.#session.peek(request)
  }

  async look(line: string, variables: Readonly<Record<string, string>>): Promise<LineResult> {
    const { lookIn } = await import('../session/looking.ts')
    return lookIn(this.#session, line, variables)
  }

  async watch(key: string, name: ViewName, params: Views[ViewName]['params']): Promise<void> {
    this.#watches.set(key, { name, params, revision: -1, at: EPOCH })
    this.#changed()
  }

  async unwatch(key: string): Promise<void> {
    this.#watches.delete(key)
  }

  async view<Name extends ViewName>(
    name: Name,
    params: Views[Name]['params'],
  ): Promise<Views[Name]['data'] | null> {
    const { cloud } = this.#session
    return cloud.hasView(name) ? cloud.view(name, params) : null
  }

  async play(options: PlayOptions): Promise<void> {
    this.#pausedAt = null
    const { limit } = options
    if (limit !== undefined && this.#nothingUntil(limit)) {
      this.#pacer.pause()
      this.#session.run(limit)
    } else {
      const session = this.#session
      const event = () => true
      const beat = isEnd(session, options.types)
      const ends = { event, beat, rest: isMyRest(session), stop: undefined }
      this.#pacer.play(options.pace, ends[options.until], limit)
    }
    this.#changed()
    this.#loop()
  }

  async pause(): Promise<void> {
    this.#pacer.pause()
    this.#changed()
  }

  async step(direction: 1 | -1, by: 'event' | 'beat', types?: readonly string[]): Promise<void> {
    this.#pacer.pause()
    const session = this.#session
    const event = () => true
    const target =
      direction === 1
        ? this.#stepOn(by === 'beat' ? isEnd(session, types) : event)
        : this.#stepBack(by === 'beat' ? isMyBeat(session, types) : event)
    this.#pausedAt = target
    this.#changed()
  }

  async seek(at: Instant): Promise<void> {
    this.#pacer.pause()
    this.#session.seek(at)
    this.#pausedAt = null
    this.#changed()
  }

  async latest(): Promise<void> {
    return this.seek(this.#session.head)
  }

  async backTo(at: Instant, position: number): Promise<void> {
    this.#pacer.pause()
    this.#session.backTo(at, position)
    this.#left()
  }

  async fork(): Promise<void> {
    const { now, head, cloud } = this.#session
    // With nothing beyond, the future that is kept stays.
    if (now >= head && cloud.door.journal.upcoming === undefined) return
    this.#pacer.pause()
    this.#session.fork()
    this.#left()
  }

  async otherFuture(): Promise<void> {
    if (this.#session.otherFuture === null) return
    this.#pacer.pause()
    this.#session.returnToOther()
    this.#left()
  }

  /**
   * A known future was left. The inputs that the page holds are its own, and a worker that builds on an older save
   * would run into it: so another save is due.
   */
  #left(): void {
    this.#pausedAt = null
    this.#restart = true
    this.#saved = null
    this.#changed()
  }

  async hash(): Promise<string> {
    return this.#session.hash()
  }

  async save(): Promise<Uint8Array> {
    return save(this.#session)
  }

  async secretOf(accessKeyId: string): Promise<string | undefined> {
    return this.#session.cloud.secretOf(accessKeyId)
  }

  async ping(): Promise<true> {
    return true
  }

  /** Whether nothing is due by itself up to an instant, and nothing known lies there. */
  #nothingUntil(limit: Instant): boolean {
    const { cloud, now, head } = this.#session
    return now >= head && (cloud.nextTimer ?? limit) >= limit
  }

  /** On to the next event that counts, known or not. Null when nothing happens within a day. */
  #stepOn(counts: (event: EventRecord) => boolean): number | null {
    const limit = after(this.#session.now, STEP_HORIZON)
    const next = this.#session.cloud.nextTimer
    if (next === undefined && this.#session.now >= this.#session.head) return null
    return this.#session.runToEvent(limit, counts)?.seq ?? null
  }

  /** Back to the last event that counts before now; to the beginning when there is none. */
  #stepBack(counts: (event: EventRecord) => boolean): number | null {
    const { events } = this.#session.cloud.world
    const before = events
      .since(0)
      .findLast((event) => event.at < this.#session.now && counts(event))
    this.#session.seek(before?.at ?? instant(0))
    return before?.seq ?? null
  }

  #loop(): void {
    if (this.#looping || this.#closed) return
    this.#looping = true
    this.#host.soon(() => this.#turn(), 0)
  }

  #turn(): void {
    this.#looping = false
    if (!this.#pacer.playing || this.#closed) return
    try {
      const beat = this.#pacer.slice()
      if (beat !== null) this.#pausedAt = beat.seq
    } catch (error) {
      this.#closed = true
      this.#host.crash(error)
      return
    }
    this.#changed()
    if (this.#pacer.playing) {
      this.#looping = true
      this.#host.soon(() => this.#turn(), this.#pacer.behindMs > 0 ? 0 : FRAME_MS)
    }
  }

  /** Something may be different: post a frame, now or when the page has taken the last. */
  #changed(): void {
    if (this.#closed) return
    if (this.#posting) {
      this.#stale = true
      return
    }
    this.#posting = true
    this.#stale = false
    this.#host
      .post(this.#frame())
      .then(() => {
        this.#posting = false
        if (this.#stale) this.#changed()
      })
      .catch((error: unknown) => this.#host.crash(error))
  }

  #frame(): Frame {
    const restart = this.#restart
    const events = this.#fresh()
    this.#restart = false
    const saved = this.#isSaveDue() ? this.#save() : null
    return { clock: this.clock(), views: this.#views(), events, restart, save: saved }
  }

  #fresh(): EventRecord[] {
    const { events } = this.#session.cloud.world
    const fresh = this.#restart ? events.known() : events.since(this.#sent + 1)
    const last = fresh[fresh.length - 1]
    if (this.#restart) this.#sent = last?.seq ?? 0
    else this.#sent = Math.max(this.#sent, last?.seq ?? 0)
    return fresh
  }

  #views(): Record<string, unknown> {
    const out: Record<string, unknown> = {}
    const { cloud } = this.#session
    for (const [key, watch] of this.#watches) {
      const revision = cloud.revision(watch.name)
      const moved = watch.at !== cloud.now && cloud.followsClock(watch.name)
      if (revision === watch.revision && !moved) continue
      watch.revision = revision
      watch.at = cloud.now
      out[key] = cloud.view(watch.name, watch.params)
    }
    return out
  }

  #isSaveDue(): boolean {
    return this.#saved === null || Math.abs(this.#session.work - this.#saved) >= WORK_BETWEEN_SAVES
  }

  #save(): Frame['save'] {
    this.#saved = this.#session.work
    return { bytes: save(this.#session), serial: this.#serial }
  }
}

/**
 * Makes inputs again that came after a save or since the beginning, in their order. What was done before the instant
 * of another build's save cannot be made again.
 */
function repeatAll(session: Session, inputs: readonly PlacedInput[]): void {
  for (const { at, position, request } of inputs) {
    if (at < session.floor) return
    session.repeat(at, position, request)
  }
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

/** What ends a run to a beat: a beat, or where only some types are, one of them or the rest. */
function isEnd(
  session: Session,
  types: readonly string[] | undefined,
): (event: EventRecord) => boolean {
  const beat = isMyBeat(session, types)
  if (types === undefined) return beat
  const rest = isMyRest(session)
  return (event) => beat(event) || rest(event)
}
