import { describe, expect, it } from 'vitest'
import { trail } from './audit/trail.ts'
import { type CallRequest, consoleCall } from './call.ts'
import { createCloud } from './cloud.ts'
import { rebootedTimer } from './compute/timer-kinds.ts'
import { Door } from './door.ts'
import { accounts } from './identity/accounts.ts'
import { after, seconds } from './kernel/instant.ts'
import { FIRST_ACCOUNT } from './kernel/ref.ts'
import { fail, ok } from './kernel/result.ts'
import { type Operation, operation, type Service } from './operation.ts'

const ask = (name: string, input = {}): CallRequest =>
  consoleCall(FIRST_ACCOUNT, 'odd', name, input)

/** Operations that do what none should: the door has to cope. */
const meddle = (readOnly: boolean, end: () => ReturnType<Operation['run']>): Operation =>
  operation<object, object>({
    readOnly,
    members: { emulated: ['UserData', 'DryRun'] },
    run(_input, { world }) {
      const row = world.table(accounts).all()[0]
      if (row !== undefined) world.table(accounts).set('lab/us-east-1/x', { ...row, name: 'x' })
      world.streams.next('odd')
      world.count('odd')
      world.emit('compute.instance.running', [])
      return end()
    },
  })

function doorOf() {
  const cloud = createCloud({ seed: 'door', scenario: 'empty' })
  const none = () => fail('No', 'no')
  const odd: Service = {
    name: 'odd',
    eventSource: 'odd.amazonaws.com',
    operations: {
      Read: meddle(true, () => ok({})),
      Write: meddle(false, () => ok({})),
      Refuse: meddle(false, () => fail('Refused', 'no')),
      Break: meddle(false, () => {
        throw new RangeError('broken')
      }),
    },
    unknownOperation: none,
    unauthenticated: none,
    unauthorised: none,
    overloaded: none,
    wrongRegion: none,
  }
  return { world: cloud.world, door: new Door(cloud.world, [odd]) }
}

describe('the door', () => {
  it('takes back whatever a peek did', () => {
    const { world, door } = doorOf()
    const hash = world.hash()
    expect(door.peek(ask('Read')).result.ok).toBe(true)
    expect(world.hash()).toBe(hash)
    expect(world.events.next).toBe(1)
    expect(door.journal.length).toBe(0)
    expect(door.peek(ask('Write')).result).toMatchObject({ error: { code: 'lab.NotReadOnly' } })
  })

  it.each([
    ['is refused', ask('Refuse')],
    ['was only a trial', ask('Write', { DryRun: true })],
  ])('undoes what an operation did before it %s', (_name, request) => {
    const { world, door } = doorOf()
    const { tables, counters } = world.frame()
    const answer = door.call(request)
    expect(answer.result.ok).toBe(false)
    expect(world.frame().tables).toEqual(tables)
    expect([...world.frame().counters].filter(([, count]) => count > 0)).toEqual([...counters])
    expect(world.streams.entries().some(([name]) => name === 'odd')).toBe(false)
    expect(world.events.known()).toMatchObject([{ seq: 1, type: 'call.refused', cause: null }])
    expect(answer.event).toBe(1)
    expect(world.log(trail).at(0)).toMatchObject({ requestID: answer.requestId })
    expect(door.journal.all()).toEqual([{ at: world.now, request }])
  })

  it('lets a programming error through and keeps no trace of its call but the ids', () => {
    const { world, door } = doorOf()
    const { tables } = world.frame()
    expect(() => door.call(ask('Break'))).toThrow(RangeError)
    expect(world.frame().tables).toEqual(tables)
    expect(world.events.known()).toEqual([])
    expect(door.journal.length).toBe(0)
  })

  it('names the call as the cause of what the operation did', () => {
    const { world, door } = doorOf()
    door.call(ask('Write'))
    expect(world.events.known()).toMatchObject([
      { seq: 1, type: 'call.answered', cause: null },
      { seq: 2, type: 'compute.instance.running', cause: 1 },
    ])
    door.call(ask('Write'))
    expect(world.events.find(3)).toMatchObject({ type: 'call.answered', cause: null })
  })

  it('keeps secrets out of the audit trail', () => {
    const { world, door } = doorOf()
    door.call(ask('Write', { UserData: 'c2VjcmV0' }))
    expect(JSON.stringify(world.log(trail).at(0))).not.toContain('c2VjcmV0')
  })
})

it('answers a call after every timer of its instant, also of those a slice left', () => {
  const cloud = createCloud({ seed: 'ties', scenario: 'empty' })
  const launched = cloud.call(
    consoleCall(FIRST_ACCOUNT, 'ec2', 'RunInstances', {
      ImageId: 'ami-0f3a5c1e7b2d94860',
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
    }),
  )
  expect(launched.result.ok).toBe(true)
  cloud.runUntil(after(cloud.now, seconds(300)))
  const instance = cloud.view('region', { account: FIRST_ACCOUNT }).mine[0]?.id ?? ''
  const at = after(cloud.now, seconds(1))
  for (let i = 0; i < 3; i++)
    cloud.world.after(rebootedTimer, at, { account: FIRST_ACCOUNT, instance })
  expect(cloud.runUntil(at, 1)).toBe(false)
  cloud.call(consoleCall(FIRST_ACCOUNT, 'ec2', 'DescribeInstances', {}))
  const types = cloud.world.events.known().map((event) => event.type)
  expect(types.slice(-4)).toEqual([...Array(3).fill('compute.instance.rebooted'), 'call.read'])
})
