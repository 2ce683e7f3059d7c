/** How worlds are begun, wherever a page opens them. */
import type { OpenOptions } from '../bridge/protocol.ts'
import type { Lesson } from '../lesson/lesson.ts'

/** The world that is no lesson's. */
export const SANDBOX: OpenOptions & { readonly scenario: string } = {
  seed: 'sandbox',
  scenario: 'region',
}

/** How a lesson's world is begun. */
export function optionsOf({ world, files }: Pick<Lesson, 'world' | 'files'>): OpenOptions {
  const { seed, scenario, epoch, setUp } = world
  return { seed, scenario, setUp, files, ...(epoch === null ? {} : { epoch }) }
}
