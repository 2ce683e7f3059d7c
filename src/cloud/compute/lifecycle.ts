/**
 * The life of an instance, as one table of (state, action) that everything runs on.
 *
 * Models: EC2's states and what each action does in each (the lab's sheet of errors, §6). The drawn
 * diagram is this table. `stop-first` is StopInstances on an instance that has never been running:
 * refused, which fits both readings that were found. `booted`, `stopped` and `terminated` are the
 * cloud's own actions, when a timer ends; where they cannot come the table says `impossible`.
 * RebootInstances of a stopping or stopped instance is refused, by a text that is the lab's guess.
 * Simplified: no hibernation, and every root is an EBS volume, so every instance can stop.
 */

import { assert } from '../kernel/assert.ts'
import { ec2Ref } from '../kernel/ref.ts'
import { fail, type Result, reason } from '../kernel/result.ts'
import type { Instance } from './rows.ts'

/** EC2's instance states by name. */
export type InstanceState = Instance['state']

/** The states in the order of a life, with the codes of the API (low byte). */
export const STATE_CODES: Readonly<Record<InstanceState, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
}

/** The states in the order of the table below. */
export const states: readonly InstanceState[] = [
  'pending',
  'running',
  'stopping',
  'stopped',
  'shutting-down',
  'terminated',
]

/** What may be asked of an instance, or happen to it. */
export const actions = [
  'start',
  'stop',
  'stop-first',
  'reboot',
  'terminate',
  'booted',
  'stopped',
  'terminated',
] as const
export type Action = (typeof actions)[number]

/** Why an action is refused: EC2's code, or that it never comes there. */
export type Refusal = 'IncorrectInstanceState' | 'impossible'

/** What an action leads to: a state, its own if nothing changes, or a refusal. */
export type Transition =
  | { readonly next: InstanceState; readonly error: null }
  | { readonly next: null; readonly error: Refusal }

const to = (next: InstanceState): Transition => ({ next, error: null })
const REFUSED: Transition = { next: null, error: 'IncorrectInstanceState' }
const NEVER: Transition = { next: null, error: 'impossible' }

const TABLE: Readonly<Record<InstanceState, Readonly<Record<Action, Transition>>>> = {
  pending: {
    start: to('pending'),
    stop: to('stopping'),
    'stop-first': REFUSED,
    reboot: to('pending'),
    terminate: to('shutting-down'),
    booted: to('running'),
    stopped: NEVER,
    terminated: NEVER,
  },
  running: {
    start: to('running'),
    stop: to('stopping'),
    'stop-first': NEVER,
    reboot: to('running'),
    terminate: to('shutting-down'),
    booted: NEVER,
    stopped: NEVER,
    terminated: NEVER,
  },
  stopping: {
    start: REFUSED,
    stop: to('stopping'),
    'stop-first': NEVER,
    reboot: REFUSED,
    terminate: to('shutting-down'),
    booted: NEVER,
    stopped: to('stopped'),
    terminated: NEVER,
  },
  stopped: {
    start: to('pending'),
    stop: to('stopped'),
    'stop-first': NEVER,
    reboot: REFUSED,
    terminate: to('shutting-down'),
    booted: NEVER,
    stopped: NEVER,
    terminated: NEVER,
  },
  'shutting-down': {
    start: REFUSED,
    stop: REFUSED,
    'stop-first': REFUSED,
    reboot: to('shutting-down'),
    terminate: to('shutting-down'),
    booted: NEVER,
    stopped: NEVER,
    terminated: to('terminated'),
  },
  terminated: {
    start: REFUSED,
    stop: REFUSED,
    'stop-first': REFUSED,
    reboot: to('terminated'),
    terminate: to('terminated'),
    booted: NEVER,
    stopped: NEVER,
    terminated: NEVER,
  },
}

/** What an action leads to in a state. */
export const transition = (state: InstanceState, action: Action): Transition => TABLE[state][action]

/** The action of a StopInstances on this instance: its first pending is a case of its own. */
export const stopAction = (row: Instance): Action => (row.everRunning ? 'stop' : 'stop-first')

/** The state an action of a caller leads to, or `IncorrectInstanceState` in EC2's words. */
export function attempt(row: Instance, action: Action): Result<InstanceState> {
  const { next, error } = transition(row.state, action)
  if (error === null) return { ok: true, value: next }
  assert(error !== 'impossible', `${action} never comes to an instance that is ${row.state}`)
  const ref = ec2Ref(row.account, 'instance', row.id)
  const allowed = states.filter((state) => TABLE[state][action].error === null)
  return fail(error, refusalText(row, action), {
    ref,
    reasons: [reason('lifecycle.state', { state: row.state, action, allowed }, ref)],
  })
}

/** The state that something of the cloud's own leads to. Throws where it cannot come. */
export function advance(state: InstanceState, action: Action): InstanceState {
  const { next } = transition(state, action)
  assert(next !== null, `${action} cannot come in state ${state}`)
  return next
}

function refusalText(row: Instance, action: Action): string {
  if (action === 'start') {
    return `The instance '${row.id}' is not in a state from which it can be started.`
  }
  if (action === 'reboot') {
    return `The instance '${row.id}' is not in a state from which it can be rebooted.`
  }
  if (row.state === 'pending') {
    return `Instance '${row.id}' cannot be stopped as it has never reached the 'running' state.`
  }
  return `This instance '${row.id}' is not in a state from which it can be stopped.`
}
