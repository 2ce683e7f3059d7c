/**
 * Whole worlds, played from seeds: determinism, time travel, refusals, and what must always hold.
 *
 * The seeds are fixed but one, which is the run's: `npm run soak` draws new ones. A failing test names its seed.
 */
import { createHash } from 'node:crypto'
import { describe, expect, inject, it } from 'vitest'
import type { CallRequest } from '../src/cloud/call.ts'
import { instances } from '../src/cloud/compute/rows.ts'
import { accounts } from '../src/cloud/identity/accounts.ts'
import { must } from '../src/cloud/kernel/assert.ts'
import type { EventRecord } from '../src/cloud/kernel/events.ts'
import { after, between, type Instant, instant } from '../src/cloud/kernel/instant.ts'
import { Streams } from '../src/cloud/kernel/random.ts'
import { UndoLog } from '../src/cloud/kernel/undo.ts'
import { type Hashes, PLAIN_HASHES, type WorldFrame } from '../src/cloud/kernel/world.ts'
import { load, save } from '../src/session/save.ts'
import { Session } from '../src/session/session.ts'
import { checkWorld } from './checkers.ts'
import { isCallTo, type Plan, planOf, play, requestOf, type Step } from './worlds.ts'

/** Node's hashes: the kernel's own are slower, and must be equal anyway. */
const hashes: Hashes = {
  ...PLAIN_HASHES,
  sha256: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
  md5: (bytes) => new Uint8Array(createHash('md5').update(bytes).digest()),
}
const DRAWN = `${inject('seed')}`
const PLANS = (
  [
    ['one', 100, 'empty'],
    ['two', 24, 'region'],
    [DRAWN, 80, 'empty'],
    [DRAWN, 20, 'region'],
  ] as const
).map(
  ([seed, length, scenario]) => [`${seed}, ${scenario}`, planOf(seed, length, scenario)] as const,
)
/** Keyframes often, so that a short world has many to choose from, and some are thinned out. */
const POLICY = { every: 10, recent: 4, sparse: 40, bytes: 2_000_000 }

const open = (plan: Plan) => new Session({ ...plan, hashes }, POLICY)

function played(plan: Plan, look: (session: Session, step: Step) => void = () => {}): Session {
  const session = open(plan)
  for (const step of plan.steps) {
    play(session, step)
    look(session, step)
  }
  return session
}

/** Numbers for a test's own choices, repeatable by the plan's seed. */
function choices(plan: Plan): (k: number) => number {
  const streams = new Streams(`${plan.seed} choices`, hashes.sha256, new UndoLog())
  return (k) => Math.floor(streams.unit('test') * k)
}

const told = (session: Session) => session.cloud.world.events.since(0)

/** Every view there is, for every account, and the inspector of every instance. */
function lookAtAll({ cloud }: Session): void {
  for (const { id: account } of cloud.world.table(accounts).all()) {
    cloud.view('region', { account })
    cloud.view('placement', { account })
    for (const event of cloud.world.events.known().slice(-4)) {
      for (const ref of event.subjects) cloud.view('inspect', { account, ref })
    }
  }
  cloud.view('lifecycle', {})
}

/** The requests that a plan makes, as they came out. */
function requestsOf(plan: Plan): (readonly [CallRequest, Session])[] {
  const session = open(plan)
  const out: (readonly [CallRequest, Session])[] = []
  for (const step of plan.steps) {
    if (step.kind === 'call') out.push([requestOf(session.cloud.world, step), session])
    play(session, step)
  }
  return out
}

