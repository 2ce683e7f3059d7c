/** Cloud time as a widget shows it: short, and the day only when it is not the first. */
import { epochOf, toIso } from '../cloud/kernel/calendar.ts'
import { EPOCH, type Instant } from '../cloud/kernel/instant.ts'

const DAY_MS = 86_400_000
const dayOf = (iso: string): number => Math.floor(Date.parse(iso) / DAY_MS)

/** `09:00:08`, or `day 12 04:31`. */
export function clockText(at: Instant, epoch: string): string {
  const [first, iso] = [toIso(epochOf(epoch), EPOCH), toIso(epochOf(epoch), at)]
  const days = dayOf(iso) - dayOf(first)
  return days === 0 ? iso.slice(11, 19) : `day ${days + 1} ${iso.slice(11, 16)}`
}
