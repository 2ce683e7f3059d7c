/**
 * The flow of a presentation as a state machine: which frame the room sees, and how Forward and Back lead on.
 *
 * Pure: it runs nothing. `presentation.svelte.ts` does what a state asks for and tells the machine what came of it;
 * so every path is tested by `transition()`, and a snapshot can be kept and restored in class.
 *
 * A frame is what stands on the wall: it names the step, where in it, and the mark of the world it belongs to.
 * Forward leads from frame to frame, `running` lies between two where the world goes on. Back takes the last frame
 * from the history, and `returning` brings its world back. Votes belong to questions and not to frames: they stay.
 */
import { assign, createActor, type SnapshotFrom, setup, transition } from 'xstate'
import {
  FIRST_STATE,
  type Json,
  type Lesson,
  type Step,
  type StepKind,
} from '../../lesson/lesson.ts'
import type { Mark } from '../../lesson/port.ts'
import type { Frame, FrameKind } from './frame.ts'

/** What the machine knows of a step. */
export interface StepShape {
  readonly id: string
  readonly kind: StepKind
  /** whether it asks what was seen */
  readonly saw: boolean
  /** whether there is anything to say after it */
  readonly after: boolean
  /** ids of an explanation's parts */
  readonly parts: readonly string[]
  /** types of the beats that have words of their own */
  readonly told: readonly string[]
}

/** Votes of one question: ids of choices as they came, in the first round and in the second. */
export type Votes = readonly [readonly string[], readonly string[]]
const NO_VOTES: Votes = [[], []]

/** What a run came to: the beat that it stands at, or its end. A task has ended when all of it holds. */
export interface Came
  extends Pick<Frame, 'beat' | 'ended' | 'line' | 'answer' | 'values' | 'mark'> {}

/** How a step begins. */
export interface Entered extends Pick<Frame, 'offers' | 'answer' | 'values' | 'mark'> {
  /** the world at the beginning of the lesson */
  readonly start: Mark
}

export interface PresenterContext {
  readonly steps: readonly StepShape[]
  /** where the step lies that is being entered, or is on the wall */
  readonly at: number
  /** the world at the very beginning, once it is known */
  readonly start: Mark | null
  readonly frame: Frame | null
  readonly history: readonly Frame[]
  readonly votes: Readonly<Record<string, Votes>>
  /** whether Forward was pressed on a question that nobody has voted on */
  readonly nudged: boolean
  /** whether the first step was asked for, from further on: once more, and it is gone to */
  readonly leaving: boolean
  /** whether Forward was pressed while the run is under way */
  readonly hurried: boolean
  readonly error: string | null
}

/** What a question about the world as it stands came to: the id of the choice that holds, or null. */
export interface Answered extends Pick<Frame, 'answer' | 'values'> {
  readonly type: 'answered'
}

export type PresenterEvent =
  /** the world stands at the beginning of the step */
  | { readonly type: 'entered'; readonly entered: Entered }
  | { readonly type: 'forward' }
  /** `strayed` says that somebody has acted since the frame came: Back leads to the frame itself */
  | { readonly type: 'back'; readonly strayed: boolean }
  | { readonly type: 'came'; readonly came: Came }
  | Answered
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'returned' }
  | { readonly type: 'vote'; readonly choice: string }
  | { readonly type: 'unvote' }
  /**
   * To the first frame of the lesson, when it is asked for twice: some clickers have a key for it, and no class is to
   * lose its place by one press. From the first frame, a new class.
   */
  | { readonly type: 'begin' }
  /** to the first frame of this step */
  | { readonly type: 'again' }
  | { readonly type: 'goTo'; readonly at: number }

/** The shapes of a lesson's steps. */
export const shapesOf = ({ steps }: Pick<Lesson, 'steps'>): readonly StepShape[] =>
  steps.map((step: Step) => ({
    id: step.id,
    kind: step.kind,
    saw: step.kind === 'predict' && step.saw !== null,
    after: step.after.length > 0,
    parts: step.kind === 'explain' ? step.parts.map(({ id }) => id) : [],
    told: step.beats.flatMap(({ type, title, text }) =>
      title !== null || text.length > 0 ? [type] : [],
    ),
  }))