describe.each(PLANS)('a world from seed %s', (_name, plan) => {
  it('is the same twice', () => {
    const [a, b] = [played(plan), played(plan)]
    expect(a.hash()).toBe(b.hash())
    expect(told(a)).toEqual(told(b))
  })

  it('differs from that of another seed', () => {
    expect(played(plan).hash()).not.toBe(played({ ...plan, seed: `${plan.seed}!` }).hash())
  })

  it('is the same in one slice and in a thousand', () => {
    const whole = played(plan)
    const draw = choices(plan)
    const sliced = open(plan)
    const waits = plan.steps.filter((step) => step.kind === 'wait').length
    const cuts = Math.ceil(1000 / waits)
    let slices = 0
    for (const step of plan.steps) {
      if (step.kind === 'call') play(sliced, step)
      else {
        const until = after(sliced.now, step.length)
        for (let cut = 0; cut < cuts; cut++) {
          const left = between(sliced.now, until)
          const on = instant(sliced.now + Math.floor((left * draw(100)) / 2000))
          // Some slices end by time, others by work, between two timers of one instant.
          if (cut % 2 === 0) sliced.runUntil(on)
          else sliced.run(until, 1)
          slices += 1
        }
        sliced.runUntil(until)
      }
    }
    expect(slices).toBeGreaterThanOrEqual(1000)
    expect(sliced.hash()).toBe(whole.hash())
    expect(told(sliced)).toEqual(told(whole))
  })

  it('does not notice who watches, nor in which order', () => {
    const alone = played(plan)
    const draw = choices(plan)
    const watched = open(plan)
    const { events } = watched.cloud.world
    const heard = Array.from({ length: 5 }, () => [] as EventRecord[])
    const leave = new Map<number, () => void>()
    for (const step of plan.steps) {
      // Listeners go and come again, so that their order changes.
      const which = draw(5)
      leave.get(which)?.()
      const listener = (event: EventRecord) => heard[which]?.push(event)
      leave.set(which, events.listen(listener))
      play(watched, step)
      lookAtAll(watched)
    }
    expect(watched.hash()).toBe(alone.hash())
    expect(told(watched)).toEqual(told(alone))
    expect(heard.flat().length).toBeGreaterThan(0)
    for (const each of heard) expect(each).toEqual([...each].sort((a, b) => a.seq - b.seq))
  })

  it('goes on after a save as if never saved, and keeps its past', () => {
    const draw = choices(plan)
    const whole = played(plan)
    const cut = draw(plan.steps.length)
    let session = open(plan)
    const marks: (readonly [Instant, string])[] = []
    plan.steps.forEach((step, i) => {
      if (i === cut || i === cut + 7) {
        marks.push([session.now, session.hash()])
        const loaded = load(save(session), hashes)
        if (!loaded.ok) throw new Error(loaded.error.message)
        session = loaded.value
        expect(session.hash()).toBe(marks[marks.length - 1]?.[1])
      }
      play(session, step)
    })
    expect(session.hash()).toBe(whole.hash())
    expect(told(session)).toEqual(told(whole))
    const half = instant(Math.floor(whole.now / 2))
    whole.seek(half)
    session.seek(half)
    expect(session.hash()).toBe(whole.hash())
  })

  it('is the same at each instant, however it is come to', () => {
    const draw = choices(plan)
    // The last state of an instant counts: a seek ends after all that was done there.
    const marks = new Map<Instant, string>()
    const session = played(plan, (each) => marks.set(each.now, each.hash()))
    const all = [...marks]
    const { head } = session
    for (let jump = 0; jump < 25; jump++) {
      const [at, hash] = must(all[draw(all.length)], 'a mark')
      session.seek(at)
      expect(session.hash(), `jump ${jump} to ${at}`).toBe(hash)
      expect(session.now).toBe(at)
      // And leave it somewhere between, also between two timers of one instant.
      const on = Math.min(head, at + draw(100_000_000))
      if (jump % 5 === 0) session.run(instant(on), draw(9))
    }
    session.seek(head)
    expect(session.hash()).toBe(all[all.length - 1]?.[1])
    expect(session.head).toBe(head)
    expect(session.otherFuture).toBeNull()
  })

  it('keeps the future that a branch leaves', () => {
    const draw = choices(plan)
    const session = played(plan)
    const { head } = session
    const was = session.hash()
    const known = told(session)
    for (let branch = 0; branch < 4; branch++) {
      session.seek(instant(draw(head)))
      const on = Math.min(head - 1, session.now + 1_000_000_000)
      if (branch % 2 === 1) session.run(instant(on), 1 + draw(5))
      const { steps } = planOf(`${plan.seed} branch ${branch}`, 60)
      // A wait alone leaves nothing: only a call in the past begins a branch.
      const first = steps.findIndex((step) => step.kind === 'call')
      for (const step of steps.slice(first, first + 9)) play(session, step)
      expect(session.otherFuture).not.toBeNull()
      const [there, here] = [session.head, session.hash()]
      session.returnToOther()
      expect(session.hash()).toBe(was)
      expect(session.head).toBe(head)
      expect(told(session)).toEqual(known)
      session.returnToOther()
      expect(session.head).toBe(there)
      expect(session.hash()).toBe(here)
      session.returnToOther()
    }
  })

  it('holds what must hold, after every step', () => {
    let calls = 0
    played(plan, (session, step) => {
      calls += step.kind === 'call' ? 1 : 0
      // A call may set a timer for this very instant; it is fired before anything else.
      session.runUntil(session.now)
      checkWorld(session)
      expect(session.cloud.door.journal.position).toBe(calls)
    })
  })
})

