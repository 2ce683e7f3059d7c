/**
 * From the widget into the lab, with what was done here.
 *
 * A frame of another site has a disk of its own, which the lab never sees. So the widget opens a page of the lab's in
 * a tab of its own and hands the state to it there: `handover.ts`. Where nothing was begun, a plain link does.
 */
import type { State } from './messages.ts'

/** What the link needs of the widget. */
export interface Opened {
  readonly phase: string
  readonly lesson: string | null
  readonly stepId: string | null
  state(): Promise<State>
}

/** What the handover page says when it listens, and what it is answered: null where the state cannot be had. */
export const HANDOVER_READY = 'cloudglass-handover'
export interface Handed {
  readonly handover: State | null
}

const HANDOVER = './handover.html'

/** The address of the same place in the lab. */
export const labAddress = ({ lesson, stepId }: Pick<Opened, 'lesson' | 'stepId'>): string =>
  lesson === null
    ? './index.html#/sandbox'
    : `./index.html#/learn/${lesson}${stepId === null ? '' : `/${stepId}`}`

/** Opens the lab with the state. Where no tab may be opened by script, the link itself is followed. */
export function openInLab(event: MouseEvent, widget: Opened): void {
  if (widget.phase === 'still') return
  const [, place] = labAddress(widget).split('#')
  const tab = window.open(`${HANDOVER}#${place}`, '_blank')
  if (tab === null) return
  event.preventDefault()
  const hand = async (said: MessageEvent) => {
    const theirs = said.source === tab && said.origin === location.origin
    if (!theirs || said.data !== HANDOVER_READY) return
    window.removeEventListener('message', hand)
    const handover = await widget.state().catch((error: unknown) => {
      console.error(error)
      return null
    })
    tab.postMessage({ handover } satisfies Handed, location.origin)
  }
  window.addEventListener('message', hand)
}
