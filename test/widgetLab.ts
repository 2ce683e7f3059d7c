/**
 * What tests of the widget share: a client by hand, two small lessons as the build would have them, and a command
 * language that notes lines and runs none.
 *
 * The client answers like the bridge's: what time does is followed by a frame, and closing it rejects what is under
 * way. A frame tells of views only once they are watched.
 */
import { FakePort, frameAt } from '../src/app/testing.ts'
import { WorkerLost } from '../src/bridge/client.ts'
import type { ClockView, Salvage } from '../src/bridge/protocol.ts'
import { instant } from '../src/cloud/kernel/instant.ts'
import type { Json, Lesson, Prose, Step } from '../src/lesson/lesson.ts'
import type { Still } from '../src/lesson/still.ts'
import { placementFixture, regionFixture } from '../src/scenes/region/fixture.ts'
import { SANDBOX } from '../src/stage/opening.ts'
import type { Beats } from '../src/stage/player.svelte.ts'
import type { LabPort } from '../src/stage/port.ts'

export class WidgetPortByHand extends FakePort {
  /** ticks of the newest frame */
  at = 0
  /** whether a machine of the account's is on its way */
  onTheWay = false
  /** whether a watch is answered by a frame */
  shows = true
  salvage: Salvage | null = null
  /** whether no worker is running, and none comes until a world is opened */
  #dead = true
  readonly #keys = new Map<string, string>()
  readonly #underWay = new Set<(error: WorkerLost) => void>()

  constructor() {
    super()
    const { open, openSalvage, openSave, seek, play, pause, backTo } = this
    this.open = (options = SANDBOX) => {
      this.salvage = { options, save: null, inputs: [], serial: 0, at: instant(0) }
      this.at = 0
      return this.#begun(() => open(options))
    }
    this.openSalvage = async (salvage) => {
      this.salvage = salvage ?? null
      await this.#begun(() => openSalvage(salvage))
      return null
    }
    this.openSave = async (bytes) => {
      const opened = await this.#race(() => openSave(bytes))
      if (opened.ok) this.frame()
      return opened
    }
    this.seek = async (at) => {
      await this.#race(() => seek(at))
      this.at = at
      this.frame()
    }
    this.backTo = async (at, position) => {
      await this.#race(() => backTo(at, position))
      this.at = at
      this.frame()
    }
    this.play = async (options) => {
      await this.#race(() => play(options))
      this.frame({ playing: true })
    }
    this.pause = async () => {
      await this.#race(pause)
      this.frame()
    }
    this.watch = (key) => {
      this.asked.push(`watch ${key}`)
      const [name = ''] = key.split('#')
      this.#keys.set(name, key)
      if (this.shows) this.frame()
    }
  }

  close = (): void => {
    this.asked.push('close')
    this.salvage = null
    this.#dead = true
    this.#end('closed')
  }

  /** The worker dies; the world is given up, or is back when this is told. */
  die(recovered: boolean): void {
    this.#end('it died')
    this.#dead = !recovered
    this.ondeath({ reason: 'it died', recovered, droppedInput: null })
  }

  /** Every question of a lesson's is answered by yes. */
  override look: LabPort['look'] = async () => RAN

  /** Posts a frame. */
  frame(clock: Partial<ClockView> = {}): void {
    const region = regionFixture(true)
    const state = this.onTheWay ? ('pending' as const) : ('running' as const)
    const views: Readonly<Record<string, unknown>> = {
      region: { ...region, mine: region.mine.map((one) => ({ ...one, state })) },
      placement: placementFixture(),
    }
    const watched = [...this.#keys].map(([name, key]) => [key, views[name]])
    const { clock: still } = frameAt(this.at)
    this.onframe(
      frameAt(this.at, {
        clock: { ...still, ...clock },
        views: Object.fromEntries(watched) as Readonly<Record<string, Json>>,
      }),
    )
  }

  async #begun(open: () => Promise<unknown>): Promise<void> {
    this.#dead = false
    await this.#race(open)
    this.frame()
  }

