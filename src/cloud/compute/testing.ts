/**
 * A world with only compute, network, accounts and meters, for the unit tests beside this file.
 *
 * It fires timers as `cloud.ts` does. Its instant is 0 at the start unless a test says otherwise.
 */
import { meters } from '../billing/meters.ts'
import { EVENTS } from '../events.ts'
import { type Account, accountKey, accounts } from '../identity/accounts.ts'
import { must } from '../kernel/assert.ts'
import { DEFAULT_EPOCH } from '../kernel/calendar.ts'
import { EPOCH, type Instant, instant } from '../kernel/instant.ts'
import type { Result } from '../kernel/result.ts'
import { PLAIN_HASHES, World } from '../kernel/world.ts'
import { createDefaultNetwork } from '../network/defaults.ts'
import { publicImages } from './images.ts'
import { type Launch, type LaunchRequest, launch } from './launch.ts'
import { computeParts } from './parts.ts'
import { typeOf } from './types.ts'
import { defaultRootVolume } from './volumes.ts'

/** The account of the tests, which may run 1000 vCPUs of every family they use. */
export const ACCOUNT = '123456789012'

const QUOTAS = { 'standard-vcpus': 1000, 'g-and-vt-vcpus': 1000, 'p-vcpus': 1000 }

/** A new world with one account at an instant. */
export function testWorld(start: Instant = EPOCH, quotas: Account['quotas'] = QUOTAS): World {
  const world = new World(
    {
      tables: [accounts, meters, ...computeParts.tables],
      logs: [],
      timers: computeParts.timers.map((each) => each.kind),
      events: EVENTS,
    },
    { seed: 'tests', epoch: DEFAULT_EPOCH, start, hashes: PLAIN_HASHES },
  )
  addAccount(world, ACCOUNT, quotas)
  computeParts.begin(world, 1)
  return world
}

/** One account more, with its default network. */
export function addAccount(world: World, id: string, quotas: Account['quotas'] = QUOTAS): void {
  const owner = world.table(accounts).size
  const row = { id, name: id, owner, quotas, accessKeyId: `AKIA${id}`, secretAccessKey: id }
  world.table(accounts).set(accountKey(id), row)
  createDefaultNetwork(world, id)
}

/** Lets time pass up to and including `until`. */
export function run(world: World, until: Instant): void {
  for (;;) {
    const timer = world.schedule.due(until)
    if (timer === undefined) break
    world.moveTo(timer.at)
    const handler = must(
      computeParts.timers.find((each) => each.kind === timer.kind),
      timer.kind.name,
    )
    world.because(timer.cause, () => handler.handle(world, timer.data))
  }
  world.moveTo(until)
}

/** Lets some seconds pass. */
export const wait = (world: World, seconds: number): void =>
  run(world, instant(world.now + seconds * 10_000_000))

/** A launch of one instance of a type in any zone, with whatever a test changes. */
export function requestFor(type: string, more: Partial<LaunchRequest> = {}): LaunchRequest {
  const { architecture } = typeOf(type)
  const image = must(
    publicImages.find((each) => each.architecture === architecture),
    `an image for ${type}`,
  )
  return {
    account: ACCOUNT,
    image,
    type: typeOf(type),
    minCount: 1,
    maxCount: 1,
    subnet: null,
    zone: null,
    groups: [],
    keyName: null,
    userData: null,
    clientToken: '',
    rootVolume: defaultRootVolume(image),
    apiTermination: true,
    apiStop: true,
    shutdownBehavior: 'stop',
    ebsOptimized: false,
    monitoring: 'disabled',
    ...more,
  }
}

/** Runs a launch in a transaction, as the door does. */
export const tryLaunch = (
  world: World,
  type: string,
  more: Partial<LaunchRequest> = {},
): Result<Launch> => {
  const result = world.transaction(() => launch(world, requestFor(type, more)))
  world.events.flush()
  return result
}

/** The value of a result that a test expects. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}
