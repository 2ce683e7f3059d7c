/**
 * The flow of a lesson as a state machine: which step, and where in it.
 *
 * Pure: it runs nothing. The runtime does what a state asks for and tells the machine what came of it; so every
 * path is tested by `transition()`, and a snapshot can be kept and restored in the middle of a step.
 *
 * A step begins in `ready` (observe), `asking` (predict), `open` (do, challenge) or `picking` (explain). Runs go
 * `running` → `paused` at each beat → `running` … → `saying` (what did you see?) → `done`. From `done` one goes
 * on only when asked. `finished` is the lesson's end; what is there to read is in the records.
 */
import { assign, type SnapshotFrom, setup, transition } from 'xstate'
import type { Json, Lesson, StepKind } from './lesson.ts'
import type { Mark } from './port.ts'
import type { StepRecord } from './progress.ts'

/** What the machine knows of a step. */
export interface StepShape {
  readonly id: string
  readonly kind: StepKind
  readonly saw: boolean
  /** ids of an explanation's parts */
  readonly parts: readonly string[]
  readonly hints: number
}

/** What a step's predictions and answers came to. */
export interface Outcome {
  readonly right: boolean | null
  readonly answer: Json
}

/** A requirement or feedback as it stands: by id. */
export interface Standing {
  readonly met: Readonly<
    Record<string, { readonly holds: boolean; readonly has: Json; readonly needs: Json }>
  >
  /** the feedback that applies */
  readonly feedback: string | null
}

/** A line that could not be run: it ended a run, or the work of a button. A refusal by the cloud is no such failure. */
export interface RunError {
  readonly line: string
  readonly code: string | null
  readonly message: string
}

/**
 * What has to be done to the world before the step is on the screen: back to a mark, and the lines of the steps
 * from an index on up to it. It is part of the state, so that a page that was closed meanwhile does it again.
 */
export interface LeadIn {
  readonly mark: Mark
  readonly from: number
}

export interface FlowContext {
  readonly steps: readonly StepShape[]
  readonly at: number
  readonly leadIn: LeadIn | null
  readonly records: Readonly<Record<string, StepRecord>>
  /** types of the beats that this run has passed */
  readonly beats: readonly string[]
  readonly standing: Standing
  readonly error: RunError | null
}

export type FlowEvent =
  /** the step is on the screen, and the world stands here */
  | { readonly type: 'entered'; readonly mark: Mark }
  | { readonly type: 'predict'; readonly value: string | number | null }
  | { readonly type: 'run' }
  | { readonly type: 'beat'; readonly beat: string }
  | { readonly type: 'ended'; readonly outcome: Outcome; readonly beat: string | null }
  | { readonly type: 'failed'; readonly error: RunError }
  /** one of the step's own buttons is pressed: what failed before is over */
  | { readonly type: 'acted' }
  /** the page was closed or the worker died in the middle of a run: it waits to be run again, as it was predicted */
  | { readonly type: 'cutShort' }
  | { readonly type: 'goOn' }
  | { readonly type: 'saw'; readonly choice: string; readonly right: boolean }
  | { readonly type: 'checked'; readonly standing: Standing; readonly all: boolean }
  | {
      readonly type: 'pick'
      readonly part: string
      readonly choice: string
      readonly right: boolean
    }
  | { readonly type: 'hint' }
  /** the values of the moment at which the step was done */
  | { readonly type: 'noted'; readonly values: Readonly<Record<string, string>> }
  | { readonly type: 'next' }
  /** "I know this": on to the challenge, or to the step that a link names */
  | { readonly type: 'know'; readonly to?: string }
  /** back to the beginning of a step, whose world is restored by the runtime */
  | { readonly type: 'restart'; readonly step: string }

const NOTHING: Standing = { met: {}, feedback: null }
const FRESH: Omit<StepRecord, 'start'> = {
  state: 'begun',
  predicted: null,
  right: null,
  answer: null,
  saw: null,
  sawRight: null,
  picks: {},
  hints: 0,
  values: {},
}

const current = ({ steps, at }: FlowContext): StepShape | undefined => steps[at]

/** The context with the present step's record changed. */
function noted(context: FlowContext, change: Partial<StepRecord>): Partial<FlowContext> {
  const id = current(context)?.id
  const record = id === undefined ? undefined : context.records[id]
  if (id === undefined || record === undefined) return {}
  return { records: { ...context.records, [id]: { ...record, ...change } } }
}

/**
 * Moves to a step, forgetting the records from it on: their worlds lie in the future that was left. A step that was
 * never on the screen is led to again.
 */
