import { expect, it } from 'vitest'
import { dollarsText } from './format.ts'

it('writes an amount that no line breaks', () => {
  for (const dollars of [0, 0.001, 0.63, 11.7]) expect(dollarsText(dollars)).not.toContain(' ')
  expect(dollarsText(0.001)).toBe('<\u00a0$0.01')
})
