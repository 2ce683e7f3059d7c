/**
 * The page's world as a lesson sees it: command lines, checks that leave no trace, and runs that are watched.
 *
 * Lines run as the learner's own: their calls are printed like a button's. Time passes at the page's pace, where
 * the person sees it; when they stop it, a run waits until they go on.
 */
import type { CallRequest } from '../../cloud/call.ts'
import type { EventRecord } from '../../cloud/kernel/events.ts'
import { duration } from '../../cloud/kernel/instant.ts'
import { arn } from '../../cloud/kernel/ref.ts'
import { fail } from '../../cloud/kernel/result.ts'
import type { Effect, EffectAnswers, LineResult, Steps } from '../../command/types.ts'
import type { Json } from '../../lesson/lesson.ts'
import type { Lab, Mark, Outcome, Stop } from '../../lesson/port.ts'
import { ACCOUNT } from '../account.ts'
import type { Page } from '../page.svelte.ts'

/** The command language is large: it is fetched when a lesson first asks for something. */
const language = () => import('./language.ts')
const MINE = arn('iam', '', ACCOUNT, 'root')
/** Checks may not let time pass, nor act on the session. */
const STANDS: EffectAnswers['run'] = { passed: duration(0), paused: true }

type Variables = Readonly<Record<string, string>>

export class PageLab implements Lab {
  readonly #page: Page
  /** the newest event that a run has answered for */
  #seen = 0

  constructor(page: Page) {
    this.#page = page
  }

  async mark(): Promise<Mark> {
    const { lab } = this.#page
    await lab.settled()
    const { clock } = lab
    if (clock === null) throw new Error('no world is open')
    return { at: clock.upTo, position: clock.position }
  }

  async run(line: string, variables: Variables): Promise<Outcome> {
    const { console, lab, player } = this.#page
    await lab.settled()
    this.#seen = lab.events.findLast((event) => event.at <= player.now)?.seq ?? 0
    const call = (request: CallRequest) => console.perform(request, 'step')
    return outcomeOf(await this.#drive(line, variables, { call }))
  }

  async ask(line: string, variables: Variables): Promise<Outcome> {
    const { lab } = this.#page
    const call = (request: CallRequest) => lab.peek(request)
    return outcomeOf(
      await this.#drive(line, variables, {
        call,
        session: async () => fail('NotHere', 'A check only looks.'),
        run: async () => STANDS,
      }),
    )
  }

  async view(name: string): Promise<Json> {
    await this.#page.lab.settled()
    return (this.#page.lab.views[name] ?? null) as Json
  }

  async query(text: string, data: Json): Promise<Json> {
    const { compileQuery } = await language()
    const query = compileQuery(text)
    const answer = query.ok ? query.value(data as Parameters<typeof query.value>[0]) : query
    if (!answer.ok) throw new Error(answer.error.message)
    return answer.value as Json
  }

  async toBeat(types: readonly string[]): Promise<Stop | null> {
    const { lab, player, steer } = this.#page
    await lab.settled()
    const passed = this.#next(types)
    if (passed !== null) return passed
    if (!this.#page.onTheWay) return null
    if (types.length === 0) await steer.play('rest')
    else await steer.toBeat(types)
    for (;;) {
      await (player.moving ? player.nextRest() : lab.settled())
      const stop = this.#next(types)
      if (stop !== null) return stop
      if (!this.#page.onTheWay) return null
      // The person stopped time: the run is theirs to go on with.
      await player.nextRest()
    }
  }

  async backTo({ at, position }: Mark): Promise<void> {
    this.#seen = 0
    await this.#page.steer.backTo(at, position)
    await this.#page.lab.settled()
  }

  /** The first event of these types, of the account's, that has happened and no run has answered for. */
  #next(types: readonly string[]): Stop | null {
    const { lab, player } = this.#page
    const counts = ({ seq, at, type, subjects }: EventRecord) =>
      seq > this.#seen && at <= player.now && types.includes(type) && subjects.includes(MINE)
    const event = lab.events.find(counts)
    if (event === undefined) return null
    this.#seen = event.seq
    return { type: event.type, seq: event.seq, at: event.at }
  }

  async #drive(line: string, variables: Variables, own: Own): Promise<LineResult> {
    const { run, shellOf } = await language()
    const shell = shellOf(this.#page)
    const environment = await shell.environment()
    const steps: Steps<LineResult> = run(line, {
      ...environment,
      variables: new Map(Object.entries(variables)),
    })
    const never = new AbortController().signal
    let step = steps.next()
    while (step.done !== true) {
      const effect = step.value
      step = steps.next(
        await (own[effect.kind]?.(effect as never) ?? shell.driver.answer(effect, never)),
      )
    }
    return step.value
  }
}

/** Effects that are answered otherwise than for a typed line. */
type Own = {
  readonly [Kind in Effect['kind']]?: (
    effect: Extract<Effect, { kind: Kind }>,
  ) => Promise<EffectAnswers[Kind]>
}

const outcomeOf = ({ exitCode, stdout, stderr, error }: LineResult): Outcome => ({
  exitCode,
  stdout,
  stderr,
  code: error?.failure?.code ?? null,
})
