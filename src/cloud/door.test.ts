import { describe, expect, it } from 'vitest'
import { trail } from './audit/trail.ts'
import { type CallRequest, consoleCall, type Members } from './call.ts'
import { createCloud } from './cloud.ts'
import { rebootedTimer } from './compute/timer-kinds.ts'
import { Door } from './door.ts'
import { accounts } from './identity/accounts.ts'
import { LimitError } from './kernel/assert.ts'
import { after, seconds } from './kernel/instant.ts'
import { LIMITS } from './kernel/limits.ts'
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

function doorOf(history = true) {
  const cloud = createCloud({ seed: 'door', scenario: 'empty' })
  const none = () => fail('No', 'no')
  const metered: unknown[] = []
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
      Fill: meddle(false, () => {
        throw new LimitError('full')
      }),
      Data: { ...meddle(true, () => ok({})), dataEvent: true },
    },
    unknownOperation: none,
    unauthenticated: none,
    unauthorised: none,
    overloaded: () => fail('Slow', 'down', { httpStatus: 503 }),
    wrongRegion: none,
    meter: ({ operation, principal, result }) => {
      metered.push([operation, principal?.account ?? null, result.ok])
    },
  }
  return { world: cloud.world, door: new Door(cloud.world, [odd], history), metered }
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

  it('tells of a refusal who refused and why, however long the caller’s own words are', () => {
    const cloud = createCloud({ seed: 'door', scenario: 'empty' })
    const { event } = cloud.call(
      consoleCall(FIRST_ACCOUNT, 'ec2', 'DescribeInstances', {
        Filters: [{ Name: 'instance.group-name', Values: ['x'] }, { Name: 'y'.repeat(5000) }],
      }),
    )
    const told = cloud.world.events.find(event ?? 0)
    expect(told).toMatchObject({
      type: 'call.refused',
      detail: { decidedBy: 'operation', httpStatus: 400, fault: 'client', reasons: [] },
    })
    expect(String(told?.detail.message)).toHaveLength(1001)
  })

  it('lets a programming error through and keeps no trace of its call', () => {
    const { world, door } = doorOf()
    door.call(ask('Read'))
    const hash = world.hash()
    expect(() => door.call(ask('Break'))).toThrow(RangeError)
    expect(world.hash()).toBe(hash)
    expect(world.events.known()).toHaveLength(2)
    expect(door.journal.length).toBe(1)
  })

  it('gives each call and each record an id of its own', () => {
    const { world, door } = doorOf()
    const calls = ['Read', 'Refuse', 'Write', 'Fill'].map((name) => door.call(ask(name)).requestId)
    const records = world.log(trail).newest(9)
    expect(new Set([...calls, ...records.map((each) => each.eventID)]).size).toBe(8)
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

  it('answers a full structure as overload, takes back what was done, and journals the call', () => {
    const { world, door } = doorOf()
    const { tables } = world.frame()
    const answer = door.call(ask('Fill'))
    expect(answer.result).toMatchObject({ error: { code: 'Slow', httpStatus: 503 } })
    expect(world.frame().tables).toEqual(tables)
    expect(door.journal.length).toBe(1)
  })

  it('turns a call away, without a trace, when the journal cannot keep its body', () => {
    const { world, door } = doorOf()
    const body = new Uint8Array(LIMITS.journalBytes - 'Body'.length)
    door.journal.adopt([{ at: world.now, request: ask('Write', { Body: body }) }])
    door.journal.moveTo(1)
    const hash = world.hash()
    const answer = door.call(ask('Write', { Body: new Uint8Array(1) }))
    expect(answer.result).toMatchObject({ error: { code: 'Slow' } })
    expect(door.journal.length).toBe(1)
    expect(world.hash()).toBe(hash)
    expect(world.events.next).toBe(1)
    const texts = ask('Write', { Tags: [{ Key: 'k' }] })
    expect(door.call(texts).result).toMatchObject({ error: { code: 'Slow' } })
    expect(door.call(ask('Read')).result.ok).toBe(true)
  })

  it('writes a note in the place of very large parameters into the trail', () => {
    const { world, door } = doorOf()
    const parameters = (input: Members) => {
      door.call(ask('Read', input))
      return world.log(trail).newest(1)[0]?.requestParameters
    }
    const most = { Text: 'x'.repeat(102_400 - 'Text'.length) }
    expect(parameters(most)).toEqual(most)
    expect(parameters({ Text: `${most.Text}x` })).toMatchObject({
      omitted: true,
      originalSize: 102_401,
    })
    expect(parameters({ Items: [most, { Body: new Uint8Array(9) }] })).toMatchObject({
      originalSize: 102_400 + 'ItemsBody'.length + 9,
    })
    const odd = { ['__proto__']: 'x' }
    expect(Object.entries(parameters(odd) ?? {})).toEqual(Object.entries(odd))
  })

  it('has a service meter each call that came after set-up, refused ones too', () => {
    const { door, metered } = doorOf()
    door.call(ask('Write'))
    door.call(ask('Refuse'))
    door.peek(ask('Read'))
    door.call({ ...ask('Write'), caller: { kind: 'anonymous' } })
    expect(metered).toEqual([
      ['Write', FIRST_ACCOUNT, true],
      ['Refuse', FIRST_ACCOUNT, false],
      ['Write', null, false],
    ])
  })

  it('leaves calls on objects out of the trail', () => {
    const { world, door } = doorOf()
    door.call(ask('Data'))
    expect(world.log(trail).length).toBe(0)
    door.call(ask('Read'))
    expect(world.log(trail).length).toBe(1)
  })

  it('without a history keeps neither journal nor trail, and answers the same', () => {
    const [kept, none] = [doorOf(true), doorOf(false)]
    for (const name of ['Write', 'Refuse', 'Read']) {
      expect(none.door.call(ask(name))).toEqual(kept.door.call(ask(name)))
    }
    expect(none.door.journal.length).toBe(0)
    expect(none.world.log(trail).length).toBe(0)
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

describe('a cloud without a history', () => {
  it('passes the same states and keeps no events', () => {
    const run = (history: boolean) => {
      const cloud = createCloud({ seed: 'h', scenario: 'empty', history })
      cloud.call(
        consoleCall(FIRST_ACCOUNT, 'ec2', 'RunInstances', {
          ImageId: 'ami-0f3a5c1e7b2d94860',
          InstanceType: 't3.micro',
          MinCount: 1,
          MaxCount: 1,
        }),
      )
      cloud.runUntil(after(cloud.now, seconds(60)))
      return cloud
    }
    const [kept, none] = [run(true), run(false)]
    expect(none.world.frame().tables).toEqual(kept.world.frame().tables)
    expect(none.world.events.next).toBe(kept.world.events.next)
    expect(kept.world.events.known().length).toBeGreaterThan(5)
    expect(none.world.events.known()).toEqual([])
  })
})

describe('the keys of an account', () => {
  it('are known to whoever checks signatures, and to nobody else', () => {
    const cloud = createCloud({ seed: 'keys', scenario: 'empty' })
    expect(cloud.secretOf('AKIAIOSFODNN7EXAMPLE')).toMatch(/EXAMPLEKEY$/)
    expect(cloud.secretOf('AKIANOBODY')).toBeUndefined()
  })

  it('of a new account are its number, and work', () => {
    const cloud = createCloud({ seed: 'keys', scenario: 'empty' })
    const create = (Account: string) =>
      cloud.call(consoleCall(FIRST_ACCOUNT, 'lab', 'CreateAccount', { Account })).result
    expect(create('111122223333')).toEqual(ok({ Account: '111122223333' }))
    expect(create('111122223333')).toMatchObject({ error: { code: 'AccountExists' } })
    expect(create('11112222333')).toMatchObject({ error: { code: 'InvalidAccount' } })
    const caller = {
      kind: 'signed',
      accessKeyId: '111122223333',
      sessionToken: null,
      verdict: 'valid',
    } as const
    const asked = consoleCall(FIRST_ACCOUNT, 'ec2', 'DescribeVpcs', {})
    const { result } = cloud.call({ ...asked, caller })
    expect(result.ok && JSON.stringify(result.value)).toContain('"OwnerId":"111122223333"')
  })
})
