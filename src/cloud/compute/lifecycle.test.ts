import { describe, expect, it } from 'vitest'
import { lifecycleView } from '../views/lifecycle.ts'
import { type Action, actions, attempt, STATE_CODES, states, transition } from './lifecycle.ts'
import { testWorld, tryLaunch, value } from './testing.ts'

/**
 * ERRORS §6 again, as a drawing: a row an action, a column a state in the order of `states`.
 * `!` is IncorrectInstanceState, `.` what never comes.
 */
const SHEET: Readonly<Record<Action, string>> = {
  start: 'pending running ! pending ! !',
  stop: 'stopping stopping stopping stopped ! !',
  'stop-first': '! . . . ! !',
  reboot: 'pending running ! ! shutting-down terminated',
  terminate: 'shutting-down shutting-down shutting-down shutting-down shutting-down terminated',
  booted: 'running . . . . .',
  stopped: '. . stopped . . .',
  terminated: '. . . . terminated .',
}

describe('the life of an instance', () => {
  it('follows the sheet in every state for every action', () => {
    const table = Object.fromEntries(
      actions.map((action) => {
        const cells = states.map((state) => {
          const { next, error } = transition(state, action)
          return next ?? (error === 'impossible' ? '.' : '!')
        })
        return [action, cells.join(' ')]
      }),
    )
    expect(table).toEqual(SHEET)
  })

  it('has the codes of the API', () => {
    expect(states.map((state) => STATE_CODES[state])).toEqual([0, 16, 64, 80, 32, 48])
  })

  it('is the diagram that the page draws', () => {
    const { rows } = lifecycleView()
    expect(rows).toHaveLength(48)
    for (const { state, action, next, error } of rows) {
      const known = actions.find((each) => each === action)
      expect(known && transition(state, known)).toEqual({ next, error })
    }
  })
})

describe('a refused action', () => {
  const row = value(tryLaunch(testWorld(), 't3.micro')).instances[0]
  const told = (state: (typeof states)[number], action: Action) => {
    const result = row && attempt({ ...row, id: 'i-1', state }, action)
    return result?.ok === false ? `${result.error.code}: ${result.error.message}` : null
  }

  it('is told in the words of ERRORS §6', () => {
    expect(told('stopping', 'start')).toBe(
      "IncorrectInstanceState: The instance 'i-1' is not in a state from which it can be started.",
    )
    expect(told('terminated', 'stop')).toBe(
      "IncorrectInstanceState: This instance 'i-1' is not in a state from which it can be stopped.",
    )
    expect(told('pending', 'stop-first')).toBe(
      "IncorrectInstanceState: Instance 'i-1' cannot be stopped as it has never reached the 'running' state.",
    )
    expect(told('running', 'stop')).toBeNull()
  })

  it('is a fault of the program where it can never come', () => {
    expect(() => told('running', 'booted')).toThrow('never comes')
  })
})
