/**
 * The flow of the first minute: point at a host, launch, say what you saw, see the reasons, let it boot.
 *
 * Only the page's flow lives here. Where cloud time stands is told by `world` events, made from what has
 * happened up to the instant shown; so seeking back leads to the step that belongs there, and the flow never
 * keeps time itself. Tested by pure `transition()`: no action here touches the page.
 */
import { assign, setup } from 'xstate'
import type { Instant } from '../../cloud/kernel/instant.ts'
import type { Ref } from '../../cloud/kernel/ref.ts'
import type { Failure } from '../../cloud/kernel/result.ts'
import type { Launch } from './launches.ts'

export interface FirstMinuteContext {
  /** the host pointed at; null when the learner asked to be shown */
  readonly prediction: Ref | null
  /** whether the learner said that the pointed host took it; null when not asked */
  readonly saw: boolean | null
  readonly launch: Launch | null
  readonly refusal: Failure | null
  /**
   * the learner's own launches in this flow, oldest first; more than one when there are branches, since the other
   * future can be returned to
   */
  readonly own: readonly OwnLaunch[]
}

/** A launch as EC2 answered it. Ids repeat in a branch, so the instant of the call tells the futures apart. */
export interface OwnLaunch {
  readonly instance: Ref
  readonly calledAt: Instant
}

export type FirstMinuteEvent =
  | { type: 'begin' }
  | { type: 'lookAround' }
  | { type: 'point'; host: Ref }
  | { type: 'commit' }
  | { type: 'showMe' }
  | { type: 'answered'; launch: OwnLaunch }
  | { type: 'refused'; error: Failure }
  | { type: 'lost' }
  | { type: 'world'; launches: readonly Launch[] }
  | { type: 'saw'; same: boolean }
  | { type: 'back' }

const START: FirstMinuteContext = {
  prediction: null,
  saw: null,
  launch: null,
  refusal: null,
  own: [],
}

/** The newest of the learner's own among launches; others' and those from before are none. */
export const launchIn = ({ own }: FirstMinuteContext, launches: readonly Launch[]): Launch | null =>
  launches.findLast(({ instance, calledAt }) =>
    own.some((one) => one.instance === instance && one.calledAt === calledAt),
  ) ?? null

const machineSetup = setup({
  types: {
    context: {} as FirstMinuteContext,
    events: {} as FirstMinuteEvent,
  },
  guards: {
    launched: ({ context, event }) =>
      event.type === 'world' && launchIn(context, event.launches) !== null,
    chosen: ({ context, event }) =>
      event.type === 'world' &&
      (launchIn(context, event.launches)?.reached ?? 'called') !== 'called',
    gone: ({ context, event }) =>
      event.type === 'world' && launchIn(context, event.launches) === null,
    running: ({ context, event }) =>
      event.type === 'world' && launchIn(context, event.launches)?.reached === 'running',
    predicted: ({ context }) => context.prediction !== null,
    toSay: ({ context, event }) =>
      event.type === 'world' &&
      (launchIn(context, event.launches)?.reached ?? 'called') !== 'called' &&
      context.prediction !== null,
  },
  actions: {
    takeLaunch: assign(({ context, event }) =>
      event.type === 'world' ? { launch: launchIn(context, event.launches) } : {},
    ),
    forget: assign({ launch: null, refusal: null }),
  },
})

/** States: start, predicting, launching, refused, saying, run, finished, free. */
export const firstMinute = machineSetup.createMachine({
  id: 'firstMinute',
  initial: 'start',
  context: START,
  on: {
    answered: {
      actions: assign(({ context, event }) => ({ own: [...context.own, event.launch] })),
    },
  },
  states: {
    start: {
      on: {
        begin: 'predicting',
        lookAround: 'free',
      },
    },
    predicting: {
      on: {
        point: {
          actions: assign(({ event }) => ({ prediction: event.host, saw: null })),
        },
        commit: {
          guard: 'predicted',
          target: 'launching',
          actions: assign({ saw: null }),
        },
        showMe: {
          target: 'launching',
          actions: assign({ prediction: null, saw: null }),
        },
        world: { guard: 'launched', target: 'run', actions: 'takeLaunch' },
        lookAround: 'free',
      },
    },
    launching: {
      on: {
        world: [
          { guard: 'toSay', target: 'saying', actions: 'takeLaunch' },
          { guard: 'chosen', target: 'run', actions: 'takeLaunch' },
        ],
        refused: {
          target: 'refused',
          actions: assign(({ event }) => ({ refusal: event.error })),
        },
        lost: 'predicting',
      },
    },
    refused: {
      on: {
        back: { target: 'predicting', actions: 'forget' },
        lookAround: 'free',
      },
    },
    saying: {
      on: {
        saw: { target: 'run', actions: assign(({ event }) => ({ saw: event.same })) },
        world: [
          { guard: 'gone', target: 'predicting', actions: 'forget' },
          { actions: 'takeLaunch' },
        ],
      },
    },
    run: {
      on: {
        world: [
          { guard: 'gone', target: 'predicting', actions: 'forget' },
          { guard: 'running', target: 'finished', actions: 'takeLaunch' },
          { actions: 'takeLaunch' },
        ],
        lookAround: 'free',
      },
    },
    finished: {
      on: {
        world: [
          { guard: 'gone', target: 'predicting', actions: 'forget' },
          { guard: 'running', actions: 'takeLaunch' },
          { target: 'run', actions: 'takeLaunch' },
        ],
        lookAround: 'free',
      },
    },
    free: {
      on: {
        begin: {
          target: 'predicting',
          actions: assign(START),
        },
      },
    },
  },
})

/** Which of the three parts of the first minute a state belongs to, from 1; null in none. */
export function partOf(state: FirstMinuteState): 1 | 2 | 3 | null {
  if (state === 'predicting' || state === 'launching' || state === 'refused') return 1
  if (state === 'saying' || state === 'run') return 2
  return state === 'finished' ? 3 : null
}

export type FirstMinuteState =
  | 'start'
  | 'predicting'
  | 'launching'
  | 'refused'
  | 'saying'
  | 'run'
  | 'finished'
  | 'free'
