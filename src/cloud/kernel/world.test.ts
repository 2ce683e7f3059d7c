import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from './assert.ts'
import type { BlobId } from './blobs.ts'
import type { Epoch } from './calendar.ts'
import { after, duration, EPOCH, instant } from './instant.ts'
import { defineLog } from './log.ts'
import { labRef } from './ref.ts'
import { fail, ok } from './result.ts'
import { defineTimer } from './schedule.ts'
import { integer, record, text } from './schema.ts'
import { defineTable } from './table.ts'
import { DecodeError, Reader, Writer } from './value.ts'
import { PLAIN_HASHES, World, type WorldParts } from './world.ts'

const row = record({ label: text, count: integer })
const things = defineTable('test.thing', row)
const others = defineTable('test.other', row)
const notes = defineLog('test.note', text, 1000)
const tick = defineTimer('test.tick', integer)
const PARTS: WorldParts = {
  tables: [things, others],
  logs: [notes],
  timers: [tick],
  events: {
    'test.happened': { lane: 'calls', beat: false, keep: 'milestone' },
    'test.passed': { lane: 'calls', beat: false, keep: 'ring' },
  },
}

function newWorld(seed = 'seed'): World {
  const world = new World(PARTS, {
    seed,
    epoch: 1_767_225_600_000 as Epoch,
    start: EPOCH,
    hashes: PLAIN_HASHES,
  })
  return world
}

/** One change of one part, by a number that says which: every part is reached. */
const change = fc.record({
  part: fc.constantFrom(
    ...(['set', 'delete', 'other', 'append', 'timer', 'cancel', 'draw', 'count'] as const),
    ...(['blob', 'recipe', 'release', 'emit', 'because'] as const),
  ),
  n: fc.nat(7),
})
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never

/** What each change does. Some do nothing where there is nothing. */
const CHANGES: Readonly<Record<Change['part'], (world: World, n: number) => void>> = {
  set: (world, n) => world.table(things).set(`k${n}`, { label: 'a', count: world.events.next }),
  delete(world, n) {
    if (world.table(things).get(`k${n}`) !== undefined) world.table(things).delete(`k${n}`)
  },
  other: (world, n) =>
    world.table(others).set(`k${n % 2}`, { label: 'b', count: world.table(things).size }),
  append: (world, n) => world.log(notes).append(`note ${n}`),
  timer: (world, n) => world.after(tick, after(world.now, duration(n)), n),
  cancel: (world, n) => world.schedule.cancel(n),
  draw: (world, n) => world.streams.below(`stream ${n % 3}`, n + 1),
  count: (world, n) => world.count(`counter ${n % 2}`),
  blob: (world, n) => world.blobs.put(Uint8Array.of(n, n)),
  recipe: (world, n) => world.blobs.recipe(n * 1000, n),
  release(world, n) {
    if (world.blobs.has(`b-${n}` as BlobId)) world.blobs.release(`b-${n}` as BlobId)
  },
  emit: (world, n) =>
    world.emit(n % 2 === 0 ? 'test.happened' : 'test.passed', [labRef('thing', `${n}`)]),
  because: (world) => world.because(world.events.next - 1, () => world.emit('test.happened', [])),
}

const apply = (world: World, { part, n }: Change) => CHANGES[part](world, n)

const changes = fc.array(change, { maxLength: 25, size: 'max' })

function written(world: World, whole = true): Uint8Array {
  const to = new Writer()
  world.write(to, whole)
  return to.finish()
}

/** What a transaction may touch beyond the bytes: clock, cause, and the known events. */
const around = (world: World) => ({
  bytes: written(world),
  hash: world.hash(),
  cause: world.cause,
  events: world.events.known(),
})

function commit(world: World, all: readonly Change[]): void {
  world.transaction(() => {
    for (const each of all) apply(world, each)
    return ok(null)
  })
  world.events.flush()
}

describe('a transaction', () => {
  it('that is refused leaves no trace', () => {
    fc.assert(
      fc.property(changes, changes, changes, (before, during, later) => {
        const world = newWorld()
        commit(world, before)
        const was = around(world)
        const result = world.transaction(() => {
          for (const each of during) apply(world, each)
          return fail('Refused', 'no')
        })
        expect(result.ok).toBe(false)
        expect(around(world)).toEqual(was)
        // And what comes later cannot tell that it ever was.
        commit(world, later)
        const other = newWorld()
        commit(other, before)
        commit(other, later)
        expect(around(world)).toEqual(around(other))
      }),
      { numRuns: 200 },
    )
  })

  it('that throws leaves no trace and throws on', () => {
    fc.assert(
      fc.property(changes, changes, (before, during) => {
        const world = newWorld()
        commit(world, before)
        const was = around(world)
        const broken = () =>
          world.transaction(() => {
            for (const each of during) apply(world, each)
            throw new RangeError('broken')
          })
        expect(broken).toThrow(RangeError)
        expect(around(world)).toEqual(was)
      }),
    )
  })

  it('that succeeds is as if made without one', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const [inside, outside] = [newWorld(), newWorld()]
        commit(inside, all)
        for (const each of all) apply(outside, each)
        expect(written(inside)).toEqual(written(outside))
        expect(inside.events.known()).toEqual(outside.events.known())
      }),
    )
  })

  it('does not nest', () => {
    const world = newWorld()
    const nested = () => world.transaction(() => world.transaction(() => ok(1)))
    expect(nested).toThrow(AssertionError)
  })
})

