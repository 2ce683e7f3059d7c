/**
 * Tries a compiled lesson: whether the world does what the lesson says. What is found wrong has a file, a line and
 * what the world said.
 *
 * One walk judges each step as it comes; the others do the same in other ways (twice, from saves, back and forth,
 * by "I know this", by other right ways and by wrong ones) and must come to the same. Not tried: the words, which
 * the compiler judges, and how it looks.
 */
import { EPOCH } from '../cloud/kernel/instant.ts'
import { findScenario, scenarios } from '../cloud/scenarios/index.ts'
import type { CompiledLesson, Problem, Script } from '../lesson/compile.ts'
import type { DoStep } from '../lesson/lesson.ts'
import { keptSetUp } from '../session/keptSetUp.ts'
import { judgeEntry, judgePrediction, Steady, stepBeats } from './lessonJudge.ts'
import { keptOfLesson, openLesson, SetUpError } from './lessonLab.ts'
import { tryRandom } from './lessonRandom.ts'
import { type Checkpoint, Halt, type Hooks, problemAt, traceOf, Walk } from './lessonWalk.ts'

/** What the first walk leaves for the others. */
interface Played {
  readonly trace: string
  /** the beginning of each step that a person does, by its id */
  readonly starts: ReadonlyMap<string, Checkpoint>
}

/** Opens a lesson's world. */
export type Opening = typeof openLesson

/** Tries a lesson. Gives every problem that was found; none when it is good. `open` is another's in tests. */
export async function tryLesson(
  compiled: CompiledLesson,
  open: Opening = openLesson,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [...wrongWorld(compiled)]
  if (problems.length > 0) return problems
  const played = await collect(problems, () => first(compiled, open, problems))
  if (played === undefined || problems.length > 0) return problems
  const trials: readonly (() => Promise<void>)[] = [
    () => again(compiled, open, played, {}, 'Played twice, it comes to another end.'),
    () => again(compiled, open, played, REOPENED, 'From saves it comes to another end.'),
    () =>
      again(
        compiled,
        open,
        played,
        THERE_AND_BACK,
        'After going back and forth it comes to another end.',
      ),
    () => known(compiled),
    ...compiled.alt.map((way) => () => otherWay(compiled, played, way)),
    ...compiled.wrong.map((way) => () => wrongWay(compiled, played, way)),
    ...doSteps(compiled).map((step) => () => acts(compiled, played, step)),
    () => tryRandom(compiled, [...played.starts.values()]),
  ]
  for (const trial of trials) await collect(problems, trial)
  return problems
}

/** Runs a trial; what it was stopped by is added to the problems. */
async function collect<T>(problems: Problem[], trial: () => Promise<T>): Promise<T | undefined> {
  try {
    return await trial()
  } catch (error) {
    if (!(error instanceof Halt)) throw error
    problems.push(...error.problems)
    return undefined
  }
}

/** What keeps a lesson's world from beginning. */
function wrongWorld(compiled: CompiledLesson): readonly Problem[] {
  const { lesson, at } = compiled
  const { scenario, setUp } = lesson.world
  if (findScenario(scenario) === undefined) {
    const names = scenarios.map(({ name }) => `\`${name}\``).join(', ')
    return [problemAt(at(['world', 'scenario']), `There is no scenario \`${scenario}\`: ${names}.`)]
  }
  try {
    const kept = keptOfLesson(lesson)
    return kept === null ? [] : wrongKept(compiled, kept)
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error
    const number = Number(/^Set-up line (\d+)/.exec(error.message)?.[1] ?? 0)
    const path = number > 0 && number <= setUp.length ? [number - 1] : []
    return [problemAt(at(['world', 'setUp', ...path]), error.message)]
  }
}

/** The page begins the world with the calls that were kept: it is to be the one that the lines give. */
export function wrongKept({ lesson, at }: CompiledLesson, kept: string): readonly Problem[] {
  const calls = keptSetUp(kept)
  const byCalls = calls === null ? null : traceOf(openLesson(lesson, calls).session)
  if (byCalls === traceOf(openLesson(lesson).session)) return []
  const message = 'The calls that are kept of the set-up begin another world than its lines.'
  return [problemAt(at(['world', 'setUp']), message)]
}

/** The walk that judges each step as it comes. */
async function first(
  compiled: CompiledLesson,
  open: Opening,
  problems: Problem[],
): Promise<Played> {
  const starts = new Map<string, Checkpoint>()
  const steady = new Steady(compiled)
  let began = 0
  const hooks: Hooks = {
    async entered(walk, step, index) {
      began = walk.world.session.cloud.world.events.next
      problems.push(...(await judgeEntry(walk, step)))
      problems.push(...(await steady.judge(walk, step, index)))
      if ('requirements' in step) starts.set(step.id, walk.checkpoint())
    },
    async ran(walk, step, index) {
      problems.push(...(await judgePrediction(walk, step)))
      problems.push(...(await steady.judge(walk, step, index)))
    },
    async done(walk, step) {
      const happened = walk.world.session.cloud.world.events.since(began)
      const missed = stepBeats(walk, step, happened)
      // A run that ends elsewhere leaves another world to the steps after it.
      if (missed.length > 0) throw new Halt(...missed)
      steady.note(walk.runtime.variables)
    },
  }
  const walk = new Walk(compiled, open(compiled.lesson), hooks)
  await walk.play()
  problems.push(...steady.unused())
  return { trace: traceOf(walk.world.session), starts }
}

