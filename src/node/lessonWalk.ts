/**
 * Plays a lesson from its beginning to its end, as somebody who does everything right: the runtime that ships,
 * over a session.
 *
 * A walk stops at the first thing that keeps it from going on, and says where that stands. What else there is to
 * judge is judged by hooks on the way. What is right is asked of the world, never of the lesson's author: after a
 * run exactly one answer holds.
 */
import { createHash } from 'node:crypto'
import { EVENTS } from '../cloud/events.ts'
import { canonicalJson } from '../lesson/canonical.ts'
import { evaluate, type Variables, type Verdict } from '../lesson/checks.ts'
import type { CommandLine, CompiledLesson, Place, Problem, Script } from '../lesson/compile.ts'
import type {
  Check,
  Choice,
  DoStep,
  ExplainStep,
  Json,
  PredictStep,
  Step,
} from '../lesson/lesson.ts'
import type { FlowSnapshot } from '../lesson/machine.ts'
import type { Lab, Mark, Outcome, Stop } from '../lesson/port.ts'
import { keptSnapshot, LessonRuntime } from '../lesson/runtime.ts'
import type { Session } from '../session/session.ts'
import type { LessonLab } from './lessonLab.ts'

/** Exit codes of a line that was run: done, or refused by the cloud. Any other is an error of the line. */
const WAS_RUN: ReadonlySet<number> = new Set([0, 254])
const BEATS: readonly string[] = Object.entries(EVENTS).flatMap(([type, { beat }]) =>
  beat ? [type] : [],
)

/** What a walk can be stopped by: the places and sentences are the problems that an author reads. */
export class Halt extends Error {
  override name = 'Halt'
  readonly problems: readonly Problem[]

  constructor(...problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join('\n'))
    this.problems = problems
  }
}

/** A problem at a place. */
export const problemAt = (place: Place, message: string): Problem => ({ ...place, message })

/** Where a walk can be begun: a world, and how far the lesson was. */
export interface Checkpoint {
  readonly world: LessonLab
  readonly progress: string
}

/** What is judged on the way. */
export interface Hooks {
  /** something was done to the world, or time has passed */
  readonly moved?: (walk: Walk) => void
  /** a step is on the screen, and nothing was done in it */
  readonly entered?: (walk: Walk, step: Step, index: number) => Promise<void>
  /** a step's run has ended, and nothing was answered after it */
  readonly ran?: (walk: Walk, step: PredictStep, index: number) => Promise<void>
  /** a step is done */
  readonly done?: (walk: Walk, step: Step, index: number) => Promise<void>
}

export class Walk {
  readonly compiled: CompiledLesson
  readonly world: LessonLab
  runtime: LessonRuntime
  /** what could be pointed at before the last run */
  offered: readonly string[] = []
  readonly #hooks: Hooks
  readonly #lab: Lab
  #step = 0