function rewound(context: FlowContext, step: string): Partial<FlowContext> {
  const at = context.steps.findIndex(({ id }) => id === step)
  const mark = context.records[step]?.start
  const leadIn = mark === undefined ? context.leadIn : { mark, from: at }
  const kept = context.steps.slice(0, at).map(({ id }) => id)
  const records = Object.fromEntries(
    Object.entries(context.records).filter(([id]) => kept.includes(id)),
  )
  return { at, leadIn, records, beats: [], standing: NOTHING, error: null }
}

/** The step ahead that is gone on to: the named one, or the challenge; -1 when there is none. */
const aheadOf = ({ steps, at }: FlowContext, to?: string): number =>
  steps.findIndex(
    ({ id, kind }, index) => index > at && (to === undefined ? kind === 'challenge' : id === to),
  )

/** How the world is led from the present step to one ahead: from where this one began, or is being led from itself. */
function leadInOf(context: FlowContext): LeadIn | null {
  const mark = context.records[current(context)?.id ?? '']?.start
  return mark === undefined ? context.leadIn : { mark, from: context.at }
}

const machine = setup({
  types: {
    context: {} as FlowContext,
    events: {} as FlowEvent,
    input: {} as readonly StepShape[],
  },
  guards: {
    observes: ({ context }) => current(context)?.kind === 'observe',
    predicts: ({ context }) => current(context)?.kind === 'predict',
    explains: ({ context }) => current(context)?.kind === 'explain',
    over: ({ context }) => context.at >= context.steps.length,
    reached: ({ context, event }) =>
      event.type === 'restart' &&
      (context.records[event.step] !== undefined ||
        (context.leadIn !== null && current(context)?.id === event.step)),
    asksWhatWasSeen: ({ context }) => {
      const step = current(context)
      const record = context.records[step?.id ?? '']
      return step?.saw === true && record !== undefined && record.predicted !== null
    },
    allPicked: ({ context, event }) => {
      const step = current(context)
      const picks = context.records[step?.id ?? '']?.picks ?? {}
      if (event.type !== 'pick' || !event.right) return false
      return (
        step?.parts.every((part) => part === event.part || picks[part]?.right === true) ?? false
      )
    },
    hintsLeft: ({ context }) => {
      const step = current(context)
      return (context.records[step?.id ?? '']?.hints ?? 0) < (step?.hints ?? 0)
    },
    allMet: ({ event }) => event.type === 'checked' && event.all,
    ledAhead: ({ context, event }) =>
      event.type === 'know' && context.leadIn !== null && aheadOf(context, event.to) >= 0,
    stepAhead: ({ context, event }) => event.type === 'know' && aheadOf(context, event.to) >= 0,
  },
  actions: {
    enter: assign(({ context, event }) => {
      const step = current(context)
      if (event.type !== 'entered' || step === undefined) return {}
      const record = context.records[step.id] ?? { ...FRESH, start: event.mark }
      return { records: { ...context.records, [step.id]: record }, leadIn: null }
    }),
    predict: assign(({ context, event }) =>
      event.type === 'predict' ? noted(context, { predicted: event.value }) : {},
    ),
    begin: assign(() => ({ beats: [], error: null })),
    passBeat: assign(({ context, event }) =>
      event.type === 'beat' ? { beats: [...context.beats, event.beat] } : {},
    ),
    end: assign(({ context, event }) => {
      if (event.type !== 'ended') return {}
      const beats = event.beat === null ? context.beats : [...context.beats, event.beat]
      return { ...noted(context, event.outcome), beats }
    }),
    forgive: assign(() => ({ error: null })),
    fail: assign(({ event }) => (event.type === 'failed' ? { error: event.error } : {})),
    saw: assign(({ context, event }) =>
      event.type === 'saw' ? noted(context, { saw: event.choice, sawRight: event.right }) : {},
    ),
    check: assign(({ event }) => (event.type === 'checked' ? { standing: event.standing } : {})),
    pick: assign(({ context, event }) => {
      if (event.type !== 'pick') return {}
      const picks = context.records[current(context)?.id ?? '']?.picks ?? {}
      const pick = { choice: event.choice, right: event.right }
      return noted(context, { picks: { ...picks, [event.part]: pick } })
    }),
    hint: assign(({ context }) => {
      const hints = context.records[current(context)?.id ?? '']?.hints ?? 0
      return noted(context, { hints: hints + 1 })
    }),
    note: assign(({ context, event }) =>
      event.type === 'noted' ? noted(context, { values: event.values }) : {},
    ),
    finish: assign(({ context }) => noted(context, { state: 'done' })),
    advance: assign(({ context }) => ({
      at: context.at + 1,
      beats: [],
      standing: NOTHING,
      error: null,
    })),
    skip: assign(({ context, event }) => ({
      ...noted(context, { state: 'known' }),
      at: aheadOf(context, event.type === 'know' ? event.to : undefined),
      leadIn: leadInOf(context),
      beats: [],
      standing: NOTHING,
      error: null,
    })),
    leadBack: assign(({ context }) => ({ leadIn: leadInOf(context), beats: [] })),
    rewind: assign(({ context, event }) =>
      event.type === 'restart' ? rewound(context, event.step) : {},
    ),
  },
})

