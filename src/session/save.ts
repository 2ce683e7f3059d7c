/**
 * Saves: a world as bytes, and back.
 *
 * A save holds format, build, seed, scenario, epoch, defaults, set-up, journal, the events known, the present
 * state and its hash. Format 2 knew no set-up; it is read as a world without one.
 * The same build takes all of it and can seek as far back as it could before. Another build takes the state if it can read it and
 * begins a new journal there; the older events can still be looked at. Bytes may be a stranger's: whatever is
 * wrong with them is an error with a code, never an exception.
 */
import type { Epoch } from '../cloud/kernel/calendar.ts'
import type { EventRecord } from '../cloud/kernel/events.ts'
import { type Instant, instant } from '../cloud/kernel/instant.ts'
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import { DecodeError, Reader, type Value, Writer } from '../cloud/kernel/value.ts'
import type { Defaults, Hashes } from '../cloud/kernel/world.ts'
import { findScenario } from '../cloud/scenarios/index.ts'
import { type SetUp, SetUpRefused } from '../cloud/setUp.ts'
import { BUILD } from './build.ts'
import { readInputs, readSetUp, writeInputs, writeSetUp } from './keptSetUp.ts'
import { asDefaults, asEpoch, asEvents } from './save-shapes.ts'
import { type Input, Session } from './session.ts'

const MAGIC = 'cloudglass save'
const FORMAT = 3
const FORMAT_WITHOUT_SET_UP = 2

/** The whole of a session as bytes. The other future, if one is kept, is not saved. */
export function save(
  session: Pick<Session, 'cloud' | 'options' | 'hasPast' | 'head' | 'work'>,
): Uint8Array {
  const { cloud } = session
  const to = new Writer()
  to.text(MAGIC)
  to.varint(FORMAT)
  to.text(BUILD)
  to.text(session.options.seed)
  to.text(session.options.scenario)
  to.zigzag(cloud.world.epoch)
  to.text(cloud.world.defaults)
  writeSetUp(to, session.options.setUp)
  to.varint(session.hasPast ? 1 : 0)
  writeInputs(to, cloud.door.journal.all())
  to.value(cloud.world.events.known() as unknown as Value)
  to.varint(cloud.door.journal.position)
  to.zigzag(session.head)
  to.varint(session.work)
  to.text(cloud.hash())
  cloud.write(to)
  return to.finish()
}

interface Header {
  readonly build: string
  readonly seed: string
  readonly scenario: string
  readonly epoch: Epoch
  readonly defaults: Defaults
  readonly setUp: SetUp | null
  /** whether the inputs reach back to the beginning */
  readonly past: boolean
  readonly inputs: readonly Input[]
  readonly events: readonly EventRecord[]
  readonly position: number
  readonly head: Instant
  readonly work: number
  readonly hash: string
}

/**
 * A session from a save. Errors: `save.unreadable`, `save.format`, `save.scenario`, `save.set-up` when this build
 * refuses a call that the world began with, `save.damaged`.
 */
export function load(bytes: Uint8Array, hashes?: Hashes): Result<Session> {
  try {
    return open(new Reader(bytes), hashes)
  } catch (error) {
    if (error instanceof DecodeError) {
      return fail('save.unreadable', `This is not a save, or it is cut short: ${error.message}.`)
    }
    if (error instanceof SetUpRefused) {
      return fail(
        'save.set-up',
        `This build cannot begin the world of this save: ${error.message}.`,
      )
    }
    throw error
  }
}

function open(from: Reader, hashes: Hashes | undefined): Result<Session> {
  if (from.text() !== MAGIC) return fail('save.unreadable', 'This file is not a Cloudglass save.')
  const format = from.varint()
  if (format !== FORMAT && format !== FORMAT_WITHOUT_SET_UP) {
    return fail(
      'save.format',
      `This save has format ${format}; this build reads formats ${FORMAT_WITHOUT_SET_UP} and ${FORMAT}.`,
    )
  }
  const header = readHeader(from, format)
  if (findScenario(header.scenario) === undefined) {
    return fail('save.scenario', `This build has no scenario '${header.scenario}'.`)
  }
  const { seed, scenario, epoch, defaults, setUp } = header
  const session = new Session({
    ...{ seed, scenario, epoch, defaults },
    ...(setUp === null ? {} : { setUp }),
    ...(hashes === undefined ? {} : { hashes }),
  })
  session.cloud.read(from)
  from.finish()
  if (session.cloud.hash() !== header.hash) {
    return fail('save.damaged', 'The state in this save does not match its hash.')
  }
  if (header.head < session.now) throw new DecodeError('a head before the present')
  const past = header.build === BUILD && header.past
  const { journal } = session.cloud.door
  if (past) {
    journal.adopt(header.inputs)
    journal.moveTo(header.position)
  }
  session.cloud.world.events.adopt(header.events)
  // Without the inputs of a known future its events cannot come again.
  if (!past) session.cloud.world.events.truncate()
  session.adoptState(past, past ? header.head : session.now, header.work)
  return ok(session)
}

function readHeader(from: Reader, format: number): Header {
  const build = from.text()
  const seed = from.text()
  const scenario = from.text()
  const epoch = asEpoch(from.zigzag())
  const defaults = asDefaults(from.text())
  const before = format === FORMAT_WITHOUT_SET_UP
  const setUp = before ? null : readSetUp(from)
  const past = before || from.varint() === 1
  const inputs = readInputs(from)
  const events = asEvents(from.value())
  const position = from.varint()
  if (position > inputs.length) throw new DecodeError('a position beyond the inputs')
  const head = instant(from.zigzag())
  return {
    build,
    seed,
    scenario,
    epoch,
    defaults,
    setUp,
    past,
    inputs,
    events,
    position,
    head,
    work: from.varint(),
    hash: from.text(),
  }
}
