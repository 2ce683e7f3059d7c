/**
 * What the step panel says in each state of the first minute: words and buttons, as data.
 *
 * Pure. One primary button at a time; what a button does is named, and done by the component.
 */
import { parseRef, type Ref } from '../../cloud/kernel/ref.ts'
import type { PlacementView, RegionView } from '../../cloud/views/types.ts'
import { hostLabel } from '../describe/sentences.ts'
import { words } from '../words.ts'
import type { FirstMinuteContext, FirstMinuteState } from './firstMinute.ts'

export type StepAction =
  | 'begin'
  | 'launch'
  | 'showMe'
  | 'toBeat'
  | 'back'
  | 'lookAround'
  | 'launchAnother'

export interface StepButton {
  readonly action: StepAction
  readonly label: string
  readonly disabled?: boolean
}

export interface StepView {
  readonly title: string
  readonly text: string
  readonly primary: StepButton | null
  readonly secondary: StepButton | null
  readonly link: StepButton | null
}

const button = (action: StepAction, label: string, disabled = false): StepButton => ({
  action,
  label,
  disabled,
})
const BACK = button('back', words.step.backToBefore)
const LOOK_AROUND = button('lookAround', words.step.lookAround)

/** What to show, from the flow's state and the region at the instant drawn. */
export function stepView(
  state: FirstMinuteState,
  context: FirstMinuteContext,
  region: RegionView,
  placement: PlacementView | null,
): StepView {
  const { step } = words
  const empty = { text: '', primary: null, secondary: null, link: null }
  switch (state) {
    case 'start':
      return {
        ...empty,
        title: step.startTitle,
        text: step.startText(hostCount(region)),
        primary: button('begin', step.launchOne),
        link: button('lookAround', step.lookAroundFirst),
      }
    case 'predicting':
      return predicting(context, region)
    case 'launching':
      return { ...empty, title: step.predictTitle, text: step.launching }
    case 'refused':
      return { ...empty, title: step.refusedTitle, primary: BACK }
    case 'saying':
      return { ...empty, title: step.sayTitle }
    case 'run':
      return running(context, region, placement)
    case 'finished':
      return { ...empty, title: step.finishedTitle, primary: LOOK_AROUND, secondary: BACK }
    case 'free':
      return {
        ...empty,
        title: step.freeTitle,
        text: region.mine.length > 0 ? step.freeText : step.freeTextEmpty,
        primary:
          region.mine.length > 0
            ? button('launchAnother', step.launchAnother)
            : button('begin', step.launchOne),
      }
  }
}

function predicting({ prediction }: FirstMinuteContext, region: RegionView): StepView {
  const { step } = words
  return {
    title: step.predictTitle,
    text: prediction === null ? step.predictText : step.pointed(hostLabel(region, prediction)),
    primary: button('launch', step.launchIt, prediction === null),
    secondary: button('showMe', step.justShow),
    link: null,
  }
}

function running(
  { launch, prediction, saw }: FirstMinuteContext,
  region: RegionView,
  placement: PlacementView | null,
): StepView {
  const { step } = words
  const reached = launch?.reached ?? 'chosen'
  const base = { secondary: BACK, link: null, primary: button('toBeat', step.goOn) }
  if (launch === null || reached !== 'chosen') return { ...step.beats[reached], ...base }
  const took = hostLabel(region, launch.host)
  const pointed = prediction === null ? null : hostLabel(region, prediction)
  const misread = pointed !== null && saw !== null && saw !== (prediction === launch.host)
  const lost = pointed === null || prediction === launch.host ? '' : whyNot(placement, prediction)
  const beside = `${pointed === null ? step.took(took) : step.beside(pointed, took)} ${lost}`.trim()
  return {
    ...base,
    title: step.whyTitle,
    text: misread ? `${step.misread(took)} ${beside}` : beside,
  }
}

/** What became of the host that was pointed at: the first rule it failed, or its place among those that could. */
function whyNot(placement: PlacementView | null, prediction: Ref | null): string {
  const guessed = placement?.candidates.find(({ host }) => host === prediction)
  if (guessed === undefined || placement === null) return ''
  const { label, failed, rank, freeVcpus } = guessed
  return failed === null
    ? words.step.ranked(label, rank ?? 0)
    : (words.step.failed[failed]?.(label, placement.type, freeVcpus) ?? '')
}

export const hostCount = (region: RegionView): number =>
  region.zones.reduce((n, zone) => n + zone.racks.reduce((m, rack) => m + rack.hosts.length, 0), 0)

/** The id within a ref: `i-…`. */
export const idOf = (ref: string): string => parseRef(ref)?.id ?? ref
