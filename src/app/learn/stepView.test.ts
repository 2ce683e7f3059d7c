import { describe, expect, test } from 'vitest'
import { typeOf } from '../../cloud/compute/types.ts'
import { instant } from '../../cloud/kernel/instant.ts'
import { labRef } from '../../cloud/kernel/ref.ts'
import { placementFixture, regionFixture } from '../../scenes/region/fixture.ts'
import { FIRST_TYPE } from '../account.ts'
import type { FirstMinuteContext, FirstMinuteState } from './firstMinute.ts'
import type { LaunchBeat } from './launches.ts'
import { stepView } from './stepView.ts'

const region = regionFixture(true)
const placement = placementFixture(region)
const NOTHING: FirstMinuteContext = {
  prediction: null,
  saw: null,
  launch: null,
  refusal: null,
  own: [],
}
const launched = (reached: LaunchBeat, more: Partial<FirstMinuteContext> = {}) => ({
  ...NOTHING,
  launch: {
    instance: placement.instance,
    host: placement.chosen,
    calledAt: instant(0),
    chosenAt: instant(1),
    runningAt: null,
    reached,
  },
  ...more,
})

describe('the step', () => {
  test('is one sentence and one button at the start', () => {
    const view = stepView('start', NOTHING, region, placement)
    expect(view).toMatchObject({
      title: 'Get yourself a computer.',
      text: 'One of these 36 hosts will make room for it.',
      primary: { action: 'begin', label: 'Launch one' },
      secondary: null,
    })
  })

  test('waits for a host to be pointed at', () => {
    expect(stepView('predicting', NOTHING, region, placement).primary?.disabled).toBe(true)
    const prediction = labRef('host', 'h-0302')
    const pointed = stepView('predicting', { ...NOTHING, prediction }, region, placement)
    expect(pointed.primary?.disabled).toBe(false)
    expect(pointed.text).toContain('3.2')
  })

  test('says of its type what the catalogue of types says', () => {
    const { vcpus, memoryMib } = typeOf(FIRST_TYPE)
    const size = `${vcpus} vCPU and ${memoryMib / 1024} GiB`
    expect(stepView('predicting', NOTHING, region, placement).text).toContain(
      `${size} (${FIRST_TYPE})`,
    )
    const prediction = labRef('host', 'h-0302')
    expect(stepView('predicting', { ...NOTHING, prediction }, region, placement).text).toContain(
      size,
    )
  })

  test('sets the guess beside the choice, and says when it was misread', () => {
    const prediction = labRef('host', 'h-0302')
    const right = stepView('run', launched('chosen', { prediction, saw: false }), region, placement)
    expect(right.text).toMatch(/^You pointed at 3\.2\. The orchestrator took 5\.3\. 3\.2 .+\.$/)
    const misread = stepView(
      'run',
      launched('chosen', { prediction, saw: true }),
      region,
      placement,
    )
    expect(misread.text).toMatch(/^Look once more .* You pointed at 3\.2\./)
    expect(stepView('run', launched('chosen'), region, placement).text).toBe(
      'The orchestrator took 5.3.',
    )
  })

  test('keeps every sentence within 20 words, in every state', () => {
    const states: FirstMinuteState[] = [
      ...(['start', 'predicting', 'launching', 'refused', 'saying', 'finished', 'free'] as const),
    ]
    const views = [
      ...states.map((state) => stepView(state, NOTHING, region, placement)),
      ...(['carved', 'attached', 'connected'] as const).map((beat) =>
        stepView('run', launched(beat), region, placement),
      ),
    ]
    for (const { title, text } of views)
      for (const sentence of `${title} ${text}`.split(/(?<=[.?])\s/))
        expect(sentence.split(' ').length, sentence).toBeLessThanOrEqual(20)
  })
})
