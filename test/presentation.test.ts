/**
 * A lesson at a projector over a real world in Node: every frame has its world, whatever is pressed meanwhile, however
 * long things take, and whenever the page is closed.
 */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { Frame } from '../src/app/present/frame.ts'
import { type LabOf, Presentation } from '../src/app/present/presentation.svelte.ts'
import type { PresenterEvent } from '../src/app/present/presenter.ts'
import { isPresented, keptName } from '../src/app/presented.ts'
import { WorkerLost } from '../src/bridge/client.ts'
import { compileLessons } from '../src/lesson/compile.ts'
import { isProgress } from '../src/lesson/guard.ts'
import type { Lesson } from '../src/lesson/lesson.ts'
import { Left } from '../src/lesson/port.ts'
import type { Progress } from '../src/lesson/progress.ts'
import { readLessonFiles } from '../src/node/lessonFiles.ts'
import { type LessonLab, openLesson } from '../src/node/lessonLab.ts'
import { gateOf } from './gate.ts'
import { changes } from './hostile/changes.ts'

const LESSONS = compileLessons(readLessonFiles(new URL('..', import.meta.url).pathname)).lessons
const SHORT = lessonOf('what-stays')
const HASH = 'the compiled form'

function lessonOf(id: string): Lesson {
  const found = LESSONS.find(({ lesson }) => lesson.id === id)
  if (found === undefined) throw new Error(`no lesson ${id}`)
  return found.lesson
}

/** What stands between the presentation and its world: a wait before each thing that is asked, or a death. */
type Between = () => Promise<void>
const AT_ONCE: Between = () => Promise.resolve()

/** A page that shows a presentation over a world. */
class Wall {
  /** what was kept last */
  kept: Progress | null = null
  readonly world: LessonLab
  readonly shown: Presentation
  readonly reset = vi.fn(async () => {})
  between = AT_ONCE

  constructor(lesson: Lesson, world = openLesson(lesson)) {
    this.world = world
    const wall = this
    const page = {
      lab: {
        get clock() {
          const { session } = wall.world
          return { upTo: session.now, position: session.cloud.door.journal.position }
        },
      },
      steer: { hurry: async () => {} },
      onTheWay: false,
      keeping: {
        note: async (progress: Progress) => {
          this.kept = JSON.parse(JSON.stringify(progress))
        },
      },
      route: { stepAt: () => {} },
      selection: { select: () => {} },
      speaker: { say: () => {} },
      worlds: { reset: this.reset },
      notice: null,
    }
    this.shown = new Presentation(page, { lesson, hash: HASH, setUp: null }, this.#labOf)
  }

  /** The page's lab: it rejects what is asked once it was left, and what was under way when the world went back. */
  readonly #labOf: LabOf = () => {
    const { world } = this
    let era = 0
    let ended = false
    const asked = async <T>(what: () => Promise<T>): Promise<T> => {
      const mine = era
      await this.between()
      if (ended || mine !== era) throw new Left('the world was left')
      return what()
    }
    return {
      end: () => {
        ended = true
      },
      mark: () => asked(() => world.mark()),
      present: () => asked(() => world.present()),
      run: (line, variables) => asked(() => world.run(line, variables)),
      ask: (line, variables) => asked(() => world.ask(line, variables)),
      view: (name) => asked(() => world.view(name)),
      query: (text, data) => world.query(text, data),
      toBeat: (types) => asked(() => world.toBeat(types)),
      backTo: (mark) =>
        asked(async () => {
          era += 1
          await world.backTo(mark)
        }),
    }
  }

  get hash(): string {
    return this.world.session.hash()
  }

  /** Where the presentation stands, in a word. */
  get at(): string {
    const { state, frame } = this.shown
    return `${state} ${frame?.kind ?? '-'} ${frame?.at ?? '-'} ${frame?.beat ?? ''}`
  }

  send(type: 'forward' | 'begin' | 'again' | 'back'): Promise<void> {
    const event = { type, strayed: this.shown.strayed } as PresenterEvent
    return this.shown.send(event)
  }

