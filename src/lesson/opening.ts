/**
 * How a lesson's world begins, wherever it is played.
 */
import { after, EPOCH, type Instant, seconds } from '../cloud/kernel/instant.ts'

/** A world has run this long when it is first shown, so that there is a `just before` of the first call. */
export const LEAD_IN: Instant = after(EPOCH, seconds(1))