/** The machine of every lesson; its input is the shapes of the lesson's steps. */
export const lessonMachine = machine.createMachine({
  id: 'lesson',
  initial: 'entering',
  context: ({ input }) => ({
    steps: input,
    at: 0,
    leadIn: null,
    records: {},
    beats: [],
    standing: NOTHING,
    error: null,
  }),
  on: {
    restart: { guard: 'reached', target: '.entering', actions: 'rewind' },
  },
  states: {
    entering: {
      always: { guard: 'over', target: 'finished' },
      on: {
        entered: [
          { guard: 'observes', target: 'ready', actions: 'enter' },
          { guard: 'predicts', target: 'asking', actions: 'enter' },
          { guard: 'explains', target: 'picking', actions: 'enter' },
          { target: 'open', actions: 'enter' },
        ],
        failed: { target: 'failed', actions: 'fail' },
        // On the way to a step, to one beyond it.
        know: { guard: 'ledAhead', target: 'entering', reenter: true, actions: 'skip' },
      },
    },
    ready: {
      on: {
        run: { target: 'running', actions: 'begin' },
        know: { guard: 'stepAhead', target: 'entering', actions: 'skip' },
      },
    },
    asking: {
      on: {
        predict: { actions: 'predict' },
        run: { target: 'running', actions: 'begin' },
        know: { guard: 'stepAhead', target: 'entering', actions: 'skip' },
      },
    },
    running: {
      on: {
        beat: { target: 'paused', actions: 'passBeat' },
        ended: [
          { guard: 'asksWhatWasSeen', target: 'saying', actions: 'end' },
          { target: 'done', actions: ['end', 'finish'] },
        ],
        failed: { target: 'failed', actions: 'fail' },
        cutShort: { target: 'entering', actions: 'leadBack' },
        know: { guard: 'stepAhead', target: 'entering', actions: 'skip' },
      },
    },
    paused: {
      on: {
        goOn: 'running',
        know: { guard: 'stepAhead', target: 'entering', actions: 'skip' },
      },
    },
    failed: {},
    saying: {
      on: {
        saw: { target: 'done', actions: ['saw', 'finish'] },
        know: { guard: 'stepAhead', target: 'entering', actions: 'skip' },
      },
    },
    picking: {
      on: {
        pick: [
          { guard: 'allPicked', target: 'done', actions: ['pick', 'finish'] },
          { actions: 'pick' },
        ],
        know: { guard: 'stepAhead', target: 'entering', actions: 'skip' },
      },
    },
    open: {
      on: {
        // A line of the step's own buttons did not run: said where it was pressed, and the step goes on.
        failed: { actions: 'fail' },
        acted: { actions: 'forgive' },
        checked: [
          { guard: 'allMet', target: 'done', actions: ['check', 'finish'] },
          { actions: 'check' },
        ],
        hint: { guard: 'hintsLeft', actions: 'hint' },
        know: { guard: 'stepAhead', target: 'entering', actions: 'skip' },
      },
    },
    done: {
      on: {
        next: { target: 'entering', actions: 'advance' },
        checked: { actions: 'check' },
        noted: { actions: 'note' },
      },
    },
    finished: {},
  },
})

export type FlowSnapshot = SnapshotFrom<typeof lessonMachine>
export type FlowState = FlowSnapshot['value']

/** The shapes of a lesson's steps. */
export const shapesOf = (lesson: Pick<Lesson, 'steps'>): readonly StepShape[] =>
  lesson.steps.map((step) => ({
    id: step.id,
    kind: step.kind,
    saw: step.kind === 'predict' && step.saw !== null,
    parts: step.kind === 'explain' ? step.parts.map(({ id }) => id) : [],
    hints: 'hints' in step ? step.hints.length : 0,
  }))

/** The state after an event. */
export const advance = (snapshot: FlowSnapshot, event: FlowEvent): FlowSnapshot =>
  transition(lessonMachine, snapshot, event)[0]