  /** Closes the page, and opens it again over the same world. */
  async reopened(): Promise<Wall> {
    this.shown.close()
    const wall = new Wall(this.shown.lesson, this.world)
    await wall.shown.open(null, this.kept)
    return wall
  }
}

async function opened(lesson = SHORT): Promise<Wall> {
  const wall = new Wall(lesson)
  await wall.shown.open(null, null)
  return wall
}

/** Presses Forward until the lesson is over, or nothing comes of it twice. */
async function walk(wall: Wall, each: () => void = () => {}): Promise<void> {
  for (let presses = 0; presses < 80 && wall.shown.frame?.kind !== 'end'; presses += 1) {
    await wall.send('forward')
    each()
  }
}

/** A gate that closes after some questions, and holds what is asked then. */
function holdAfter(questions: number): Between {
  let left = questions
  return () => {
    left -= 1
    return left >= 0 ? Promise.resolve() : new Promise(() => {})
  }
}

/** Each of the questions that the first run puts to the world. */
async function questionsOfRun(): Promise<readonly null[]> {
  const wall = await opened()
  const asked: null[] = []
  wall.between = async () => {
    asked.push(null)
  }
  await wall.send('forward')
  return asked
}

/** Where in the lesson the wall is, whichever way it was come to. */
function placeOf({ kind, at, part, line, beat }: Frame): string {
  return JSON.stringify([kind, at, part, line, beat])
}

describe('a lesson at a projector', () => {
  test.each(['eight-seconds', 'what-stays'])(
    '%s is shown to its end, and Back brings each frame’s world',
    async (id) => {
      const wall = await opened(lessonOf(id))
      const seen: { at: string; hash: string }[] = [{ at: wall.at, hash: wall.hash }]
      await walk(wall, () => {
        if (wall.at !== seen.at(-1)?.at) seen.push({ at: wall.at, hash: wall.hash })
      })
      expect(wall.at).toMatch(/^resting end/)
      expect(new Set(seen.map(({ hash }) => hash)).size).toBeGreaterThan(6)
      const frames = wall.shown.snapshot?.context.history.length ?? 0
      for (let left = frames; left > 0; left -= 1) await wall.send('back')
      expect({ at: wall.at, hash: wall.hash }).toEqual(seen[0])
      const again: typeof seen = [{ at: wall.at, hash: wall.hash }]
      await walk(wall, () => {
        if (wall.at !== again.at(-1)?.at) again.push({ at: wall.at, hash: wall.hash })
      })
      expect(again).toEqual(seen)
    },
  )

  test('a step is entered by playing what lies before it', async () => {
    const walked = await opened()
    while (walked.shown.frame?.at !== 2) await walked.send('forward')
    const named = new Wall(SHORT)
    await named.shown.open(SHORT.steps[2]?.id ?? null, null)
    expect([named.at, named.hash]).toEqual([walked.at, walked.hash])
  })

  test('Back during a run ends it: what it still asks for and says is let go', async () => {
    const { length } = await questionsOfRun()
    for (let before = 0; before < length; before += 1) {
      const wall = await opened()
      const [at, hash] = [wall.at, wall.hash]
      const gate = gateOf<void>()
      let left = before
      wall.between = () => {
        left -= 1
        return left >= 0 ? Promise.resolve() : gate.promise
      }
      const running = wall.send('forward')
      await expect.poll(() => left).toBeLessThan(0)
      wall.between = AT_ONCE
      await wall.send('back')
      gate.resolve()
      await running
      expect([before, wall.at, wall.hash, wall.shown.busy]).toEqual([before, at, hash, false])
    }
  })

  test('comes back to its frame when the worker dies in a run, and waits when it dies again', async () => {
    const wall = await opened()
    const [at, hash] = [wall.at, wall.hash]
    const death: Between = () => Promise.reject(new WorkerLost('it died'))
    wall.between = async () => {
      wall.between = AT_ONCE
      await death()
    }
    await wall.send('forward')
    await expect.poll(() => [wall.at, wall.hash]).toEqual([at, hash])
    wall.between = death
    await wall.send('forward')
    await expect.poll(() => wall.shown.state).toBe('failed')
    wall.between = AT_ONCE
    await wall.send('back')
    expect([wall.at, wall.hash]).toEqual([at, hash])
  })
})