/** S3 bills refused requests too. */
const METERED = 'billing.storage'

/** The parts of the state that a refused call must leave alone, rows by identity. */
function untouched(frame: WorldFrame): unknown {
  const tables = [...frame.tables].filter(([name]) => name !== METERED)
  const rows = tables.map(([name, { keys, rows }]) => [name, keys, [...rows].sort()])
  const streams = [...frame.streams].filter(([name]) => name !== 'request-id').sort()
  const counters = [...frame.counters].filter(([, count]) => count > 0).sort()
  const { schedule, blobs, now } = frame
  return { rows, streams, counters, schedule, blobs, now }
}

function sharesRows(before: WorldFrame, later: WorldFrame): boolean {
  return [...before.tables].every(([name, { rows }]) => {
    if (name === METERED) return true
    const other = later.tables.get(name)?.rows
    return other?.size === rows.size && [...rows].every(([key, row]) => other.get(key) === row)
  })
}

describe.each(PLANS)('a call in a world from seed %s', (_name, plan) => {
  it('that is refused changes only audit, journal, S3’s meter and the stream of request ids', () => {
    const session = open(plan)
    let refused = 0
    for (const step of plan.steps) {
      const before = session.cloud.world.frame()
      if (step.kind === 'wait') play(session, step)
      else {
        const request = requestOf(session.cloud.world, step)
        const { result } = session.call(request)
        if (result.ok) continue
        refused += 1
        const later = session.cloud.world.frame()
        expect(sharesRows(before, later), request.operation).toBe(true)
        expect(untouched(later), request.operation).toEqual(untouched(before))
        const event = must(told(session).at(-1), 'an event')
        expect(event).toMatchObject({ type: 'call.refused', cause: null })
        expect(later.nextEvent).toBe(before.nextEvent + 1)
      }
    }
    expect(refused).toBeGreaterThan(0)
  })

  it('that is only peeked changes nothing, whatever it asks', () => {
    const others = requestsOf(planOf(`${plan.seed} peeks`, 30, plan.scenario)).map(([each]) => each)
    const session = open(plan)
    plan.steps.forEach((step, i) => {
      play(session, step)
      if (i % 8 !== 0) return
      const was = session.hash()
      const position = session.cloud.door.journal.position
      const { next } = session.cloud.world.events
      for (const request of others) session.peek(request)
      if (step.kind === 'call') session.peek(requestOf(session.cloud.world, step))
      expect(session.hash()).toBe(was)
      expect(session.cloud.door.journal.position).toBe(position)
      expect(session.cloud.world.events.next).toBe(next)
    })
    expect(session.hash()).toBe(played(plan).hash())
  })

  it('that only reads is answered alike by a peek', () => {
    const session = open(plan)
    for (const step of plan.steps) {
      if (step.kind === 'call' && ['read', 'attribute', 'fetch'].includes(step.what)) {
        const request = requestOf(session.cloud.world, step)
        const peeked = session.peek(request).result
        expect(session.call(request).result).toEqual(peeked)
      } else play(session, step)
    }
  })
})

it('reaches every state of an instance, so that the checkers have something to see', () => {
  const seen = new Set<string>()
  for (const [, plan] of PLANS) {
    played(plan, ({ cloud }) => {
      for (const row of cloud.world.table(instances).all()) seen.add(row.state)
    })
  }
  expect([...seen].sort()).toEqual(
    ['pending', 'running', 'shutting-down', 'stopped', 'stopping', 'terminated'].sort(),
  )
})

it('stores, replaces and deletes, and holds what must hold', () => {
  const seen = new Set<string>()
  for (const seed of ['stores', DRAWN]) {
    const plan = planOf(`${seed} storage`, 700)
    const steps = plan.steps.filter((step) => step.kind === 'wait' || isCallTo('s3', step))
    const keys = new Set<string>()
    for (const { type, subjects } of told(played({ ...plan, steps }, checkWorld))) {
      const key = subjects[0] ?? ''
      if (type.startsWith('storage.')) seen.add(type)
      if (type === 'storage.object.written' && keys.has(key)) seen.add('replaced')
      if (type === 'storage.object.written') keys.add(key)
      if (type === 'storage.object.deleted') keys.delete(key)
    }
  }
  expect([...seen].sort()).toEqual([
    'replaced',
    'storage.bucket.created',
    'storage.bucket.deleted',
    'storage.object.deleted',
    'storage.object.written',
  ])
})