/** The first frame of a step, or the lesson's last. */
function firstFrame(steps: readonly StepShape[], at: number, entered: Entered): Frame {
  const step = steps[at]
  const { offers, answer, values, mark } = entered
  const fresh = { part: 0, line: 0, round: 1, beat: null, saw: null, ended: false } as const
  const kind = step === undefined ? 'end' : FIRST_STATE[step.kind]
  return { kind, at, ...fresh, offers, answer, values, mark }
}

/** Under which name the votes on a frame's question are; null where nothing is asked. */
export function slotOf(frame: Frame, steps: readonly StepShape[]): string | null {
  const step = steps[frame.at]
  if (step === undefined) return null
  if (frame.kind === 'asking' || frame.kind === 'outcome') return step.id
  if (frame.kind === 'saying' || frame.kind === 'said') return `${step.id}/saw`
  const asks = frame.kind === 'picking' || frame.kind === 'answer'
  return asks ? `${step.id}/${step.parts[frame.part] ?? ''}` : null
}

/** The votes on a question. */
export const votesOn = (votes: PresenterContext['votes'], slot: string | null): Votes =>
  votes[slot ?? ''] ?? NO_VOTES

/** The frames that the world goes on from; the others are only read on. */
export const RUNS_ON: ReadonlySet<FrameKind> = new Set(['ready', 'asking', 'beat', 'open'])

const afterOf = (frame: Frame): Frame => ({ ...frame, kind: 'after' })

/** What follows a frame without the world going on; null where the step is over. */
function following(frame: Frame, step: StepShape | undefined): Frame | null {
  const after = step?.after ? afterOf(frame) : null
  switch (frame.kind) {
    case 'asking':
      return { ...frame, round: 2 }
    case 'open':
      return after
    case 'beat':
      return step?.kind === 'predict' ? { ...frame, kind: 'outcome' } : after
    case 'said':
      return { ...frame, kind: 'outcome' }
    case 'answer':
      return frame.part + 1 < (step?.parts.length ?? 0)
        ? { ...frame, kind: 'picking', part: frame.part + 1, answer: null }
        : after
    case 'outcome':
      return after
    default:
      return null
  }
}

/** The frame that a run came to. What is asked next is asked for the first time. */
function cameTo(frame: Frame, step: StepShape | undefined, came: Came): Frame {
  const next: Frame = { ...frame, ...came, round: 1 }
  if (frame.kind === 'open') return next
  const told = came.beat !== null && (step?.told.includes(came.beat) ?? false)
  if (!came.ended) return { ...next, kind: 'beat' }
  // Nothing on the wall says what was to be seen before the room has said it.
  if (step?.saw) return { ...next, kind: 'saying' }
  if (told) return { ...next, kind: 'beat' }
  return { ...next, kind: step?.kind === 'predict' ? 'outcome' : 'after' }
}

/** The frame that tells what a question about the world as it stands came to. */
function answeredBy(frame: Frame, { answer, values }: Answered): Frame {
  if (frame.kind === 'picking') return { ...frame, kind: 'answer', answer, values }
  return { ...frame, kind: 'said', saw: typeof answer === 'string' ? answer : null, values }
}

const stepOf = ({ steps, frame }: PresenterContext): StepShape | undefined =>
  frame === null ? undefined : steps[frame.at]
const firstVotes = ({ votes, frame, steps }: PresenterContext): number =>
  frame === null ? 0 : votesOn(votes, slotOf(frame, steps))[0].length

/** Puts another frame on the wall, from which Back leads to this one. */
const onTo = (context: PresenterContext, frame: Frame): Partial<PresenterContext> => ({
  frame,
  history: context.frame === null ? context.history : [...context.history, context.frame],
  nudged: false,
  leaving: false,
  hurried: false,
})

/** Changes the votes of the round on the wall. */
function withVotes(
  { votes, frame, steps }: PresenterContext,
  change: (list: readonly string[]) => readonly string[],
): Partial<PresenterContext> {
  const slot = frame === null ? null : slotOf(frame, steps)
  if (frame === null || slot === null) return {}
  const [first, second] = votesOn(votes, slot)
  const changed: Votes = frame.round === 1 ? [change(first), second] : [first, change(second)]
  return { votes: { ...votes, [slot]: changed }, nudged: false, leaving: false }
}