describe('what somebody tries out at the wall', () => {
  /** The wall at the first task. */
  async function atTask(): Promise<Wall> {
    const wall = await opened(lessonOf('eight-seconds'))
    for (let presses = 0; presses < 40 && wall.shown.frame?.kind !== 'open'; presses += 1) {
      await wall.send('forward')
    }
    return wall
  }

  test('comes to its end before the lesson goes on, and Back undoes it', async () => {
    const wall = await atTask()
    const [at, hash] = [wall.at, wall.hash]
    const gate = gateOf<void>()
    wall.between = () => gate.promise
    const acting = wall.shown.act(['aws s3 mb s3://tried-out'])
    await wall.send('forward')
    expect([wall.at, wall.hash]).toEqual([at, hash])
    gate.resolve()
    wall.between = AT_ONCE
    await acting
    expect(wall.hash).not.toBe(hash)
    await wall.send('back')
    expect([wall.at, wall.hash]).toEqual([at, hash])
  })

  test('and cannot be run is said, and Back leads out', async () => {
    const wall = await atTask()
    const at = wall.at
    await wall.shown.act(['aws s3 no-such-command'])
    expect(wall.shown.state).toBe('failed')
    expect(wall.shown.snapshot?.context.error).toContain('no-such-command')
    await wall.send('back')
    expect(wall.at).toBe(at)
  })

  test('and dies with the worker is told once, whatever else was asked', async () => {
    const wall = await atTask()
    const [at, hash] = [wall.at, wall.hash]
    let deaths = 2
    wall.between = () => {
      deaths -= 1
      return deaths < 0 ? Promise.resolve() : Promise.reject(new WorkerLost('it died'))
    }
    await Promise.all([wall.send('forward'), wall.shown.look()])
    await expect.poll(() => [wall.at, wall.hash]).toEqual([at, hash])
  })

  test('a fault of the page’s own is said on the wall too', async () => {
    const wall = await atTask()
    wall.between = () => Promise.reject(new TypeError('no language came'))
    await expect(wall.send('forward')).rejects.toThrow('no language came')
    expect(wall.shown.state).toBe('failed')
    expect(wall.shown.snapshot?.context.error).toContain('no language came')
  })
})

describe('a presentation that was closed', () => {
  test('at any question while it begins anew stands at the beginning, with its votes', async () => {
    const first = await opened()
    const start = { at: first.at, hash: first.hash }
    for (let questions = 0; questions < 6; questions += 1) {
      const wall = await opened()
      while (wall.shown.slot === null) await wall.send('forward')
      wall.shown.vote('a')
      const { votes } = wall.shown.snapshot?.context ?? {}
      wall.between = holdAfter(questions)
      await wall.send('begin')
      void wall.send('begin')
      // What it asks for is under way, as far as it is let.
      await new Promise((done) => setImmediate(done))
      const back = await wall.reopened()
      expect({ at: back.at, hash: back.hash }).toEqual(start)
      expect(back.shown.snapshot?.context.votes).toEqual(votes)
    }
  })

  test('on its way to another step comes there, with that step’s world', async () => {
    const there = new Wall(SHORT)
    const step = SHORT.steps[3]?.id ?? ''
    await there.shown.open(step, null)
    for (const questions of [0, 1, 3, 9, 20]) {
      const wall = await opened()
      await wall.send('forward')
      wall.between = holdAfter(questions)
      void wall.shown.goTo(step)
      await new Promise((done) => setImmediate(done))
      const back = await wall.reopened()
      expect([questions, back.at, back.hash]).toEqual([questions, there.at, there.hash])
    }
  })

  test('before it began is not kept', async () => {
    const wall = new Wall(SHORT)
    wall.between = () => Promise.reject(new WorkerLost('it died'))
    await wall.shown.open(null, null)
    expect(wall.shown.state).toBe('failed')
    expect(wall.kept).toBeNull()
    // Forward tries again.
    wall.between = AT_ONCE
    await wall.send('forward')
    expect(wall.at).toMatch(/^resting ready 0/)
  })

  test('with a place that the lesson has not begins with a world anew', async () => {
    const wall = await opened()
    await wall.send('forward')
    const kept = JSON.parse(JSON.stringify(wall.kept))
    kept.snapshot.context.frame.at = 99
    await wall.shown.open(null, kept)
    expect(wall.reset).toHaveBeenCalledOnce()
  })
})

