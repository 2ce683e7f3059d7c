import { expect, it } from 'vitest'
import { consoleCall, type Members } from '../cloud/call.ts'
import { between, EPOCH, type Instant, inSeconds, LAST_INSTANT } from '../cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../cloud/kernel/ref.ts'
import type { Result } from '../cloud/kernel/result.ts'
import { SESSION_OPERATIONS } from '../models/lab.ts'
import { controlSession, isSessionOperation } from './control.ts'
import { Session } from './session.ts'

const at = (time: Instant) => inSeconds(between(EPOCH, time))
const open = () => new Session({ seed: 'control', scenario: 'empty' })
const codeOf = (result: Result<Members>) => (result.ok ? null : result.error.code)
const launch = consoleCall(FIRST_ACCOUNT, 'ec2', 'RunInstances', {
  ImageId: 'ami-0f3a5c1e7b2d94860',
  InstanceType: 't3.micro',
  MinCount: 1,
  MaxCount: 1,
})
const state = (session: Session) =>
  session.cloud.view('region', { account: FIRST_ACCOUNT }).mine[0]?.state

it('knows the session operations of the model, and no others', () => {
  expect(SESSION_OPERATIONS.filter(isSessionOperation)).toEqual(SESSION_OPERATIONS)
  expect(['SetQuota', 'CreateAccount', 'toString'].filter(isSessionOperation)).toEqual([])
})

it('advances by a length of time, and lets happen what is due in it', () => {
  const session = open()
  session.call(launch)
  expect(controlSession(session, 'Advance', { By: '10m' })).toEqual({ ok: true, value: {} })
  expect(at(session.now)).toBe(600)
  expect(state(session)).toBe('running')
})

it('seeks by length since the beginning and by the calendar, back and on', () => {
  const session = open()
  controlSession(session, 'Advance', { By: '1s' })
  session.call(launch)
  controlSession(session, 'Seek', { To: '2026-01-01T09:10:00Z' })
  expect([at(session.now), state(session)]).toEqual([600, 'running'])
  controlSession(session, 'Seek', { To: '1.5s' })
  expect([at(session.now), state(session)]).toEqual([1.5, 'pending'])
  controlSession(session, 'Seek', { To: '0s' })
  expect(state(session)).toBeUndefined()
})

it('forks at the present instant and keeps the future that was left', () => {
  const session = open()
  session.call(launch)
  controlSession(session, 'Advance', { By: '1h' })
  controlSession(session, 'Seek', { To: '30s' })
  expect(codeOf(controlSession(session, 'Fork', {}))).toBeNull()
  expect(at(session.otherFuture?.head ?? session.now)).toBe(3600)
  expect(at(session.head)).toBe(30)
})

it.each<[operation: string, input: Members, code: string | null]>([
  ['Advance', {}, 'MissingParameter'],
  ['Advance', { By: '10m', To: '1s' }, 'UnknownParameter'],
  ['Advance', { By: 'soon' }, 'InvalidDuration'],
  ['Advance', { By: '-1s' }, 'InvalidDuration'],
  ['Advance', { By: '28d' }, null],
  ['Advance', { By: '10200d' }, 'InvalidDuration'],
  ['Seek', { To: 'yesterday' }, 'InvalidTime'],
  ['Seek', { To: '2026-01-01T08:59:59Z' }, 'InvalidTime'],
  ['Seek', { To: '2054-01-01' }, 'InvalidDuration'],
  ['Pace', { Pace: 600 }, null],
  ['Pace', { Pace: -1 }, 'InvalidPace'],
  ['Pace', { Pace: Number.NaN }, 'InvalidPace'],
  ['Pace', { Pace: 'fast' }, 'InvalidPace'],
  ['Fork', { Name: 'x' }, 'UnknownParameter'],
  ['Save', { Name: 'x' }, 'NotHere'],
  ['Load', {}, 'MissingParameter'],
  ['Reset', {}, 'NotHere'],
])('%s of %j answers %s, and a refusal changes nothing', (operation, input, code) => {
  const session = open()
  const hash = session.hash()
  expect(codeOf(controlSession(session, operation, input))).toBe(code)
  if (code !== null) expect(session.hash()).toBe(hash)
})

it('never takes the clock beyond the end of time', () => {
  const session = open()
  session.runUntil(LAST_INSTANT)
  expect(codeOf(controlSession(session, 'Advance', { By: '0s' }))).toBeNull()
  expect(codeOf(controlSession(session, 'Advance', { By: '1ms' }))).toBe('InvalidDuration')
  expect(session.call(launch).result.ok).toBe(true)
})