/** The first frame of the step on the wall, and what lies before it. */
function startOf({ frame, history }: PresenterContext): Partial<PresenterContext> {
  const at = history.findIndex((one) => one.at === frame?.at)
  return at < 0 ? {} : { frame: history[at] ?? null, history: history.slice(0, at) }
}

const machine = setup({
  types: {
    context: {} as PresenterContext,
    events: {} as PresenterEvent,
    input: {} as { readonly steps: readonly StepShape[]; readonly at: number },
  },
  guards: {
    nudges: ({ context }) =>
      context.frame?.kind === 'asking' &&
      context.frame.round === 1 &&
      !context.nudged &&
      firstVotes(context) === 0,
    talks: ({ context }) =>
      context.frame?.kind === 'asking' && context.frame.round === 1 && firstVotes(context) > 0,
    runs: ({ context: { frame } }) => frame !== null && RUNS_ON.has(frame.kind) && !frame.ended,
    answers: ({ context: { frame } }) => frame?.kind === 'picking' || frame?.kind === 'saying',
    reads: ({ context }) =>
      context.frame !== null && following(context.frame, stepOf(context)) !== null,
    over: ({ context }) => context.frame?.kind === 'end',
    asks: ({ context: { frame } }) =>
      frame?.kind === 'asking' || frame?.kind === 'saying' || frame?.kind === 'picking',
    strayed: ({ event }) => event.type === 'back' && event.strayed,
    before: ({ context }) => context.history.length > 0,
    blank: ({ context: { frame } }) => frame === null,
    begun: ({ context: { frame, start } }) => frame !== null && start !== null,
    atFirst: ({ context: { frame, history } }) => frame?.at === 0 && history.length === 0,
    unsure: ({ context }) => !context.leaving && context.history.length > 0,
    within: ({ context, event }) => event.type === 'goTo' && context.steps[event.at] !== undefined,
  },
  actions: {
    enter: assign(({ context, event }) => {
      if (event.type !== 'entered') return {}
      const { entered } = event
      return {
        ...onTo(context, firstFrame(context.steps, context.at, entered)),
        start: context.start ?? entered.start,
        error: null,
      }
    }),
    nudge: assign(() => ({ nudged: true })),
    leaveSoon: assign(() => ({ leaving: true })),
    read: assign(({ context }) => {
      const next = context.frame && following(context.frame, stepOf(context))
      return next === null ? {} : onTo(context, next)
    }),
    hurry: assign(() => ({ hurried: true })),
    setOff: assign(() => ({ hurried: false, nudged: false, leaving: false, error: null })),
    come: assign(({ context, event }) =>
      event.type === 'came' && context.frame !== null
        ? onTo(context, cameTo(context.frame, stepOf(context), event.came))
        : {},
    ),
    answer: assign(({ context, event }) =>
      event.type === 'answered' && context.frame !== null
        ? onTo(context, answeredBy(context.frame, event))
        : {},
    ),
    fail: assign(({ event }) => (event.type === 'failed' ? { error: event.message } : {})),
    leave: assign(({ context }) => ({
      at: (context.frame?.at ?? -1) + 1,
      nudged: false,
      leaving: false,
    })),
    takeBack: assign(({ context: { history } }) => ({
      frame: history.at(-1) ?? null,
      at: history.at(-1)?.at ?? 0,
      history: history.slice(0, -1),
      nudged: false,
      leaving: false,
      error: null,
    })),
    vote: assign(({ context, event }) =>
      event.type === 'vote' ? withVotes(context, (list) => [...list, event.choice]) : {},
    ),
    unvote: assign(({ context }) => withVotes(context, (list) => list.slice(0, -1))),
    forgetVotes: assign(() => ({ votes: {}, nudged: false, leaving: false })),
    again: assign(({ context }) => ({
      ...startOf(context),
      nudged: false,
      leaving: false,
      error: null,
    })),
    settle: assign(({ context: { frame } }) => ({ at: frame?.at ?? 0 })),
    begin: assign(() => ({
      at: 0,
      frame: null,
      history: [],
      nudged: false,
      leaving: false,
      error: null,
    })),
    goTo: assign(({ event }) =>
      event.type === 'goTo'
        ? { at: event.at, frame: null, history: [], nudged: false, leaving: false, error: null }
        : {},
    ),
  },
})

