/** The Region on the real page: every text is whole and clear of the others, at the sizes people learn at. */
import { expect, test } from './fixture.ts'
import { idle, open } from './page.ts'

interface Text {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly size: number
}

const SIZES = [
  [1440, 900, 'why', false],
  [1366, 640, 'why', false],
  [1280, 720, 'why', true],
  [1024, 768, 'why', false],
  [390, 844, 'choose', false],
  [390, 844, 'why', false],
  [320, 640, 'choose', false],
] as const

for (const [width, height, step, selecting] of SIZES) {
  const beside = selecting ? ', the inspector open' : ''
  test(`the texts of hosts at ${width} by ${height}, step ${step}${beside}`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await open(page, `#/learn/eight-seconds/${step}`)
    await expect(page.locator('.cell')).toHaveCount(36)
    if (selecting) {
      await page.locator('.cell .bar').nth(14).click()
      await expect(page.getByRole('complementary')).toBeVisible()
      await idle(page)
    }
    const { texts, stage } = await page.evaluate(async () => {
      await document.fonts.ready
      const drawing = document.querySelector('.scene .stage')?.getBoundingClientRect()
      const found = [...document.querySelectorAll('svg.picture text')].map((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect()
        const size = Number.parseFloat(getComputedStyle(text).fontSize)
        return { text: text.textContent?.trim() ?? '', left, right, top, bottom, size }
      })
      return { texts: found, stage: drawing }
    })
    if (stage === undefined) throw new Error('the stage is not drawn')
    const numbers = texts.filter(({ text }) => /^\d+\.\d+$/.test(text))
    expect(numbers).toHaveLength(36)
    for (const [i, a] of texts.entries()) {
      expect(a.size, a.text).toBeGreaterThanOrEqual(12.5)
      const inside = a.left >= stage.left - 1 && a.right <= stage.right + 1
      expect(inside && a.top >= stage.top - 1 && a.bottom <= stage.bottom + 1, a.text).toBe(true)
      for (const b of texts.slice(i + 1)) expect(meet(a, b), `${a.text} and ${b.text}`).toBe(false)
    }
  })
}

/** Whether two texts overlap: their boxes, less what a font leaves free above and below its letters. */
function meet(a: Text, b: Text): boolean {
  const air = 0.12
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return across > 0.5 && down > air * (a.size + b.size)
}
