/** A word that a lesson explains: where its meaning opens, and how it closes. */
import type { Locator, Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixture.ts'
import { open, press } from './page.ts'

const SIZES = [
  [1440, 900],
  [1366, 640],
  [390, 844],
] as const

const note = (page: Page): Locator => page.getByRole('note').filter({ visible: true })

interface Edges {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}
const edges = (one: Locator): Promise<Edges> =>
  one.evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect()
    return { left, top, right, bottom }
  })
const overlap = (a: Edges, b: Edges): boolean =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top

for (const [width, height] of SIZES) {
  test(`a word’s meaning opens at its paragraph, ${width} by ${height}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height })
    await open(page)
    const words = { first: 'hosts', second: 'vCPUs' }
    for (const name of [words.first, words.second]) {
      const word = page.getByRole('button', { name, exact: true })
      await word.click()
      await expect(note(page)).toHaveCount(1)
      const meaning = await edges(note(page))
      const paragraph = await edges(word.locator('xpath=ancestor::p[1]'))
      // Right above or below the sentence, and over neither it nor the one button.
      const gap = Math.max(meaning.top - paragraph.bottom, paragraph.top - meaning.bottom)
      expect(gap).toBeGreaterThanOrEqual(0)
      expect(gap).toBeLessThanOrEqual(12)
      expect(overlap(meaning, await edges(page.locator('.button.primary')))).toBe(false)
      expect(meaning.left).toBeGreaterThanOrEqual(0)
      expect(meaning.right).toBeLessThanOrEqual(width)
      expect(meaning.bottom).toBeLessThanOrEqual(height)
      await expectAccessible(page)
      await word.click()
      await expect(note(page)).toHaveCount(0)
      await word.click()
      await expect(note(page)).toHaveCount(1)
      await page.keyboard.press('Escape')
      await expect(note(page)).toHaveCount(0)
      if (name === words.first) await press(page, /^Launch$/)
    }
  })
}