/** Plays a lesson again in another way; it must come to the same end. */
async function again(
  compiled: CompiledLesson,
  open: Opening,
  { trace }: Played,
  hooks: Hooks,
  message: string,
): Promise<void> {
  const walk = new Walk(compiled, open(compiled.lesson), hooks)
  await prefixed(message.replace(/ it comes.*$/, ''), () => walk.play())
  if (traceOf(walk.world.session) !== trace) {
    throw new Halt(problemAt(compiled.at(['id']), message))
  }
}

/** Says of each problem in what way it came about. */
async function prefixed<T>(how: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Halt)) throw error
    const told = error.problems.map((each) => ({ ...each, message: `${how}: ${each.message}` }))
    throw new Halt(...told)
  }
}

/** After each command the world is saved and loaded, and at each step the runtime is closed and opened. */
const REOPENED: Hooks = {
  moved: (walk) => walk.world.reopen(),
  entered: (walk) => walk.reopen(),
}

/** After each command time goes to the beginning and back, and each step is begun twice. */
const THERE_AND_BACK: Hooks = {
  moved({ world: { session } }) {
    const { now } = session
    session.seek(EPOCH)
    session.seek(now)
  },
  async done(walk, step) {
    await walk.runtime.restart(step.id)
    await walk.once()
  },
}

/** "I know this", said at the beginning, leads to a challenge that can be met. */
async function known(compiled: CompiledLesson): Promise<void> {
  const { steps } = compiled.lesson
  const walk = new Walk(compiled, openLesson(compiled.lesson))
  await walk.runtime.start()
  const before = steps.findIndex((step, index) => index > 0 && step.kind === 'challenge')
  if (before < 0) return
  await walk.runtime.know()
  const { state, step } = walk.runtime
  if (state !== 'open') {
    const { error } = walk.runtime.snapshot.context
    const place = compiled.at(['steps', before])
    const said = error === null ? `it is ${state}` : `\`${error.line}\`: ${error.message}`
    throw new Halt(problemAt(place, `"I know this" does not lead to the challenge: ${said}.`))
  }
  await prefixed(`After "I know this", in \`${step?.id}\``, () => walk.play())
}

/** Another right way passes, and so does all that comes after it. */
async function otherWay(compiled: CompiledLesson, played: Played, way: Script): Promise<void> {
  const start = startOf(played, way)
  if (start === undefined) throw new Halt(problemAt(way.place, 'This way has no lines.'))
  await prefixed(`By this way (${way.place.file})`, () => Walk.from(compiled, start).play(way))
}

/** A wrong way leads to its feedback and to no other, and does not pass. */
async function wrongWay(compiled: CompiledLesson, played: Played, way: Script): Promise<void> {
  const step = doSteps(compiled).find(({ feedback }) => feedback.some(({ id }) => id === way.name))
  const lines = way.steps.get(step?.id ?? '') ?? []
  if (step === undefined || lines.length === 0) {
    throw new Halt(problemAt(way.place, `The step \`${step?.id}\` has no lines here.`))
  }
  const start = startOf(played, way)
  if (start === undefined) return
  const walk = Walk.from(compiled, start)
  await walk.play(way, step.id)
  await walk.type(lines)
  const { standing } = walk.runtime.snapshot.context
  if (walk.runtime.state === 'done') {
    throw new Halt(
      problemAt(way.place, `This wrong way meets every requirement of \`${step.id}\`.`),
    )
  }
  if (standing.feedback === way.name) return
  const own = step.feedback.find(({ id }) => id === way.name)
  const told = own === undefined ? '' : await walk.told(own.when)
  const instead =
    standing.feedback === null ? 'no feedback' : `the feedback \`${standing.feedback}\``
  throw new Halt(problemAt(way.place, `This leads to ${instead}, not to \`${way.name}\`: ${told}`))
}

/** The beginning of the first step that a way has lines for. */
const startOf = ({ starts }: Played, way: Script): Checkpoint | undefined =>
  [...starts].find(([id]) => (way.steps.get(id)?.length ?? 0) > 0)?.[1]

const doSteps = ({ lesson }: CompiledLesson): readonly DoStep[] =>
  lesson.steps.filter((step): step is DoStep => 'requirements' in step)

/** A step's own buttons can be pressed when it begins. */
async function acts(compiled: CompiledLesson, played: Played, step: DoStep): Promise<void> {
  const start = played.starts.get(step.id)
  if (start === undefined) return
  for (const act of step.acts) {
    const walk = Walk.from(compiled, start)
    await walk.runtime.start()
    const index = compiled.lesson.steps.indexOf(step)
    const place = (line: number) => compiled.at(['steps', index, 'acts', act.id, line])
    await walk.type(act.run.map((text, line) => ({ text, place: place(line) })))
  }
}