  constructor(compiled: CompiledLesson, world: LessonLab, hooks: Hooks = {}, progress?: string) {
    this.compiled = compiled
    this.world = world
    this.#hooks = hooks
    this.#lab = watched(world, () => hooks.moved?.(this))
    const kept = progress === undefined ? undefined : this.#kept(progress)
    this.runtime = new LessonRuntime(compiled.lesson, this.#lab, () => {}, kept)
  }

  /** Where this walk stands, for others to begin at. */
  checkpoint(): Checkpoint {
    return { world: this.world.copy(), progress: this.#progress() }
  }

  /** A walk that goes on from a checkpoint, which may be used again. */
  static from(compiled: CompiledLesson, { world, progress }: Checkpoint, hooks: Hooks = {}): Walk {
    return new Walk(compiled, world.copy(), hooks, progress)
  }

  /** The runtime is closed, and another goes on from what was kept. */
  async reopen(): Promise<void> {
    const kept = this.#kept(this.#progress())
    this.runtime = new LessonRuntime(this.compiled.lesson, this.#lab, () => {}, kept)
    await this.runtime.start()
  }

  #progress(): string {
    return JSON.stringify(this.runtime.progress('', 0))
  }

  #kept(progress: string): FlowSnapshot {
    const { lesson } = this.compiled
    const kept = keptSnapshot({ lesson, hash: '' }, JSON.parse(progress))
    if (kept === null) throw new Error('what was kept of a lesson does not fit it')
    return kept
  }

  /** Plays to the end, or up to the beginning of a step. Lines of `script` take the place of the solution's. */
  async play(script?: Script, until?: string): Promise<void> {
    await this.runtime.start()
    for (let { step } = this.runtime; step !== null; step = this.runtime.step) {
      this.#step = this.runtime.snapshot.context.at
      if (step.id === until) return
      await this.#hooks.entered?.(this, step, this.#step)
      await this.once(script)
      await this.#hooks.done?.(this, step, this.#step)
      await this.runtime.next()
    }
  }

  /** Does what the step on the screen asks for. */
  async once(script?: Script): Promise<void> {
    const { step } = this.runtime
    if (step === null) return
    this.#step = this.runtime.snapshot.context.at
    if (step.kind === 'explain') await this.#explain(step)
    else if ('run' in step) await this.#watch(step)
    else await this.#do(step, script)
    if (this.runtime.state !== 'done') {
      throw new Halt(problemAt(this.place(), `The step does not end: it is ${this.runtime.state}.`))
    }
  }

  /** The lines of a step's, as a person would type them, with time after each until all is at rest. */
  async type(lines: readonly CommandLine[]): Promise<readonly Problem[]> {
    const refused: Problem[] = []
    const { step } = this.runtime
    const palette = step !== null && 'palette' in step ? step.palette : null
    for (const { text, place } of lines) {
      this.world.palette = palette
      const outcome = await this.#lab.run(text, this.runtime.variables)
      this.world.palette = null
      const said = sentence(outcome.stderr)
      if (!WAS_RUN.has(outcome.exitCode)) {
        throw new Halt(problemAt(place, `This line cannot be run: ${said}`))
      }
      if (outcome.exitCode !== 0) refused.push(problemAt(place, `This line was refused: ${said}`))
      await this.runtime.look()
      while ((await this.#lab.toBeat(BEATS)) !== null) await this.runtime.look()
      await this.runtime.look()
    }
    return refused
  }

  /** What a check comes to now. */
  ask(check: Check, variables: Variables = this.runtime.variables): Promise<Verdict> {
    return evaluate(check, this.world, variables)
  }

  /** What a check asked, and what it is told now. */
  async told(check: Check): Promise<string> {
    return toldOf(await this.ask(check), check)
  }

  /** Where something of the present step stands in lesson.yaml. */
  place(...path: readonly (string | number)[]): Place {
    return this.compiled.at(['steps', this.#step, ...path])
  }

  /** The one answer that holds; halts when it is none, or several. */
  async theOne(
    choices: readonly Choice[],
    path: readonly string[],
    variables?: Variables,
  ): Promise<Choice> {
    const held: Choice[] = []
    const said: string[] = []
    for (const choice of choices) {
      const verdict = await this.ask(choice.holds, variables)
      if (verdict.holds) held.push(choice)
      said.push(`\`${choice.id}\`: ${toldOf(verdict, choice.holds)}`)
    }
    const [one, second] = held
    if (one !== undefined && second === undefined) return one
    if (second === undefined) {
      throw new Halt(problemAt(this.place(...path), `No answer is right. ${said.join(' ')}`))
    }
    const names = held.map(({ id }) => `\`${id}\``).join(' and ')
    const message = `Exactly one answer is right, but ${names} are. ${said.join(' ')}`
    throw new Halt(problemAt(this.place(...path, second.id), message))
  }

  async #watch(step: Exclude<Step, DoStep | ExplainStep>): Promise<void> {
    const { runtime } = this
    this.offered = await this.#options()
    if (step.kind === 'predict') runtime.predict(this.#guess(step))
    await this.runtime.run()
    while (this.runtime.state === 'paused') await this.runtime.goOn()
    const { error } = this.runtime.snapshot.context
    if (this.runtime.state === 'failed' && error !== null) {
      const line = this.place('run', step.run.indexOf(error.line))
      throw new Halt(problemAt(line, `This line cannot be run: ${sentence(error.message)}`))
    }
    if (step.kind !== 'predict') return
    await this.#hooks.ran?.(this, step, this.#step)
    if (this.runtime.state !== 'saying' || step.saw === null) return
    const seen = await this.theOne(step.saw.choices, ['saw'])
    await this.runtime.saw(seen.id)
  }

  /** An answer that can be given before the run, right or not. */
  #guess({ prediction }: PredictStep): string | number {
    if (prediction.kind === 'amount') return prediction.least
    return (prediction.kind === 'choices' ? prediction.choices[0]?.id : this.offered[0]) ?? ''
  }

  /** What can be pointed at now. */
  async #options(): Promise<readonly string[]> {
    const { step } = this.runtime
    if (step?.kind !== 'predict' || step.prediction.kind !== 'picture') return []
    const { view, options } = step.prediction
    const place = this.place('prediction', 'picture', 'options')
    let found: Json
    try {
      found = await this.world.query(options, await this.world.view(view))
    } catch (error) {
      throw new Halt(problemAt(place, `This query cannot be asked: ${sentence(String(error))}`))
    }
    const refs = Array.isArray(found) ? found.filter((each) => typeof each === 'string') : []
    const whole = Array.isArray(found) && refs.length === found.length
    if (!whole || new Set(refs).size !== refs.length || refs.length < 2) {
      const message = `The query is to give two or more Refs, each once; it gives ${short(found)}.`
      throw new Halt(problemAt(place, message))
    }
    return refs
  }

  async #explain({ parts }: ExplainStep): Promise<void> {
    for (const { id, choices } of parts) {
      const right = await this.theOne(choices, ['parts', id])
      await this.runtime.pick(id, right.id)
    }
  }

  async #do(step: DoStep, script?: Script): Promise<void> {
    const { solution } = this.compiled
    const other = script?.steps.get(step.id)
    const lines = other ?? solution.steps.get(step.id) ?? []
    const refused = await this.type(lines)
    if (this.runtime.state === 'done') return
    const { met } = this.runtime.snapshot.context.standing
    const missed = step.requirements.filter(({ id }) => met[id]?.holds !== true)
    const problems = await Promise.all(
      missed.map(async ({ id, check }) => {
        const told = await this.told(check)
        return other === undefined || script === undefined
          ? problemAt(this.place('requirements', id), `The solution does not meet it: ${told}`)
          : problemAt(script.place, `This way does not meet \`${id}\` of \`${step.id}\`: ${told}`)
      }),
    )
    throw new Halt(...problems, ...refused)
  }
}

/** A lab that tells of everything that moves its world. */
const watched = (world: LessonLab, moved: () => void): Lab => ({
  mark: () => world.mark(),
  present: () => world.present(),
  ask: (line, variables) => world.ask(line, variables),
  view: (name) => world.view(name),
  query: (text, data) => world.query(text, data),
  async run(line: string, variables: Variables): Promise<Outcome> {
    const outcome = await world.run(line, variables)
    moved()
    return outcome
  },
  async toBeat(types: readonly string[]): Promise<Stop | null> {
    const stop = await world.toBeat(types)
    moved()
    return stop
  },
  async backTo(mark: Mark): Promise<void> {
    await world.backTo(mark)
    moved()
  },
})

/** Data as it is told: at most so long that a line of a terminal can be read. */
export function short(data: Json): string {
  const text = JSON.stringify(data)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

const MOST_CHARACTERS = 300

/** How the command line's own explanation of its use ends, which comes before what is wrong. */
const USAGE = /^\s*usage:[\s\S]*?<(?:subcommand|operation)> help\n+/

/** What the world said, on one line; of a wrong usage only what is wrong with it. */
export function sentence(text: string): string {
  const line = text.replace(USAGE, '').trim()
  const plain = line.replace(/\s+/g, ' ')
  return plain.length > MOST_CHARACTERS ? `${plain.slice(0, MOST_CHARACTERS)}…` : plain
}

/** What a check asked, and what it was told. */
const toldOf = ({ has, error }: Verdict, { run, is }: Check): string =>
  error === null
    ? `\`${run}\` says ${short(has)}; ${short(is)} is needed.`
    : `\`${run}\` fails: ${sentence(error)}`

/** SHA-256 of everything that happened in a session, and of the state that it led to. */
export const traceOf = (session: Session): string =>
  createHash('sha256')
    .update(canonicalJson(session.cloud.world.events.known()))
    .update(session.hash())
    .digest('hex')
