/** How worlds are begun, wherever a page opens them. */
import type { OpenOptions } from '../bridge/protocol.ts'
import type { Lesson } from '../lesson/lesson.ts'

/** The world that is no lesson's. */
export const SANDBOX: OpenOptions & { readonly scenario: string } = {
  seed: 'sandbox',
  scenario: 'region',
}

/** How a lesson's world is begun; `kept` is what its set-up comes to, where the build has worked that out. */
export function optionsOf(
  { world, files }: Pick<Lesson, 'world' | 'files'>,
  kept: string | null = null,
): OpenOptions {
  const { seed, scenario, epoch, setUp } = world
  return {
    ...{ seed, scenario, setUp, files },
    ...(epoch === null ? {} : { epoch }),
    ...(kept === null ? {} : { kept }),
  }
}
