/**
 * What the page gives to whoever works with it by script: `window.cloudglass`.
 *
 * `idle()` is for tests. `standing()` says where the lesson is and whether all of it is kept, `hash()` and `save()` give
 * the world's hash and its bytes, as `lab save` writes them. `sdk()` resolves to the AWS SDK's clients over the page's cloud; it is loaded when it is
 * first asked for. What a call sets in motion happens as after a button, unless the person stopped time.
 */
import type { Answer, CallRequest } from '../cloud/call.ts'
import type { Instant } from '../cloud/kernel/instant.ts'
import type { FlowState } from '../lesson/machine.ts'
import { ACCESS_KEY_ID } from '../stage/account.ts'
import { idleHook } from './idle.ts'
import type { Keeping } from './keeping.svelte.ts'
import type { Page } from './page.svelte.ts'
import type { Sdk } from './sdk/index.ts'

/** Where the person is, at this moment. */
export interface Standing {
  readonly kept: Keeping['sign']
  readonly lesson: string | null
  readonly step: string | null
  readonly state: FlowState | null
  readonly predicted: string | number | null
  /** how many inputs the world had taken at the newest frame */
  readonly position: number | null
  /** the instant that it had come to */
  readonly at: Instant | null
}

/** The page's scripting interface. */
export interface Hooks {
  idle(): Promise<void>
  standing(): Standing
  hash(): Promise<string>
  save(): Promise<Uint8Array>
  sdk(): Promise<Sdk>
}

declare global {
  interface Window {
    cloudglass: Hooks
  }
}

/** Calls whose effect takes cloud time. */
const MOVING: ReadonlySet<string> = new Set([
  'RunInstances',
  'StartInstances',
  'StopInstances',
  'RebootInstances',
  'TerminateInstances',
])

export function installHooks(page: Page, target: Window): void {
  let sdk: Promise<Sdk> | null = null
  target.cloudglass = {
    idle: idleHook(page, target),
    standing: () => ({
      kept: page.keeping.sign,
      lesson: page.classroom.lesson?.id ?? null,
      step: page.classroom.step?.id ?? null,
      state: page.classroom.state,
      predicted: page.classroom.record?.predicted ?? null,
      position: page.lab.clock?.position ?? null,
      at: page.lab.clock?.upTo ?? null,
    }),
    hash: () => page.lab.hash(),
    save: () => page.lab.save(),
    sdk() {
      sdk ??= loadSdk(page)
      return sdk
    },
  }
}

async function loadSdk({ lab, steer }: Page): Promise<Sdk> {
  const [{ openSdk }] = await Promise.all([import('./sdk/index.ts'), lab.opened])
  return openSdk({
    accessKeyId: ACCESS_KEY_ID,
    clock() {
      if (lab.clock === null) throw new Error('no world is open')
      return lab.clock
    },
    secretOf: (key) => lab.secretOf(key),
    async call(request: CallRequest): Promise<Answer> {
      const answer = await lab.call(request)
      if (answer.result.ok && MOVING.has(request.operation)) void steer.letHappen()
      return answer
    },
  })
}
