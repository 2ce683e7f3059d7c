/** What the tests of the presentation share: a clicker, what stands on the wall, and how large it is. */
import { expect, type Page } from '@playwright/test'
import { idle } from './page.ts'

/** A clicker's keys. */
export type ClickerKey = 'PageDown' | 'PageUp' | '.' | 'F5' | 'Shift+F5' | 'Escape' | 'b'

export interface Clicker {
  /** presses a key and waits until the page rests, and until the next press is no echo */
  click(key: ClickerKey): Promise<void>
  forward(): Promise<void>
  back(): Promise<void>
}

export function clicker(page: Page): Clicker {
  const click = async (key: ClickerKey) => {
    await page.keyboard.press(key)
    await idle(page)
  }
  return { click, forward: () => click('PageDown'), back: () => click('PageUp') }
}

/** Opens a presentation at a place and waits until it stands. */
export async function openWall(page: Page, hash: string): Promise<void> {
  await page.goto(`./${hash}`)
  await expect(page.locator('.wall')).toBeVisible()
  await idle(page)
}

/** All that stands in the column, and which step it is. */
export async function onWall(page: Page): Promise<string> {
  const column = await page.getByRole('region', { name: 'The step' }).innerText()
  return `${await page.locator('.steps').innerText()} ${column.replace(/\s+/g, ' ')}`
}

export const worldHash = (page: Page): Promise<string> =>
  page.evaluate(() => window.cloudglass.hash())

/** Text that is too small to read from the last row, or does not fit, in percent of the window's height. */
export const illegible = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const least = { text: 4.4, rest: 2.7 }
    const wrong: string[] = []
    const wall = document.querySelector('.wall')
    const texts = document.createTreeWalker(wall ?? document.body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const element = node.parentElement
      const words = node.textContent?.trim() ?? ''
      if (element === null || words === '' || element.closest('title, [hidden]')) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const { width, height, left, right, top, bottom } = range.getBoundingClientRect()
      // What is for the ear alone stands in a box of one pixel.
      let box: Element | null = element
      while (box !== null && box.clientWidth !== 1) box = box.parentElement
      const seen = element.checkVisibility() && box === null
      if (!seen || width < 2 || height < 2) continue
      // A drawing may be scaled: the box of the text says how large it is.
      const size = Number.parseFloat(getComputedStyle(element).fontSize)
      const percent = (size / innerHeight) * 100
      const body = element.closest('.text, h1, .column ol') !== null
      const wanted = body ? least.text : least.rest
      if (percent < wanted - 0.01) wrong.push(`${percent.toFixed(2)} % of ${wanted}: ${words}`)
      if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1)
        wrong.push(`outside: ${words}`)
    }
    for (const box of document.querySelectorAll('.wall .column, .wall .stage, .wall footer')) {
      if (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1)
        wrong.push(`overflows: ${box.className} ${box.scrollWidth}x${box.scrollHeight}`)
    }
    return wrong
  })
