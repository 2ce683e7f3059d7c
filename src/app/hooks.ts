/**
 * What the page gives to whoever works with it by script: `window.cloudglass`.
 *
 * `idle()` is for tests, and `hash()`, that of the world as it stands. `sdk()` resolves to the AWS SDK's clients over the page's cloud; it is loaded when it is
 * first asked for. What a call sets in motion happens as after a button, unless the person stopped time.
 */
import type { Answer, CallRequest } from '../cloud/call.ts'
import { ACCESS_KEY_ID } from '../stage/account.ts'
import { idleHook } from './idle.ts'
import type { Page } from './page.svelte.ts'
import type { Sdk } from './sdk/index.ts'

/** The page's scripting interface. */
export interface Hooks {
  idle(): Promise<void>
  sdk(): Promise<Sdk>
  hash(): Promise<string>
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
    hash: () => page.lab.hash(),
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
