import { describe, expect, test } from 'vitest'
import type { EventRecord } from '../../cloud/kernel/events.ts'
import { instant } from '../../cloud/kernel/instant.ts'
import { ec2Ref, labRef, type Ref, s3BucketRef, s3ObjectRef } from '../../cloud/kernel/ref.ts'
import { regionFixture } from '../../scenes/region/fixture.ts'
import { SCENES } from '../../scenes/registry.ts'
import { words } from '../words.ts'
import { atRest, eventName, eventTitle } from './sentences.ts'
import { Speaker } from './speaker.svelte.ts'

const EPOCH = '2026-01-01T09:00:00Z'
const chosen: EventRecord = {
  seq: 1,
  at: instant(2_000_000),
  type: 'compute.placement.chosen',
  subjects: [labRef('host', 'h-0503')],
  cause: null,
  detail: {},
}

describe('what is said of the page', () => {
  test('a beat that was reached is told, with the host by its label', () => {
    const said = atRest([chosen], instant(0), chosen.at, EPOCH, regionFixture(), [])
    expect(said).toBe('EC2 chose host 5.3.')
  })

  test('of several events it is told what they changed in the region', () => {
    const before = regionFixture()
    const after = regionFixture(true)
    const changed = SCENES.region.describe(before, after)
    const events = [chosen, { ...chosen, seq: 2, at: instant(3_000_000) }]
    const told = (from: number, some: readonly string[]) =>
      atRest(events, instant(from), instant(3_000_000), EPOCH, after, some)
    expect(told(0, changed)).toBe('A new t3.micro is yours on host 5.3.')
    expect(told(2_000_000, changed)).toBe('EC2 chose host 5.3.')
    expect(told(0, [])).toBe('EC2 chose host 5.3.')
    expect(told(0, ['a.', 'b.', 'c.', 'd.'])).toBe('a. b. c.')
  })

  test('an event in a list names its machine, bucket or key; a call has its own name', () => {
    const view = regionFixture(true)
    const [machine] = view.mine
    const title = (type: string, ...subjects: readonly Ref[]) =>
      eventTitle({ ...chosen, type, subjects, detail: { operation: 'PutObject' } }, view)
    const ref = machine?.ref ?? labRef('none', 'x')
    const called = machine?.name ?? machine?.id
    expect(title('compute.instance.running', ref, labRef('host', 'h-0503'))).toBe(
      `${called}: running`,
    )
    const other = ec2Ref('1', 'instance', 'i-0a')
    expect(title('compute.instance.terminated', other)).toBe('i-0a: terminated')
    expect(title('storage.bucket.created', s3BucketRef('photos'))).toBe('photos: bucket created')
    expect(
      title('storage.object.written', s3ObjectRef('photos', 'a b'), s3BucketRef('photos')),
    ).toBe('photos/a b: object stored')
    expect(title('call.answered', labRef('call', 'r-1'))).toBe('PutObject answered')
  })

  test('after a seek back the clock and the last event are said', () => {
    expect(atRest([chosen], instant(9), instant(0), EPOCH, null, [])).toBe(
      '09:00:00.000, before the first event.',
    )
    expect(atRest([chosen], instant(9_000_000), instant(5_000_000), EPOCH, null, [])).toBe(
      '09:00:00.500, after “host chosen”.',
    )
  })

  test('a call is named by its operation, a refused one by its code too', () => {
    const call = {
      ...chosen,
      type: 'call.refused',
      detail: { operation: 'RunInstances', code: 'X' },
    }
    expect(eventName(call)).toBe('RunInstances refused (X)')
  })

  test('no sentence is longer than 25 words', () => {
    for (const tell of Object.values(words.said))
      expect(tell('5.3').split(' ').length).toBeLessThanOrEqual(25)
  })

  test('while playing at most one sentence in two seconds is said', () => {
    let ms = 0
    const speaker = new Speaker(() => ms)
    speaker.mention('one')
    ms = 1000
    speaker.mention('two')
    expect([speaker.sentence, speaker.turn]).toEqual(['one', 1])
    ms = 2000
    speaker.mention('three')
    ms = 2100
    speaker.say('own action')
    expect([speaker.sentence, speaker.turn]).toEqual(['own action', 3])
  })
})
