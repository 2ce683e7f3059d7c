/** The one way back from a refusal: to the instant just before the call that was refused. */
import { EPOCH, type Instant, instant } from '../../cloud/kernel/instant.ts'
import type { Page } from '../page.svelte.ts'

/** To just before an instant; what the page shows of calls from then on is put away. What comes after is kept. */
export async function backToBefore(
  { console, steer }: Pick<Page, 'console' | 'steer'>,
  at: Instant,
): Promise<void> {
  if (console.made !== null && console.made.answer.at >= at) console.forget()
  await steer.seek(instant(Math.max(EPOCH, at - 1)))
}
