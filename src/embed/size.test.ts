import { expect, test } from 'vitest'
import { heightAt } from './size.ts'

test.each([
  [320, 240],
  [480, 270],
  [720, 405],
  [960, 600],
])('a widget %i px wide would be %i px high', (width, height) => {
  expect(heightAt(width)).toBe(height)
})

test('no widget is lower than it can be drawn', () => {
  expect(heightAt(200)).toBe(240)
})