it('takes a trial back, and keeps its answer', () => {
  fc.assert(
    fc.property(changes, changes, (before, during) => {
      const world = newWorld()
      commit(world, before)
      const was = around(world)
      const size = world.trial(() => {
        for (const each of during) apply(world, each)
        return world.table(things).size
      })
      expect(size).toBeLessThanOrEqual(8)
      expect(around(world)).toEqual(was)
    }),
  )
})

describe('a frame', () => {
  it('brings the state back, from earlier and from later, however often', () => {
    const parts = fc.array(changes, { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(parts, fc.array(fc.nat(), { maxLength: 8 }), (all, jumps) => {
        const world = newWorld()
        const kept = all.map((each) => {
          commit(world, each)
          world.moveTo(after(world.now, duration(1)))
          return { frame: world.frame(), was: around(world) }
        })
        for (const jump of jumps) {
          const at = kept[jump % kept.length]
          if (at === undefined) continue
          world.restore(at.frame)
          expect(written(world)).toEqual(at.was.bytes)
          expect(world.hash()).toBe(at.was.hash)
          // Leave it and do something else: the next jump must not see it.
          world.events.truncate()
          commit(world, [{ part: 'append', n: jump % 8 }])
          world.events.moveTo(at.frame.nextEvent)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('the bytes of a world', () => {
  it('give the same world, with the same hash', () => {
    fc.assert(
      fc.property(changes, changes, (before, later) => {
        const world = newWorld()
        commit(world, before)
        const other = newWorld()
        commit(other, [{ part: 'set', n: 1 }])
        const from = new Reader(written(world))
        other.read(from)
        from.finish()
        expect(written(other)).toEqual(written(world))
        expect(other.hash()).toBe(world.hash())
        commit(world, later)
        commit(other, later)
        expect(other.hash()).toBe(world.hash())
      }),
    )
  })

  it('that were cut short or changed are refused, or are still a world', () => {
    const world = newWorld()
    for (let n = 0; n < 8; n++) {
      for (const part of ['set', 'append', 'timer', 'draw', 'blob', 'count'] as const) {
        commit(world, [{ part, n }])
      }
    }
    const bytes = written(world)
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const damaged = cut ? bytes.slice(0, at) : bytes.with(at, byte)
        try {
          newWorld().read(new Reader(damaged))
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('differ when any part differs', () => {
    const hashes = new Set([newWorld().hash()])
    const parts = ['set', 'append', 'timer', 'draw', 'blob', 'count'] as const
    for (const part of parts) {
      const world = newWorld()
      commit(world, [{ part, n: 1 }])
      hashes.add(world.hash())
    }
    const later = newWorld()
    later.moveTo(instant(1))
    hashes.add(later.hash())
    expect(hashes.size).toBe(parts.length + 2)
  })

  it('hold neither events nor causes where they are hashed', () => {
    const [quiet, told] = [newWorld(), newWorld()]
    told.emit('test.happened', [])
    quiet.after(tick, instant(5), 1)
    told.after(tick, instant(5), 1)
    expect(told.hash()).toBe(quiet.hash())
    expect(written(told)).not.toEqual(written(quiet))
  })
})

describe('causes', () => {
  it('are never later than what they led to', () => {
    const world = newWorld()
    world.transaction(() => {
      world.emit('test.happened', [])
      world.emit('test.happened', [])
      return fail('Refused', 'no')
    })
    world.emit('test.passed', [])
    expect(world.events.known().map((event) => event.cause)).toEqual([null])
  })

  it('are put back after what had one of its own', () => {
    const world = newWorld()
    world.emit('test.happened', [])
    const broken = () =>
      world.because(null, () => {
        world.emit('test.happened', [])
        throw new RangeError('broken')
      })
    expect(broken).toThrow(RangeError)
    expect(world.cause).toBe(1)
  })

  it('are not noted in set-up, nor is anything else', () => {
    const world = new World(PARTS, {
      seed: 's',
      epoch: 0 as Epoch,
      start: instant(-5),
      hashes: PLAIN_HASHES,
    })
    world.emit('test.happened', [])
    expect(world.events.next).toBe(1)
    expect(world.cause).toBeNull()
  })
})

it('has a revision that rises with each table and log it is asked for', () => {
  const world = newWorld()
  const names = ['test.thing', 'test.note']
  const seen = [world.revision(names)]
  for (const part of ['set', 'append', 'delete'] as const) {
    commit(world, [{ part, n: 1 }])
    seen.push(world.revision(names))
  }
  const frame = world.frame()
  world.restore(frame)
  seen.push(world.revision(names))
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b))
  commit(world, [{ part: 'other', n: 1 }])
  expect(world.revision(names)).toBe(seen[seen.length - 1])
})
