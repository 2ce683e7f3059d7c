import { expect, it } from 'vitest'
import { addsUp, dollarsText } from './format.ts'

it('writes an amount that no line breaks', () => {
  for (const dollars of [0, 0.001, 0.63, 11.7]) expect(dollarsText(dollars)).not.toContain(' ')
  expect(dollarsText(0.001)).toBe('<\u00a0$0.01')
})

it('knows when amounts in cents do not come to their sum in cents', () => {
  expect(addsUp([0.63, 0.02])).toBe(true)
  expect(addsUp([])).toBe(true)
  // 0.33 and 0.33 of 0.67; and two that are written as less than a cent, of a whole one.
  expect(addsUp([0.334, 0.334])).toBe(false)
  expect(addsUp([0.004, 0.004])).toBe(false)
  // A half is rounded one way, whether it is written or added.
  expect([dollarsText(0.615), addsUp([0.615, 0.01])]).toEqual(['$0.62', true])
})
