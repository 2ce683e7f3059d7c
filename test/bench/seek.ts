/**
 * Keyframes over 10,000 entities: taking one, and going back a little or a long way.
 *
 * A small time machine of the kernel's own parts, since no lab Region holds so many: each timer changes one
 * row and sets the next. The alternatives: cloning the rows, and replaying from the beginning.
 */

import type { Epoch } from '../../src/cloud/kernel/calendar.ts'
import { after, duration, EPOCH, type Instant, instant } from '../../src/cloud/kernel/instant.ts'
import { Keyframes } from '../../src/cloud/kernel/keyframes.ts'
import { defineTimer } from '../../src/cloud/kernel/schedule.ts'
import { integer, record, text } from '../../src/cloud/kernel/schema.ts'
import { defineTable } from '../../src/cloud/kernel/table.ts'
import { PLAIN_HASHES, World, type WorldFrame } from '../../src/cloud/kernel/world.ts'
import type { Row } from '../../tools/bench.ts'
import { compare, row, timed } from './measure.ts'

const ENTITIES = 10_000
const WORK = 30_000
const things = defineTable(
  'bench.thing',
  record({ id: text, owner: text, state: text, changes: integer, since: integer }),
)
const tick = defineTimer('bench.tick', integer)

class Machine {
  readonly world = new World(
    { tables: [things], logs: [], timers: [tick], events: {} },
    { seed: 'bench', epoch: 0 as Epoch, start: EPOCH, hashes: PLAIN_HASHES },
  )
  readonly keyframes = new Keyframes<WorldFrame>()
  work = 0

  constructor() {
    for (let i = 0; i < ENTITIES; i++) {
      const row = { id: keyOf(i), owner: 'a', state: 'pending', changes: 0, since: 0 }
      this.world.table(things).set(row.id, row)
      this.world.after(tick, instant(1 + i), i)
    }
    this.keep()
  }

  keep(): void {
    const state = this.world.frame()
    const bytes = ENTITIES * 80
    this.keyframes.add({ at: this.world.now, position: 0, work: this.work, bytes, state })
  }

  run(until: Instant): void {
    const table = this.world.table(things)
    for (;;) {
      const timer = this.world.schedule.due(until)
      if (timer === undefined) break
      this.world.moveTo(timer.at)
      const i = timer.data as number
      const before = table.get(keyOf(i))
      if (before !== undefined) {
        const changes = before.changes + 1
        table.set(before.id, { ...before, changes, state: `s${changes % 5}`, since: timer.at })
      }
      this.world.after(tick, after(timer.at, duration(ENTITIES)), i)
      this.work += 1
      if (this.keyframes.due(this.work)) this.keep()
    }
    this.world.moveTo(until)
  }

  seek(at: Instant): void {
    const frame = this.keyframes.before(at, 0)
    if (frame === undefined) throw new Error('the first keyframe is never dropped')
    this.world.restore(frame.state)
    this.work = frame.work
    this.run(at)
  }
}

const keyOf = (i: number): string => `lab/us-east-1/t-${String(i).padStart(6, '0')}`

export async function rows(): Promise<Row[]> {
  const machine = new Machine()
  machine.run(instant(WORK))
  const head = machine.world.now
  let turn = 0
  const back = (at: Instant) => {
    machine.seek(head)
    return timed(() => machine.seek(at))
  }
  const rowsNow = new Map(machine.world.table(things).entries())
  const ms = compare(7, {
    keyframe: () => timed(() => machine.world.frame()),
    clone: () => timed(() => structuredClone(rowsNow)),
    recent: () => back(instant(head - 200 * (1 + (turn++ % 8)))),
    old: () => back(instant(2400 + 2500 * (turn++ % 9))),
    replay: () => timed(() => new Machine().run(instant(WORK / 2))),
  })
  const { length } = machine.keyframes.all
  return [
    row(`keyframe of ${ENTITIES} entities`, 'ms', ms.keyframe, { structuredClone: ms.clone }),
    row(`recent seek, ${ENTITIES} entities`, 'ms', ms.recent, { 'full replay': ms.replay }),
    row(`old seek, ${ENTITIES} entities, ${length} keyframes`, 'ms', ms.old, {
      'full replay': ms.replay,
    }),
  ]
}
