/**
 * The cloud in process: calls a second, a view of a full Region, saving and loading, seeking in a long session.
 */

import { type CallRequest, consoleCall, type Members } from '../../src/cloud/call.ts'
import { after, instant, seconds } from '../../src/cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../../src/cloud/kernel/ref.ts'
import { readyHashes } from '../../src/session/hashes.ts'
import { load, save } from '../../src/session/save.ts'
import { Session } from '../../src/session/session.ts'
import type { Row } from '../../tools/bench.ts'
import { compare, row, timed } from './measure.ts'

const ARM64 = 'ami-0b92e6d40c8a7f135'
const ec2 = (operation: string, input: Members): CallRequest =>
  consoleCall(FIRST_ACCOUNT, 'ec2', operation, input)
const launch = (count: number): CallRequest =>
  ec2('RunInstances', {
    ImageId: 'ami-0f3a5c1e7b2d94860',
    InstanceType: 't3.micro',
    MinCount: count,
    MaxCount: count,
  })
const quota = consoleCall(FIRST_ACCOUNT, 'lab', 'SetQuota', {
  Quota: 'standard-vcpus',
  Value: 100_000,
})

function made(session: Session, request: CallRequest): void {
  const { result } = session.call(request)
  if (!result.ok) throw new Error(`${request.operation}: ${result.error.message}`)
}

/** A world of the learner's alone, or of three tenants besides. */
async function open(scenario: 'roomy' | 'region'): Promise<Session> {
  const session = new Session({ seed: 'bench', scenario, hashes: await readyHashes() })
  made(session, quota)
  return session
}

/** Milliseconds a call, from the same state each time. */
function rate(session: Session, request: CallRequest, calls: number): () => number {
  const frame = session.cloud.frame()
  return () => {
    session.cloud.restore(frame)
    session.cloud.door.journal.truncate()
    session.cloud.world.events.truncate()
    const ms = timed(() => {
      for (let i = 0; i < calls; i++) {
        const { result } = session.cloud.call(request)
        if (!result.ok) throw new Error(result.error.message)
      }
    })
    return ms / calls
  }
}

async function calls(): Promise<Row[]> {
  const session = await open('roomy')
  const describe = ec2('DescribeInstances', {})
  const ms = compare(7, {
    one: rate(session, launch(1), 100),
    // A launch goes to one zone, which has room for 64 of these: 100 at once are refused.
    hundred: rate(session, launch(100), 1),
    describe: rate(session, describe, 100),
  })
  const perSecond = (each: number) => 1000 / each
  const against = { DescribeInstances: perSecond(ms.describe) }
  return [
    row('RunInstances of 1', 'calls/s', perSecond(ms.one), against),
    row('RunInstances of 100', 'calls/s', perSecond(ms.hundred), against),
  ]
}

async function view(): Promise<Row[]> {
  const session = await open('region')
  // The Region has little room for Intel, more for Arm: as many as fit, up to 200 in all.
  while (session.call(launch(1)).result.ok);
  const arm = { ...launch(1).input, ImageId: ARM64, InstanceType: 't4g.micro' }
  const running = () => session.cloud.view('region', { account: FIRST_ACCOUNT }).instances
  while (running() < 200) made(session, ec2('RunInstances', arm))
  session.runUntil(after(session.now, seconds(120)))
  const compute = () => session.cloud.view('region', { account: FIRST_ACCOUNT })
  const data = compute()
  const ms = compare(15, {
    view: () => timed(compute),
    clone: () => timed(() => structuredClone(data)),
  })
  const name = `view region, ${data.instances} instances`
  return [row(name, 'ms', ms.view, { 'structuredClone of it': ms.clone })]
}

async function saves(): Promise<Row[]> {
  const session = await open('region')
  const hashes = await readyHashes()
  for (let i = 0; i < 300; i++) {
    session.call(i % 6 === 0 ? launch(1) : ec2('DescribeVolumes', {}))
    session.runUntil(after(session.now, seconds(5)))
  }
  const bytes = save(session)
  const frame = session.cloud.frame()
  const plain = {
    tables: [...frame.world.tables].map(([name, each]) => [name, [...each.rows]]),
    inputs: session.cloud.door.journal.all(),
    events: session.cloud.world.events.known(),
    trail: [...frame.world.logs].map(([, each]) => each.records.entries),
  }
  const json = JSON.stringify(plain)
  const loadIt = () => {
    if (!load(bytes, hashes).ok) throw new Error('the save is not read')
  }
  const ms = compare(5, {
    save: () => timed(() => save(session)),
    load: () => timed(loadIt),
    stringify: () => timed(() => JSON.stringify(plain)),
    parse: () => timed(() => JSON.parse(json)),
    fresh: () => timed(() => new Session(session.options)),
  })
  const name = `${session.work} units of work`
  return [
    row(`save, ${name}`, 'ms', ms.save, { 'JSON.stringify, no hash': ms.stringify }),
    row(`load, ${name}`, 'ms', ms.load, {
      'JSON.parse, no world': ms.parse,
      'a new world alone': ms.fresh,
    }),
    row(`size of the save, ${name}`, 'bytes', bytes.length, { JSON: json.length }),
  ]
}

async function seeks(): Promise<Row[]> {
  const session = await open('region')
  for (let i = 0; i < 3000; i++) {
    if (i % 60 < 30) session.call(i % 60 === 0 ? launch(1) : ec2('DescribeVolumes', {}))
    else if (i % 60 === 30) {
      const mine = session.cloud.view('region', { account: FIRST_ACCOUNT }).mine
      const ids = mine.filter((each) => each.state === 'running').map((each) => each.id)
      if (ids.length > 8) session.call(ec2('TerminateInstances', { InstanceIds: ids.slice(0, 5) }))
    }
    session.runUntil(after(session.now, seconds(20)))
  }
  const { head } = session
  const name = `session of ${session.work} units, ${session.keyframes} keyframes`
  let turn = 0
  const back = (part: number) => {
    session.seek(head)
    return timed(() => session.seek(instant(Math.floor(head * part))))
  }
  const whole = () => {
    const start = session.cloud.door.journal.all()[0]?.at ?? head
    session.seek(start)
    const again = new Session(session.options, { every: 1e9, recent: 1, sparse: 1e9, bytes: 1 })
    for (const input of session.cloud.door.journal.all()) again.cloud.door.journal.adopt([input])
    return timed(() => again.seek(head))
  }
  const ms = compare(7, {
    recent: () => back(0.999 - 0.003 * (turn++ % 7)),
    old: () => back(0.05 + 0.09 * (turn++ % 9)),
    replay: whole,
  })
  return [
    row(`recent seek, ${name}`, 'ms', ms.recent, { 'full replay': ms.replay }),
    row(`old seek, ${name}`, 'ms', ms.old, { 'full replay': ms.replay }),
  ]
}

export async function rows(): Promise<Row[]> {
  return [...(await calls()), ...(await view()), ...(await saves()), ...(await seeks())]
}
