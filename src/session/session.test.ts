import { describe, expect, it } from 'vitest'
import { consoleCall } from '../cloud/call.ts'
import { rebootedTimer } from '../cloud/compute/timer-kinds.ts'
import { after, type Instant, instant, seconds } from '../cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../cloud/kernel/ref.ts'
import { BUILD } from './build.ts'
import { load, save } from './save.ts'
import { Session } from './session.ts'

const EVERY = { every: 1, recent: 1000, sparse: 1, bytes: 1e9 }
const launch = consoleCall(FIRST_ACCOUNT, 'ec2', 'RunInstances', {
  ImageId: 'ami-0f3a5c1e7b2d94860',
  InstanceType: 't3.micro',
  MinCount: 1,
  MaxCount: 1,
})
const describeAll = consoleCall(FIRST_ACCOUNT, 'ec2', 'DescribeInstances', {})
const open = () => new Session({ seed: 'session', scenario: 'empty' }, EVERY)
const later = (session: Session, s: number): Instant => after(session.now, seconds(s))

describe('a branch', () => {
  it('may begin between two timers of one instant, and the future left is kept whole', () => {
    const session = open()
    session.call(launch)
    session.runUntil(later(session, 300))
    const from = session.now
    const at = later(session, 1)
    const instance = session.cloud.view('region', { account: FIRST_ACCOUNT }).mine[0]?.id ?? ''
    const data = { account: FIRST_ACCOUNT, instance }
    for (let i = 0; i < 3; i++) session.cloud.world.after(rebootedTimer, at, data)
    // The keyframe after this call holds the timers, which no input set.
    session.call(describeAll)
    session.runUntil(later(session, 10))
    session.call(launch)
    const was = session.hash()
    const known = session.cloud.world.events.known()
    session.seek(from)
    session.run(later(session, 5), 1)
    expect(session.now).toBe(at)
    session.call(launch)
    session.returnToOther()
    expect(session.hash()).toBe(was)
    expect(session.cloud.world.events.known()).toEqual(known)
  })

  it('does not begin at the head', () => {
    const session = open()
    session.call(launch)
    session.runUntil(later(session, 60))
    session.call(launch)
    expect(session.otherFuture).toBeNull()
  })
})

describe('looking for an event', () => {
  const none = () => false

  it('that does not come leaves the session where it was, with no future of its own', () => {
    const session = open()
    session.call(launch)
    const [hash, head, next] = [session.hash(), session.head, session.cloud.world.events.next]
    expect(session.runToEvent(later(session, 86_400), none)).toBeNull()
    expect([session.hash(), session.head]).toEqual([hash, head])
    expect(session.cloud.world.events.known()).toHaveLength(next - 1)
    session.call(launch)
    expect(session.otherFuture).toBeNull()
    session.runUntil(later(session, 86_400))
  })

  it('in a known future keeps that future', () => {
    const session = open()
    session.call(launch)
    session.runUntil(later(session, 5))
    session.call(describeAll)
    session.runUntil(later(session, 5))
    const [head, hash] = [session.head, session.hash()]
    session.seek(instant(0))
    expect(session.runToEvent(later(session, 86_400), none)).toBeNull()
    expect([session.now, session.head]).toEqual([0, head])
    const found = session.runToEvent(
      later(session, 86_400),
      (event) => event.detail.operation === 'DescribeInstances',
    )
    expect(found?.at).toBe(session.now)
    session.seek(head)
    expect(session.hash()).toBe(hash)
  })
})

const SECOND = 10_000_000

/** The same bytes with one text in place of another of the same length. */
function renamed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const out = bytes.slice()
  const [needle, other] = [from, to].map((text) => new TextEncoder().encode(text))
  const at = Buffer.from(out).indexOf(Buffer.from(needle ?? []))
  out.set(other ?? [], at)
  return out
}

describe('a save', () => {
  const bytes = (() => {
    const session = open()
    session.call(launch)
    session.runUntil(later(session, 3))
    session.call(describeAll)
    return save(session)
  })()

  it('that is damaged anywhere is refused with a code, or is still a world', () => {
    for (let at = 0; at < bytes.length; at += at < 3000 ? 7 : 97) {
      for (const byte of [0, 1, 127, 255]) {
        const result = load(bytes.with(at, byte))
        if (!result.ok) expect(result.error.code).toMatch(/^save\./)
      }
    }
  })

  it.each([0, 1, 20, 400, -1])('cut at byte %i is refused', (at) => {
    expect(load(bytes.slice(0, at)).ok).toBe(false)
  })

  it('of another build, taken in the past, begins a new journal there and goes on', () => {
    const session = new Session({ seed: 'other build', scenario: 'empty' })
    session.runUntil(instant(5 * SECOND))
    session.call(launch)
    session.runUntil(instant(30 * SECOND))
    session.seek(instant(6 * SECOND))
    const hash = session.hash()
    const loaded = load(renamed(save(session), BUILD, BUILD.replace(/\d+$/, '0')))
    if (!loaded.ok) throw new Error(loaded.error.code)
    const { value } = loaded
    expect(value.hash()).toBe(hash)
    expect(value.floor).toBe(6 * SECOND)
    expect(value.cloud.world.events.known().map((event) => event.at)).not.toContain(30 * SECOND)
    expect(value.call(launch).result.ok).toBe(true)
    value.runUntil(instant(60 * SECOND))
    const later = value.hash()
    value.seek(instant(0))
    expect(value.now).toBe(6 * SECOND)
    value.seek(instant(60 * SECOND))
    expect(value.hash()).toBe(later)
    // Its own save knows that what came before is gone.
    const again = load(save(value))
    if (!again.ok) throw new Error(again.error.code)
    again.value.seek(instant(0))
    expect([again.value.hasPast, again.value.now]).toEqual([false, 60 * SECOND])
    expect(again.value.hash()).toBe(later)
  })

  it('with more behind it is refused', () => {
    expect(load(Uint8Array.of(...bytes, 0)).ok).toBe(false)
  })
  it('keeps the defaults of its world, objects and their bytes', () => {
    const create = consoleCall(FIRST_ACCOUNT, 's3', 'CreateBucket', { Bucket: 'old-style' })
    const put = consoleCall(FIRST_ACCOUNT, 's3', 'PutObject', {
      Bucket: 'old-style',
      Key: 'a',
      Body: Uint8Array.of(1, 2, 3),
      ACL: 'private',
    })
    const get = consoleCall(FIRST_ACCOUNT, 's3', 'GetObject', { Bucket: 'old-style', Key: 'a' })
    const session = new Session({ seed: 'old', scenario: 'empty', defaults: 'legacy' })
    session.call(create)
    session.runUntil(later(session, 60))
    const loaded = load(save(session))
    if (!loaded.ok) throw new Error(loaded.error.code)
    expect(loaded.value.cloud.world.defaults).toBe('legacy')
    // A bucket with modern defaults takes no ACL.
    expect(loaded.value.call(put).result.ok).toBe(true)
    const again = load(save(loaded.value))
    if (!again.ok) throw new Error(again.error.code)
    expect(again.value.call(get).result).toMatchObject({ value: { Body: Uint8Array.of(1, 2, 3) } })
    again.value.seek(instant(0))
    expect(again.value.hash()).not.toBe(loaded.value.hash())
    again.value.seek(again.value.head)
    expect(again.value.call(get).result.ok).toBe(true)
  })
})