test('what a presentation keeps is known as one, in every state and place, and nothing else is', async () => {
  const wall = await opened(lessonOf('eight-seconds'))
  const kept: Progress[] = []
  while (wall.shown.slot === null) await wall.send('forward')
  wall.shown.vote('host/1')
  await walk(wall, () => {
    if (wall.kept !== null) kept.push(wall.kept)
  })
  expect(kept.length).toBeGreaterThan(20)
  for (const progress of kept) {
    expect(isPresented(progress)).toBe(true)
    expect([progress.lesson, progress.hash]).toEqual([keptName('eight-seconds'), HASH])
  }
  const early = kept[4] ?? null
  expect(isProgress(early)).toBe(false)
  for (const [path, changed] of changes(early, Symbol('odd'))) {
    expect([path, isPresented(changed)]).toEqual([path, false])
  }
})

test('a way home that was ended does not go on in the world of what begins after it', async () => {
  const wall = await opened()
  await wall.world.run('aws s3 mb s3://stray-bucket', {})
  wall.between = () => new Promise((done) => setImmediate(done))
  const gate = gateOf<null>()
  const mark = vi.spyOn(wall.world, 'mark').mockImplementationOnce(async () => {
    await gate.promise
    return wall.world.mark()
  })
  const run = wall.send('forward')
  await vi.waitFor(() => expect(mark).toHaveBeenCalled())
  const begun = wall.send('begin')
  gate.resolve(null)
  await Promise.all([run, begun])
  expect(wall.at).toMatch(/^resting ready 0/)
})

describe('whatever is pressed while anything is still under way', () => {
  const ONWARD = Array.from({ length: 10 }, () => 'forward' as const)
  const PRESSES = [...ONWARD, 'back', 'begin', 'begin', 'again', 'vote', 'stray'] as const

  test('the wall comes to rest, with the world that its frame has on the straight way', async () => {
    const hashes = new Map<string, string>()
    const seen = new Set<string>()
    const straight = await opened()
    const note = () => {
      const { frame } = straight.shown
      if (frame !== null) hashes.set(placeOf(frame), straight.hash)
    }
    note()
    await walk(straight, note)
    const press = fc.tuple(fc.constantFrom(...PRESSES), fc.nat(250))
    type Press = readonly [(typeof PRESSES)[number], waits: number]
    const pressed = async (presses: readonly Press[], scheduler: fc.Scheduler) => {
      const wall = new Wall(SHORT)
      wall.between = () => scheduler.schedule(Promise.resolve())
      const asked: Promise<void>[] = [wall.shown.open(null, null)]
      for (const [type, waits] of presses) {
        const { shown } = wall
        if (type === 'vote') shown.vote('a')
        else if (type !== 'stray') asked.push(wall.send(type))
        else if (shown.state === 'resting' && shown.frame?.kind !== 'open') {
          await wall.world.run('aws s3 mb s3://stray-bucket', {})
        }
        // Some of what is under way happens before the next press.
        for (let waited = 0; waited < waits; waited += 1) {
          await new Promise((done) => setImmediate(done))
          if (scheduler.count() > 0) await scheduler.waitOne()
        }
      }
      await scheduler.waitFor(Promise.all(asked))
      expect(wall.shown.state).toBe('resting')
      if (wall.shown.strayed) await scheduler.waitFor(wall.send('back'))
      const { frame } = wall.shown
      if (frame === null) throw new Error('no frame is on the wall')
      seen.add(placeOf(frame))
      expect([frame.kind, wall.hash]).toEqual([frame.kind, hashes.get(placeOf(frame))])
    }
    await fc.assert(
      fc.asyncProperty(fc.array(press, { maxLength: 40, size: 'max' }), fc.scheduler(), pressed),
      { numRuns: 25 },
    )
    // The presses lead somewhere.
    expect(seen.size).toBeGreaterThan(5)
  })
})
