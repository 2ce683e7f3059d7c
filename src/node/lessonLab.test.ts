import { describe, expect, test } from 'vitest'
import { minutes } from '../cloud/kernel/instant.ts'
import { LEAD_IN } from '../lesson/opening.ts'
import { type LessonLab, openLesson, SetUpError } from './lessonLab.ts'

const IMAGE = 'ami-0f3a5c1e7b2d94860'
const LAUNCH = `aws ec2 run-instances --image-id ${IMAGE} --instance-type t3.micro --query Instances[0].InstanceId --output text`
const CHOSEN = 'compute.placement.chosen'
const CARVED = 'compute.instance.carved'
const RUNNING = 'compute.instance.running'

const open = (setUp: readonly string[] = [], files: Readonly<Record<string, string>> = {}) =>
  openLesson({ world: { seed: 'lab', scenario: 'region', epoch: null, setUp }, files })

async function launched(): Promise<{ lab: LessonLab; vm: string }> {
  const lab = open()
  const { stdout } = await lab.run(LAUNCH, {})
  return { lab, vm: stdout.trim() }
}

describe('a run', () => {
  test('counts what happened at once within the call, then pauses at each event in turn', async () => {
    const { lab } = await launched()
    expect(lab.session.now).toBe(LEAD_IN)
    const chosen = await lab.toBeat([CHOSEN, RUNNING])
    expect([chosen?.type, chosen?.at]).toEqual([CHOSEN, LEAD_IN])
    const running = await lab.toBeat([CHOSEN, RUNNING])
    expect([running?.type, running?.at]).toEqual([RUNNING, lab.session.now])
    expect(await lab.toBeat([CHOSEN, RUNNING])).toBe(null)
  })

  test('without types goes on to rest', async () => {
    const { lab, vm } = await launched()
    expect(await lab.toBeat([])).toBe(null)
    const state = await lab.ask(
      'aws ec2 describe-instances --instance-ids $vm --query Reservations[].Instances[].State.Name --output text',
      { vm },
    )
    expect(state.stdout).toBe('running\n')
  })

  test('pauses at nothing that other accounts do', async () => {
    const { lab } = await launched()
    for (let stop = await lab.toBeat([CARVED]); stop !== null; stop = await lab.toBeat([CARVED])) {
      const event = lab.session.cloud.world.events.find(stop.seq)
      expect(event?.subjects).toContain('arn:aws:iam::123456789012:root')
    }
  })

  test('counts only since the last run', async () => {
    const { lab } = await launched()
    await lab.run('aws ec2 describe-instances', {})
    expect(await lab.toBeat([CHOSEN])).toBe(null)
  })

  test('tells of a refusal by its code', async () => {
    const lab = open()
    const { exitCode, code } = await lab.run('aws ec2 stop-instances --instance-ids i-00000000', {})
    expect([exitCode, code]).toEqual([254, 'InvalidInstanceID.NotFound'])
  })

  test('gives each call an instant of its own, as the page does', async () => {
    const lab = open()
    await lab.run('aws s3 mb s3://one', {})
    await lab.run('aws s3 mb s3://two', {})
    const [one, two] = lab.session.cloud.door.journal.all()
    expect((two?.at ?? 0) - (one?.at ?? 0)).toBe(10_000)
  })

  test('waits no longer than the page: not for what never comes', async () => {
    const lab = open()
    const { at } = await lab.mark()
    const wait = 'aws ec2 wait instance-running --filters Name=tag:Name,Values=nobody'
    const { exitCode, stderr } = await lab.run(`${wait}; ${wait}`, {})
    expect([exitCode, stderr]).toEqual([255, expect.stringContaining('at most 5 minutes')])
    expect((await lab.mark()).at - at).toBeGreaterThanOrEqual(minutes(5))
    expect((await lab.mark()).at - at).toBeLessThan(minutes(6))
  })

  test.each(['save --name a', 'load --name a', 'reset', 'fork'])(
    'cannot do what the page cannot: lab %s',
    async (words) => {
      const { code } = await open().run(`lab ${words}`, {})
      expect(code).toBe('NotHere')
    },
  )
})

describe('a mark', () => {
  test('is a place that one comes back to, with what came after kept aside', async () => {
    const lab = open()
    const [mark, before] = [await lab.mark(), lab.session.hash()]
    await lab.run(LAUNCH, {})
    await lab.toBeat([])
    await lab.backTo(mark)
    expect(lab.session.hash()).toBe(before)
    expect(await lab.mark()).toEqual(mark)
    expect(await lab.toBeat([CHOSEN])).toBe(null)
    expect(lab.session.otherFuture?.inputs).toHaveLength(1)
  })
})

describe('a world', () => {
  test('has the lesson’s files on its shelf', async () => {
    const lab = open([], { 'notes/a.txt': Buffer.from('hello').toString('base64') })
    await lab.run('aws s3 mb s3://mine', {})
    await lab.run('aws s3 cp notes/a.txt s3://mine/a.txt', {})
    const { stdout } = await lab.ask('aws s3api head-object --bucket mine --key a.txt', {})
    expect(stdout).toContain('"ContentLength": 5')
  })

  test('has its set-up behind it, before instant 0', async () => {
    const lab = open(['aws s3 mb s3://mine'])
    expect((await lab.ask('aws s3 ls', {})).stdout).toMatch(/ 08:30:00 mine\n$/)
    expect(await lab.mark()).toEqual({ at: LEAD_IN, position: 0 })
  })

  test('says which line of its set-up failed', () => {
    const wrong = 'aws s3 rb s3://none'
    const opening = () => open(['aws s3 mb s3://mine', wrong])
    expect(opening).toThrow(SetUpError)
    expect(opening).toThrow(/line 2, `aws s3 rb s3:\/\/none`: .*NoSuchBucket/s)
  })

  test('goes on from a save as if nothing had been', async () => {
    const { lab } = await launched()
    await lab.toBeat([CHOSEN])
    const again = await launched()
    await again.lab.toBeat([CHOSEN])
    again.lab.reopen()
    for (const each of [lab, again.lab]) {
      expect((await each.toBeat([RUNNING]))?.type).toBe(RUNNING)
    }
    expect(again.lab.session.hash()).toBe(lab.session.hash())
  })

  test('answers queries over its views', async () => {
    const lab = open()
    const hosts = await lab.query('zones[].racks[].hosts[].ref', await lab.view('region'))
    expect(hosts).toHaveLength(36)
    await expect(lab.query('zones[', null)).rejects.toThrow()
    await expect(lab.view('inspect')).rejects.toThrow()
  })
})