  #race<T>(what: () => Promise<T>): Promise<T> {
    if (this.#dead) return Promise.reject(new WorkerLost('no worker is running'))
    return new Promise((resolve, reject) => {
      this.#underWay.add(reject)
      what()
        .then(resolve, reject)
        .finally(() => this.#underWay.delete(reject))
    })
  }

  #end(reason: string): void {
    for (const reject of this.#underWay) reject(new WorkerLost(reason))
    this.#underWay.clear()
  }
}

/** A window whose pictures come when they come. */
export const beats: Beats = { request: () => 1, cancel: () => {}, reducedMotion: () => false }

const observe = (id: string, run: readonly string[]): Step => ({
  ...{ id, kind: 'observe', title: `Step ${id}`, prompt: [], panel: null, go: null, run },
  ...{ beats: [], note: [], after: [] },
})
const pick: Step = {
  ...{ id: 'pick', kind: 'predict', title: 'Step pick', prompt: [], panel: null, go: null },
  ...{ run: [], saw: null, beats: [], note: [], after: [] },
  prediction: {
    ...{ kind: 'picture', view: 'region', options: 'all', answer: 'all' },
    ...{ right: [], wrong: [] },
  },
}
/** A choice that every world is so. */
const choice = { id: 'so', text: [], holds: { run: 'is-so', is: true }, feedback: [] }
const tell: Step = {
  ...{ id: 'tell', kind: 'predict', title: 'Step tell', prompt: [], panel: null, go: null },
  ...{ run: ['launch'], beats: [], note: [], after: [] },
  prediction: { kind: 'choices', choices: [choice] },
  saw: { question: [], choices: [choice] },
}
const said = (text: string): Prose => [{ kind: 'paragraph', children: [{ kind: 'text', text }] }]
/** A task that no world has done. */
const task: Step = {
  ...{ id: 'task', kind: 'do', title: 'Step task', prompt: [], panel: null, palette: null },
  ...{ feedback: [], solution: [], beats: [], note: [], after: [] },
  hints: ['Look there.', 'So is the rule.'].map(said),
  requirements: [{ id: 'never', say: [], check: { run: 'is-so', is: 'never' } }],
  acts: ['make', 'put'].map((act) => ({ id: act, label: act, run: [act] })),
}

const lessonOf = (id: string, steps: readonly Step[]): Lesson => ({
  ...{ format: 1, id, part: 'p', number: 1, language: 'en', title: id, summary: [] },
  ...{ minutes: 1, skills: [], prerequisites: [], introduces: [], terms: [], scene: 'region' },
  ...{ files: {}, variables: {}, question: [], sources: [], note: [], steps },
  world: { seed: id, scenario: 'empty', epoch: null, setUp: [] },
})

export const LESSONS = {
  one: lessonOf('one', [observe('watch', ['launch']), observe('again', ['stop'])]),
  two: lessonOf('two', [observe('look', []), pick]),
  seen: lessonOf('seen', [tell]),
  task: lessonOf('task', [task]),
}
const hashed = (id: string) => {
  const lesson = Object.values(LESSONS).find((one) => one.id === id)
  if (lesson === undefined) throw new Error(`no lesson ${id}`)
  return { lesson, hash: `hash of ${id}`, setUp: null }
}

/** What tests put in the build's way. */
export const build = {
  load: async (id: string) => hashed(id),
  loadStill: async (_name: string): Promise<Still | null> => STILL,
}
export const STILL: Still = {
  at: instant(7),
  epoch: '2026-01-01T00:00:00Z',
  view: regionFixture() as unknown as Json,
  shelves: [{ name: 'kept', objects: [] }],
  variables: {},
}

/** In place of `virtual:lessons`. */
export const lessonsModule = {
  catalogue: Object.values(LESSONS).map(({ id, steps }) => ({ id, steps })),
  load: (id: string) => build.load(id),
}
/** In place of `virtual:stills`. */
export const stillsModule = { loadStill: (name: string) => build.loadStill(name) }

/** The lines that were run, in order, what running one sets in motion, and what every query comes to. */
export const lines = {
  ran: [] as string[],
  onrun: () => {},
  options: [] as string[],
  /** holds up the next query */
  asked: null as (() => Promise<void>) | null,
}

const RAN = { exitCode: 0, stdout: 'true', stderr: '', error: null }
/** In place of `stage/language.ts`. */
export const languageModule = {
  languageOf: () => ({
    run: (text: string) => ({
      next() {
        lines.ran.push(text)
        lines.onrun()
        return { done: true, value: RAN }
      },
    }),
    async queryPlain() {
      const { asked } = lines
      lines.asked = null
      await asked?.()
      return lines.options
    },
    shell: { environment: async () => ({}), fill() {} },
  }),
}
