/**
 * The schedule by the hold model: take the next timer, set another, with a constant number pending.
 *
 * tinyqueue is a bare heap without sequence, cancelling, undo or handlers; simjs is a simulation library.
 */
import TinyQueue from 'tinyqueue'
import { instant } from '../../src/cloud/kernel/instant.ts'
import { stepSfc32 } from '../../src/cloud/kernel/random.ts'
import { defineTimer, Schedule } from '../../src/cloud/kernel/schedule.ts'
import { integer } from '../../src/cloud/kernel/schema.ts'
import { UndoLog } from '../../src/cloud/kernel/undo.ts'
import type { Row } from '../../tools/bench.ts'
import { compare, row, timed } from './measure.ts'

const kind = defineTimer('bench', integer)
const END = instant(Number.MAX_SAFE_INTEGER)
const SPREAD = 1_000_000

/** The same waits for each candidate: about uniform up to twice the mean. */
function waits(): () => number {
  const words = Uint32Array.of(1, 2, 3, 4)
  return () => 1 + (stepSfc32(words) % SPREAD)
}

function ours(pending: number, holds: number): number {
  const schedule = new Schedule([kind], new UndoLog())
  const wait = waits()
  for (let i = 0; i < pending; i++) schedule.set(kind, instant(wait()), i)
  return timed(() => {
    for (let i = 0; i < holds; i++) {
      const timer = schedule.due(END)
      if (timer !== undefined) schedule.set(kind, instant(timer.at + wait()), i)
    }
  })
}

function tiny(pending: number, holds: number): number {
  const queue = new TinyQueue<{ at: number; data: number }>([], (a, b) => a.at - b.at)
  const wait = waits()
  for (let i = 0; i < pending; i++) queue.push({ at: wait(), data: i })
  return timed(() => {
    for (let i = 0; i < holds; i++) {
      const timer = queue.pop()
      if (timer !== undefined) queue.push({ at: timer.at + wait(), data: i })
    }
  })
}

interface Entity {
  setTimer(duration: number): { done(callback: () => void): unknown }
}
interface Sim {
  addEntity(kind: new () => Entity): Entity
  simulate(end: number, maxEvents: number): boolean
}
interface Library {
  readonly Sim: new () => Sim
  readonly Entity: new () => Entity
}

/** simjs exports nothing: it hangs itself on the window, which Node has not. */
async function loadSimjs(): Promise<Library> {
  const window: { Sim?: Library } = {}
  Object.assign(globalThis, { window })
  await import('simjs')
  Reflect.deleteProperty(globalThis, 'window')
  if (window.Sim === undefined) throw new Error('simjs is not where it used to be')
  return window.Sim
}

function simjs({ Sim, Entity }: Library, pending: number, holds: number): number {
  const wait = waits()
  class Holder extends Entity {
    start(): void {
      this.setTimer(wait()).done(() => this.start())
    }
  }
  const sim = new Sim()
  for (let i = 0; i < pending; i++) sim.addEntity(Holder)
  return timed(() => sim.simulate(Number.MAX_SAFE_INTEGER, holds))
}

export async function rows(): Promise<Row[]> {
  const library = await loadSimjs()
  return [
    [1000, 200_000],
    [100_000, 200_000],
  ].map(([pending = 0, holds = 0]) => {
    const ms = compare(5, {
      ours: () => ours(pending, holds),
      tinyqueue: () => tiny(pending, holds),
      simjs: () => simjs(library, pending, holds),
    })
    const rate = (each: number) => (holds / each) * 1000
    const against = { simjs: rate(ms.simjs), tinyqueue: rate(ms.tinyqueue) }
    const name = `schedule, ${pending} pending: set and fire`
    return {
      ...row(name, 'timers/s', rate(ms.ours), against),
      ratio: rate(ms.ours) / against.simjs,
    }
  })
}