/** The machine of every presentation; its input is the shapes of the lesson's steps, and the step to begin at. */
export const presenterMachine = machine.createMachine({
  id: 'presenter',
  initial: 'entering',
  context: ({ input }) => ({
    ...{ steps: input.steps, at: input.at, start: null, frame: null, history: [], votes: {} },
    ...{ nudged: false, leaving: false, hurried: false, error: null },
  }),
  on: {
    begin: [
      { guard: 'unsure', actions: 'leaveSoon' },
      { target: '.entering', actions: 'begin', reenter: true },
    ],
    again: { guard: 'begun', target: '.returning', actions: 'again' },
    goTo: { guard: 'within', target: '.entering', actions: 'goTo', reenter: true },
  },
  states: {
    /** the step's world is being brought about, and what its question needs is found out */
    entering: {
      on: {
        entered: { target: 'resting', actions: 'enter' },
        failed: { target: 'failed', actions: 'fail' },
        back: { guard: 'begun', target: 'returning' },
      },
    },
    resting: {
      on: {
        forward: [
          { guard: 'over' },
          { guard: 'nudges', actions: 'nudge' },
          { guard: 'talks', actions: 'read' },
          { guard: 'runs', target: 'running', actions: 'setOff' },
          { guard: 'answers', target: 'running', actions: 'setOff' },
          { guard: 'reads', actions: 'read' },
          { target: 'entering', actions: 'leave' },
        ],
        back: [
          { guard: 'strayed', target: 'returning' },
          { guard: 'before', target: 'returning', actions: 'takeBack' },
        ],
        failed: { target: 'failed', actions: 'fail' },
        vote: { guard: 'asks', actions: 'vote' },
        unvote: { guard: 'asks', actions: 'unvote' },
        begin: { guard: 'atFirst', target: 'returning', actions: 'forgetVotes' },
      },
    },
    /** the world goes on from the frame on the wall, or is asked */
    running: {
      on: {
        came: { target: 'resting', actions: 'come' },
        answered: { target: 'resting', actions: 'answer' },
        failed: { target: 'failed', actions: 'fail' },
        forward: { actions: 'hurry' },
        back: 'returning',
      },
    },
    /** the world of the frame on the wall comes back */
    returning: {
      on: {
        returned: { target: 'resting', actions: 'settle' },
        failed: { target: 'failed', actions: 'fail' },
      },
    },
    /** Back leads to the frame; where none came yet, Back or Forward tries again to enter the step. */
    failed: {
      on: {
        back: [{ guard: 'begun', target: 'returning' }, { target: 'entering' }],
        forward: { guard: 'blank', target: 'entering' },
      },
    },
  },
})

export type PresenterSnapshot = SnapshotFrom<typeof presenterMachine>
export type PresenterState = PresenterSnapshot['value']

/** The state after an event. */
export const advance = (snapshot: PresenterSnapshot, event: PresenterEvent): PresenterSnapshot =>
  transition(presenterMachine, snapshot, event)[0]

/** The snapshot of a presentation that has not begun. */
export const freshSnapshot = (lesson: Lesson, at: number): PresenterSnapshot =>
  createActor(presenterMachine, { input: { steps: shapesOf(lesson), at } }).getSnapshot()

/**
 * A kept snapshot, on its way back to the frame that was on the wall, or to the step that was to be entered when none was;
 * null when it does not fit the lesson.
 */
export function keptPresentation(lesson: Lesson, kept: Json): PresenterSnapshot | null {
  const { context } = kept as unknown as { readonly context: PresenterContext }
  const { at, frame, history } = context
  const places = [at, ...[...history, ...(frame === null ? [] : [frame])].map((one) => one.at)]
  if (places.some((place) => place > lesson.steps.length)) return null
  const value = frame === null ? 'entering' : 'returning'
  const here = { ...context, leaving: false, steps: shapesOf(lesson) }
  return presenterMachine.resolveState({ value, context: here })
}
